"""Logging what groups or a unit did, and putting a corrected entry in the place of a former one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.accounts.models import User
from app.attachments.operations import keep_photo
from app.attachments.photos import Photo
from app.audit.operations import record
from app.errors import Refusal
from app.extensions import db
from app.groups.models import Activity, ActivityKind, ActivityPhoto, Group, Outcome
from app.groups.queries.activities import likely_twins, successor_of
from app.households.operations import IdTaken
from app.units.models import Unit
from app.vietnamese import search_key

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


class LikelyTwin(Refusal):
    """The group (or the unit) has an activity of this day and kind; ``candidates`` are shown."""

    status = 422

    def __init__(self, candidates: Sequence[Activity]) -> None:
        """Keep the candidates."""
        super().__init__(_l("Ngày này đã ghi một hoạt động như vậy."))
        self.candidates = candidates


class AlreadyCorrected(Refusal):
    """Another entry has taken the place of this one."""

    reason = "gone"


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

    Raises IdTaken when the id is in use, LikelyTwin unless ``duplicate_seen``; one that was ``queued`` on a phone is
    logged all the same and marked, for its person has gone on.
    """
    refuse_taken_id(id_)
    lock(groups)
    twin = None if duplicate_seen else twin_of(groups, unit, terms, queued=queued)
    activity = Activity(
        id=id_, unit_id=unit.id, captured_at=terms.captured_at, created_by=by.id, updated_by=by.id, version=1,
        groups=list(groups), twin_id=twin, photos_promised=terms.photos_promised,
    )  # fmt: skip
    _enter(activity, terms, by=by)
    record("activity:log", activity, by=by, unit_id=unit.id, fields=["twin_id"] if twin else [])
    return activity


def correct_activity(former: Activity, id_: UUID, terms: ActivityTerms, *, by: User) -> Activity:
    """Log an entry that takes the place of ``former``, which stays to be seen but no longer counts; return the new one.

    Raises IdTaken when the id is in use, AlreadyCorrected for a second correction of the same entry.
    """
    refuse_taken_id(id_)
    hold(former)
    refuse_corrected(former)
    activity = Activity(
        id=id_, unit_id=former.unit_id, captured_at=terms.captured_at, created_by=by.id, updated_by=by.id, version=1,
        groups=list(former.groups), corrects_id=former.id, photos_promised=terms.photos_promised,
    )  # fmt: skip
    former.twin_id = None  # what no longer counts is nobody's twin
    _enter(activity, terms, by=by)
    record("activity:correct", activity, by=by, unit_id=former.unit_id, fields=["corrects_id"])
    return activity


def distinguish_activity(activity: Activity, *, by: User) -> Activity:
    """Say that the activity is not the one that it may be, and return it; nothing happens when that was said before."""
    hold(activity)
    if activity.twin_id is not None:
        activity.twin_id = None
        record("activity:distinguish", activity, by=by, unit_id=activity.unit_id, fields=["twin_id"])
    return activity


def identify_activity(activity: Activity, *, by: User) -> Activity:
    """Say that the activity is the one that it may be, and return it: it takes that one's place, so one counts.

    Raises AlreadyCorrected when another entry has done so; nothing happens when it is no likely twin.
    """
    hold(activity)
    if activity.twin is not None:
        refuse_corrected(activity.twin)
        activity.corrects_id, activity.twin_id = activity.twin_id, None
        record("activity:identify", activity, by=by, unit_id=activity.unit_id, fields=["corrects_id", "twin_id"])
    return activity


def write_terms(activity: Activity, terms: ActivityTerms) -> None:
    """Write what is typed into the activity, and the key computed from it."""
    activity.kind, activity.held_on = terms.kind, terms.held_on
    activity.households_present, activity.people_present = terms.households_present, terms.people_present
    activity.summary, activity.plan = terms.summary, terms.plan
    groups = " ".join(f"{group.number} {group.leader_name}" for group in activity.groups)
    activity.search_key = search_key(f"{terms.summary or ''} {terms.plan or ''} {groups}")
    activity.outcomes = [Outcome(name=name, count=count) for name, count in terms.outcomes.items() if count]


def refuse_taken_id(id_: UUID) -> None:
    """Raise IdTaken where an activity has this id."""
    if db.session.get(Activity, id_):
        raise IdTaken(
            _l("Hoạt động này đã được lưu rồi."), link=f"/activities/{id_}", link_label=_l("Mở hoạt động đã lưu")
        )


def refuse_corrected(activity: Activity) -> None:
    """Raise AlreadyCorrected where another entry has taken the place of this one."""
    later = successor_of(activity)
    if later:
        words = _l("Mục này đã có bản đính chính thay.")
        raise AlreadyCorrected(words, link=f"/activities/{later.id}", link_label=_l("Mở bản đính chính"))


def twin_of(
    groups: Sequence[Group], unit: Unit, terms: ActivityTerms, *, queued: bool, but: Sequence[UUID] = ()
) -> UUID | None:
    """Return the activity that this one may be. Raises LikelyTwin where somebody is there to be asked."""
    candidates = likely_twins(groups, unit, terms.held_on, terms.kind, but=but)
    if candidates and not queued:
        raise LikelyTwin(candidates)
    return candidates[0].id if candidates else None


def lock(groups: Sequence[Group]) -> None:
    """Let nobody else log for these groups until the transaction ends: two of the same at once would not see it."""
    ids = [group.id for group in groups]
    db.session.execute(select(Group.id).where(Group.id.in_(ids)).order_by(Group.id).with_for_update())


def hold(activity: Activity) -> None:
    """Let nobody else change the activity until the transaction ends, and read it as it is now.

    In two steps: what is read with it by outer joins could not be locked on PostgreSQL.
    """
    db.session.execute(select(Activity.id).where(Activity.id == activity.id).with_for_update())
    db.session.refresh(activity)


def _enter(activity: Activity, terms: ActivityTerms, *, by: User) -> None:
    write_terms(activity, terms)
    db.session.add(activity)
    db.session.flush()
    for photo in terms.photos:
        kept = keep_photo(photo, by=by, unit_id=activity.unit_id)
        db.session.add(ActivityPhoto(activity_id=activity.id, attachment_id=kept.id))
    db.session.flush()
