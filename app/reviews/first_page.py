"""What a first page says of sending and review: what came back, what waits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.clock import today
from app.extensions import db
from app.policy import Action, Actor, can
from app.reviews.labels import title_of
from app.reviews.models import Submission
from app.reviews.operations.deciding import open_points
from app.reviews.queries import SHOWN, count_late, count_waiting, returned_to, waiting_for

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


def about_reviews(actor: Actor) -> dict[str, Any]:
    """Return what the first page shows: what was returned to the unit, and what waits for it."""
    found: dict[str, Any] = {"returned": _returned(actor) if can(actor, Action.SUBMISSION_SEND) else []}
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
    first = db.session.scalars(waiting_for(actor).options(*SHOWN).limit(SHORT)).unique().all()
    if len(first) < SHORT:
        late = [each for each in first if each.decide_by and each.decide_by < today()]
        return Waiting(len(first), len(late), first)
    return Waiting(count_waiting(actor), count_late(actor), first)
