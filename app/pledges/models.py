"""A household's pledge for one calendar year, and the count per village and year."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, Index, select, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.attachments.models import Attachment
from app.base import Base
from app.clock import now
from app.households.models import Household


class SigningMethod(StrEnum):
    """How it was signed."""

    PAPER = "paper"
    SCREEN = "screen"


class Pledge(Base):
    """A pledge signed on ``signed_on``; withdrawn ones stay, and no longer count.

    ``village_id`` is where it was signed; whose it is, and where it counts, is where its household lies today.
    """

    __tablename__ = "pledges"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    household_id: Mapped[UUID] = mapped_column(ForeignKey("households.id"), index=True)
    village_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    year: Mapped[int]  # the calendar year of signed_on
    signed_on: Mapped[date]
    signer_name: Mapped[str]
    signer_relation: Mapped[str | None]  # to the head; empty: the head signed
    method: Mapped[SigningMethod]
    text_code: Mapped[str]  # which version of the commitments
    captured_at: Mapped[datetime]  # the moment on the phone
    received_at: Mapped[datetime] = mapped_column(default=now)
    created_by: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    photo_id: Mapped[UUID | None] = mapped_column(ForeignKey("attachments.id"))
    photo_promised_at: Mapped[datetime | None]  # the phone said that it has the photo, and sends it by itself
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    withdrawn_reason: Mapped[str | None]

    household: Mapped[Household] = relationship()
    photo: Mapped[Attachment | None] = relationship()
    author: Mapped[User] = relationship(foreign_keys=[created_by])

    __table_args__ = (
        Index(
            "uq_pledges_valid", "household_id", "year", unique=True,
            sqlite_where=text("withdrawn_at IS NULL"), postgresql_where=text("withdrawn_at IS NULL"),
        ),
        Index("ix_pledges_village_id_year", "village_id", "year"),
    )  # fmt: skip

    @classmethod
    def in_unit(cls, unit_id: int, *, past: bool = False) -> ColumnElement[bool]:
        """Rows of the households of one unit."""
        return cls.household_id.in_(select(Household.id).where(Household.in_unit(unit_id, past=past)))

    @classmethod
    def in_children(cls, unit_id: int) -> ColumnElement[bool]:
        """Rows of the households of the units directly below one unit."""
        return cls.household_id.in_(select(Household.id).where(Household.in_children(unit_id)))

    @classmethod
    def in_subtree(cls, path: str, *, past: bool = False) -> ColumnElement[bool]:
        """Rows of the households of the unit at ``path`` and of all below it."""
        return cls.household_id.in_(select(Household.id).where(Household.in_subtree(path, past=past)))

    @property
    def is_valid(self) -> bool:
        """Whether it counts."""
        return self.withdrawn_at is None

    @property
    def has_photo(self) -> bool:
        """Whether the photo of the signed page is here."""
        return self.photo_id is not None

    @property
    def photo_coming(self) -> bool:
        """Whether the photo is on a phone that has said it will send it."""
        return self.photo_id is None and self.photo_promised_at is not None

    @property
    def photo_missing(self) -> bool:
        """Whether nobody has the photo of the signed page, or has said so."""
        return self.photo_id is None and self.photo_promised_at is None

    @property
    def takes_photo(self) -> bool:
        """Whether a photo of the signed page may be added: it counts, and was signed on paper."""
        return self.is_valid and self.method is SigningMethod.PAPER


class VillagePledges(Base):
    """How many households residing in a village today have a valid pledge of a year, and how many lack its photo."""

    __tablename__ = "village_pledges"

    village_id: Mapped[int] = mapped_column(ForeignKey("units.id"), primary_key=True, autoincrement=False)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    signed: Mapped[int] = mapped_column(default=0)
    without_photo: Mapped[int] = mapped_column(default=0)
