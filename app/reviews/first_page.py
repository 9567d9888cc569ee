"""What a first page says of sending and review: what came back, what waits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import case, func

from app.clock import today
from app.extensions import db
from app.policy import Action, Actor, can
from app.reviews.deadlines import deadlines
from app.reviews.dossiers import DOSSIERS
from app.reviews.dossiers.frozen import Fields, Subject
from app.reviews.labels import title_of
from app.reviews.models import Submission
from app.reviews.operations.deciding import open_points
from app.reviews.queries import SHOWN, current_parts, returned_to, waiting_for
from app.units.models import Unit

SHORT = 4


@dataclass(frozen=True, slots=True)
class Returned:
    """A dossier that came back: which, by when it is asked for, how many parts, the first reason, where to go."""

    submission: Submission
    title: str
    due: date | None
    parts: int
    reason: str
    address: str  # of the one part that was returned, else of the dossier


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for the unit's review: how many, how many of them late, the first of them."""

    count: int
    late: int
    first: Sequence[Submission]


def about_reviews(actor: Actor, unit: Unit) -> dict[str, Any]:
    """Return what the first page shows: what was returned to the unit, what waits for it, what is due."""
    found: dict[str, Any] = {"returned": _returned(actor) if can(actor, Action.SUBMISSION_SEND) else []}
    found["deadlines"] = deadlines(unit)
    if can(actor, Action.SUBMISSION_REVIEW):
        found |= {"to_review": _waiting(actor), "title_of": title_of}
    return found


def _returned(actor: Actor) -> list[Returned]:
    found = {each: open_points(each) for each in returned_to(actor)}
    parts = current_parts([each.id for each, points in found.items() if len(points) == 1])
    made = []
    for each, points in found.items():
        title = title_of(each) if each.unit_id == actor.unit_id else f"{each.unit.full_name}: {title_of(each)}"
        reason = next((point.reason for point in points if point.reason), "")
        address = _place(each, points[0].part, parts[each.id]) if len(points) == 1 else f"/reviews/{each.id}"
        made.append(Returned(each, title, each.due_on, len(points), reason or "", address))
    return made


def _place(submission: Submission, key: str, parts: Mapping[str, Fields]) -> str:
    """Return where the one part that was returned is put right."""
    subject = Subject(submission.unit, submission.year, submission.assessment)
    return DOSSIERS[submission.kind].place(key, parts[key], subject)


def _waiting(actor: Actor) -> Waiting:
    late = case((Submission.decide_by < today(), 1), else_=0)
    every = waiting_for(actor).options(*SHOWN).add_columns(func.count().over(), func.sum(late).over())
    found = db.session.execute(every.limit(SHORT)).unique().all()
    count, overdue = (int(found[0][1]), int(found[0][2])) if found else (0, 0)
    return Waiting(count, overdue, [each for each, _all, _late in found])
