"""Two versions of one record of standing: what is stored beside what was typed."""

from typing import Any

from wtforms import RadioField

from app.standing.forms.declaration import DeclarationForm
from app.standing.kinds import Record
from app.standing.operations import changes
from app.web.differences import Difference, in_words


def differences(record: Record, form: DeclarationForm) -> list[Difference]:
    """Return the fields in which the form differs from what is stored of the record meanwhile."""
    terms = form.terms()
    return [
        Difference(str(form[name].label.text), _said(form, name, getattr(record, name)), _said(form, name, value))
        for name, value in terms.facts.items()
        if name in changes(record, terms)
    ]


def _said(form: DeclarationForm, name: str, value: Any) -> str:
    field = form[name]
    if isinstance(field, RadioField):
        return str(dict(choice[:2] for choice in field.choices or []).get(value, value))  # type: ignore[misc]
    return in_words(value)
