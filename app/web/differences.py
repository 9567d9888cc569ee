"""Two versions of one record: what is stored beside what was typed, field by field, for a form that came too late."""

from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from app.web.filters import day


@dataclass(frozen=True, slots=True)
class Difference:
    """A field, what is stored in it and what was typed, in words."""

    label: str
    stored: str
    typed: str


def in_words(value: object) -> str:
    """Return what stands in a field as people read it."""
    if value is None or value == "":
        return str(_("(để trống)"))
    return day(value) if isinstance(value, date) else str(value)
