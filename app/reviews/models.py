"""Submissions with their frozen versions, each transition as a row, what is said of each part, and comments."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.assessments.models import Assessment
from app.attachments.models import Attachment
from app.base import Base, Serial
from app.clock import local, now
from app.seals.models import DossierKind
from app.units.models import Unit, UnitKind
from app.units.scope import InUnit

Content = JSON(none_as_null=True)


class State(StrEnum):
    """Where a submission is; while it is submitted, ``step`` says at which of its chain."""

    DRAFT = "draft"  # sent, and taken back by the sender before anybody looked
    SUBMITTED = "submitted"
    RETURNED = "returned"
    APPROVED = "approved"


class Act(StrEnum):
    """What moves a submission."""

    SEND = "send"
    TAKE_BACK = "take_back"
    APPROVE = "approve"
    RETURN = "return"
    REOPEN = "reopen"


class Verdict(StrEnum):
    """What a reviewer says of one part."""

    AGREE = "agree"
    RETURN = "return"


class Submission(InUnit, Base):
    """A thing sent upward: one for a unit, kind and year, or for an assessment; it goes up again as a new version."""

    __tablename__ = "submissions"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[DossierKind]
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    year: Mapped[int]
    assessment_id: Mapped[UUID | None] = mapped_column(ForeignKey("assessments.id"), unique=True)
    state: Mapped[State]
    number: Mapped[int] = mapped_column(default=0)  # of the version that counts
    chain: Mapped[list[dict[str, Any]]] = mapped_column(Content)  # of that version: `app.reviews.chains.Step`
    step: Mapped[int] = mapped_column(default=0)  # the place in the chain
    waiting_unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))  # who must decide now
    waiting_since: Mapped[datetime | None]
    decide_by: Mapped[date | None]  # the step's day; later is marked
    due_on: Mapped[date | None]  # by when the unit should send it (or, returned, send it again); later is marked
    created_at: Mapped[datetime] = mapped_column(default=now)
    created_by: Mapped[UUID] = mapped_column(ForeignKey("users.id"))

    unit: Mapped[Unit] = relationship(foreign_keys=[unit_id])
    waiting_unit: Mapped[Unit | None] = relationship(foreign_keys=[waiting_unit_id])
    assessment: Mapped[Assessment | None] = relationship()
    versions: Mapped[list["SubmissionVersion"]] = relationship(
        order_by="SubmissionVersion.number", back_populates="submission"
    )
    transitions: Mapped[list["Transition"]] = relationship(order_by="Transition.id", back_populates="submission")
    points: Mapped[list["ReviewPoint"]] = relationship(order_by="ReviewPoint.id", back_populates="submission")
    comments: Mapped[list["ReviewComment"]] = relationship(order_by="ReviewComment.id")

    __table_args__ = (
        Index(
            "uq_submissions_dossier", "unit_id", "kind", "year", unique=True,
            sqlite_where=text("assessment_id IS NULL"), postgresql_where=text("assessment_id IS NULL"),
        ),
        Index("ix_submissions_waiting_unit_id_waiting_since", "waiting_unit_id", "waiting_since"),
    )  # fmt: skip

    @property
    def version(self) -> "SubmissionVersion":
        """The version that counts."""
        return self.versions[-1]

    @property
    def is_open(self) -> bool:
        """Whether its unit may work on it, and send it."""
        return self.state in (State.DRAFT, State.RETURNED)


class SubmissionVersion(Base):
    """What was sent, frozen: records move on, the reviewer judges this. Never changed."""

    __tablename__ = "submission_versions"

    id: Mapped[int] = mapped_column(Serial, primary_key=True)
    submission_id: Mapped[UUID] = mapped_column(ForeignKey("submissions.id"))
    number: Mapped[int]
    content: Mapped[dict[str, Any]] = mapped_column(Content)  # `app.reviews.dossiers.frozen.Frozen`
    sha256: Mapped[str]  # of the content
    sent_at: Mapped[datetime] = mapped_column(default=now)
    sent_by: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    due_on: Mapped[date | None]  # by when it should have been sent

    submission: Mapped[Submission] = relationship(back_populates="versions")
    sender: Mapped[User] = relationship()

    __table_args__ = (UniqueConstraint("submission_id", "number"),)

    @property
    def is_late(self) -> bool:
        """Whether it was sent after its day, as days are in Vietnam."""
        return self.due_on is not None and local(self.sent_at).date() > self.due_on


class Transition(Base):
    """One move of a submission: who, when, from which unit, with what words, on which version. Never changed."""

    __tablename__ = "transitions"

    id: Mapped[int] = mapped_column(Serial, primary_key=True)
    submission_id: Mapped[UUID] = mapped_column(ForeignKey("submissions.id"), index=True)
    number: Mapped[int]  # of the version
    act: Mapped[Act]
    step: Mapped[int]
    at: Mapped[datetime] = mapped_column(default=now)
    by: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    words: Mapped[str | None]
    due_on: Mapped[date | None]  # of a return: by when it is asked for again

    submission: Mapped[Submission] = relationship(back_populates="transitions")
    person: Mapped[User] = relationship()
    unit: Mapped[Unit] = relationship()


class ReviewPoint(Base):
    """What a reviewing unit says of one part of a version; said again, ``version`` rises."""

    __tablename__ = "review_points"

    id: Mapped[int] = mapped_column(Serial, primary_key=True)
    submission_id: Mapped[UUID] = mapped_column(ForeignKey("submissions.id"))
    number: Mapped[int]  # of the version of the submission
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    part: Mapped[str]
    verdict: Mapped[Verdict]
    reason: Mapped[str | None]
    version: Mapped[int] = mapped_column(default=1)
    at: Mapped[datetime] = mapped_column(default=now)
    by: Mapped[UUID] = mapped_column(ForeignKey("users.id"))

    submission: Mapped[Submission] = relationship(back_populates="points")
    person: Mapped[User] = relationship()
    unit: Mapped[Unit] = relationship()

    __table_args__ = (UniqueConstraint("submission_id", "number", "unit_id", "part"),)


class ReviewComment(Base):
    """A line said about a submission by its unit or by who reviews it; never changed."""

    __tablename__ = "review_comments"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    submission_id: Mapped[UUID] = mapped_column(ForeignKey("submissions.id"), index=True)
    number: Mapped[int]
    words: Mapped[str]
    photo_id: Mapped[UUID | None] = mapped_column(ForeignKey("attachments.id"))
    document_id: Mapped[UUID | None] = mapped_column(ForeignKey("attachments.id"))
    at: Mapped[datetime] = mapped_column(default=now)
    by: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))

    person: Mapped[User] = relationship()
    unit: Mapped[Unit] = relationship()
    photo: Mapped[Attachment | None] = relationship(foreign_keys=[photo_id])
    document: Mapped[Attachment | None] = relationship(foreign_keys=[document_id])


class SendingDay(InUnit, Base):
    """By which day of every year a province wants a kind of dossier sent: in place of the shipped one."""

    __tablename__ = "sending_days"

    id: Mapped[int] = mapped_column(Serial, primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))  # the province
    kind: Mapped[DossierKind]
    unit_kind: Mapped[UnitKind]  # whose dossiers
    set_code: Mapped[str]  # of assessments: by which set; else empty
    day: Mapped[str]  # month-day, "11-05"; empty: no day
    set_at: Mapped[datetime] = mapped_column(default=now)
    set_by: Mapped[UUID] = mapped_column(ForeignKey("users.id"))

    setter: Mapped[User] = relationship()

    __table_args__ = (UniqueConstraint("unit_id", "kind", "unit_kind", "set_code"),)
