"""Dated records of a village or a commune: what they share, then one table for each kind.

A record is never deleted: what holds no longer is ended, what was entered by mistake is withdrawn, each with a reason.
"""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from app.accounts.models import User
from app.attachments.models import Attachment
from app.base import Base, Serial
from app.clock import now
from app.units.models import Unit
from app.units.scope import InUnit


class Declared(InUnit):
    """What every kind of record has: its unit, its document (number, date, issuer, photo), versions, withdrawal."""

    id: Mapped[UUID] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    document_number: Mapped[str | None]
    document_on: Mapped[date | None]
    issuer: Mapped[str | None]  # who signed the document, or approved what it says
    document_photo_id: Mapped[UUID | None] = mapped_column(ForeignKey("attachments.id"))
    note: Mapped[str | None]
    version: Mapped[int] = mapped_column(default=1)  # raised by every edit; a form of an older one is refused
    created_at: Mapped[datetime] = mapped_column(default=now)
    created_by: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    updated_at: Mapped[datetime] = mapped_column(default=now)
    updated_by: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    withdrawn_at: Mapped[datetime | None]  # it was entered by mistake: it does not count
    withdrawn_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    withdrawn_reason: Mapped[str | None]

    @declared_attr
    @classmethod
    def unit(cls) -> Mapped[Unit]:
        """Return whose record it is."""
        return relationship(Unit)

    @declared_attr
    @classmethod
    def document_photo(cls) -> Mapped[Attachment | None]:
        """Return the photo of the document."""
        return relationship(Attachment)

    @declared_attr
    @classmethod
    def editor(cls) -> Mapped[User]:
        """Return who changed it last."""
        return relationship(User, foreign_keys=[cls.updated_by])


class Yearly:
    """Mixin of what is of one calendar year."""

    year: Mapped[int]


class Spanning:
    """Mixin of what is in force from ``since`` up to, not including, ``until``; empty ``until`` is now."""

    since: Mapped[date]
    until: Mapped[date | None]
    end_reason: Mapped[str | None]  # of a hotspot: what its conversion came to


def unique_while_valid(table: str, *columns: str, still: str = "withdrawn_at IS NULL") -> Index:
    """Return the index by which a table has one record of ``columns`` at a time that was not withdrawn."""
    return Index(
        f"uq_{table}_valid", *columns, unique=True, sqlite_where=text(still), postgresql_where=text(still)
    )  # fmt: skip


OPEN = "(withdrawn_at IS NULL) AND (until IS NULL)"


class Registration(Yearly, Declared, Base):
    """A village or a commune registered to become "An toàn về ANTT" in a year (letter 1067/CAT-PV05)."""

    __tablename__ = "registrations"

    registered_on: Mapped[date]

    __table_args__ = (unique_while_valid("registrations", "unit_id", "year"),)


class Convention(Spanning, Declared, Base):
    """A village's written rules on ANTT, adopted at a meeting of its households; ``issuer`` approved them."""

    __tablename__ = "conventions"

    adopted_on: Mapped[date]
    households_present: Mapped[int | None]  # at the meeting
    households_invited: Mapped[int | None]

    __table_args__ = (Index("ix_conventions_unit_id_since", "unit_id", "since"),)


class LegalBasis(StrEnum):
    """The circular by which a unit is recognised."""

    TT23 = "tt23"  # 23/2012/TT-BCA
    TT124 = "tt124"  # 124/2021/TT-BCA


class RecognitionResult(StrEnum):
    """What was decided."""

    RECOGNISED = "recognised"
    REFUSED = "refused"


class Recognition(Yearly, Declared, Base):
    """The decision whether a village or a commune reached "An toàn về ANTT" in a year."""

    __tablename__ = "recognitions"

    basis: Mapped[LegalBasis]
    result: Mapped[RecognitionResult]

    __table_args__ = (unique_while_valid("recognitions", "unit_id", "year", "basis"),)


class HotspotList(StrEnum):
    """The two lists of communes that are watched."""

    SECURITY = "security"  # trọng điểm phức tạp về ANTT
    ORDER = "order"  # về trật tự, an toàn xã hội


class Hotspot(Spanning, Declared, Base):
    """A commune stands on one of the lists, with a plan of its conversion."""

    __tablename__ = "hotspots"

    list_name: Mapped[HotspotList]
    plan: Mapped[str | None]
    plan_until: Mapped[date | None]  # by when it is to be converted

    notes: Mapped[list["HotspotNote"]] = relationship(order_by="HotspotNote.id", back_populates="hotspot")

    __table_args__ = (unique_while_valid("hotspots", "unit_id", "list_name", still=OPEN),)


class HotspotNote(Base):
    """How far the conversion of a hotspot had come on a day; never changed."""

    __tablename__ = "hotspot_notes"

    id: Mapped[int] = mapped_column(Serial, primary_key=True)
    hotspot_id: Mapped[UUID] = mapped_column(ForeignKey("hotspots.id"), index=True)
    noted_on: Mapped[date]
    words: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(default=now)
    created_by: Mapped[UUID] = mapped_column(ForeignKey("users.id"))

    hotspot: Mapped[Hotspot] = relationship(back_populates="notes")
    author: Mapped[User] = relationship()


class Border(Spanning, Declared, Base):
    """A commune has a national border."""

    __tablename__ = "borders"

    __table_args__ = (unique_while_valid("borders", "unit_id", still=OPEN),)


class NewRuralStatus(StrEnum):
    """How far a commune has come in the new-rural programme."""

    NOT_YET = "not_yet"
    RECOGNISED = "recognised"
    ENHANCED = "enhanced"


class NewRural(Declared, Base):
    """What a commune is in the new-rural programme from a day on, until the next such record."""

    __tablename__ = "new_rurals"

    status: Mapped[NewRuralStatus]
    since: Mapped[date]

    __table_args__ = (unique_while_valid("new_rurals", "unit_id", "since"),)


class Rating(StrEnum):
    """How a force fulfilled its tasks in a year."""

    UNRATED = "unrated"
    EXCELLENT = "excellent"
    GOOD = "good"
    COMPLETED = "completed"
    FAILED = "failed"


class RatingState(StrEnum):
    """Whether the rating was decided."""

    PROVISIONAL = "provisional"
    FINAL = "final"


class Emulation(StrEnum):
    """The title that a force was given, beside its rating."""

    NONE = "none"
    ADVANCED = "advanced"  # Đơn vị tiên tiến
    VICTORIOUS = "victorious"  # Đơn vị quyết thắng


class Force(Yearly, Declared, Base):
    """A commune's police, or a village's team that keeps security and order (tổ bảo vệ ANTT), in a year."""

    __tablename__ = "forces"

    headcount: Mapped[int]
    rating: Mapped[Rating]
    rating_state: Mapped[RatingState]
    rated_on: Mapped[date | None]
    emulation: Mapped[Emulation]
    reprimanded: Mapped[int] = mapped_column(default=0)  # khiển trách: how many people, never who
    warned_or_more: Mapped[int] = mapped_column(default=0)  # cảnh cáo and above

    __table_args__ = (unique_while_valid("forces", "unit_id", "year"),)

    @property
    def disciplined(self) -> int:
        """How many of it were disciplined in any way."""
        return self.reprimanded + self.warned_or_more
