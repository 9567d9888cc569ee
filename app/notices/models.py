"""Notices as they are stored, and who has read which; the domain that owns a topic has the words."""

from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.base import Base
from app.clock import now
from app.identity import new_id
from app.units.models import Unit
from app.units.scope import InUnit

STORED_WITHIN = timedelta(minutes=2)  # a notice's time is that of its writing: no transaction goes on for longer


class Notice(InUnit, Base):
    """The people of a unit are told of ``topic``: about the record ``subject_id`` and the day or month ``about_on``."""

    __tablename__ = "notices"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    topic: Mapped[str]  # the owning domain's word, such as "group-silent"
    subject_id: Mapped[UUID]
    about_on: Mapped[date]  # a month by its first day
    counts: Mapped[dict[str, int] | None] = mapped_column(JSON(none_as_null=True))  # of a daily one: what waits
    created_at: Mapped[datetime] = mapped_column(default=now)
    created_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))  # None: the command line

    unit: Mapped[Unit] = relationship()
    author: Mapped[User | None] = relationship()

    __table_args__ = (
        # Once is enough for a unit; and by this index the notices of a topic and time are found.
        UniqueConstraint("topic", "about_on", "subject_id", "unit_id"),
        Index("ix_notices_unit_id_created_at", "unit_id", "created_at"),
    )


class NoticeReading(Base):
    """A person has read one notice."""

    __tablename__ = "notice_readings"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), primary_key=True)
    notice_id: Mapped[UUID] = mapped_column(ForeignKey("notices.id"), primary_key=True)
    read_at: Mapped[datetime] = mapped_column(default=now)


class NoticesRead(Base):
    """A person has read all that their unit was told up to a moment: few rows, however much it is told."""

    __tablename__ = "notices_read"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), primary_key=True)
    until: Mapped[datetime]
    read_at: Mapped[datetime] = mapped_column(default=now)
