"""Obstacles and the steps of their way, as they are stored."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.attachments.models import Attachment
from app.base import Base, Serial
from app.clock import now
from app.units.models import Unit
from app.units.scope import InUnit


class Category(StrEnum):
    """What a difficulty lies in."""

    LEGAL = "legal"
    FORCE = "force"
    MEANS = "means"  # money, vehicles, equipment
    COORDINATION = "coordination"
    SOFTWARE = "software"
    OTHER = "other"


class State(StrEnum):
    """How far an obstacle has come."""

    OPEN = "open"  # it waits for the level next above: the district where there is one
    PASSED_UP = "passed_up"  # the district handed it to the province
    ANSWERED = "answered"
    CLOSED = "closed"  # by its author, whom the answer helped


class Step(StrEnum):
    """What moves an obstacle on."""

    RAISED = "raised"
    PASSED_UP = "passed_up"
    ANSWERED = "answered"
    CLOSED = "closed"
    REOPENED = "reopened"


UNANSWERED = (State.OPEN, State.PASSED_UP)


class Obstacle(InUnit, Base):
    """A difficulty of a unit, in plain words; ``state`` is what its last step made of it."""

    __tablename__ = "obstacles"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    category: Mapped[Category]
    title: Mapped[str]
    search_key: Mapped[str]  # of the title
    words: Mapped[str]
    photo_id: Mapped[UUID | None] = mapped_column(ForeignKey("attachments.id"))
    state: Mapped[State] = mapped_column(default=State.OPEN)
    raised_at: Mapped[datetime] = mapped_column(default=now)
    raised_by: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    answered_at: Mapped[datetime | None]  # the answer that stands
    shared: Mapped[bool] = mapped_column(default=False)  # that answer is for every unit of the province to learn from

    unit: Mapped[Unit] = relationship()
    author: Mapped[User] = relationship()
    photo: Mapped[Attachment | None] = relationship()
    steps: Mapped[list["ObstacleStep"]] = relationship(back_populates="obstacle", order_by="ObstacleStep.id")

    __table_args__ = (
        Index("ix_obstacles_unit_id_state", "unit_id", "state"),
        Index("ix_obstacles_shared_answered_at", "shared", "answered_at"),
    )

    @property
    def is_unanswered(self) -> bool:
        """Whether somebody above still has to answer."""
        return self.state in UNANSWERED

    @property
    def answer(self) -> "ObstacleStep | None":
        """The answer that stands; None while there is none."""
        if self.is_unanswered:
            return None
        return next((step for step in reversed(self.steps) if step.kind is Step.ANSWERED), None)


class ObstacleStep(Base):
    """One step of an obstacle: who took it, when, from which unit, with what words; never changed."""

    __tablename__ = "obstacle_steps"

    id: Mapped[int] = mapped_column(Serial, primary_key=True)
    obstacle_id: Mapped[UUID] = mapped_column(ForeignKey("obstacles.id"), index=True)
    kind: Mapped[Step]
    words: Mapped[str | None]
    taken_at: Mapped[datetime] = mapped_column(default=now)
    taken_by: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))  # from which

    obstacle: Mapped[Obstacle] = relationship(back_populates="steps")
    taker: Mapped[User] = relationship()
    unit: Mapped[Unit] = relationship()
