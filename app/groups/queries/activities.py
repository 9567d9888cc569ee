"""Finding activities: the log of a month, a group's book, the last one, likely twins; who could have taken part."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, literal, or_, select, tuple_
from sqlalchemy.orm import aliased, joinedload, selectinload

from app.extensions import db
from app.groups.models import (
    Activity,
    ActivityGroup,
    ActivityKind,
    ActivityPhoto,
    ActivityRevision,
    Group,
    Membership,
    Outcome,
)
from app.groups.outcomes import OutcomeKind
from app.groups.queries.wording import says
from app.households.models import Household
from app.households.queries import residing
from app.policy import Action, Actor, visible
from app.units.models import Unit
from app.units.queries import readable
from app.units.scope import unit_ids
from app.vietnamese import search_words
from app.web.pagination import Cursor, Page

ENOUGH = 5  # likely twins that are shown
PAGE = 200  # rows of the log: more than a commune's groups do in a month
WITHDRAWN = 20  # of a group, on its page; the log has all


@dataclass(frozen=True, slots=True)
class Narrowing:
    """How the person narrowed the log: from ``first`` up to, not including, ``end``."""

    first: date
    end: date
    village: Unit | None = None
    group: Group | None = None
    kind: ActivityKind | None = None
    typed: str = ""
    outcome: OutcomeKind | None = None  # only what ended with some of it
    of_figure: bool = False  # only what counts, for the rows add up to a figure


@dataclass(frozen=True, slots=True)
class Totals:
    """What the activities that count come to."""

    activities: int
    households: int
    people: int
    outcome: int  # of the one by which they are narrowed


@dataclass(frozen=True, slots=True)
class Present:
    """How many households, and people in them, could have taken part."""

    households: int
    members: int


def counting() -> ColumnElement[bool]:
    """Return the condition that an activity counts: it was not withdrawn, and no later one takes its place."""
    later = aliased(Activity)
    replaced = exists().where(later.corrects_id == Activity.id, takes_place(later))
    return and_(Activity.withdrawn_at.is_(None), ~replaced)


def ended_with(outcome: str) -> ColumnElement[bool]:
    """Return the condition that an activity ended with some of the outcome of this name."""
    return exists().where(Outcome.activity_id == Activity.id, Outcome.name == outcome, Outcome.count > 0)


def takes_place(correction: Any) -> ColumnElement[bool]:
    """Return the condition that a correction (the model, or an alias of it) takes the place of the former entry.

    One that was entered by mistake takes none; one that is the same as another activity still does.
    """
    taken: ColumnElement[bool] = correction.withdrawn_reason.is_(None)
    return taken


def log_page(actor: Actor, narrowing: Narrowing, after: Cursor | None, size: int = PAGE) -> Page[Activity]:
    """Return a page of the activities that ``actor`` may read, latest day first, the corrected ones too."""
    rows = _log(actor, narrowing)
    if after and (day := _day_of(after)):
        place = tuple_(literal(day), literal(after.id, Activity.id.type))
        rows = rows.where(tuple_(Activity.held_on, Activity.id) < place)
    found = db.session.scalars(rows.limit(size + 1)).all()
    shown = found[:size]
    return Page(shown, Cursor(shown[-1].held_on.isoformat(), shown[-1].id) if len(found) > size else None)


def totals(actor: Actor, narrowing: Narrowing) -> Totals:
    """Return what those of the same activities that count come to, on whatever page they stand."""
    name = narrowing.outcome.name if narrowing.outcome else ""
    ended = select(Outcome.count).where(Outcome.activity_id == Activity.id, Outcome.name == name).scalar_subquery()
    sums = (func.sum(each) for each in (Activity.households_present, Activity.people_present, ended))
    rows = visible(actor, Action.ACTIVITY_READ, Activity).where(*_conditions(narrowing), counting())
    return Totals(*(int(each or 0) for each in db.session.execute(rows.with_only_columns(func.count(), *sums)).one()))


def book(actor: Actor, narrowing: Narrowing) -> Sequence[Activity]:
    """Return the activities that ``actor`` may read, first day first, the corrected ones too."""
    rows = visible(actor, Action.ACTIVITY_READ, Activity).where(*_conditions(narrowing))
    return db.session.scalars(_whole(rows).order_by(Activity.held_on, Activity.id)).all()


def corrected(ids: Sequence[UUID]) -> dict[UUID, UUID]:
    """Return, for those of these activities that were corrected, which takes the place of each."""
    if not ids:
        return {}
    rows = select(Activity.corrects_id, Activity.id).where(Activity.corrects_id.in_(ids), takes_place(Activity))
    return {before: after for before, after in db.session.execute(rows) if before}


def withdrawn(actor: Actor, group: Group) -> Sequence[Activity]:
    """Return the group's activities that were withdrawn and that ``actor`` may read, the last first, some of many."""
    rows = visible(actor, Action.ACTIVITY_READ, Activity).where(_by(group.id), Activity.withdrawn_at.is_not(None))
    rows = rows.options(joinedload(Activity.withdrawer)).order_by(Activity.withdrawn_at.desc(), Activity.id.desc())
    return db.session.scalars(rows.limit(WITHDRAWN)).all()


