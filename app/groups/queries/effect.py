"""What activities came to: counts, people and outcomes of a unit, per kind and month, of those that count."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, exists, extract, func, or_, select

from app.extensions import db
from app.groups.models import Activity, ActivityGroup, ActivityKind, Group, Outcome
from app.groups.queries.activities import counting, ended_with
from app.groups.queries.places import lying_at
from app.units.models import Unit, UnitKind
from app.units.queries import subtree_on


@dataclass(slots=True)
class Effect:
    """What the activities of one kind came to."""

    kind: ActivityKind
    activities: int = 0
    people: int = 0
    by_month: dict[int, int] = field(default_factory=dict)  # activities, by the number of the month
    outcomes: Mapping[str, int] = field(default_factory=dict)  # by name


def effect_of(unit: Unit, first: date, last: date, as_of: date) -> list[Effect]:
    """Return what each kind came to from ``first`` to ``last``, both included, at ``unit`` and below: two queries.

    ``as_of`` is the date of the hierarchy: what an ended unit did before counts where it was taken over.
    """
    found = {kind: Effect(kind) for kind in ActivityKind}
    month, these = extract("month", Activity.held_on), _counting(unit, first, last, as_of)
    columns = (Activity.kind, month, func.count(), func.coalesce(func.sum(Activity.people_present), 0))
    for kind, number, count, people in db.session.execute(
        select(*columns).where(*these).group_by(Activity.kind, month)
    ):
        found[kind].activities += int(count or 0)
        found[kind].people += int(people or 0)
        found[kind].by_month[int(number)] = int(count or 0)
    sums = select(Activity.kind, Outcome.name, func.sum(Outcome.count)).join(
        Outcome, Outcome.activity_id == Activity.id
    )
    for kind, name, total in db.session.execute(sums.where(*these).group_by(Activity.kind, Outcome.name)):
        found[kind].outcomes = {**found[kind].outcomes, name: int(total or 0)}
    return list(found.values())


def activity_ids(
    unit: Unit, first: date, last: date, as_of: date, kind: ActivityKind | None = None, outcome: str = ""
) -> Sequence[UUID]:
    """Return the ids of the activities behind a figure, by day: of a kind, or that ended with some of an outcome."""
    rows = select(Activity.id).where(*_counting(unit, first, last, as_of))
    rows = rows.where(Activity.kind == kind) if kind else rows
    rows = rows.where(ended_with(outcome)) if outcome else rows
    return db.session.scalars(rows.order_by(Activity.held_on, Activity.id)).all()


def _counting(unit: Unit, first: date, last: date, as_of: date) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions of the activities that count; a village's joint ones with another's groups are its too."""
    here: ColumnElement[bool] = Activity.unit_id.in_(select(subtree_on(unit.id, as_of).c.id))
    if unit.kind is UnitKind.VILLAGE:
        of_groups = (ActivityGroup.activity_id == Activity.id, ActivityGroup.group_id == Group.id)
        here = or_(here, exists().where(*of_groups, lying_at(unit, as_of)))
    return (here, Activity.held_on.between(first, last), counting())
