"""Regularity for whole units in one query each: every group's months as bits, which `app.groups.regularity` judges."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from posixpath import commonpath
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Subquery, and_, case, exists, func, literal, or_, select, true
from sqlalchemy.orm import aliased, joinedload

from app.extensions import db
from app.groups.models import Activity, ActivityGroup, ActivityKind, Group, GroupKind, Standing, StandingSpell
from app.groups.queries.activities import counting
from app.groups.queries.places import lying_at
from app.groups.regularity import Rule, Verdict, Year, month_after, reckon_masks, window
from app.units.models import Unit
from app.units.queries import children
from app.units.scope import unit_ids


@dataclass(frozen=True, slots=True)
class Counts:
    """How many groups of a unit come to each verdict."""

    by_verdict: Mapping[Verdict, int] = field(default_factory=dict)

    @property
    def regular(self) -> int:
        """Groups that are regular."""
        return self.by_verdict.get(Verdict.REGULAR, 0)

    @property
    def irregular(self) -> int:
        """Groups that are not."""
        return self.by_verdict.get(Verdict.IRREGULAR, 0)

    @property
    def early(self) -> int:
        """Groups for which it is too early to tell."""
        return self.by_verdict.get(Verdict.EARLY, 0)

    @property
    def judged(self) -> int:
        """Groups of which one can tell: the denominator."""
        return self.regular + self.irregular

    @property
    def all(self) -> int:
        """All groups."""
        return self.judged + self.early

    @property
    def share(self) -> Fraction | None:
        """Regular out of judged; None (chưa có số liệu) where nothing can be judged."""
        return Fraction(self.regular, self.judged) if self.judged else None


@dataclass(frozen=True, slots=True)
class GroupYear:
    """A group with its months."""

    group: Group
    year: Year


def year_of_group(group: Group, cut_off: date, rule: Rule) -> Year:
    """Return the months of one group."""
    firsts = window(cut_off, rule.months)
    row = db.session.execute(_masks(firsts, Group.id == group.id)).one()
    return reckon_masks(firsts, row.late | row.away, row.held, rule)


def years_of(unit: Unit, cut_off: date, rule: Rule) -> Sequence[GroupYear]:
    """Return the groups at ``unit`` and below that are not dissolved at the cut-off, by village, with their months.

    The hierarchy is that of the cut-off.
    """
    firsts = window(cut_off, rule.months)
    own = _masks(firsts, *_existing(unit, cut_off)).subquery()
    rows = (
        select(Group, own.c.late, own.c.away, own.c.held)
        .join(own, own.c.id == Group.id)
        .join(Unit, Unit.id == Group.unit_id)
        .options(joinedload(Group.unit), joinedload(Group.model))
        .order_by(Unit.sort_key, Unit.id, Group.sort_key, Group.id)
    )
    return [
        GroupYear(group, reckon_masks(firsts, late | away, held, rule))
        for group, late, away, held in db.session.execute(rows)
    ]


def counts_of(
    units: Sequence[Unit], cut_off: date, rule: Rule, *, kinds: Iterable[GroupKind] = (GroupKind.LIEN_GIA,)
) -> dict[int, Counts]:
    """Return the counts of the groups of these kinds at each of ``units`` and below, by its id, in one query.

    A group that is dissolved, or founded later, at the cut-off is none of the unit's.
    """
    top, village = aliased(Unit), aliased(Unit)
    below = and_(village.path >= top.path, village.path < func.substr(top.path, 1, func.length(top.path) - 1) + "0")
    firsts = window(cut_off, rule.months)
    own = _masks(firsts, _near(units), Group.kind.in_(list(kinds)), *_existing_on(cut_off)).subquery()
    patterns = (own.c.late, own.c.away, own.c.held)
    rows = (
        select(top.id, *patterns, func.count())
        .join(village, below)
        .join(own, own.c.unit_id == village.id)
        .where(top.id.in_([unit.id for unit in units]))
        .group_by(top.id, *patterns)
    )
    found: dict[int, dict[Verdict, int]] = {unit.id: {} for unit in units}
    for id_, late, away, held, count in db.session.execute(rows):
        verdict = reckon_masks(firsts, late | away, held, rule).verdict
        found[id_][verdict] = found[id_].get(verdict, 0) + int(count)
    return {id_: Counts(by_verdict) for id_, by_verdict in found.items()}


def counts_on(unit: Unit, cut_off: date, rule: Rule) -> Counts:
    """Return the counts of the liên gia groups at ``unit`` and below by the hierarchy of the cut-off, in one query."""
    firsts = window(cut_off, rule.months)
    own = _masks(firsts, Group.kind == GroupKind.LIEN_GIA, *_existing(unit, cut_off)).subquery()
    patterns = (own.c.late, own.c.away, own.c.held)
    found: dict[Verdict, int] = {}
    for late, away, held, count in db.session.execute(select(*patterns, func.count()).group_by(*patterns)):
        verdict = reckon_masks(firsts, late | away, held, rule).verdict
        found[verdict] = found.get(verdict, 0) + int(count)
    return Counts(found)


def counts_below(unit: Unit, cut_off: date, rule: Rule) -> list[tuple[Unit, Counts]]:
    """Return the units directly below ``unit`` with the counts of their liên gia groups, in order of their names."""
    units = db.session.scalars(children(unit)).all()
    found = counts_of(units, cut_off, rule) if units else {}
    return [(below, found[below.id]) for below in units]


def silent_in(unit: Unit, first: date, *, as_of: date, whole: bool = True) -> Select[Group]:
    """Return a select of the groups at ``unit`` and below that did not meet in the month, by village.

    ``whole``: that were active all month, as the verdict reads it, and are not dissolved ``as_of``, the cut-off and the
    date of the hierarchy; else, for a month that runs, those at work today.
    """
    end = month_after(first)
    met = exists().where(
        ActivityGroup.group_id == Group.id, ActivityGroup.activity_id == Activity.id, *_meetings(first, end)
    )
    away = exists().where(StandingSpell.group_id == Group.id, *_overlaps(first, end))
    wholly = and_(Group.founded_on < first, ~away, *_existing_on(as_of))
    active = wholly if whole else Group.standing == Standing.ACTIVE
    rows = select(Group).join(Unit, Unit.id == Group.unit_id).where(lying_at(unit, as_of), active, ~met)
    rows = rows.options(joinedload(Group.unit), joinedload(Group.model))
    return rows.order_by(Unit.sort_key, Unit.id, Group.sort_key, Group.id)


def _existing(unit: Unit, day: date) -> tuple[ColumnElement[bool], ...]:
    return (lying_at(unit, day), *_existing_on(day))


def _existing_on(day: date) -> tuple[ColumnElement[bool], ...]:
    over = exists().where(
        StandingSpell.group_id == Group.id, StandingSpell.standing == Standing.DISSOLVED, StandingSpell.since <= day,
        or_(StandingSpell.until.is_(None), StandingSpell.until > day),
    )  # fmt: skip
    return (Group.founded_on <= day, ~over)


def _near(units: Sequence[Unit]) -> ColumnElement[bool]:
    """Return a condition that all groups of ``units`` meet, and few others: so fewer rows are looked at."""
    common = commonpath([unit.path or "none/" for unit in units])
    return Group.unit_id.in_(unit_ids(f"{common}/")) if common else true()


def _masks(firsts: Sequence[date], *conditions: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """Return a select of the bits of groups: founded too late for a month, away on a day of it, met in it."""
    wanted = select(Group.id).where(*conditions)
    met, away = _met(firsts, wanted), _away(firsts, wanted)
    late = _bits((Group.founded_on >= first for first in firsts), each=True)
    return (
        select(
            Group.id, Group.unit_id, late.label("late"), func.coalesce(away.c.bits, 0).label("away"),
            func.coalesce(met.c.bits, 0).label("held"),
        )
        .outerjoin(met, met.c.group_id == Group.id)
        .outerjoin(away, away.c.group_id == Group.id)
        .where(*conditions)
    )  # fmt: skip


def _met(firsts: Sequence[date], groups: Select[UUID]) -> Subquery:
    # A day is in one month, and the sum of distinct bits is what they are together.
    bit = case(*((Activity.held_on < month_after(first), 1 << place) for place, first in enumerate(firsts)), else_=0)
    return (
        select(ActivityGroup.group_id, func.sum(bit.distinct()).label("bits"))
        .join(Activity, Activity.id == ActivityGroup.activity_id)
        .where(ActivityGroup.group_id.in_(groups), *_meetings(firsts[0], month_after(firsts[-1])))
        .group_by(ActivityGroup.group_id)
        .subquery()
    )


def _away(firsts: Sequence[date], groups: Select[UUID]) -> Subquery:
    overlapping = (and_(*_overlaps(first, month_after(first))) for first in firsts)
    rows = select(StandingSpell.group_id, _bits(overlapping).label("bits"))
    return rows.where(StandingSpell.group_id.in_(groups)).group_by(StandingSpell.group_id).subquery()


def _bits(conditions: Iterable[ColumnElement[bool]], *, each: bool = False) -> ColumnElement[int]:
    """Return the number in which bit n says that condition n holds in some row of the group (``each``: in this row)."""
    cases = [case((condition, 1 << place), else_=0) for place, condition in enumerate(conditions)]
    total: ColumnElement[int] = literal(0)
    for one in cases:
        total = total + (one if each else func.max(one))
    return total


def _meetings(first: date, end: date) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions of a meeting in these days that counts."""
    return (Activity.kind == ActivityKind.MEETING, Activity.held_on >= first, Activity.held_on < end, counting())


def _overlaps(first: date, end: date) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions of a spell with at least a day from ``first`` up to, not including, ``end``."""
    lasts = or_(
        StandingSpell.until.is_(None),
        and_(StandingSpell.until > first, StandingSpell.until > StandingSpell.since),
    )
    return (StandingSpell.since < end, lasts)
