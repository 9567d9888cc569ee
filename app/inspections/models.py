"""Plans of visits, the inspection of each commune, its findings, demands and corrections, as they are stored."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ColumnElement, ForeignKey, Index, UniqueConstraint, and_
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.assessments.periods import period_of
from app.base import Base, Serial
from app.clock import now
from app.criteria.models import CriteriaSet
from app.measures.registry import Period
from app.units.models import Unit
from app.units.scope import InUnit


class InspectionState(StrEnum):
    """How far an inspection has come."""

    PLANNED = "planned"
    CONCLUDED = "concluded"
    WITHDRAWN = "withdrawn"


class Found(StrEnum):
    """What an inspector finds of an indicator."""

    MET = "met"
    NOT_MET = "not_met"
    NOT_APPLICABLE = "not_applicable"


class InspectionPlan(Base):
    """Visits of ``unit`` to some communes, from one day to another, to look at a year by one version of a set."""

    __tablename__ = "inspection_plans"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))  # who inspects
    title: Mapped[str]
    set_id: Mapped[int] = mapped_column(ForeignKey("criteria_sets.id"))
    year: Mapped[int]
    planned_from: Mapped[date]
    planned_to: Mapped[date]
    created_at: Mapped[datetime] = mapped_column(default=now)
    created_by: Mapped[UUID] = mapped_column(ForeignKey("users.id"))

    unit: Mapped[Unit] = relationship()
    criteria_set: Mapped[CriteriaSet] = relationship()
    author: Mapped[User] = relationship()
    inspections: Mapped[list["Inspection"]] = relationship(back_populates="plan")

    __table_args__ = (Index("ix_inspection_plans_unit_id_planned_from", "unit_id", "planned_from"),)


class Inspection(InUnit, Base):
    """The visit of a plan to one commune; once concluded it is never changed, but for corrections beside it.

    Who reaches no further than the commune itself is the one inspected: it sees what was concluded, and nothing before.
    """

    __tablename__ = "inspections"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    plan_id: Mapped[UUID] = mapped_column(ForeignKey("inspection_plans.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)  # the commune
    concluded_on: Mapped[date | None]
    conclusion: Mapped[str | None]
    concluded_at: Mapped[datetime | None]
    concluded_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    withdrawn_reason: Mapped[str | None]

    plan: Mapped[InspectionPlan] = relationship(back_populates="inspections")
    unit: Mapped[Unit] = relationship()
    concluder: Mapped[User | None] = relationship(foreign_keys=[concluded_by])
    findings: Mapped[list["Finding"]] = relationship(back_populates="inspection")
    demands: Mapped[list["Demand"]] = relationship(back_populates="inspection", order_by="Demand.number")
    corrections: Mapped[list["Correction"]] = relationship(order_by="Correction.id")

    __table_args__ = (UniqueConstraint("plan_id", "unit_id"),)

    @classmethod
    def in_unit(cls, unit_id: int, *, past: bool = False) -> ColumnElement[bool]:
        """Return the condition for concluded inspections of one unit: before that it sees nothing of them."""
        return and_(super().in_unit(unit_id, past=past), cls.concluded_at.is_not(None))

    @property
    def state(self) -> InspectionState:
        """How far it has come."""
        if self.withdrawn_at:
            return InspectionState.WITHDRAWN
        return InspectionState.CONCLUDED if self.concluded_at else InspectionState.PLANNED

    @property
    def is_open(self) -> bool:
        """Whether findings may be written."""
        return self.state is InspectionState.PLANNED

    @property
    def criteria_set(self) -> CriteriaSet:
        """The version of the set by which it looks."""
        return self.plan.criteria_set

    @property
    def period(self) -> Period:
        """The days that are looked at."""
        return period_of(self.criteria_set, self.plan.year)

    @property
    def demands_open(self) -> list["Demand"]:
        """What the commune has still to do."""
        return [demand for demand in self.demands if demand.done_at is None]

    def finding_of(self, code: str) -> "Finding | None":
        """Return what was found of the indicator of that code."""
        return next((finding for finding in self.findings if finding.code == code), None)


class Finding(Base):
    """What an inspection found of one indicator, and what it will demand where that is unmet."""

    __tablename__ = "findings"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    inspection_id: Mapped[UUID] = mapped_column(ForeignKey("inspections.id"))
    code: Mapped[str]  # of the indicator
    result: Mapped[Found]
    words: Mapped[str | None]
    demand: Mapped[str | None]
    due_on: Mapped[date | None]
    beside: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))  # `app/inspections/beside.py`
    version: Mapped[int] = mapped_column(default=1)  # raised by every edit; a form of an older one is refused
    created_at: Mapped[datetime] = mapped_column(default=now)
    created_by: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    updated_at: Mapped[datetime] = mapped_column(default=now)
    updated_by: Mapped[UUID] = mapped_column(ForeignKey("users.id"))

    inspection: Mapped[Inspection] = relationship(back_populates="findings")
    editor: Mapped[User] = relationship(foreign_keys=[updated_by])

    __table_args__ = (UniqueConstraint("inspection_id", "code"),)


class Demand(Base):
    """What a concluded inspection demands of the commune, by when; and what the commune did about it."""

    __tablename__ = "inspection_demands"

    id: Mapped[int] = mapped_column(Serial, primary_key=True)
    inspection_id: Mapped[UUID] = mapped_column(ForeignKey("inspections.id"))
    number: Mapped[int]  # within the inspection, from 1
    code: Mapped[str]  # of the indicator
    words: Mapped[str]
    due_on: Mapped[date]
    done_on: Mapped[date | None]
    done_words: Mapped[str | None]
    done_at: Mapped[datetime | None]
    done_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))

    inspection: Mapped[Inspection] = relationship(back_populates="demands")
    finisher: Mapped[User | None] = relationship()

    __table_args__ = (UniqueConstraint("inspection_id", "number"),)


class Correction(Base):
    """What must be said otherwise of a concluded inspection; never changed."""

    __tablename__ = "inspection_corrections"

    id: Mapped[int] = mapped_column(Serial, primary_key=True)
    inspection_id: Mapped[UUID] = mapped_column(ForeignKey("inspections.id"), index=True)
    words: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(default=now)
    created_by: Mapped[UUID] = mapped_column(ForeignKey("users.id"))

    author: Mapped[User] = relationship()
