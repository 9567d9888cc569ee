"""A user, the phones that send for them, the sessions that ended, and the counts of failed sign-ins."""

from datetime import datetime
from uuid import UUID

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from flask_login import UserMixin
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.base import Base
from app.clock import now
from app.identity import new_id
from app.policy import Role
from app.units.models import Unit

ROLE_TITLES: dict[Role, LazyString] = {
    Role.VILLAGE_HEAD: _l("Trưởng bản"),
    Role.COMMUNE_POLICE: _l("Công an xã"),
    Role.DISTRICT: _l("Công an huyện"),
    Role.PROVINCE: _l("Công an tỉnh"),
    Role.ADMINISTRATOR: _l("Người quản trị"),
}


class User(UserMixin, Base):
    """A person with one role in one unit."""

    __tablename__ = "users"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    username: Mapped[str] = mapped_column(unique=True)  # folded to lower case
    phone: Mapped[str | None] = mapped_column(unique=True)  # E.164; may be typed instead of the username
    display_name: Mapped[str]
    role: Mapped[Role]
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    password_hash: Mapped[str]
    locale: Mapped[str | None]
    # Raised by a new password and by disabling: older sessions end.
    session_number: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(default=now)
    disabled_at: Mapped[datetime | None]

    unit: Mapped[Unit] = relationship(lazy="joined", innerjoin=True)

    @property
    def unit_path(self) -> str:
        """The unit's place today; one that matches nothing when the unit has ended."""
        return self.unit.path or "none/"

    @property
    def role_title(self) -> LazyString:
        """The role in words."""
        return ROLE_TITLES[self.role]

    @property
    def is_active(self) -> bool:
        """Whether the account may be used."""
        return self.disabled_at is None

    def get_id(self) -> str:
        """Return what the session keeps: the id, and the number that a new password makes stale."""
        return f"{self.id}.{self.session_number}"


class Phone(Base):
    """A phone on which a user enters, and what it said lately of what still waits on it to be sent."""

    __tablename__ = "phones"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)  # made by the phone; two people on one phone are two rows
    waiting: Mapped[int] = mapped_column(default=0)  # items, those to correct among them
    fixing: Mapped[int] = mapped_column(default=0)  # items that the person must correct
    oldest_at: Mapped[datetime | None]  # when the oldest of them was entered
    seen_at: Mapped[datetime] = mapped_column(default=now)

    user: Mapped[User] = relationship()


class EndedSession(Base):
    """A session that its person signed out of; a phone whose battery died may still hold its cookie."""

    __tablename__ = "ended_sessions"

    mark: Mapped[UUID] = mapped_column(primary_key=True)
    ended_at: Mapped[datetime] = mapped_column(default=now, index=True)


class FailedSignIns(Base):
    """How often signing in failed lately for one account from one device (or, for strangers, one address)."""

    __tablename__ = "failed_sign_ins"

    key: Mapped[str] = mapped_column(primary_key=True)  # a keyed hash: names tried here are nobody's business
    count: Mapped[int] = mapped_column(default=0)
    last_at: Mapped[datetime] = mapped_column(default=now, index=True)
    wait_until: Mapped[datetime | None]
