"""Finding users."""

from uuid import UUID

from sqlalchemy import select

from app.accounts.models import User
from app.extensions import db
from app.phone import NotVietnamese, normalise


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


def by_session(text: str) -> User | None:
    """Return the active user of a session ("ID.NUMBER"); None for one that has ended."""
    id_, _, number = text.partition(".")
    try:
        user = db.session.get(User, UUID(id_))
    except ValueError:
        return None
    return user if user and user.is_active and str(user.session_number) == number else None


def _phone(typed: str) -> str | None:
    try:
        return normalise(typed)
    except NotVietnamese:
        return None
