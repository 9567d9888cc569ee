"""What a first page says of sending and review: what came back, what waits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import case, func

from app.clock import today
from app.extensions import db
from app.policy import Action, Actor, can
from app.reviews.deadlines import deadlines
from app.reviews.labels import title_of
from app.reviews.models import Submission
from app.reviews.operations.deciding import open_points
from app.reviews.queries import SHOWN, returned_to, waiting_for
from app.units.models import Unit

SHORT = 4


@dataclass(frozen=True, slots=True)
class Returned:
    """A dossier that came back: which, by when it is asked for, how many parts, the first reason."""

    submission: Submission
    title: str
    due: date | None
    parts: int
    reason: str


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
    made = []
    for each in returned_to(actor):
        points = open_points(each)
        reason = next((point.reason for point in points if point.reason), "")
        made.append(Returned(each, title_of(each), each.due_on, len(points), reason or ""))
    return made


def _waiting(actor: Actor) -> Waiting:
    late = case((Submission.decide_by < today(), 1), else_=0)
    every = waiting_for(actor).options(*SHOWN).add_columns(func.count().over(), func.sum(late).over())
    found = db.session.execute(every.limit(SHORT)).unique().all()
    count, overdue = (int(found[0][1]), int(found[0][2])) if found else (0, 0)
    return Waiting(count, overdue, [each for each, _all, _late in found])
