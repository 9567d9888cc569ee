"""What activities came to: counts, people and outcomes of a unit, per kind and month, the corrected ones left out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, exists, extract, func, select
from sqlalchemy.orm import aliased

from app.extensions import db
from app.groups.models import Activity, ActivityKind, Outcome
from app.units.models import Unit, UnitKind


@dataclass(slots=True)
class Effect:
    """What the activities of one kind came to."""

    kind: ActivityKind
    activities: int = 0
    people: int = 0
    by_month: dict[int, int] = field(default_factory=dict)  # activities, by the number of the month
    outcomes: Mapping[str, int] = field(default_factory=dict)  # by name


def effect_of(unit: Unit, first: date, last: date) -> list[Effect]:
    """Return what each kind came to from ``first`` to ``last``, both included, at ``unit`` and below: two queries."""
    found = {kind: Effect(kind) for kind in ActivityKind}
    month, counting = extract("month", Activity.held_on), _counting(unit, first, last)
    columns = (Activity.kind, month, func.count(), func.coalesce(func.sum(Activity.people_present), 0))
    for kind, number, count, people in db.session.execute(
        select(*columns).where(*counting).group_by(Activity.kind, month)
    ):
        found[kind].activities += int(count or 0)
        found[kind].people += int(people or 0)
        found[kind].by_month[int(number)] = int(count or 0)
    sums = select(Activity.kind, Outcome.name, func.sum(Outcome.count)).join(
        Outcome, Outcome.activity_id == Activity.id
    )
    for kind, name, total in db.session.execute(sums.where(*counting).group_by(Activity.kind, Outcome.name)):
        found[kind].outcomes = {**found[kind].outcomes, name: int(total or 0)}
    return list(found.values())


def activity_ids(unit: Unit, kind: ActivityKind, first: date, last: date) -> Sequence[UUID]:
    """Return the ids of the activities behind a count, by day."""
    rows = select(Activity.id).where(Activity.kind == kind, *_counting(unit, first, last))
    return db.session.scalars(rows.order_by(Activity.held_on, Activity.id)).all()


def _counting(unit: Unit, first: date, last: date) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions of the activities that count; a village's joint ones with another's groups are its too."""
    later = aliased(Activity)
    here = Activity.in_unit(unit.id) if unit.kind is UnitKind.VILLAGE else Activity.in_subtree(unit.path or "none/")
    return (here, Activity.held_on.between(first, last), ~exists().where(later.corrects_id == Activity.id))
