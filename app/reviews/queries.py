"""Finding submissions: of a unit, of a dossier, what waits for a unit."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, Select, case, func, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from app.assessments.models import Assessment
from app.assessments.queries import WHOLE as ASSESSMENT_WHOLE
from app.clock import today
from app.extensions import db
from app.policy import Action, Actor, visible
from app.reviews.dossiers.frozen import Fields, Subject, frozen_of
from app.reviews.models import (
    Act,
    ReviewComment,
    ReviewPoint,
    State,
    Submission,
    SubmissionVersion,
    Transition,
    Verdict,
)
from app.seals.models import DossierKind
from app.units.models import Unit
from app.units.scope import beneath, with_past

WHOLE = (
    joinedload(Submission.unit),
    joinedload(Submission.waiting_unit),
    selectinload(Submission.versions).joinedload(SubmissionVersion.sender),
    selectinload(Submission.transitions).options(joinedload(Transition.person), joinedload(Transition.unit)),
    selectinload(Submission.points).options(joinedload(ReviewPoint.person), joinedload(ReviewPoint.unit)),
    selectinload(Submission.comments).options(
        joinedload(ReviewComment.person), joinedload(ReviewComment.unit), joinedload(ReviewComment.document)
    ),
)
SHOWN = (joinedload(Submission.unit), joinedload(Submission.assessment).joinedload(Assessment.criteria_set))


@dataclass(frozen=True, slots=True)
class Narrowing:
    """How the queue is narrowed: to units at and below one, to a kind, to a state (None: what waits for the person)."""

    unit: Unit | None = None
    kind: DossierKind | None = None
    state: State | None = None


def one(actor: Actor, action: Action, submission_id: UUID) -> Select[Submission]:
    """Return a select of the submission on which ``actor`` may do ``action``, with all that its pages show."""
    return visible(actor, action, Submission).where(Submission.id == submission_id).options(*WHOLE)


def unspoken_of(kind: DossierKind, subject: Subject) -> Submission | None:
    """Return the same without what was said about it, which sending does not show."""
    return _found(kind, subject, *WHOLE[:-1])


def submission_of(kind: DossierKind, subject: Subject) -> Submission | None:
    """Return the submission of a unit's dossier of a year, or of an assessment, whole; None before it was sent."""
    return _found(kind, subject, *WHOLE)


def _found(kind: DossierKind, subject: Subject, *shown: ExecutableOption) -> Submission | None:
    if subject.assessment:
        mine: ColumnElement[bool] = Submission.assessment_id == subject.assessment.id
    else:
        mine = (Submission.unit_id == subject.unit.id) & (Submission.year == subject.year) & (Submission.kind == kind)
    return db.session.scalars(select(Submission).where(mine).options(*shown)).unique().one_or_none()


def assessment_of(submission: Submission) -> Assessment | None:
    """Return the assessment that was sent, with all that its indicators show."""
    mine = select(Assessment).where(Assessment.id == submission.assessment_id).options(*ASSESSMENT_WHOLE)
    return db.session.scalars(mine).unique().one_or_none() if submission.assessment_id else None


def waiting_for(actor: Actor) -> Select[Submission]:
    """Return a select of what waits for the person's unit: late on top, then oldest first."""
    mine = visible(actor, Action.SUBMISSION_REVIEW, Submission)
    here = Submission.waiting_unit_id.in_(with_past(Unit.id == actor.unit_id))
    return mine.where(here).order_by(_late_first(), Submission.waiting_since, Submission.id)


def queue(actor: Actor, narrowing: Narrowing) -> Select[Submission]:
    """Return a select of the queue, or of what the person reads in one state, narrowed."""
    if narrowing.state is None:
        rows = waiting_for(actor)
    else:
        rows = visible(actor, Action.SUBMISSION_READ, Submission).where(Submission.state == narrowing.state)
        rows = rows.order_by(Submission.waiting_since.desc(), Submission.created_at.desc(), Submission.id)
    if narrowing.unit:
        inside = select(Unit.id).where(beneath(narrowing.unit.path or "none/"))
        rows = rows.where(Submission.unit_id.in_(inside))
    if narrowing.kind:
        rows = rows.where(Submission.kind == narrowing.kind)
    return rows


def counts_by_unit(rows: Select[Submission]) -> list[tuple[int, str | None, int]]:
    """Return how many of a queue's rows each unit has: its id, its path (None: it has ended), the count; one query."""
    ids = rows.with_only_columns(Submission.id).order_by(None)
    counted = select(Unit.id, Unit.path, func.count()).join(Submission, Submission.unit_id == Unit.id)
    found = db.session.execute(counted.where(Submission.id.in_(ids)).group_by(Unit.id, Unit.path))
    return [(id_, path, int(count)) for id_, path, count in found]


