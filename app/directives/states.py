"""How far a unit is with a directive: as rules over rows, and the same as SQL for counting."""

from datetime import date
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, case, exists

from app.directives.models import Addressee, Completion, Directive, DirectiveKind


class State(StrEnum):
    """How far a unit is; the worst first."""

    LATE = "late"  # not done, and the day has passed
    UNREAD = "unread"
    READ = "read"  # read; of a request: and not done yet
    DONE = "done"  # of a guidance: read, which is all there is to do


def state_of(addressee: Addressee, day: date) -> State:
    """Return how far a unit is on ``day``; a request that was done after its deadline is done."""
    directive = addressee.directive
    if not directive.is_request:
        return State.DONE if addressee.read_at else State.UNREAD
    if addressee.completion:
        return State.DONE
    if directive.due_on and directive.due_on < day:
        return State.LATE
    return State.READ if addressee.read_at else State.UNREAD


def done() -> ColumnElement[bool]:
    """Return the condition that an addressee said it is done, and did not take that back."""
    return exists().where(Completion.addressee_id == Addressee.id, Completion.undone_at.is_(None))


def state(day: date) -> ColumnElement[str]:
    """Return the state of an addressee, joined with its directive, on ``day``."""
    request, read = Directive.kind == DirectiveKind.REQUEST, Addressee.read_at.is_not(None)
    return case(
        (and_(~request, read), State.DONE.value),
        (and_(request, done()), State.DONE.value),
        (and_(request, Directive.due_on < day), State.LATE.value),
        (read, State.READ.value),
        else_=State.UNREAD.value,
    )


def waiting() -> ColumnElement[bool]:
    """Return the condition that an addressee, joined with its directive, has yet to do, or to read, what stands."""
    request = Directive.kind == DirectiveKind.REQUEST
    left = case((request, ~done()), else_=Addressee.read_at.is_(None))
    return and_(Directive.withdrawn_at.is_(None), left)
