"""Assessments, their answers and evidence, and the remedies of what is unmet, as they are stored."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.attachments.models import Attachment
from app.base import Base, Serial
from app.clock import now
from app.criteria.models import CriteriaSet
from app.measures.registry import Period
from app.units.models import Unit
from app.units.scope import InUnit

Content = JSON(none_as_null=True)
STANDING = text("withdrawn_at IS NULL")


class Assessment(InUnit, Base):
    """A unit's own judgement by one version of a set, for a period; a unit, set and period have one at a time.

    It is never deleted: one that was begun by mistake is withdrawn. While ``ready_at`` is set (it was sent) its
    answers and plans are not changed.
    """

    __tablename__ = "assessments"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    set_id: Mapped[int] = mapped_column(ForeignKey("criteria_sets.id"))
    set_code: Mapped[str]
    year: Mapped[int]  # that of the period's last day
    first: Mapped[date]
    last: Mapped[date]
    created_at: Mapped[datetime] = mapped_column(default=now)
    created_by: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    ready_at: Mapped[datetime | None]
    ready_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    withdrawn_reason: Mapped[str | None]

    unit: Mapped[Unit] = relationship()
    criteria_set: Mapped[CriteriaSet] = relationship()
    author: Mapped[User] = relationship(foreign_keys=[created_by])
    finisher: Mapped[User | None] = relationship(foreign_keys=[ready_by])
    answers: Mapped[list["Answer"]] = relationship(back_populates="assessment")
    remedies: Mapped[list["Remedy"]] = relationship(back_populates="assessment", order_by="Remedy.due_on")

    __table_args__ = (
        Index(
            "uq_assessments_standing", "unit_id", "set_code", "last", unique=True,
            sqlite_where=STANDING, postgresql_where=STANDING,
        ),
    )  # fmt: skip

    @property
    def period(self) -> Period:
        """The days that are judged."""
        return Period(self.first, self.last)

    @property
    def is_open(self) -> bool:
        """Whether it may be answered and planned."""
        return self.ready_at is None and self.withdrawn_at is None

    def answer_to(self, code: str) -> "Answer | None":
        """Return what is answered to the indicator of that code."""
        return next((answer for answer in self.answers if answer.code == code), None)


class Answer(InUnit, Base):
    """What the unit says of one indicator; ``claim`` holds what `app.assessments.claims` writes."""

    __tablename__ = "answers"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    assessment_id: Mapped[UUID] = mapped_column(ForeignKey("assessments.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    code: Mapped[str]  # of the indicator
    claim: Mapped[dict[str, Any]] = mapped_column(Content)
    note: Mapped[str | None]
    records: Mapped[list[str]] = mapped_column(Content)  # evidence: records of the unit's standing, "KIND/ID"
    version: Mapped[int] = mapped_column(default=1)  # raised by every edit; a form of an older one is refused
    created_at: Mapped[datetime] = mapped_column(default=now)
    created_by: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    updated_at: Mapped[datetime] = mapped_column(default=now)
    updated_by: Mapped[UUID] = mapped_column(ForeignKey("users.id"))

    assessment: Mapped[Assessment] = relationship(back_populates="answers")
    editor: Mapped[User] = relationship(foreign_keys=[updated_by])
    photos: Mapped[list["AnswerPhoto"]] = relationship(order_by="AnswerPhoto.id")

    __table_args__ = (UniqueConstraint("assessment_id", "code"), Index("ix_answers_unit_id", "unit_id"))


class AnswerPhoto(Base):
    """A photo that shows what an answer says."""

    __tablename__ = "answer_photos"

    id: Mapped[int] = mapped_column(Serial, primary_key=True)
    answer_id: Mapped[UUID] = mapped_column(ForeignKey("answers.id"), index=True)
    attachment_id: Mapped[UUID] = mapped_column(ForeignKey("attachments.id"))

    attachment: Mapped[Attachment] = relationship()


class Post(StrEnum):
    """Whose task a remedy is: a post, whoever holds it."""

    CHAIR = "chair"
    VICE_CHAIR = "vice_chair"
    PARTY_SECRETARY = "party_secretary"
    POLICE_CHIEF = "police_chief"
    POLICE_DEPUTY = "police_deputy"
    VILLAGE_HEAD = "village_head"
    VILLAGE_SECRETARY = "village_secretary"
    TEAM_LEADER = "team_leader"
    FRONT = "front"


class Remedy(InUnit, Base):
    """What will be done about an unmet indicator, by which post and by when (letter 1067/CAT-PV05)."""

    __tablename__ = "remedies"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    assessment_id: Mapped[UUID] = mapped_column(ForeignKey("assessments.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    code: Mapped[str]  # of the indicator
    words: Mapped[str]
    post: Mapped[Post]
    holder: Mapped[str | None]  # who helps, or which office, in words
    due_on: Mapped[date]
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(default=now)
    created_by: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    updated_at: Mapped[datetime] = mapped_column(default=now)
    updated_by: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    done_on: Mapped[date | None]
    done_at: Mapped[datetime | None]
    done_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    done_words: Mapped[str | None]  # what shows that it is done
    done_photo_id: Mapped[UUID | None] = mapped_column(ForeignKey("attachments.id"))
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    withdrawn_reason: Mapped[str | None]

    unit: Mapped[Unit] = relationship()
    assessment: Mapped[Assessment] = relationship(back_populates="remedies")
    editor: Mapped[User] = relationship(foreign_keys=[updated_by])
    finisher: Mapped[User | None] = relationship(foreign_keys=[done_by])
    done_photo: Mapped[Attachment | None] = relationship()
    notes: Mapped[list["RemedyNote"]] = relationship(order_by="RemedyNote.id")

    __table_args__ = (Index("ix_remedies_unit_id_due_on", "unit_id", "due_on"),)

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done."""
        return self.done_at is None and self.withdrawn_at is None


class RemedyNote(Base):
    """How far a remedy had come on a day; never changed."""

    __tablename__ = "remedy_notes"

    id: Mapped[int] = mapped_column(Serial, primary_key=True)
    remedy_id: Mapped[UUID] = mapped_column(ForeignKey("remedies.id"), index=True)
    noted_on: Mapped[date]
    words: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(default=now)
    created_by: Mapped[UUID] = mapped_column(ForeignKey("users.id"))

    author: Mapped[User] = relationship()
