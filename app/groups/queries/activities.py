"""Finding activities: the log of a month, a group's book, the last one, likely twins; who could have taken part."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from app.extensions import db
from app.groups.models import Activity, ActivityGroup, ActivityKind, ActivityPhoto, ActivityRevision, Group, Membership
from app.households.models import Household
from app.households.queries import residing
from app.policy import Action, Actor, visible
from app.units.models import Unit
from app.units.queries import readable
from app.units.scope import unit_ids
from app.vietnamese import search_words

ENOUGH = 5  # likely twins that are shown


@dataclass(frozen=True, slots=True)
class Narrowing:
    """How the person narrowed the log: from ``first`` up to, not including, ``end``."""

    first: date
    end: date
    village: Unit | None = None
    group: Group | None = None
    kind: ActivityKind | None = None
    typed: str = ""


@dataclass(frozen=True, slots=True)
class Present:
    """How many households, and people in them, could have taken part."""

    households: int
    members: int


def counting() -> ColumnElement[bool]:
    """Return the condition that an activity counts: no later one takes its place."""
    later = aliased(Activity)
    return ~exists().where(later.corrects_id == Activity.id)


def log(actor: Actor, narrowing: Narrowing) -> Sequence[Activity]:
    """Return the activities that ``actor`` may read, latest day first, the corrected ones too."""
    rows = visible(actor, Action.ACTIVITY_READ, Activity).where(*_conditions(narrowing))
    return db.session.scalars(_whole(rows).order_by(Activity.held_on.desc(), Activity.id.desc())).all()


def book(actor: Actor, group: Group, year: int) -> Sequence[Activity]:
    """Return a group's activities of a year that ``actor`` may read, first day first, the corrected ones too."""
    narrowing = Narrowing(date(year, 1, 1), date(year + 1, 1, 1), group=group)
    rows = visible(actor, Action.ACTIVITY_READ, Activity).where(*_conditions(narrowing))
    return db.session.scalars(_whole(rows).order_by(Activity.held_on, Activity.id)).all()


def corrected(ids: Sequence[UUID]) -> dict[UUID, UUID]:
    """Return, for those of these activities that no longer count, which takes the place of each."""
    rows = select(Activity.corrects_id, Activity.id).where(Activity.corrects_id.in_(ids)) if ids else None
    return {before: after for before, after in db.session.execute(rows) if before} if rows is not None else {}


def one(actor: Actor, action: Action, activity_id: UUID) -> Select[Activity]:
    """Return a select of the activity with what its page shows."""
    return _whole(visible(actor, action, Activity).where(Activity.id == activity_id)).options(
        joinedload(Activity.editor),
        selectinload(Activity.photos).joinedload(ActivityPhoto.attachment),
        selectinload(Activity.revisions).joinedload(ActivityRevision.editor),
    )


def groups_to_log(actor: Actor, village: Unit | None = None, ids: Sequence[UUID] | None = None) -> Select[Group]:
    """Return a select of the groups for which ``actor`` may log, by village; of ``village``, or with these ids."""
    rows = visible(actor, Action.ACTIVITY_LOG, Group).join(Unit, Unit.id == Group.unit_id)
    if village:
        rows = rows.where(Group.unit_id == village.id)
    if ids is not None:
        rows = rows.where(Group.id.in_(ids))
    rows = rows.options(joinedload(Group.unit).joinedload(Unit.parent), joinedload(Group.model))
    return rows.options(selectinload(Group.spells)).order_by(Unit.sort_key, Group.sort_key, Group.id)


def units_to_log(actor: Actor) -> Select[Unit]:
    """Return a select of the units for which ``actor`` may log without a group: the commune, then its villages."""
    return readable(actor, Action.ACTIVITY_LOG).order_by(func.length(Unit.path), Unit.sort_key, Unit.id)


