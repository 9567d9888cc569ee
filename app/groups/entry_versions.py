"""Two versions of one activity: what is stored beside what was typed, field by field."""

from app.groups.forms.activities import ActivityForm
from app.groups.labels import ACTIVITY_KINDS
from app.groups.models import Activity, ActivityKind
from app.groups.operations.history import values_of
from app.groups.operations.logging import ActivityTerms
from app.groups.operations.revising import values_in
from app.web.differences import Difference, in_words
from app.web.forms import read_day


def differences(activity: Activity, terms: ActivityTerms) -> list[Difference]:
    """Return the fields in which ``terms`` differ from what is stored of the activity, in the form's order."""
    stored, typed = values_of(activity), values_in(terms)
    return [
        Difference(str(field.label.text), _words(field.short_name, stored), _words(field.short_name, typed))
        for field in ActivityForm(formdata=None)
        if stored.get(field.short_name) != typed.get(field.short_name)
    ]


def _words(name: str, values: dict[str, object]) -> str:
    value = values.get(name)
    if name == "kind":
        return str(ACTIVITY_KINDS[ActivityKind(str(value))])
    return in_words(read_day(str(value)) if name == "held_on" else value)
