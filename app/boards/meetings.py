"""Groups that wait for a meeting: at a commune those of last month, in a village those of this one and reminders."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.clock import today
from app.extensions import db
from app.groups.models import Group
from app.groups.queries.regularity import silent_in
from app.groups.queries.reminders import reminded_of
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
    """Return the groups at ``unit`` and below that were active all last month and did not meet; two queries."""
    month = month_before(month_of(today()))
    found = db.session.scalars(silent_in(unit, month, as_of=today())).all()
    # Those that nobody was reminded of come first: they are what is left to do.
    told = reminded_of([group.id for group in found], month)
    waiting = sorted((Waiting(group, group.id in told) for group in found), key=lambda each: each.reminded)
    return Meetings(month, waiting[:SHORT], len(waiting))


def reminders_in(village: Unit) -> Meetings:
    """Return the groups that the village was reminded of and that still have no meeting of last month; two queries."""
    month = month_before(month_of(today()))
    found = db.session.scalars(silent_in(village, month, as_of=today())).all()
    told = reminded_of([group.id for group in found], month)
    waiting = [Waiting(group, reminded=True) for group in found if group.id in told]
    return Meetings(month, waiting, len(waiting))


def unlogged_in(village: Unit) -> Meetings:
    """Return the groups of a village that are at work and have no meeting of this month yet; one query."""
    month = month_of(today())
    found = db.session.scalars(silent_in(village, month, as_of=today(), whole=False)).all()
    return Meetings(month, [Waiting(group, reminded=False) for group in found[:SHORTER]], len(found))
