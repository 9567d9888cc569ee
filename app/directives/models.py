"""Directives, the units that each goes to, and what those units say of having done it, as they are stored."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.attachments.models import Attachment
from app.base import Base, Serial
from app.clock import now
from app.units.models import Unit
from app.units.scope import InUnit

STANDING = text("undone_at IS NULL")


class DirectiveKind(StrEnum):
    """What is given."""

    REQUEST = "request"  # something to be done by a day (đôn đốc)
    GUIDANCE = "guidance"  # something to know, which stays to be found (hướng dẫn)


class Directive(InUnit, Base):
    """What the unit ``unit_id`` gave to units below it; never deleted, and withdrawn where it was a mistake."""

    __tablename__ = "directives"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    kind: Mapped[DirectiveKind]
    title: Mapped[str]
    search_key: Mapped[str]
    words: Mapped[str]
    due_on: Mapped[date | None]  # of a request
    photo_id: Mapped[UUID | None] = mapped_column(ForeignKey("attachments.id"))
    document_id: Mapped[UUID | None] = mapped_column(ForeignKey("attachments.id"))
    created_at: Mapped[datetime] = mapped_column(default=now)
    created_by: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    withdrawn_reason: Mapped[str | None]

    unit: Mapped[Unit] = relationship()
    author: Mapped[User] = relationship(foreign_keys=[created_by])
    photo: Mapped[Attachment | None] = relationship(foreign_keys=[photo_id])
    document: Mapped[Attachment | None] = relationship(foreign_keys=[document_id])

    __table_args__ = (Index("ix_directives_unit_id_created_at", "unit_id", "created_at"),)

    @property
    def is_request(self) -> bool:
        """Whether something is to be done."""
        return self.kind is DirectiveKind.REQUEST


class Addressee(InUnit, Base):
    """A unit that a directive goes to, and when the first of its people read it."""

    __tablename__ = "directive_addressees"

    id: Mapped[int] = mapped_column(Serial, primary_key=True)
    directive_id: Mapped[UUID] = mapped_column(ForeignKey("directives.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    read_at: Mapped[datetime | None]
    read_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))

    unit: Mapped[Unit] = relationship()
    directive: Mapped[Directive] = relationship()
    reader: Mapped[User | None] = relationship()
    completions: Mapped[list["Completion"]] = relationship(order_by="Completion.id")

    __table_args__ = (UniqueConstraint("directive_id", "unit_id"),)

    @property
    def completion(self) -> "Completion | None":
        """That it is done, where that was said and not taken back."""
        return next((each for each in self.completions if each.undone_at is None), None)


class Completion(Base):
    """A unit said that it has done what was asked, and what; it may have taken that back with a reason."""

    __tablename__ = "directive_completions"

    id: Mapped[int] = mapped_column(Serial, primary_key=True)
    addressee_id: Mapped[int] = mapped_column(ForeignKey("directive_addressees.id"), index=True)
    done_on: Mapped[date]  # the day on the phone: what waits for a signal keeps its own time
    words: Mapped[str]
    done_at: Mapped[datetime] = mapped_column(default=now)
    done_by: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    undone_at: Mapped[datetime | None]
    undone_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    undone_reason: Mapped[str | None]

    finisher: Mapped[User] = relationship(foreign_keys=[done_by])
    undoer: Mapped[User | None] = relationship(foreign_keys=[undone_by])

    __table_args__ = (
        Index(
            "uq_directive_completions_standing", "addressee_id", unique=True,
            sqlite_where=STANDING, postgresql_where=STANDING,
        ),
    )  # fmt: skip
