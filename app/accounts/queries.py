"""Finding users, and what waits on their phones."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, func, select

from app.accounts.models import EndedSession, Phone, User
from app.clock import local, now
from app.extensions import db
from app.phone import NotVietnamese, normalise


@dataclass(frozen=True, slots=True)
class Waits:
    """What waits on the phones of a unit's people to be sent."""

    waiting: int
    fixing: int
    oldest_at: datetime | None
    seen_at: datetime  # when the phone that has been silent for longest was last heard from

    @property
    def days(self) -> int:
        """How many days ago the oldest item was entered."""
        return _days_since(self.oldest_at) if self.oldest_at else 0

    @property
    def days_silent(self) -> int:
        """For how many days nothing was heard from the phone."""
        return _days_since(self.seen_at)


def by_login(typed: str) -> User | None:
    """Return the user whose username or telephone number was typed."""
    name = as_username(typed)
    user = db.session.scalar(select(User).where(User.username == name))
    if user is None and (phone := _phone(typed)):
        user = db.session.scalar(select(User).where(User.phone == phone))
    return user


def account_key(typed: str) -> str:
    """Return one form of what was typed, so that a number's two spellings count as one account."""
    return _phone(typed) or as_username(typed)


def as_username(typed: str) -> str:
    """Return a username as it is stored."""
    return typed.strip().lower()


def by_session(text: str, mark: UUID | None) -> User | None:
    """Return the active user of a session ("ID.NUMBER", and its own mark); None for one that has ended."""
    id_, _, number = text.partition(".")
    try:
        its_user = select(User).where(User.id == UUID(id_))
    except ValueError:
        return None
    user = db.session.scalar(its_user.where(~exists().where(EndedSession.mark == mark)) if mark else its_user)
    return user if user and user.is_active and str(user.session_number) == number else None


def waits_of(unit_ids: Sequence[int]) -> dict[int, Waits]:
    """Return what waits on phones, for those of these units whose people have something waiting, in one query."""
    if not unit_ids:
        return {}
    sums = func.sum(Phone.waiting), func.sum(Phone.fixing), func.min(Phone.oldest_at), func.min(Phone.seen_at)
    rows = (
        select(User.unit_id, *sums)
        .join(Phone, Phone.user_id == User.id)
        .where(User.unit_id.in_(unit_ids), User.disabled_at.is_(None), Phone.waiting > 0)
        .group_by(User.unit_id)
    )
    return {
        unit: Waits(int(waiting), int(fixing), oldest, seen)
        for unit, waiting, fixing, oldest, seen in db.session.execute(rows)
    }


def _days_since(moment: datetime) -> int:
    return (local(now()).date() - local(moment).date()).days


def _phone(typed: str) -> str | None:
    try:
        return normalise(typed)
    except NotVietnamese:
        return None
