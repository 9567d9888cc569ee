"""Logging what groups or a unit did, and putting a corrected entry in the place of a former one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from flask_babel import lazy_gettext as _l

from app.accounts.models import User
from app.attachments.operations import keep_photo
from app.attachments.photos import Photo
from app.audit.operations import record
from app.extensions import db
from app.groups.models import Activity, ActivityKind, ActivityPhoto, Group, Outcome
from app.groups.operations.history import write_key
from app.groups.operations.lifespan import refuse_outside_life
from app.groups.operations.rights import refuse_replacing
from app.groups.operations.twins import lock, move_marks, twin_of
from app.groups.queries.activities import marked_as
from app.households.operations import IdTaken
from app.locking import hold
from app.units.models import Unit

MOST_PHOTOS = 4


@dataclass(frozen=True, slots=True)
class ActivityTerms:
    """What is written about an activity."""

    kind: ActivityKind
    held_on: date
    captured_at: datetime
    households_present: int | None = None
    people_present: int | None = None
    summary: str | None = None
    plan: str | None = None
    outcomes: Mapping[str, int] = field(default_factory=dict)  # by the names of `app.groups.outcomes`
    photos: Sequence[Photo] = ()
    photos_promised: int = 0  # that the phone has and sends by itself


def log_activity(
    id_: UUID,
    terms: ActivityTerms,
    unit: Unit,
    groups: Sequence[Group],
    *,
    by: User,
    duplicate_seen: bool = False,
    queued: bool = False,
) -> Activity:
    """Log what ``groups`` (or, without any, the unit) did, and return it. ``unit`` is theirs, or their commune.

    Raises IdTaken when the id is in use, OutsideLife for a day on which a group was not, LikelyTwin unless
    ``duplicate_seen``; one that was ``queued`` on a phone is logged all the same and marked, for its person has gone
    on.
    """
    lock(groups, unit)
    refuse_taken_id(id_)
    refuse_outside_life(groups, terms.held_on)
    twin = None if duplicate_seen else twin_of(groups, unit, terms.held_on, terms.kind, queued=queued)
    activity = Activity(
        id=id_, unit_id=unit.id, captured_at=terms.captured_at, created_by=by.id, updated_by=by.id, version=1,
        groups=list(groups), twin_id=twin, photos_promised=terms.photos_promised,
    )  # fmt: skip
    _enter(activity, terms, by=by)
    record("activity:log", activity, by=by, unit_id=unit.id, fields=["twin_id"] if twin else [])
    return activity


def correct_activity(
    former: Activity,
    id_: UUID,
    terms: ActivityTerms,
    *,
    by: User,
    duplicate_seen: bool = False,
    queued: bool = False,
) -> Activity:
    """Log an entry that takes the place of ``former``, which stays to be seen but no longer counts; return the new one.

    Raises IdTaken when the id is in use, NotTheAuthor, NoLongerCounts for a second correction of the same entry,
    OutsideLife for another day on which a group was not, and LikelyTwin unless ``duplicate_seen`` or ``queued`` (then
    it is marked).
    """
    lock(former.groups, former.unit)
    hold(former)
    refuse_taken_id(id_)
    refuse_replacing(former, by=by)
    if terms.held_on != former.held_on:
        refuse_outside_life(former.groups, terms.held_on)
    twin = None if duplicate_seen else _other_twin(former, terms, queued=queued)
    activity = Activity(
        id=id_, unit_id=former.unit_id, captured_at=terms.captured_at, created_by=by.id, updated_by=by.id, version=1,
        groups=list(former.groups), corrects_id=former.id, twin_id=twin, photos_promised=terms.photos_promised,
    )  # fmt: skip
    former.twin_id = None  # what no longer counts is nobody's twin
    _enter(activity, terms, by=by)
    move_marks(former, activity)
    record("activity:correct", activity, by=by, unit_id=former.unit_id, fields=["corrects_id"])
    return activity


def write_terms(activity: Activity, terms: ActivityTerms) -> None:
    """Write what is typed into the activity, and the key computed from it."""
    activity.kind, activity.held_on = terms.kind, terms.held_on
    activity.households_present, activity.people_present = terms.households_present, terms.people_present
    activity.summary, activity.plan = terms.summary, terms.plan
    write_key(activity)
    activity.outcomes = [Outcome(name=name, count=count) for name, count in terms.outcomes.items() if count]


def refuse_taken_id(id_: UUID) -> None:
    """Raise IdTaken where an activity has this id."""
    if db.session.get(Activity, id_):
        raise IdTaken(
            _l("Hoạt động này đã được lưu rồi."), link=f"/activities/{id_}", link_label=_l("Mở hoạt động đã lưu")
        )


def _other_twin(former: Activity, terms: ActivityTerms, *, queued: bool) -> UUID | None:
    """Return what a correction may be; what is marked as perhaps the former one waits to be judged already."""
    but = [former.id, *(other.id for other in marked_as(former))]
    return twin_of(former.groups, former.unit, terms.held_on, terms.kind, queued=queued, but=but)


def _enter(activity: Activity, terms: ActivityTerms, *, by: User) -> None:
    write_terms(activity, terms)
    db.session.add(activity)
    db.session.flush()
    for photo in terms.photos:
        kept = keep_photo(photo, by=by, unit_id=activity.unit_id)
        db.session.add(ActivityPhoto(activity_id=activity.id, attachment_id=kept.id))
    db.session.flush()
