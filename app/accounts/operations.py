"""Creating, disabling and re-keying accounts."""

import re
from dataclasses import dataclass

from sqlalchemy import select

from app.accounts.models import User
from app.accounts.passwords import LONGEST, SHORTEST, hash_password
from app.accounts.queries import as_username
from app.audit.operations import Signed, record
from app.clock import now
from app.extensions import db
from app.policy import Role
from app.units.models import SEATS, Unit

USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,39}")


class AccountProblem(ValueError):
    """An account that cannot be made or changed; the message says why."""


@dataclass(frozen=True, slots=True)
class NewAccount:
    """What an account needs."""

    username: str
    display_name: str
    role: Role
    unit: Unit
    password: str
    phone: str | None = None  # E.164


def create_user(account: NewAccount, *, by: Signed | None) -> User:
    """Create an account and return it. Raises AccountProblem for a taken name, a wrong seat or a weak password."""
    _check(account)
    user = User(
        username=as_username(account.username), phone=account.phone, display_name=account.display_name,
        role=account.role, unit=account.unit, password_hash=hash_password(account.password),
    )  # fmt: skip
    db.session.add(user)
    db.session.flush()
    record("account:create", user, by=by, unit_id=account.unit.id)
    return user


def disable(user: User, *, by: Signed | None) -> User:
    """Close the account, end its sessions and return it."""
    user.disabled_at = user.disabled_at or now()
    user.session_number += 1
    record("account:disable", user, by=by, unit_id=user.unit_id)
    return user


def change_password(user: User, password: str, *, by: Signed | None) -> User:
    """Set a new password, end older sessions and return the user. Raises AccountProblem for a weak one."""
    check_password(password, user.username)
    user.password_hash = hash_password(password)
    user.session_number += 1
    record("account:password", user, by=by, unit_id=user.unit_id, fields=["password_hash"])
    return user


def choose_language(user: User, locale: str, *, by: Signed) -> User:
    """Remember the language of the user's pages and return the user."""
    if user.locale != locale:
        user.locale = locale
        record("account:language", user, by=by, unit_id=user.unit_id, fields=["locale"])
    return user


def check_password(password: str, username: str = "") -> None:
    """Raise AccountProblem for a password that is too short, too long, or the name itself (NIST SP 800-63B, 5.1.1)."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise AccountProblem(f"password: {SHORTEST} to {LONGEST} characters")
    if len(set(password)) < 3 or password.lower() == username.lower():
        raise AccountProblem("password: too easy to guess")


def _check(account: NewAccount) -> None:
    name = as_username(account.username)
    if not USERNAME.fullmatch(name):
        raise AccountProblem("username: 2 to 40 of a-z, 0-9, dot, dash, underscore")
    seat = SEATS.get(account.role)
    if seat and account.unit.kind is not seat:
        raise AccountProblem(f"unit: a {account.role} belongs to a {seat}, not to a {account.unit.kind}")
    taken = select(User.id).where(User.username == name)
    if db.session.scalar(taken):
        raise AccountProblem("username: already taken")
    if account.phone and db.session.scalar(select(User.id).where(User.phone == account.phone)):
        raise AccountProblem("phone: already taken")
    check_password(account.password, name)
