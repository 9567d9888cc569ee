"""Finding inspections: of a unit and below it, those one keeps, what they still demand; communes and sets to choose."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, literal, select, tuple_
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from app.assessments.models import Assessment
from app.assessments.periods import period_of
from app.clock import today
from app.criteria.models import CriteriaSet
from app.criteria.queries import NEWEST, newest_of_each
from app.extensions import db
from app.inspections.models import Correction, Demand, Finding, Inspection, InspectionPlan, InspectionState
from app.policy import Action, Actor, can, scope, visible
from app.units.models import Unit, UnitKind
from app.units.queries import readable
from app.web.pagination import Cursor, Page

PAGE = 30
WHOLE = (
    joinedload(Inspection.unit),
    joinedload(Inspection.concluder),
    joinedload(Inspection.plan).options(
        joinedload(InspectionPlan.unit), joinedload(InspectionPlan.author),
        joinedload(InspectionPlan.criteria_set).selectinload(CriteriaSet.indicators),
    ),
    selectinload(Inspection.findings).joinedload(Finding.editor),
    selectinload(Inspection.demands).joinedload(Demand.finisher),
    selectinload(Inspection.corrections).joinedload(Correction.author),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Narrowing:
    """How the person narrowed the list: to a unit and what lies below it, and to a state."""

    unit: Unit
    state: InspectionState


def one(actor: Actor, action: Action, inspection_id: UUID) -> Select[Inspection]:
    """Return a select of the inspection on which ``actor`` may do ``action``, with all that its page shows."""
    return visible(actor, action, Inspection).where(Inspection.id == inspection_id).options(*WHOLE)


def one_kept(actor: Actor, inspection_id: UUID) -> Select[Inspection]:
    """Return a select of the inspection that ``actor`` keeps: their own unit's alone."""
    mine = select(InspectionPlan.id).where(InspectionPlan.unit_id == actor.unit_id)
    return one(actor, Action.INSPECTION_KEEP, inspection_id).where(Inspection.plan_id.in_(mine))


def listing(actor: Actor, narrowing: Narrowing, after: Cursor | None, size: int = PAGE) -> Page[Inspection]:
    """Return a page of the inspections that ``actor`` may read: planned ones by day, of others the latest first."""
    planned = narrowing.state is InspectionState.PLANNED
    rows = select(Inspection).join(Inspection.plan).join(Inspection.unit)
    rows = rows.where(scope(actor, Action.INSPECTION_READ, Inspection), *_conditions(narrowing))
    keys, day = (InspectionPlan.planned_from, Inspection.id), _day(after)
    if after and day:
        start = tuple_(literal(day), literal(after.id, Inspection.id.type))
        rows = rows.where(tuple_(*keys) > start if planned else tuple_(*keys) < start)
    shown_with = (
        contains_eager(Inspection.plan).joinedload(InspectionPlan.unit), contains_eager(Inspection.unit),
        selectinload(Inspection.demands),
    )  # fmt: skip
    order = keys if planned else tuple(key.desc() for key in keys)
    found = db.session.scalars(rows.options(*shown_with).order_by(*order).limit(size + 1)).all()
    shown = found[:size]
    return Page(shown, _cursor(shown[-1]) if len(found) > size else None)


def communes_of(actor: Actor) -> Sequence[Unit]:
    """Return the communes that ``actor`` may inspect, each district's together, in order of their names."""
    rows = readable(actor, Action.INSPECTION_KEEP).where(Unit.kind == UnitKind.COMMUNE).options(joinedload(Unit.parent))
    return db.session.scalars(rows.order_by(Unit.parent_id, Unit.sort_key, Unit.id)).all()


def sets_to_offer(actor: Actor) -> list[CriteriaSet]:
    """Return the newest version of each set for communes, those that hold for this year first."""
    year = today().year
    return sorted(newest_of_each(_sets(actor)), key=lambda one: not one.covers(period_of(one, year).last))


def set_for(actor: Actor, code: str, year: int) -> CriteriaSet:
    """Return the newest version of a set that holds for the period of ``year``; else the newest of all.

    Raises IndexError for a code that was not offered.
    """
    versions = [one for one in _sets(actor) if one.code == code]
    return next((one for one in versions if one.covers(period_of(one, year).last)), versions[0])


def self_assessment_of(actor: Actor, inspection: Inspection) -> Assessment | None:
    """Return the commune's own assessment by the same set for the same period, when ``actor`` may read it."""
    same = (Assessment.unit_id == inspection.unit_id, Assessment.set_code == inspection.criteria_set.code)
    rows = visible(actor, Action.ASSESSMENT_READ, Assessment).where(*same, Assessment.withdrawn_at.is_(None))
    rows = rows.where(Assessment.last == inspection.period.last).options(selectinload(Assessment.answers))
    return db.session.scalars(rows).one_or_none()


def demands_waiting(actor: Actor) -> Select[int]:
    """Return a select of how many demands wait: at a commune what it has to do; above, what is overdue of its own."""
    rows = visible(actor, Action.INSPECTION_READ, Inspection).join(Inspection.demands).where(Demand.done_at.is_(None))
    if can(actor, Action.INSPECTION_KEEP):
        rows = rows.join(Inspection.plan).where(InspectionPlan.unit_id == actor.unit_id, Demand.due_on < today())
    return rows.with_only_columns(func.count())


def _sets(actor: Actor) -> list[CriteriaSet]:
    rows = select(CriteriaSet).where(CriteriaSet.in_unit(actor.unit_id), CriteriaSet.unit_kind == UnitKind.COMMUNE)
    return list(db.session.scalars(rows.order_by(CriteriaSet.code, *NEWEST)))


def _conditions(narrowing: Narrowing) -> list[ColumnElement[bool]]:
    place, state = narrowing.unit, narrowing.state
    here = Inspection.in_subtree(place.path, past=True) if place.path else Inspection.unit_id == place.id
    match state:
        case InspectionState.WITHDRAWN:
            return [here, Inspection.withdrawn_at.is_not(None)]
        case InspectionState.CONCLUDED:
            return [here, Inspection.concluded_at.is_not(None)]
        case _:
            return [here, Inspection.withdrawn_at.is_(None), Inspection.concluded_at.is_(None)]


def _cursor(last: Inspection) -> Cursor:
    return Cursor(last.plan.planned_from.isoformat(), last.id)


def _day(after: Cursor | None) -> date | None:
    """Return what a cursor says; None, the first page, for one that says nothing."""
    try:
        return date.fromisoformat(after.key) if after else None
    except ValueError:
        return None
