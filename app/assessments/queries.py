"""Finding assessments and remedies: of a unit, below it, what is overdue."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from app.assessments.models import Answer, AnswerPhoto, Assessment, Remedy
from app.criteria.models import CriteriaSet
from app.extensions import db
from app.policy import Action, Actor, visible
from app.units.models import Unit
from app.units.scope import directly_beneath

WHOLE = (
    joinedload(Assessment.unit),
    joinedload(Assessment.criteria_set).selectinload(CriteriaSet.indicators),
    selectinload(Assessment.answers).options(
        joinedload(Answer.editor), selectinload(Answer.photos).joinedload(AnswerPhoto.attachment)
    ),
    selectinload(Assessment.remedies),
)


def one(actor: Actor, action: Action, assessment_id: UUID) -> Select[Assessment]:
    """Return a select of the assessment on which ``actor`` may do ``action``, with all that its pages show."""
    return visible(actor, action, Assessment).where(Assessment.id == assessment_id).options(*WHOLE)


def one_remedy(actor: Actor, action: Action, remedy_id: UUID) -> Select[Remedy]:
    """Return a select of the remedy on which ``actor`` may do ``action``."""
    found = visible(actor, action, Remedy).where(Remedy.id == remedy_id)
    shown = joinedload(Remedy.assessment).joinedload(Assessment.criteria_set).selectinload(CriteriaSet.indicators)
    return found.options(shown, joinedload(Remedy.unit), joinedload(Remedy.editor), selectinload(Remedy.notes))


def assessments_of(actor: Actor, unit: Unit) -> Sequence[Assessment]:
    """Return a unit's assessments that were not withdrawn and that ``actor`` may read, the latest first."""
    mine = visible(actor, Action.ASSESSMENT_READ, Assessment).where(Assessment.unit_id == unit.id)
    shown = (joinedload(Assessment.criteria_set).selectinload(CriteriaSet.indicators), selectinload(Assessment.answers))
    rows = mine.where(Assessment.withdrawn_at.is_(None)).options(*shown)
    return db.session.scalars(rows.order_by(Assessment.last.desc(), Assessment.set_code)).all()


def open_of(actor: Actor, unit: Unit) -> Select[Assessment]:
    """Return a select of a unit's assessments that ``actor`` keeps and may answer now, whole, the latest first."""
    mine = visible(actor, Action.ASSESSMENT_KEEP, Assessment).where(Assessment.unit_id == unit.id)
    rows = mine.where(Assessment.ready_at.is_(None), Assessment.withdrawn_at.is_(None)).options(*WHOLE)
    return rows.order_by(Assessment.last.desc(), Assessment.set_code, Assessment.id)


def counts_below(actor: Actor, unit: Unit, year: int) -> list[tuple[Unit, int, int]]:
    """Return the units directly below ``unit`` that have assessments of a year: how many, and how many are ready.

    What lies below such a unit counts with it.
    """
    mine, place = visible(actor, Action.ASSESSMENT_READ, Assessment).subquery(), aliased(Unit)
    counts = (func.count(mine.c.id), func.count(mine.c.ready_at))
    rows = select(Unit, *counts).join(place, place.path.startswith(Unit.path)).join(mine, mine.c.unit_id == place.id)
    here = (mine.c.year == year, mine.c.withdrawn_at.is_(None), directly_beneath(unit.id))
    found = db.session.execute(rows.where(*here).group_by(Unit.id).order_by(Unit.sort_key, Unit.id))
    return [(place, had, done) for place, had, done in found]


def overdue(actor: Actor, day: date) -> Select[Remedy]:
    """Return a select of the remedies that ``actor`` may read and that should have been done before ``day``."""
    mine = visible(actor, Action.ASSESSMENT_READ, Remedy).join(Assessment, Assessment.id == Remedy.assessment_id)
    late = (Remedy.done_at.is_(None), Remedy.withdrawn_at.is_(None), Remedy.due_on < day)
    rows = mine.where(*late, Assessment.withdrawn_at.is_(None))
    return rows.options(joinedload(Remedy.unit)).order_by(Remedy.due_on, Remedy.id)


def open_below(actor: Actor, unit: Unit) -> Select[Remedy]:
    """Return a select of the remedies at and below ``unit`` that are still to be done, the earliest due first."""
    mine = visible(actor, Action.ASSESSMENT_READ, Remedy).join(Assessment, Assessment.id == Remedy.assessment_id)
    rows = mine.where(
        Remedy.in_subtree(unit.path or "/"),
        Remedy.done_at.is_(None),
        Remedy.withdrawn_at.is_(None),
        Assessment.withdrawn_at.is_(None),
    )
    return rows.options(joinedload(Remedy.unit)).order_by(Remedy.due_on, Remedy.id)
