"""A self-management group; its leaders, its standing and its member households, each from when to when."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.attachments.models import Attachment
from app.base import Base, Serial, Sortable
from app.clock import now
from app.households.models import Household
from app.units.models import Unit
from app.units.scope import InUnit

OPEN = text("until IS NULL")


class GroupKind(StrEnum):
    """The models of self-management (letter 1067/CAT-PV05, on models "thường xuyên và có hiệu quả")."""

    LIEN_GIA = "lien_gia"  # nhóm liên gia tự quản: households watching over each other
    MEDIATION = "mediation"  # tổ hoà giải
    FIRE = "fire"  # tổ phòng cháy, chữa cháy
    SECURITY = "security"  # tổ an ninh nhân dân
    OTHER = "other"  # one of the province's own models


class Standing(StrEnum):
    """Whether a group is at work."""

    ACTIVE = "active"
    SUSPENDED = "suspended"
    DISSOLVED = "dissolved"


class LeaderPost(StrEnum):
    """Which of the two who lead."""

    LEADER = "leader"
    DEPUTY = "deputy"


class GroupModel(Base):
    """A model of self-management that the province has named, for groups of the kind ``other``."""

    __tablename__ = "group_models"

    id: Mapped[int] = mapped_column(Serial, primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    retired_at: Mapped[datetime | None]  # no new group takes it


class Group(InUnit, Base):
    """A group of a village or of a commune. It is never deleted: it is dissolved."""

    __tablename__ = "groups"
    follow = True

    id: Mapped[UUID] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    kind: Mapped[GroupKind]
    model_id: Mapped[int | None] = mapped_column(ForeignKey("group_models.id"))  # of the kind ``other``
    number: Mapped[int]  # within the unit and the kind
    founded_on: Mapped[date]
    decision_number: Mapped[str | None]
    decision_on: Mapped[date | None]
    decision_photo_id: Mapped[UUID | None] = mapped_column(ForeignKey("attachments.id"))
    rules_adopted_on: Mapped[date | None]  # its own rules
    leader_name: Mapped[str]  # who leads today; `leaders` keeps who led before
    leader_phone: Mapped[str | None]  # E.164
    deputy_name: Mapped[str | None]
    deputy_phone: Mapped[str | None]
    standing: Mapped[Standing] = mapped_column(default=Standing.ACTIVE)  # today's; `spells` keeps all
    search_key: Mapped[str]  # of its label and its leaders, without accents
    sort_key: Mapped[str] = mapped_column(Sortable)  # kind, then number
    version: Mapped[int] = mapped_column(default=1)  # raised by every edit; a form of an older one is refused
    created_at: Mapped[datetime] = mapped_column(default=now)
    created_by: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    updated_at: Mapped[datetime] = mapped_column(default=now)
    updated_by: Mapped[UUID] = mapped_column(ForeignKey("users.id"))

    unit: Mapped[Unit] = relationship()
    model: Mapped[GroupModel | None] = relationship()
    decision_photo: Mapped[Attachment | None] = relationship()
    editor: Mapped[User] = relationship(foreign_keys=[updated_by])
    leaders: Mapped[list["Leader"]] = relationship(order_by="Leader.id", back_populates="group")
    spells: Mapped[list["StandingSpell"]] = relationship(order_by="StandingSpell.id", back_populates="group")
    memberships: Mapped[list["Membership"]] = relationship(order_by="Membership.id", back_populates="group")

    __table_args__ = (
        Index(
            "uq_groups_number", "unit_id", "kind", "number", unique=True,
            sqlite_where=text("model_id IS NULL"), postgresql_where=text("model_id IS NULL"),
        ),
        Index("uq_groups_model_number", "unit_id", "model_id", "number", unique=True),
        Index("ix_groups_unit_id_sort_key_id", "unit_id", "sort_key", "id"),
    )  # fmt: skip


class Leader(Base):
    """Who led a group from ``since`` up to, not including, ``until``; empty ``until`` is now."""

    __tablename__ = "group_leaders"

    id: Mapped[int] = mapped_column(Serial, primary_key=True)
    group_id: Mapped[UUID] = mapped_column(ForeignKey("groups.id"))
    post: Mapped[LeaderPost]
    name: Mapped[str]
    phone: Mapped[str | None]
    since: Mapped[date]
    until: Mapped[date | None]
    created_at: Mapped[datetime] = mapped_column(default=now)
    created_by: Mapped[UUID] = mapped_column(ForeignKey("users.id"))

    group: Mapped[Group] = relationship(back_populates="leaders")

    __table_args__ = (
        Index("uq_group_leaders_open", "group_id", "post", unique=True, sqlite_where=OPEN, postgresql_where=OPEN),
    )


class StandingSpell(Base):
    """A group was suspended or dissolved from ``since`` up to, not including, ``until``; else it is active."""

    __tablename__ = "group_spells"

    id: Mapped[int] = mapped_column(Serial, primary_key=True)
    group_id: Mapped[UUID] = mapped_column(ForeignKey("groups.id"))
    standing: Mapped[Standing]  # suspended or dissolved
    since: Mapped[date]
    until: Mapped[date | None]
    reason: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(default=now)
    created_by: Mapped[UUID] = mapped_column(ForeignKey("users.id"))

    group: Mapped[Group] = relationship(back_populates="spells")

    __table_args__ = (Index("uq_group_spells_open", "group_id", unique=True, sqlite_where=OPEN, postgresql_where=OPEN),)


class Membership(Base):
    """A household belonged to a group from ``since`` up to, not including, ``until``; empty ``until`` is now."""

    __tablename__ = "group_memberships"

    id: Mapped[int] = mapped_column(Serial, primary_key=True)
    group_id: Mapped[UUID] = mapped_column(ForeignKey("groups.id"), index=True)
    household_id: Mapped[UUID] = mapped_column(ForeignKey("households.id"), index=True)
    sole_kind: Mapped[GroupKind | None]  # ``lien_gia``: a household is in one at a time; empty: in any number
    since: Mapped[date]
    until: Mapped[date | None]
    created_at: Mapped[datetime] = mapped_column(default=now)
    created_by: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))

    group: Mapped[Group] = relationship(back_populates="memberships")
    household: Mapped[Household] = relationship()

    __table_args__ = (
        Index(
            "uq_group_memberships_sole", "household_id", "sole_kind", unique=True,
            sqlite_where=OPEN, postgresql_where=OPEN,
        ),
        Index(
            "uq_group_memberships_open", "group_id", "household_id", unique=True,
            sqlite_where=OPEN, postgresql_where=OPEN,
        ),
    )  # fmt: skip


class GroupMove(Base):
    """Until ``moved_on`` a group lay in ``from_unit_id``, under ``number``; that unit ended, another took it over."""

    __tablename__ = "group_moves"

    id: Mapped[int] = mapped_column(Serial, primary_key=True)
    group_id: Mapped[UUID] = mapped_column(ForeignKey("groups.id"), index=True)
    from_unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    number: Mapped[int]
    moved_on: Mapped[date]
