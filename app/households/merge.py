"""Two versions of one household, field by field: what is stored, what was typed, and which of them changed since."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from app.households.forms import FACTS, HouseholdForm
from app.households.models import Household
from app.phone import pretty


class Version(StrEnum):
    """Whose version of a field."""

    THEIRS = "theirs"  # stored meanwhile
    MINE = "mine"  # typed


@dataclass(frozen=True, slots=True)
class Side:
    """A field in one version."""

    version: Version
    value: Any
    words: str
    changed: bool | None  # since the form was opened; None: the form does not say what it was opened with


@dataclass(frozen=True, slots=True)
class Choice:
    """A field in both versions."""

    name: str
    label: str
    theirs: Side
    mine: Side

    @property
    def differs(self) -> bool:
        """Whether there is something to choose."""
        return bool(self.theirs.value != self.mine.value)

    @property
    def chosen(self) -> Version | None:
        """The version that alone has changed; None when both have, for then the person must say."""
        changed = [side.version for side in (self.theirs, self.mine) if side.changed]
        return changed[0] if len(changed) == 1 else None


def merge(household: Household, form: HouseholdForm) -> list[Choice]:
    """Return the fields of the stored household beside those that were typed in ``form``, which is valid."""
    opened = {field.short_name: field.data for field in form.opened() if not field.process_errors}
    typed = form.terms()
    return [
        Choice(
            name,
            str(form[name].label.text),
            _side(Version.THEIRS, name, getattr(household, name), opened),
            _side(Version.MINE, name, getattr(typed, name), opened),
        )
        for name in FACTS
    ]


def _side(version: Version, name: str, value: Any, opened: dict[str, Any]) -> Side:
    changed = (opened[name] or None) != value if name in opened else None
    return Side(version, value, _words(name, value), changed)


def _words(name: str, value: object) -> str:
    if value is None:
        return "–"
    return pretty(str(value)) if name == "phone" else str(value)
