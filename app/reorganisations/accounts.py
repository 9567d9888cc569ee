"""What becomes of the accounts of units that end: moved to the heir where their role has a seat there, else closed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from app.accounts.models import User
from app.criteria.source.faults import Fault
from app.extensions import db
from app.reorganisations.plan import Ending, New, Place, Plan, ReorganisationProblem, reference
from app.reorganisations.reading import Choice, Choices
from app.units.models import SEATS, Unit


@dataclass(frozen=True, slots=True)
class Transfer:
    """An account of a unit that ends goes on in another; None: it is closed."""

    user: User
    to: Place | None


def transfers(plan: Plan, choices: Choices) -> Sequence[Transfer]:
    """Return what becomes of every open account of a unit that ends, by unit and name; what is chosen comes first.

    Raises ReorganisationProblem for a choice that cannot be.
    """
    ended = plan.ended
    rows = select(User).where(User.disabled_at.is_(None), User.unit_id.in_(ended)).order_by(User.unit_id, User.username)
    users = db.session.scalars(rows).unique().all()
    places = {reference(new): new for new in plan.news}
    faults = list(_faults(users, choices, places, plan))
    if faults:
        raise ReorganisationProblem(faults)
    return [_transfer(user, ended[user.unit_id], choices.get(user.username), places) for user in users]


def _faults(users: Sequence[User], choices: Choices, places: dict[str, New], plan: Plan) -> Iterator[Fault]:
    by_name = {user.username: user for user in users}
    for username, choice in choices.items():
        user = by_name.get(username)
        if user is None:
            yield choice.spot.fault(f"{username} is no open account of a unit that ends")
            continue
        if choice.to is None:
            continue
        place = _named(choice.to, places)
        if place is None or (isinstance(place, Unit) and (place.path is None or place.id in plan.ended)):
            yield choice.spot.fault(f"{choice.to} is no unit that is in force then")
        elif not _has_seat(user, place):
            yield choice.spot.fault(f"{username} is a {user.role}: {place.full_name} is a {place.kind}")


def _transfer(user: User, ending: Ending, choice: Choice | None, places: dict[str, New]) -> Transfer:
    if choice:
        return Transfer(user, _named(choice.to, places) if choice.to else None)
    heir = ending.heirs[0].place
    return Transfer(user, heir if _has_seat(user, heir) else None)


def _named(text: str, places: dict[str, New]) -> Place | None:
    scheme, _, code = text.partition(":")
    found = db.session.scalar(select(Unit).where(Unit.scheme == scheme, Unit.code == code))
    return places.get(text) or found


def _has_seat(user: User, place: Place) -> bool:
    return SEATS.get(user.role, place.kind) is place.kind
