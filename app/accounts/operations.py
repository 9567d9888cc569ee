"""Creating, moving, disabling and re-keying accounts; what a user's phone says of itself."""

import re
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, select, update

from app.accounts.models import EndedSession, Phone, User
from app.accounts.passwords import LONGEST, SHORTEST, hash_password
from app.accounts.queries import as_username
from app.audit.operations import Signed, record
from app.clock import now
from app.extensions import db
from app.phone import NotVietnamese, normalise
from app.policy import Role
from app.tally import inserting
from app.units.models import SEATS, Unit

MOST_PHONES = 20  # of one user; the one not heard from for longest is forgotten
SEEN_AGAIN = timedelta(minutes=5)  # a phone that sends a hundred forms is noted as seen now and then, not each time
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


@dataclass(frozen=True, slots=True)
class Backlog:
    """What waits on a phone to be sent."""

    waiting: int
    fixing: int
    oldest_at: datetime | None


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


def move(user: User, unit: Unit, *, by: Signed | None) -> User:
    """Give the account the same role in another unit and return it. Raises AccountProblem for one of another level."""
    _refuse_seat(user.role, unit)
    user.unit = unit
    record("account:move", user, by=by, unit_id=unit.id, fields=["unit_id"])
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


def end_session(mark: UUID, *, cookies_hold: timedelta) -> None:
    """Let the session be nobody's, whoever still holds its cookie; forget those whose cookies have expired."""
    db.session.execute(inserting(EndedSession).values(mark=mark, ended_at=now()).on_conflict_do_nothing())
    db.session.execute(delete(EndedSession).where(EndedSession.ended_at < now() - cookies_hold))


def hear_from_phone(user: User, phone_id: UUID, backlog: Backlog) -> None:
    """Keep what the phone says waits on it. It speaks for itself, nobody acts: the trail has no event of it."""
    said = {**asdict(backlog), "seen_at": now()}
    statement = inserting(Phone).values(user_id=user.id, id=phone_id, **said)
    db.session.execute(statement.on_conflict_do_update(index_elements=["user_id", "id"], set_=said))
    latest = select(Phone.id).where(Phone.user_id == user.id).order_by(Phone.seen_at.desc()).limit(MOST_PHONES)
    db.session.execute(delete(Phone).where(Phone.user_id == user.id, Phone.id.not_in(latest.scalar_subquery())))


def notice_phone(user: User, phone_id: UUID | None) -> None:
    """Note that the phone sent something just now; which of the user's it was is not always said: then all of them."""
    mine = [Phone.user_id == user.id, Phone.seen_at < now() - SEEN_AGAIN]
    if phone_id:
        mine.append(Phone.id == phone_id)
    db.session.execute(update(Phone).where(*mine).values(seen_at=now()))


def check_password(password: str, username: str = "") -> None:
    """Raise AccountProblem for a password that is too short, too long, or the name itself (NIST SP 800-63B, 5.1.1)."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise AccountProblem(f"password: {SHORTEST} to {LONGEST} characters")
    if len(set(password)) < 3 or password.lower() == username.lower():
        raise AccountProblem("password: too easy to guess")


def _is_phone(name: str) -> bool:
    try:
        normalise(name)
    except NotVietnamese:
        return False
    return True


def _check(account: NewAccount) -> None:
    name = as_username(account.username)
    if not USERNAME.fullmatch(name):
        raise AccountProblem("username: 2 to 40 of a-z, 0-9, dot, dash, underscore")
    if _is_phone(name):
        raise AccountProblem("username: a telephone number is typed in its place at sign-in, so it cannot be one")
    _refuse_seat(account.role, account.unit)
    taken = select(User.id).where(User.username == name)
    if db.session.scalar(taken):
        raise AccountProblem("username: already taken")
    if account.phone and db.session.scalar(select(User.id).where(User.phone == account.phone)):
        raise AccountProblem("phone: already taken")
    check_password(account.password, name)


def _refuse_seat(role: Role, unit: Unit) -> None:
    seat = SEATS.get(role)
    if seat and unit.kind is not seat:
        raise AccountProblem(f"unit: a {role} belongs to a {seat}, not to a {unit.kind}")
