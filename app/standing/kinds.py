"""The kinds of records: whose they are, who enters them, under which address, and which of them hold on a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeAlias

from app.policy import Action
from app.standing.models import (
    Border,
    Convention,
    Force,
    Hotspot,
    NewRural,
    Recognition,
    Registration,
    Spanning,
    Yearly,
)
from app.units.models import UnitKind

Record: TypeAlias = Registration | Convention | Recognition | Hotspot | Border | NewRural | Force

COMMUNES = frozenset({UnitKind.COMMUNE})
VILLAGES = frozenset({UnitKind.VILLAGE})
BOTH = COMMUNES | VILLAGES


class Lasting(StrEnum):
    """How long a record of a kind holds."""

    YEAR = "year"  # it is of one calendar year
    SPAN = "span"  # from a day until it is ended
    NEXT = "next"  # from a day until the next one


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of record."""

    name: str  # as events and pages call it
    path: str  # the first part of its address
    model: type[Record]
    unit_kinds: frozenset[UnitKind]  # whose it can be
    lasting: Lasting
    action: Action = Action.STANDING_GRANT

    @property
    def levels(self) -> list[UnitKind]:
        """Whose it can be, the commune first."""
        return [kind for kind in (UnitKind.COMMUNE, UnitKind.VILLAGE) if kind in self.unit_kinds]


REGISTRATION = Kind("registration", "registrations", Registration, BOTH, Lasting.YEAR, Action.STANDING_DECLARE)
CONVENTION = Kind("convention", "conventions", Convention, VILLAGES, Lasting.SPAN, Action.STANDING_DECLARE)
RECOGNITION = Kind("recognition", "recognitions", Recognition, BOTH, Lasting.YEAR)
FORCE = Kind("force", "forces", Force, BOTH, Lasting.YEAR)
HOTSPOT = Kind("hotspot", "hotspots", Hotspot, COMMUNES, Lasting.SPAN)
BORDER = Kind("border", "borders", Border, COMMUNES, Lasting.SPAN)
NEW_RURAL = Kind("new-rural", "new-rural", NewRural, COMMUNES, Lasting.NEXT)

KINDS = (REGISTRATION, CONVENTION, RECOGNITION, HOTSPOT, BORDER, NEW_RURAL, FORCE)
BY_PATH = {kind.path: kind for kind in KINDS}
BY_MODEL = {kind.model: kind for kind in KINDS}


def kind_of(record: Record) -> Kind:
    """Return the kind of a record."""
    return BY_MODEL[type(record)]


def kinds_for(unit_kind: UnitKind) -> list[Kind]:
    """Return the kinds of records that a unit of this kind has."""
    return [kind for kind in KINDS if unit_kind in kind.unit_kinds]


def holding(kind: Kind, records: Sequence[Record], day: date) -> Sequence[Record]:
    """Return those of a unit's ``records`` of one kind that hold on ``day``; of yearly ones, those of the last year."""
    valid = [record for record in records if record.withdrawn_at is None]
    match kind.lasting:
        case Lasting.YEAR:
            yearly = [record for record in valid if isinstance(record, Yearly)]
            return [record for record in yearly if record.year == max(each.year for each in yearly)]
        case Lasting.SPAN:
            spans = [record for record in valid if isinstance(record, Spanning)]
            return [each for each in spans if each.since <= day and (each.until is None or day < each.until)]
        case Lasting.NEXT:
            begun = [record for record in valid if isinstance(record, NewRural) and record.since <= day]
            return sorted(begun, key=lambda record: record.since)[-1:]
