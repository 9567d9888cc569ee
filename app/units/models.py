"""Units, their placements and names in time, who succeeded whom, and the reorganisations that were done."""

from datetime import date, datetime
from enum import StrEnum

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.base import Base, Sortable
from app.clock import now
from app.policy import Role
from app.vietnamese import search_key, sort_key

# Where a beginning is not known: earlier than any record of ours.
UNKNOWN_START = date(1900, 1, 1)


class UnitKind(StrEnum):
    """The four levels, whatever each place calls them."""

    PROVINCE = "province"
    DISTRICT = "district"
    COMMUNE = "commune"
    VILLAGE = "village"


# At which level each role sits (an administrator may sit anywhere).
SEATS = {
    Role.VILLAGE_HEAD: UnitKind.VILLAGE,
    Role.COMMUNE_POLICE: UnitKind.COMMUNE,
    Role.DISTRICT: UnitKind.DISTRICT,
    Role.PROVINCE: UnitKind.PROVINCE,
}


# What places call their units. Vietnamese says just that; English needs the level, for most have no word of their own.
TITLES: dict[str, LazyString] = {
    "tỉnh": _l("Tỉnh"),
    "thành phố": _l("Thành phố"),
    "huyện": _l("Huyện"),
    "thị xã": _l("Thị xã"),
    "xã": _l("Xã"),
    "phường": _l("Phường"),
    "thị trấn": _l("Thị trấn"),
    "bản": _l("Bản"),
    "thôn": _l("Thôn"),
    "tiểu khu": _l("Tiểu khu"),
    "tổ dân phố": _l("Tổ dân phố"),
}


class Unit(Base):
    """A province, district, commune or village, from ``valid_from`` up to, not including, ``valid_to``.

    ``valid_from`` is empty for a unit that a decided but not yet run reorganisation will bring; ``path`` is today's
    place ("1/12/345/"), empty when the unit is not in force today: announced, or ended.
    """

    __tablename__ = "units"

    id: Mapped[int] = mapped_column(primary_key=True)
    scheme: Mapped[str]  # a code is unique only within its scheme, such as "2025-01"
    code: Mapped[str]
    kind: Mapped[UnitKind]
    title: Mapped[str]  # how the place calls it: huyện, thị xã, phường, bản, tiểu khu ...
    name: Mapped[str]
    search_key: Mapped[str]
    sort_key: Mapped[str] = mapped_column(Sortable)
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))  # today's; the history is in placements
    path: Mapped[str | None] = mapped_column(Sortable)
    sample: Mapped[bool] = mapped_column(default=False)  # invented, for the demo: its pages say DỮ LIỆU MẪU

    parent: Mapped["Unit | None"] = relationship(remote_side="Unit.id")
    passed_to: Mapped[list["Succession"]] = relationship(
        foreign_keys="Succession.predecessor_id", order_by="Succession.id", viewonly=True
    )

    __table_args__ = (
        UniqueConstraint("scheme", "code"),
        Index("ix_units_path", "path"),
        Index("ix_units_parent_id_sort_key", "parent_id", "sort_key"),
    )

    @property
    def full_name(self) -> str:
        """The title and the name: "Bản Nà Mẫu"."""
        return f"{self.title[:1].upper()}{self.title[1:]} {self.name}"

    @property
    def title_words(self) -> str:
        """What the unit is, in the page's language; a title that we do not know stays as the place writes it."""
        return str(TITLES.get(self.title, self.title))

    @property
    def ancestor_ids(self) -> list[int]:
        """Ids from the province down to the parent, by today's path."""
        return [int(part) for part in (self.path or "").split("/") if part][:-1]

    @property
    def has_ended(self) -> bool:
        """Whether it was in force and no longer is."""
        return self.path is None and self.valid_to is not None

    @property
    def heir_paths(self) -> list[str]:
        """Where those lie today who took over this ended unit, straight or by steps; none of one that has not ended."""
        return [heir.path for heir in self.standing if heir.path] if self.has_ended else []

    @property
    def standing(self) -> list["Unit"]:
        """The unit itself while it is in force; once it ended, those that took it over."""
        if not self.has_ended:
            return [self] if self.path else []
        return [place for step in self.passed_to for place in step.successor.standing]

    def rename(self, name: str) -> None:
        """Set the name and the keys computed from it."""
        self.name = name
        self.search_key = search_key(f"{self.title} {name}")
        # A place's name is read from its first word on, a person's from the last.
        self.sort_key = sort_key(name, given_last=False)


class Placement(Base):
    """A unit lies under ``parent_id`` from ``valid_from`` up to, not including, ``valid_to``.

    One that has ended lies under the unit that took it over: there its records count from then on.
    """

    __tablename__ = "placements"

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    parent_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]


class Succession(Base):
    """``successor`` takes over from ``predecessor`` (``partly``: from a part of it) on ``effective_on``.

    It may be known before it happens: it is in effect once the predecessor has its ``valid_to``.
    """

    __tablename__ = "successions"

    id: Mapped[int] = mapped_column(primary_key=True)
    predecessor_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    successor_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    effective_on: Mapped[date]
    partly: Mapped[bool] = mapped_column(default=False)

    predecessor: Mapped[Unit] = relationship(foreign_keys=[predecessor_id])
    successor: Mapped[Unit] = relationship(foreign_keys=[successor_id])

    __table_args__ = (UniqueConstraint("predecessor_id", "successor_id"),)


class FormerName(Base):
    """What a unit was called before ``valid_to``."""

    __tablename__ = "former_names"

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    title: Mapped[str]
    name: Mapped[str]
    valid_to: Mapped[date]

    @property
    def full_name(self) -> str:
        """The title and the name: "Bản Nà Mẫu"."""
        return f"{self.title[:1].upper()}{self.title[1:]} {self.name}"


class Reorganisation(Base):
    """A reorganisation of units that was done: under which name, and from which day it holds."""

    __tablename__ = "reorganisations"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    effective_on: Mapped[date]
    done_at: Mapped[datetime] = mapped_column(default=now)
