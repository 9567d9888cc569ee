"""A seal, the records that it covers, and the exceptions that were granted from it."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.base import Base, Serial
from app.clock import now
from app.identity import new_id
from app.units.models import Unit
from app.units.scope import InUnit

STANDING = text("broken_at IS NULL")


class DossierKind(StrEnum):
    """What can be sent upward."""

    VILLAGE_DOSSIER = "village_dossier"  # pledge roll, registration, convention
    COMMUNE_DOSSIER = "commune_dossier"  # the commune's registration
    ASSESSMENT = "assessment"


class Seal(InUnit, Base):
    """The dossier ``submission_id`` of a unit was approved for good; reopening it breaks the seal, which stays."""

    __tablename__ = "seals"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    kind: Mapped[DossierKind]
    year: Mapped[int]
    submission_id: Mapped[UUID]  # of the reviewing domain, which lies above
    sealed_at: Mapped[datetime] = mapped_column(default=now)
    sealed_by: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    broken_at: Mapped[datetime | None]
    broken_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))

    unit: Mapped[Unit] = relationship()
    sealer: Mapped[User] = relationship(foreign_keys=[sealed_by])
    exceptions: Mapped[list["SealException"]] = relationship(order_by="SealException.id", back_populates="seal")

    __table_args__ = (
        Index("uq_seals_standing", "submission_id", unique=True, sqlite_where=STANDING, postgresql_where=STANDING),
        Index("ix_seals_unit_id_kind_year", "unit_id", "kind", "year"),
    )

    def exempts(self, moment: datetime) -> bool:
        """Tell whether an exception lets the unit change what is covered at ``moment``."""
        return any(each.until > moment for each in self.exceptions)


class SealedRecord(Base):
    """A record, whatever its table, that a seal covers."""

    __tablename__ = "sealed_records"

    seal_id: Mapped[UUID] = mapped_column(ForeignKey("seals.id"), primary_key=True)
    record_id: Mapped[UUID] = mapped_column(primary_key=True, index=True)

    seal: Mapped[Seal] = relationship()


class SealException(Base):
    """The unit may change what a seal covers until a moment, for a reason; never taken back, it runs out."""

    __tablename__ = "seal_exceptions"

    id: Mapped[int] = mapped_column(Serial, primary_key=True)
    seal_id: Mapped[UUID] = mapped_column(ForeignKey("seals.id"), index=True)
    until: Mapped[datetime]
    reason: Mapped[str]
    granted_at: Mapped[datetime] = mapped_column(default=now)
    granted_by: Mapped[UUID] = mapped_column(ForeignKey("users.id"))

    seal: Mapped[Seal] = relationship(back_populates="exceptions")
    granter: Mapped[User] = relationship()
