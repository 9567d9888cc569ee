"""Who may decide on a submission, and who reads the names in it."""

from app.accounts.models import User
from app.policy import Role
from app.reviews.chains import steps_of
from app.reviews.models import Act, State, Submission


def may_decide(user: User, submission: Submission) -> bool:
    """Tell whether a submission waits for this person: their unit's step, or that of a unit which theirs took over.

    Nobody decides on what they sent, nor does their unit.
    """
    if submission.state is not State.SUBMITTED or not waits_at(submission, user):
        return False
    sent = next(each for each in reversed(submission.transitions) if each.act is Act.SEND)
    return user.id != sent.by and user.unit_id != sent.unit_id


def waits_at(submission: Submission, user: User) -> bool:
    """Tell whether it is the step of the person's unit, or of an ended unit which that took over."""
    waiting = submission.waiting_unit
    return waiting is not None and (waiting.id == user.unit_id or user.unit_path in waiting.heir_paths)


def approved_last_by(submission: Submission) -> int | None:
    """Return the id of the unit that approved the submission last."""
    approvals = [each for each in submission.transitions if each.act is Act.APPROVE]
    return approvals[-1].unit_id if approvals else None


def reads_names(user: User, submission: Submission) -> bool:
    """Tell whether a person reads the names in a dossier: village and commune always, above it who reviews it."""
    if user.role in (Role.VILLAGE_HEAD, Role.COMMUNE_POLICE):
        return True
    reached = [step for place, step in enumerate(steps_of(submission.chain)) if place <= submission.step]
    return user.unit_id in {step.unit_id for step in reached} or waits_at(submission, user)
