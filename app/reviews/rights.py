"""Who may decide on a submission, and who reads the names in it."""

from app.accounts.models import User
from app.policy import Role
from app.reviews.chains import steps_of
from app.reviews.models import Act, State, Submission
from app.units.models import Unit


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
    return submission.waiting_unit is not None and _stands_for(user, submission.waiting_unit)


def approved_last(user: User, submission: Submission) -> bool:
    """Tell whether the person's unit, or an ended one which that took over, approved the submission last."""
    approvals = [each.unit for each in submission.transitions if each.act is Act.APPROVE]
    return bool(approvals) and _stands_for(user, approvals[-1])


def _stands_for(user: User, unit: Unit) -> bool:
    return unit.id == user.unit_id or user.unit_path in unit.heir_paths


def reads_names(user: User, submission: Submission) -> bool:
    """Tell whether a person reads the names in a dossier: village and commune always, above it who reviews it."""
    if user.role in (Role.VILLAGE_HEAD, Role.COMMUNE_POLICE):
        return True
    reached = [step for place, step in enumerate(steps_of(submission.chain)) if place <= submission.step]
    if user.unit_id in {step.unit_id for step in reached} or waits_at(submission, user):
        return True
    decided = (each.unit for each in submission.transitions if each.act in (Act.APPROVE, Act.RETURN))
    return any(_stands_for(user, unit) for unit in decided)