def current_parts(ids: Sequence[UUID]) -> dict[UUID, dict[str, Fields]]:
    """Return the frozen parts of the version that counts of each submission; one query."""
    same = (SubmissionVersion.submission_id == Submission.id, SubmissionVersion.number == Submission.number)
    rows = select(Submission.id, SubmissionVersion.content).join(SubmissionVersion, same[0]).where(same[1])
    found = db.session.execute(rows.where(Submission.id.in_(ids))) if ids else ()
    return {id_: frozen_of(content).parts for id_, content in found}


def open_counts(ids: Sequence[UUID]) -> dict[UUID, int]:
    """Return how many parts of each submission's version that counts are marked to be returned; one query."""
    same = (ReviewPoint.submission_id == Submission.id, ReviewPoint.number == Submission.number)
    rows = select(Submission.id, func.count()).join(ReviewPoint, *same[:1]).where(*same[1:])
    rows = rows.where(Submission.id.in_(ids), ReviewPoint.verdict == Verdict.RETURN).group_by(Submission.id)
    return {id_: int(count) for id_, count in db.session.execute(rows)} if ids else {}


def last_transitions(ids: Sequence[UUID]) -> dict[UUID, int]:
    """Return the id of the last transition of each submission; one query."""
    rows = select(Transition.submission_id, func.max(Transition.id)).where(Transition.submission_id.in_(ids))
    found = db.session.execute(rows.group_by(Transition.submission_id)) if ids else ()
    return {id_: int(last) for id_, last in found}


def of_unit(actor: Actor, unit: Unit) -> Sequence[Submission]:
    """Return a unit's submissions that ``actor`` may read, the latest year first."""
    mine = visible(actor, Action.SUBMISSION_READ, Submission).where(Submission.unit_id == unit.id).options(*SHOWN)
    return db.session.scalars(mine.order_by(Submission.year.desc(), Submission.created_at.desc())).unique().all()


def returned_to(actor: Actor) -> Sequence[Submission]:
    """Return what was returned to the person's unit, or sent by it, to be put right, the earliest due first."""
    mine = visible(actor, Action.SUBMISSION_SEND, Submission)
    same = (Transition.submission_id == Submission.id, Transition.number == Submission.number)
    sent = select(Transition.id).where(*same, Transition.act == Act.SEND, Transition.unit_id == actor.unit_id)
    here = (Submission.unit_id == actor.unit_id) | sent.exists()
    rows = mine.where(here, Submission.state == State.RETURNED).options(*SHOWN, selectinload(Submission.points))
    rows = rows.order_by(Submission.due_on, Submission.id)
    return db.session.scalars(rows).unique().all()


def returned_points(unit_id: int, assessment_id: UUID | None, part: str | None) -> Sequence[ReviewPoint]:
    """Return what reviewers want to be corrected in a unit's returned dossiers, or one assessment: of a part or all."""
    same = (ReviewPoint.submission_id == Submission.id, ReviewPoint.number == Submission.number)
    rows = select(ReviewPoint).join(Submission, same[0]).where(same[1])
    rows = rows.where(ReviewPoint.part == part) if part else rows
    rows = rows.where(Submission.unit_id == unit_id, ReviewPoint.verdict == Verdict.RETURN)
    rows = rows.where(Submission.state == State.RETURNED, Submission.assessment_id.is_not_distinct_from(assessment_id))
    return db.session.scalars(rows.options(joinedload(ReviewPoint.unit), joinedload(ReviewPoint.submission))).all()


def recent_reasons(actor: Actor, limit: int = 5) -> list[str]:
    """Return the reasons for returning a part that the person's unit gave last, each once."""
    rows = select(ReviewPoint.reason, func.max(ReviewPoint.id).label("last")).where(
        ReviewPoint.unit_id == actor.unit_id, ReviewPoint.verdict == Verdict.RETURN, ReviewPoint.reason.is_not(None)
    )
    rows = rows.group_by(ReviewPoint.reason).order_by(func.max(ReviewPoint.id).desc()).limit(limit)
    return [reason for reason, _last in db.session.execute(rows) if reason]


def next_waiting(actor: Actor, after: Submission) -> Submission | None:
    """Return what waits for the person's unit next after one that still waits, else the first of the queue."""
    rows = waiting_for(actor).where(Submission.id != after.id)
    found = db.session.scalars(rows.where(_behind(after)).limit(1)).first() if after.waiting_since else None
    return found or db.session.scalars(rows.limit(1)).first()


def _behind(waiting: Submission) -> ColumnElement[bool]:
    """Return what tells those that come after one that waits, in the order of ``waiting_for``."""
    since, place = Submission.waiting_since, int(not _is_late(waiting))
    later = (since > waiting.waiting_since) | ((since == waiting.waiting_since) & (Submission.id > waiting.id))
    return (_late_first() > place) | ((_late_first() == place) & later)


def _late_first() -> ColumnElement[int]:
    return case((Submission.decide_by < today(), 0), else_=1)


def _is_late(submission: Submission) -> bool:
    return submission.decide_by is not None and submission.decide_by < today()
