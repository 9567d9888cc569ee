"""Activities that may be the same: asking or marking when one is entered, and judging whether they are."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.accounts.models import User
from app.audit.operations import record
from app.clock import now
from app.errors import Refusal
from app.extensions import db
from app.groups.models import Activity, ActivityKind, Group
from app.groups.operations.history import keep_version, write_key
from app.groups.operations.rights import may_replace, refuse_replacing
from app.groups.queries.acting import acting_groups
from app.groups.queries.activities import likely_twins, marked_as, successor_of
from app.locking import hold
from app.units.models import Unit


class LikelyTwin(Refusal):
    """The group (or the unit) has an activity of this day and kind; ``candidates`` are shown."""

    status = 422

    def __init__(self, candidates: Sequence[Activity]) -> None:
        """Keep the candidates."""
        super().__init__(_l("Ngày này đã ghi một hoạt động như vậy."))
        self.candidates = candidates


def twin_of(
    groups: Sequence[Group], unit: Unit, day: date, kind: ActivityKind, *, queued: bool, but: Sequence[UUID] = ()
) -> UUID | None:
    """Return the activity that one of this day and kind may be. Raises LikelyTwin where somebody is there to ask."""
    candidates = likely_twins(groups, unit, day, kind, but=but)
    if candidates and not queued:
        raise LikelyTwin(candidates)
    return candidates[0].id if candidates else None


def lock(groups: Sequence[Group], unit: Unit) -> None:
    """Let nobody else log for these groups, or for a unit without any, until the transaction ends.

    Two of the same at once would not see each other. The groups are read anew: while this one waited, one of them may
    have been dissolved.
    """
    if groups:
        rows = select(Group).where(Group.id.in_([group.id for group in groups])).order_by(Group.id)
        db.session.scalars(rows.with_for_update().execution_options(populate_existing=True)).all()
    else:  # so that what refers to the unit may still be written
        db.session.execute(select(Unit.id).where(Unit.id == unit.id).with_for_update(key_share=True))


def distinguish_activity(activity: Activity, *, by: User) -> Activity:
    """Say that the activity is not the one that it may be, and return it; nothing happens when that was said before.

    Raises NotTheAuthor, NoLongerCounts.
    """
    hold(activity)
    refuse_replacing(activity, by=by)
    if activity.twin_id is not None:
        activity.twin_id = None
        record("activity:distinguish", activity, by=by, unit_id=activity.unit_id, fields=["twin_id"])
    return activity


def identify_activity(activity: Activity, *, by: User) -> Activity:
    """Say that the activity is the one that it may be, so that one of them counts, and return that one.

    It is this one, unless the other has groups besides or is not ``by``'s to put aside; where each has groups that the
    other lacks, it gets them all. Nothing happens when it is no likely twin. Raises NotTheAuthor, NoLongerCounts.
    """
    twin = _counting_twin(activity)
    lock([*activity.groups, *(twin.groups if twin else ())], activity.unit)
    for each in sorted(filter(None, (activity, twin)), key=lambda one: one.id):
        hold(each)
    refuse_replacing(activity, by=by)
    twin = _counting_twin(activity)
    if twin is None:
        return distinguish_activity(activity, by=by)
    own, theirs = ({group.id for group in one.groups} for one in (activity, twin))
    if own < theirs or (own == theirs and not may_replace(twin, by)):
        return _put_aside(activity, twin, by=by)
    refuse_replacing(twin, by=by)
    if theirs - own:
        _unite_groups(activity, twin, by=by)
    activity.twin_id = None
    return _put_aside(twin, activity, by=by)


def move_marks(activity: Activity, successor: Activity | None) -> None:
    """Let what was marked as perhaps ``activity`` be perhaps ``successor``, where it is like it, else no twin."""
    for other in marked_as(activity):
        if other.withdrawn_at is None:
            like = successor is not None and other.id != successor.id and _is_like(other, successor)
            other.twin_id = successor.id if successor and like else None


def _counting_twin(activity: Activity) -> Activity | None:
    """Return what counts of what the activity may be, a correction where there is one; None where none is like it."""
    twin = activity.twin
    later = twin and successor_of(twin)
    while later:
        twin, later = later, successor_of(later)
    return twin if twin and twin.withdrawn_at is None and _is_like(activity, twin) else None


def _is_like(one: Activity, other: Activity) -> bool:
    """Tell whether two activities are of one day and kind, and of a common group (or of one unit, without any)."""
    if (one.kind, one.held_on) != (other.kind, other.held_on):
        return False
    groups, others = ({group.id for group in each.groups} for each in (one, other))
    return bool(groups & others) if groups or others else one.unit_id == other.unit_id


def _put_aside(activity: Activity, same: Activity, *, by: User) -> Activity:
    """Let the activity no longer count, and be seen as the ``same`` as the other, which is returned."""
    move_marks(activity, same)
    activity.withdrawn_at, activity.withdrawn_by, activity.twin_id = now(), by.id, same.id
    db.session.flush()
    record("activity:identify", activity, by=by, unit_id=activity.unit_id, fields=["withdrawn_at", "twin_id"])
    return same


def _unite_groups(activity: Activity, twin: Activity, *, by: User) -> None:
    keep_version(activity, by=by, with_groups=True)
    groups = {group.id: group for group in (*activity.groups, *twin.groups)}
    activity.groups = list(groups.values())
    activity.unit_id = acting_groups(activity.groups).unit.id
    write_key(activity)
    record("activity:edit", activity, by=by, unit_id=activity.unit_id, fields=["groups"])