def days_of(group: Group) -> Select[date]:
    """Return a select of the days of the group's activities that count, first to last."""
    return select(Activity.held_on).where(_by(group.id), counting()).order_by(Activity.held_on)


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


def last_of(groups: Sequence[Group], unit: Unit, kind: ActivityKind | None = None) -> Activity | None:
    """Return the latest activity (of ``kind``) of just these groups or, without any, of the unit that had no group.

    What one of them did alone, or with others, says nothing of how many come when just these meet.
    """
    ours = _by_just([group.id for group in groups]) if groups else (Activity.unit_id == unit.id) & ~_by_any()
    rows = select(Activity).where(ours, counting()).options(selectinload(Activity.outcomes))
    rows = rows.where(Activity.kind == kind) if kind else rows
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
    """Return who could have taken part on a day: members then or later, or who resides in the unit; None: not known.

    Where a group's members have not been written down yet, who resides where the groups are.
    """
    places = list({group.unit_id: group.unit for group in groups}.values()) or [unit]
    return (_members(groups, since) if groups else None) or _residents(places)


def successor_of(activity: Activity) -> Activity | None:
    """Return the activity that takes the place of this one."""
    its = Activity.corrects_id == activity.id
    return db.session.scalar(select(Activity).where(its, takes_place(Activity)).limit(1))


def marked_as(activity: Activity) -> Sequence[Activity]:
    """Return the activities of which this one may be the twin, or is."""
    return db.session.scalars(select(Activity).where(Activity.twin_id == activity.id).order_by(Activity.id)).all()


def _members(groups: Sequence[Group], since: date) -> Present | None:
    """Return the members of all groups; None where one of them has none, for it has not been written down yet."""
    then = or_(Membership.until.is_(None), Membership.until > since)
    rows = select(Membership.group_id, func.count(), func.sum(Household.member_count)).join(
        Household, Household.id == Membership.household_id
    )
    mine = Membership.group_id.in_([group.id for group in groups])
    found = db.session.execute(rows.where(mine, then).group_by(Membership.group_id)).all()
    return _known(sum(row[1] for row in found), sum(row[2] for row in found)) if len(found) == len(groups) else None


def _residents(units: Sequence[Unit]) -> Present | None:
    below = or_(*(Household.village_id.in_(unit_ids(unit.path or "none/")) for unit in units))
    sums = select(func.count(), func.sum(Household.member_count)).where(below, residing())
    households, members = db.session.execute(sums).one()
    return _known(households, members)


def _known(households: int, members: Any) -> Present | None:
    return Present(int(households), int(members)) if households else None


def _by(group_id: UUID) -> ColumnElement[bool]:
    return exists().where(ActivityGroup.activity_id == Activity.id, ActivityGroup.group_id == group_id)


def _by_just(ids: Sequence[UUID]) -> ColumnElement[bool]:
    took_part = select(func.count()).where(ActivityGroup.activity_id == Activity.id)
    ours = took_part.where(ActivityGroup.group_id.in_(ids))
    return and_(_by(ids[0]), *(part.scalar_subquery() == len(ids) for part in (took_part, ours)))


def _by_any() -> ColumnElement[bool]:
    return exists().where(ActivityGroup.activity_id == Activity.id)


def _of_village(village: Unit) -> ColumnElement[bool]:
    return Activity.in_unit(village.id, past=True)


def _conditions(narrowing: Narrowing) -> list[ColumnElement[bool]]:
    conditions = [Activity.held_on >= narrowing.first, Activity.held_on < narrowing.end]
    if narrowing.village:
        conditions.append(_of_village(narrowing.village))
    if narrowing.group:
        conditions.append(_by(narrowing.group.id))
    if narrowing.kind:
        conditions.append(Activity.kind == narrowing.kind)
    if narrowing.outcome:
        conditions.append(ended_with(narrowing.outcome.name))
    if narrowing.of_figure:
        conditions.append(counting())
    conditions.extend(says(word) for word in search_words(narrowing.typed))
    return conditions


def _day_of(cursor: Cursor) -> date | None:
    try:
        return date.fromisoformat(cursor.key)
    except ValueError:
        return None  # rubbish: the first page


def _log(actor: Actor, narrowing: Narrowing) -> Select[Activity]:
    rows = visible(actor, Action.ACTIVITY_READ, Activity).where(*_conditions(narrowing))
    return _whole(rows).order_by(Activity.held_on.desc(), Activity.id.desc())


def _whole(rows: Select[Activity]) -> Select[Activity]:
    """Load what an activity says of itself in a fixed number of queries."""
    return rows.options(
        joinedload(Activity.unit),
        joinedload(Activity.author),
        joinedload(Activity.withdrawer),
        selectinload(Activity.groups).joinedload(Group.model),
        selectinload(Activity.groups).joinedload(Group.unit),
        selectinload(Activity.outcomes),
    )
