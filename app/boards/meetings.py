"""Groups that wait for a meeting: at a commune those of last month, in a village those of this one and reminders."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.clock import today
from app.extensions import db
from app.groups.models import Group
from app.groups.queries.regularity import silent_in
from app.groups.queries.reminders import was_reminded
from app.groups.regularity import month_before, month_of
from app.units.models import Unit, UnitKind

SHORT, SHORTER = 4, 3  # rows on the first page of a commune, of a village


@dataclass(frozen=True, slots=True)
class Waiting:
    """A group that did not meet."""

    group: Group
    reminded: bool

    @property
    def in_village(self) -> bool:
        """Whether there is a village head to remind."""
        return self.group.unit.kind is UnitKind.VILLAGE


@dataclass(frozen=True, slots=True)
class Meetings:
    """Groups without a meeting in the month that begins on ``month``: the first of them, and how many there are."""

    month: date
    groups: Sequence[Waiting]
    count: int


def missed_below(unit: Unit) -> Meetings:
    """Return the groups at ``unit`` and below that were active all last month and did not meet; one query."""
    month = month_before(month_of(today()))
    # Those that nobody was reminded of come first: they are what is left to do.
    waiting = sorted(_silent(unit, month), key=lambda each: each.reminded)
    return Meetings(month, waiting[:SHORT], len(waiting))


def reminders_in(village: Unit) -> Meetings:
    """Return the groups that the village was reminded of and that still have no meeting of last month; one query."""
    month = month_before(month_of(today()))
    waiting = [each for each in _silent(village, month) if each.reminded]
    return Meetings(month, waiting, len(waiting))


def unlogged_in(village: Unit) -> Meetings:
    """Return the groups of a village that are at work and have no meeting of this month yet; one query."""
    month = month_of(today())
    found = db.session.scalars(silent_in(village, month, as_of=today(), whole=False)).all()
    return Meetings(month, [Waiting(group, reminded=False) for group in found[:SHORTER]], len(found))


def _silent(unit: Unit, month: date) -> list[Waiting]:
    rows = silent_in(unit, month, as_of=today()).add_columns(was_reminded(month))
    return [Waiting(group, reminded) for group, reminded in db.session.execute(rows)]