def last_of(groups: Sequence[Group], unit: Unit) -> Activity | None:
    """Return the latest activity of the first of ``groups`` or, without any, of the unit that had no group."""
    ours = _by(groups[0].id) if groups else (Activity.unit_id == unit.id) & ~_by_any()
    rows = select(Activity).where(ours, counting()).options(selectinload(Activity.outcomes))
    latest = (Activity.held_on.desc(), Activity.received_at.desc(), Activity.id.desc())
    return db.session.scalar(rows.order_by(*latest).limit(1))


def likely_twins(
    groups: Sequence[Group], unit: Unit, day: date, kind: ActivityKind, *, but: Sequence[UUID] = ()
) -> Sequence[Activity]:
    """Return activities that count, of one of the groups (or of the unit without any), of this day and kind."""
    ours = or_(*(_by(group.id) for group in groups)) if groups else (Activity.unit_id == unit.id) & ~_by_any()
    rows = select(Activity).where(ours, Activity.held_on == day, Activity.kind == kind, counting())
    rows = rows.where(Activity.id.not_in(but)) if but else rows
    return db.session.scalars(_whole(rows).order_by(Activity.id).limit(ENOUGH)).all()


def present(groups: Sequence[Group], unit: Unit, since: date) -> Present | None:
    """Return who could have taken part on a day: members then or later, or who resides in the unit; None: not known."""
    return _members(groups, since) if groups else _residents(unit)


def successor_of(activity: Activity) -> Activity | None:
    """Return the activity that takes the place of this one."""
    return db.session.scalar(select(Activity).where(Activity.corrects_id == activity.id).limit(1))


def _members(groups: Sequence[Group], since: date) -> Present | None:
    """Return the members of all groups; None where one of them has none, for it has not been written down yet."""
    then = or_(Membership.until.is_(None), Membership.until > since)
    rows = select(Membership.group_id, func.count(), func.sum(Household.member_count)).join(
        Household, Household.id == Membership.household_id
    )
    mine = Membership.group_id.in_([group.id for group in groups])
    found = db.session.execute(rows.where(mine, then).group_by(Membership.group_id)).all()
    return _known(sum(row[1] for row in found), sum(row[2] for row in found)) if len(found) == len(groups) else None


def _residents(unit: Unit) -> Present | None:
    below = Household.village_id.in_(unit_ids(unit.path or "none/"))
    sums = select(func.count(), func.sum(Household.member_count)).where(below, residing())
    households, members = db.session.execute(sums).one()
    return _known(households, members)


def _known(households: int, members: Any) -> Present | None:
    return Present(int(households), int(members)) if households else None


def _by(group_id: UUID) -> ColumnElement[bool]:
    return exists().where(ActivityGroup.activity_id == Activity.id, ActivityGroup.group_id == group_id)


def _by_any() -> ColumnElement[bool]:
    return exists().where(ActivityGroup.activity_id == Activity.id)


def _of_village(village: Unit) -> ColumnElement[bool]:
    return Activity.in_unit(village.id)


def _conditions(narrowing: Narrowing) -> list[ColumnElement[bool]]:
    conditions = [Activity.held_on >= narrowing.first, Activity.held_on < narrowing.end]
    if narrowing.village:
        conditions.append(_of_village(narrowing.village))
    if narrowing.group:
        conditions.append(_by(narrowing.group.id))
    if narrowing.kind:
        conditions.append(Activity.kind == narrowing.kind)
    # A word is letters and digits only, so it needs no escaping in LIKE, and both databases read it alike.
    conditions.extend(Activity.search_key.like(f"% {word}%") for word in search_words(narrowing.typed))
    return conditions


def _whole(rows: Select[Activity]) -> Select[Activity]:
    """Load what an activity says of itself in a fixed number of queries."""
    return rows.options(
        joinedload(Activity.unit),
        joinedload(Activity.author),
        selectinload(Activity.groups).joinedload(Group.model),
        selectinload(Activity.groups).joinedload(Group.unit),
        selectinload(Activity.outcomes),
    )
