"""The line of a submission's steps: who, when, how long, and what is still to come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.clock import now
from app.extensions import db
from app.reviews.chains import Step, StepAct
from app.reviews.labels import lasted
from app.reviews.models import Act, State, Submission, Transition
from app.units.models import Unit


@dataclass(frozen=True, slots=True)
class Stop:
    """A step on the line: whose it is; ``done``: how it ended in this round, ``here``: it waits there now."""

    unit: Unit
    act: StepAct
    done: Transition | None
    here: bool
    lasted: str  # how long it took, or has taken
    since: datetime | None


def line_of(submission: Submission, steps: Sequence[Step]) -> list[Stop]:
    """Return the steps of a submission's present round, from the first."""
    units = {unit.id: unit for unit in db.session.scalars(select(Unit).where(Unit.id.in_([s.unit_id for s in steps])))}
    rounds = _this_round(submission)
    return [_stop(submission, place, step, units[step.unit_id], rounds) for place, step in enumerate(steps)]


def _stop(submission: Submission, place: int, step: Step, unit: Unit, acts: Sequence[Transition]) -> Stop:
    done = next((each for each in acts if each.step == place and each.act in (Act.APPROVE, Act.RETURN)), None)
    here = submission.state is State.SUBMITTED and submission.step == place
    since = _arrived(place, acts) if done or here else None
    until = done.at if done else now()
    return Stop(unit, step.act, done, here, lasted(since, until) if since else "", since)


def _arrived(place: int, acts: Sequence[Transition]) -> datetime | None:
    """Return when it came to a step: when the one before agreed, or when it was sent."""
    before = [each.at for each in acts if each.act is Act.SEND or (each.act is Act.APPROVE and each.step < place)]
    return before[-1] if before else None


def _this_round(submission: Submission) -> list[Transition]:
    """Return the transitions since the last sending."""
    sent = [number for number, each in enumerate(submission.transitions) if each.act is Act.SEND]
    return submission.transitions[sent[-1] :] if sent else []
