"""What a pack holds of groups, always whole: who they are, who belongs to them, and what was done of late."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, Subquery, exists, func, or_, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from app.clock import today
from app.extensions import db
from app.groups.labels import label_of
from app.groups.models import Activity, ActivityGroup, ActivityPhoto, Group, Membership, Standing
from app.groups.operations.logging import MOST_PHOTOS
from app.groups.queries.activities import counting, takes_place
from app.groups.queries.regularity import years_of
from app.groups.regularity import RULE, Year, month_before, month_of, window
from app.policy import Action, Actor, can, visible
from app.units.models import Unit, UnitKind

# model: the kind; named: the id of the province's own model; members: [[household, since], …], only in a village's own
# pack, for a commune's phone holds the names of few; count: how many there are; year: a letter for each month of
# ``months``, by its state.
GROUP = (
    "id", "label", "unit", "village", "leader", "phone", "deputy", "deputy_phone", "founded", "model", "suspended",
    "count", "members", "named", "number", "decision", "decided", "rules", "version", "year",
)  # fmt: skip
# Of this month and the one before, and the last of each group and unit alone. groups: their ids; where: they in words;
# mine: the person logged it; moments in seconds; counts: nothing takes its place, successor: what does, and it was not
# withdrawn by withdrawer because of why (none: it is the same as its twin); corrects: whose place it takes; twin: what
# it may be; promised: photos that a phone has said it will send.
ACTIVITY = (
    "id", "unit", "kind", "held_on", "households", "people", "groups", "where", "summary", "plan", "outcomes",
    "version", "author", "mine", "received", "editor", "edited", "counts", "successor", "corrects", "twin", "photos",
    "promised", "withdrawn", "withdrawer", "why",
)  # fmt: skip


def group_rows(actor: Actor, below: Unit) -> list[tuple[Any, ...]]:
    """Return the groups at work at ``below`` and beneath it for which ``actor`` may log, by village."""
    if not can(actor, Action.ACTIVITY_LOG, below):
        return []
    found = [own for own in years_of(below, today(), RULE) if own.group.standing is not Standing.DISSOLVED]
    members = _members([own.group.id for own in found])
    named = below.kind is UnitKind.VILLAGE
    return [
        (*_group(own.group, members.get(own.group.id, []), named=named), *_decided(own.group), _letters(own.year))
        for own in found
    ]


def activity_rows(actor: Actor, below: Unit) -> list[tuple[Any, ...]]:
    """Return what was done of late at ``below`` and beneath it, latest day first."""
    rows = visible(actor, Action.ACTIVITY_READ, Activity)
    if below.kind is UnitKind.VILLAGE:
        rows = rows.where(Activity.in_unit(below.id, past=True))
    since = month_before(month_of(today()))
    recent = or_(Activity.held_on >= since, Activity.id.in_(_last_of_groups(rows)), Activity.id.in_(_last_alone(rows)))
    later, photo = aliased(Activity), ActivityPhoto
    successor = select(later.id).where(later.corrects_id == Activity.id, takes_place(later)).limit(1).scalar_subquery()
    photos = select(func.count()).where(photo.activity_id == Activity.id).scalar_subquery()
    found = rows.where(recent).add_columns(counting(), successor, photos).options(
        joinedload(Activity.unit), joinedload(Activity.author), joinedload(Activity.editor),
        joinedload(Activity.withdrawer),
        selectinload(Activity.groups).joinedload(Group.model), selectinload(Activity.groups).joinedload(Group.unit),
        selectinload(Activity.outcomes),
    ).order_by(Activity.held_on.desc(), Activity.id.desc())  # fmt: skip
    return [_activity(actor, *row) for row in db.session.execute(found)]


def months() -> list[str]:
    """Return the full months that a group is judged by, oldest first: 2026-09."""
    return [first.isoformat()[:7] for first in window(today())]


def _group(group: Group, members: Sequence[tuple[UUID, date]], *, named: bool) -> tuple[Any, ...]:
    listed = [[str(household), since.isoformat()] for household, since in members] if named else None
    return (
        group.id, label_of(group), group.unit_id, group.unit.full_name, group.leader_name, group.leader_phone,
        group.deputy_name, group.deputy_phone, group.founded_on, group.kind, group.standing is Standing.SUSPENDED,
        len(members), listed,
    )  # fmt: skip


def _letters(year: Year) -> str:
    return "".join(state[0] for _, state in year.months)


def _decided(group: Group) -> tuple[Any, ...]:
    return (
        group.model_id, group.number, group.decision_number, group.decision_on, group.rules_adopted_on, group.version,
    )  # fmt: skip


def _members(groups: Sequence[UUID]) -> dict[UUID, list[tuple[UUID, date]]]:
    rows = select(Membership.group_id, Membership.household_id, Membership.since)
    found: dict[UUID, list[tuple[UUID, date]]] = {}
    for group, household, since in db.session.execute(
        rows.where(Membership.group_id.in_(groups), Membership.until.is_(None)).order_by(Membership.household_id)
    ):
        found.setdefault(group, []).append((household, since))
    return found


def _activity(actor: Actor, row: Activity, counts: bool, successor: UUID | None, photos: int) -> tuple[Any, ...]:
    acting = [f"{label_of(group)}, {group.unit.full_name}" for group in row.groups]
    edited = row.version > 1
    return (
        row.id, row.unit_id, row.kind, row.held_on, row.households_present, row.people_present,
        [str(group.id) for group in row.groups], "; ".join(acting) or row.unit.full_name, row.summary, row.plan,
        {outcome.name: outcome.count for outcome in row.outcomes}, row.version, row.author.display_name,
        row.created_by == actor.id, _seconds(row.received_at), row.editor.display_name if edited else None,
        _seconds(row.updated_at) if edited else None, counts, successor, row.corrects_id, row.twin_id, photos,
        min(row.photos_promised, MOST_PHOTOS), row.withdrawn_at and _seconds(row.withdrawn_at),
        row.withdrawer and row.withdrawer.display_name, row.withdrawn_reason,
    )  # fmt: skip


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())


def _last_of_groups(rows: Select[Activity]) -> Select[UUID]:
    """Return a select of the last activity of each group without another, of those in ``rows`` that count."""
    other = aliased(ActivityGroup)
    joint = exists().where(other.activity_id == Activity.id, other.group_id != ActivityGroup.group_id)
    own = rows.join(ActivityGroup, ActivityGroup.activity_id == Activity.id).where(counting(), ~joint)
    return _first(own.with_only_columns(Activity.id, _place(ActivityGroup.group_id)).subquery())


def _last_alone(rows: Select[Activity]) -> Select[UUID]:
    """Return a select of the last activity of each unit without a group, of those in ``rows`` that count."""
    own = rows.where(counting(), ~exists().where(ActivityGroup.activity_id == Activity.id))
    return _first(own.with_only_columns(Activity.id, _place(Activity.unit_id)).subquery())


def _place(by: Any) -> Any:
    latest = (Activity.held_on.desc(), Activity.received_at.desc(), Activity.id.desc())
    return func.row_number().over(partition_by=by, order_by=latest).label("place")


def _first(ranked: Subquery) -> Select[UUID]:
    return select(ranked.c.id).where(ranked.c.place == 1)
