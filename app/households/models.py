"""A household, where it resided from when to when, and the count per village."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.base import Base, Serial, Sortable
from app.clock import now
from app.units.models import Unit
from app.units.scope import InUnit
from app.vietnamese import search_key, sort_key


class DepartureKind(StrEnum):
    """Why a household no longer resides in the village."""

    MOVED_OUT = "moved_out"
    MISTAKE = "mistake"


class Household(InUnit, Base):
    """A family in a village. ``away_since`` is set while it does not reside there; it is never deleted."""

    __tablename__ = "households"
    unit_column, follow = "village_id", True

    id: Mapped[UUID] = mapped_column(primary_key=True)
    village_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    head_name: Mapped[str]
    search_key: Mapped[str]
    sort_key: Mapped[str] = mapped_column(Sortable)
    member_count: Mapped[int]
    birth_year: Mapped[int | None]
    phone: Mapped[str | None]  # E.164
    address: Mapped[str | None]
    version: Mapped[int] = mapped_column(default=1)  # raised by every edit; a form of an older one is refused
    away_since: Mapped[date | None]
    twin_id: Mapped[UUID | None] = mapped_column(ForeignKey("households.id"))  # which it may be: nobody has judged yet
    created_at: Mapped[datetime] = mapped_column(default=now)
    created_by: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    updated_at: Mapped[datetime] = mapped_column(default=now)
    updated_by: Mapped[UUID] = mapped_column(ForeignKey("users.id"))

    village: Mapped[Unit] = relationship()
    editor: Mapped[User] = relationship(foreign_keys=[updated_by])
    residences: Mapped[list["Residence"]] = relationship(order_by="Residence.id", back_populates="household")
    twin: Mapped["Household | None"] = relationship(remote_side="Household.id")

    __table_args__ = (
        Index("ix_households_village_id_sort_key_id", "village_id", "sort_key", "id"),
        Index("ix_households_village_id_phone", "village_id", "phone"),
    )

    @property
    def resides(self) -> bool:
        """Whether it resides in its village today."""
        return self.away_since is None

    def rename(self, name: str) -> None:
        """Set the head's name and the keys computed from it."""
        self.head_name = name
        self.search_key = search_key(name)
        self.sort_key = sort_key(name)


class Residence(Base):
    """A household resided in a village from ``since`` up to, not including, ``until``; empty ``until`` is now."""

    __tablename__ = "residences"

    id: Mapped[int] = mapped_column(Serial, primary_key=True)
    household_id: Mapped[UUID] = mapped_column(ForeignKey("households.id"), index=True)
    village_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    since: Mapped[date]
    created_at: Mapped[datetime] = mapped_column(default=now)
    created_by: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    until: Mapped[date | None]
    ended_kind: Mapped[DepartureKind | None]
    ended_reason: Mapped[str | None]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))

    household: Mapped[Household] = relationship(back_populates="residences")
    village: Mapped[Unit] = relationship(lazy="joined", innerjoin=True)

    __table_args__ = (
        Index(
            "uq_residences_open", "household_id", unique=True,
            sqlite_where=text("until IS NULL"), postgresql_where=text("until IS NULL"),
        ),
        Index("ix_residences_village_id_since", "village_id", "since"),
    )  # fmt: skip


class VillageHouseholds(Base):
    """How many households of a village reside there today, and how many are set aside."""

    __tablename__ = "village_households"

    village_id: Mapped[int] = mapped_column(ForeignKey("units.id"), primary_key=True, autoincrement=False)
    resident: Mapped[int] = mapped_column(default=0)
    away: Mapped[int] = mapped_column(default=0)
