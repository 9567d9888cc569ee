"""What a group, a village or a commune did on a day, and what came of it."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ColumnElement, ForeignKey, Index, and_, exists, or_, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.attachments.models import Attachment
from app.base import Base, Serial
from app.clock import now
from app.groups.models.group import Group
from app.units.models import Unit
from app.units.scope import InUnit

MARKED = text("twin_id IS NOT NULL")


class ActivityKind(StrEnum):
    """What was done."""

    MEETING = "meeting"
    PATROL = "patrol"
    MEDIATION = "mediation"
    OUTREACH = "outreach"
    TIP = "tip"
    HELP = "help"  # to a supervised person
    FIRE = "fire"  # fire safety
    OTHER = "other"


class Activity(InUnit, Base):
    """One act of one or more groups, or of a unit without a group. It is never deleted: a later one corrects it.

    ``unit_id`` is the unit of its groups where they share one, else the commune. One that was withdrawn is seen and
    does not count: it was entered by mistake (``withdrawn_reason``), or is the same as its ``twin``, which counts.
    """

    __tablename__ = "activities"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    kind: Mapped[ActivityKind]
    held_on: Mapped[date]
    households_present: Mapped[int | None]
    people_present: Mapped[int | None]
    summary: Mapped[str | None]
    plan: Mapped[str | None]  # for the month that follows
    search_key: Mapped[str]  # of summary and groups, without accents
    corrects_id: Mapped[UUID | None] = mapped_column(ForeignKey("activities.id"))  # which it takes the place of
    twin_id: Mapped[UUID | None] = mapped_column(ForeignKey("activities.id"))  # which it may be; withdrawn: is
    photos_promised: Mapped[int] = mapped_column(default=0)  # that a phone has said it will send
    version: Mapped[int] = mapped_column(default=1)  # raised by every edit; a form of an older one is refused
    captured_at: Mapped[datetime]  # the moment on the phone
    received_at: Mapped[datetime] = mapped_column(default=now)
    created_by: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    updated_at: Mapped[datetime] = mapped_column(default=now)
    updated_by: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    withdrawn_reason: Mapped[str | None]  # of one that was entered by mistake

    unit: Mapped[Unit] = relationship()
    author: Mapped[User] = relationship(foreign_keys=[created_by])
    editor: Mapped[User] = relationship(foreign_keys=[updated_by])
    withdrawer: Mapped[User | None] = relationship(foreign_keys=[withdrawn_by])
    groups: Mapped[list[Group]] = relationship(secondary="activity_groups", order_by=Group.sort_key)
    outcomes: Mapped[list["Outcome"]] = relationship(back_populates="activity", cascade="all, delete-orphan")
    photos: Mapped[list["ActivityPhoto"]] = relationship(order_by="ActivityPhoto.id")
    revisions: Mapped[list["ActivityRevision"]] = relationship(order_by="ActivityRevision.id")
    corrects: Mapped["Activity | None"] = relationship(foreign_keys=[corrects_id], remote_side="Activity.id")
    twin: Mapped["Activity | None"] = relationship(foreign_keys=[twin_id], remote_side="Activity.id")

    __table_args__ = (
        Index("ix_activities_unit_id_held_on_id", "unit_id", "held_on", "id"),
        Index("ix_activities_corrects_id", "corrects_id"),
        Index("ix_activities_twin_id", "twin_id", sqlite_where=MARKED, postgresql_where=MARKED),
    )

    @classmethod
    def in_unit(cls, unit_id: int, *, past: bool = False) -> ColumnElement[bool]:
        """Rows of one unit, and of its groups where they acted with others."""
        theirs: ColumnElement[bool] = exists().where(
            ActivityGroup.activity_id == cls.id, ActivityGroup.group_id == Group.id, Group.unit_id == unit_id
        )
        if not past:  # what groups did before their unit was taken over stays as it is
            theirs = and_(theirs, exists().where(Unit.id == cls.unit_id, Unit.path.is_not(None)))
        return or_(super().in_unit(unit_id, past=past), theirs)


class ActivityGroup(Base):
    """A group took part in an activity."""

    __tablename__ = "activity_groups"

    group_id: Mapped[UUID] = mapped_column(ForeignKey("groups.id"), primary_key=True)
    activity_id: Mapped[UUID] = mapped_column(ForeignKey("activities.id"), primary_key=True, index=True)


class Outcome(Base):
    """A count that an activity ended with, such as ``cases`` mediated; `app.groups.outcomes` names them."""

    __tablename__ = "activity_outcomes"

    activity_id: Mapped[UUID] = mapped_column(ForeignKey("activities.id"), primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    count: Mapped[int]

    activity: Mapped[Activity] = relationship(back_populates="outcomes")


class ActivityPhoto(Base):
    """A photo of an activity."""

    __tablename__ = "activity_photos"

    id: Mapped[int] = mapped_column(Serial, primary_key=True)
    activity_id: Mapped[UUID] = mapped_column(ForeignKey("activities.id"), index=True)
    attachment_id: Mapped[UUID] = mapped_column(ForeignKey("attachments.id"))

    attachment: Mapped[Attachment] = relationship()


class ActivityRevision(Base):
    """What stood in an activity before an edit."""

    __tablename__ = "activity_revisions"

    id: Mapped[int] = mapped_column(Serial, primary_key=True)
    activity_id: Mapped[UUID] = mapped_column(ForeignKey("activities.id"), index=True)
    version: Mapped[int]  # which was replaced
    values: Mapped[dict[str, Any]] = mapped_column(JSON)  # by the names of the form's fields
    at: Mapped[datetime] = mapped_column(default=now)
    by: Mapped[UUID] = mapped_column(ForeignKey("users.id"))

    editor: Mapped[User] = relationship()
