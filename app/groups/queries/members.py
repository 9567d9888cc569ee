"""Who belongs to a group, who may be taken into it, and where those belong already."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from app.extensions import db
from app.groups.models import Group, GroupKind, Membership
from app.households.models import Household
from app.households.queries import residing
from app.policy import Action, Actor, scope
from app.units.models import Unit
from app.units.scope import unit_ids
from app.vietnamese import search_words

OFFERED = 60


def members(group: Group) -> Sequence[Membership]:
    """Return the memberships of today, with their households, by the households' names."""
    rows = select(Membership).join(Membership.household).where(
        Membership.group_id == group.id, Membership.until.is_(None)
    )  # fmt: skip
    eager = contains_eager(Membership.household).joinedload(Household.village)
    return db.session.scalars(rows.options(eager).order_by(Household.sort_key, Household.id)).all()


def former_members(group: Group) -> Sequence[Membership]:
    """Return the memberships that have ended, the last first."""
    rows = select(Membership).where(Membership.group_id == group.id, Membership.until.is_not(None))
    rows = rows.options(joinedload(Membership.household)).order_by(Membership.until.desc(), Membership.id.desc())
    return db.session.scalars(rows).all()


def candidates(
    actor: Actor, group: Group, typed: str, chosen: Sequence[UUID], size: int = OFFERED
) -> tuple[Sequence[Household], bool]:
    """Return the households that may be taken into the group, the ``chosen`` first, and whether there are more.

    They reside in the group's place and are not in it yet; of the others only those named as what was typed.
    """
    there = select(Household).where(
        scope(actor, Action.HOUSEHOLD_READ, Household), within(group.unit), residing(),
        Household.id.not_in(select(Membership.household_id).where(_open(group.id))),
    ).options(joinedload(Household.village)).order_by(Household.sort_key, Household.id)  # fmt: skip
    first = db.session.scalars(there.where(Household.id.in_(chosen))).all() if chosen else []
    named = [Household.search_key.like(f"% {word}%") for word in search_words(typed)]
    found = db.session.scalars(there.where(Household.id.not_in(chosen), *named).limit(size + 1)).all()
    return [*first, *found[:size]], len(found) > size


def within(unit: Unit) -> ColumnElement[bool]:
    """Return the condition that a household lies in the village, or below the commune, of a group."""
    return or_(Household.village_id == unit.id, Household.village_id.in_(unit_ids(unit.path or "none/")))


def elsewhere(households: Sequence[UUID], group: Group) -> Sequence[Membership]:
    """Return today's memberships of these households in other liên gia groups; none when this is of another kind.

    A household is in one liên gia group at a time; to groups of other kinds it may belong besides.
    """
    if group.kind is not GroupKind.LIEN_GIA or not households:
        return []
    rows = select(Membership).where(
        Membership.household_id.in_(households), Membership.sole_kind == GroupKind.LIEN_GIA,
        Membership.until.is_(None), Membership.group_id != group.id,
    )  # fmt: skip
    where = joinedload(Membership.group)
    eager = (where.joinedload(Group.model), where.joinedload(Group.unit), joinedload(Membership.household))
    return db.session.scalars(rows.options(*eager).order_by(Membership.id)).all()


def overlapping(households: Sequence[UUID], group: Group, since: date) -> Sequence[Membership]:
    """Return the memberships of these households that had ended, but after ``since``, where none may be besides.

    They are of this group or, when it is a liên gia group, of another one.
    """
    besides = or_(Membership.group_id == group.id, Membership.sole_kind == GroupKind.LIEN_GIA)
    bound = besides if group.kind is GroupKind.LIEN_GIA else Membership.group_id == group.id
    rows = select(Membership).where(
        Membership.household_id.in_(households), bound, Membership.until > since, Membership.until > Membership.since
    )  # fmt: skip
    where = joinedload(Membership.group).joinedload(Group.model)
    rows = rows.options(where, joinedload(Membership.household))
    return db.session.scalars(rows.order_by(Membership.until.desc(), Membership.id)).all()


def open_in(group: Group, households: Sequence[UUID]) -> Select[Membership]:
    """Return a select of today's memberships of these households in the group."""
    return select(Membership).where(_open(group.id), Membership.household_id.in_(households))


def _open(group_id: UUID) -> ColumnElement[bool]:
    return (Membership.group_id == group_id) & Membership.until.is_(None)
