"""Criteria sets by version, and their indicators, as they are stored."""

from datetime import date, datetime
from fractions import Fraction
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ColumnElement, ForeignKey, Index, UniqueConstraint, exists, literal, or_, text
from sqlalchemy.orm import Mapped, aliased, mapped_column, relationship

from app.accounts.models import User
from app.base import Base
from app.clock import now
from app.criteria.evaluation import Demand, IndicatorTest, MetBy, Reading
from app.criteria.terms import SourceState, Words
from app.units.models import Unit, UnitKind

Content = JSON(none_as_null=True)
SHARED = text("unit_id IS NULL")


class CriteriaSet(Base):
    """One version of a set, for one kind of unit.

    Without ``unit_id`` it is everybody's; with it, it is a province's, and open to that province and all below it.
    Once it is in use (``used_at``) it is never changed: a new version is made.
    """

    __tablename__ = "criteria_sets"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str]
    unit_kind: Mapped[UnitKind]
    version: Mapped[int]
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))
    based_on_id: Mapped[int | None] = mapped_column(ForeignKey("criteria_sets.id"))  # the version that was changed
    title: Mapped[Words] = mapped_column(Content)
    document: Mapped[Words] = mapped_column(Content)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    source: Mapped[SourceState]
    source_note: Mapped[Words | None] = mapped_column(Content)
    notes: Mapped[list[Words] | None] = mapped_column(Content)
    calendar: Mapped[dict[str, Any] | None] = mapped_column(Content)  # as `app.criteria.terms.SetTerms` says
    deadline_settable: Mapped[bool]
    made_at: Mapped[datetime] = mapped_column(default=now)
    made_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))  # empty: the command line
    used_at: Mapped[datetime | None]
    used_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))

    owner: Mapped[Unit | None] = relationship()
    maker: Mapped[User | None] = relationship(foreign_keys=[made_by])
    based_on: Mapped["CriteriaSet | None"] = relationship(remote_side="CriteriaSet.id")
    indicators: Mapped[list["Indicator"]] = relationship(
        order_by="Indicator.position", back_populates="criteria_set", cascade="all, delete-orphan"
    )

    __table_args__ = (
        Index(
            "uq_criteria_sets_shared", "code", "unit_kind", "version", unique=True,
            sqlite_where=SHARED, postgresql_where=SHARED,
        ),
        Index("uq_criteria_sets_version", "unit_id", "code", "unit_kind", "version", unique=True),
    )  # fmt: skip

    @classmethod
    def in_unit(cls, unit_id: int, *, past: bool = False) -> ColumnElement[bool]:  # noqa: ARG003 (sets have none)
        """Return the condition for what holds for a unit: everybody's, and those of the province above it."""
        owner, place = aliased(Unit), aliased(Unit)
        above = exists().where(owner.id == cls.unit_id, place.id == unit_id, place.path.startswith(owner.path))
        return or_(cls.unit_id.is_(None), above)

    @classmethod
    def in_children(cls, unit_id: int) -> ColumnElement[bool]:
        """Return the condition for what holds for all units directly below one: what holds for itself."""
        return cls.in_unit(unit_id)

    @classmethod
    def in_subtree(cls, path: str, *, past: bool = False) -> ColumnElement[bool]:  # noqa: ARG003
        """Return the condition for what holds for the unit at ``path``: what holds for it holds for all below it."""
        owner = aliased(Unit)
        above = exists().where(owner.id == cls.unit_id, literal(path).startswith(owner.path))
        return or_(cls.unit_id.is_(None), above)

    def covers(self, last: date) -> bool:
        """Tell whether the set is valid for a period that ends on ``last``: the rules of its end count."""
        return self.valid_from <= last and (self.valid_to is None or last <= self.valid_to)

    def indicator(self, code: str) -> "Indicator | None":
        """Return the indicator of that code."""
        return next((indicator for indicator in self.indicators if indicator.code == code), None)


class Indicator(Base):
    """One indicator of a version of a set; `app.criteria.terms.IndicatorTerms` says what the columns hold."""

    __tablename__ = "indicators"

    id: Mapped[int] = mapped_column(primary_key=True)
    set_id: Mapped[int] = mapped_column(ForeignKey("criteria_sets.id"))
    position: Mapped[int]
    code: Mapped[str]
    label: Mapped[Words] = mapped_column(Content)
    test: Mapped[IndicatorTest]
    citation: Mapped[dict[str, Any]] = mapped_column(Content)
    share: Mapped[str | None]
    least: Mapped[int | None]
    reading: Mapped[Reading | None]
    kinds: Mapped[list[Words] | None] = mapped_column(Content)
    incidents: Mapped[list[dict[str, Any]] | None] = mapped_column(Content)
    waivers: Mapped[list[dict[str, Any]] | None] = mapped_column(Content)
    not_applicable: Mapped[bool]
    measure: Mapped[str | None]
    met_by: Mapped[MetBy | None]
    evidence: Mapped[list[Words] | None] = mapped_column(Content)
    note: Mapped[Words | None] = mapped_column(Content)
    settable: Mapped[list[str] | None] = mapped_column(Content)
    pledge_counts: Mapped[bool | None]
    own: Mapped[bool]

    criteria_set: Mapped[CriteriaSet] = relationship(back_populates="indicators")

    __table_args__ = (UniqueConstraint("set_id", "code"),)

    @property
    def demand(self) -> Demand:
        """What it asks, for `app.criteria.evaluation`."""
        return Demand(
            test=self.test,
            share=Fraction(self.share) if self.share else None,
            reading=self.reading or Reading.POOLED,
            least=self.least,
            incidents={each["code"]: frozenset(each["waivers"]) for each in self.incidents or ()},
            waivers=frozenset(waiver["code"] for waiver in self.waivers or () if waiver["whole"]),
            met_by=self.met_by,
            not_applicable=self.not_applicable,
        )

    @property
    def judging_measure(self) -> str | None:
        """The measure that may contradict a claim; None where it is only shown, or the pledge does not count."""
        shown_only = self.test is IndicatorTest.YES_NO and self.met_by is None
        return None if shown_only or self.pledge_counts is False else self.measure
