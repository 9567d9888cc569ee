"""Editing an activity for a time, with what stood there before; adding a photo to it."""

from datetime import date, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l

from app.accounts.models import User
from app.attachments.operations import keep_photo, let_go
from app.attachments.photos import Photo
from app.audit.operations import record
from app.clock import now
from app.errors import Refusal
from app.extensions import db
from app.groups.models import Activity, ActivityPhoto, ActivityRevision
from app.groups.operations.logging import MOST_PHOTOS, ActivityTerms, hold, lock, refuse_corrected, twin_of, write_terms
from app.households.operations import StaleVersion
from app.policy import Role

OPEN_FOR = timedelta(days=30)


class EditingClosed(Refusal):
    """The time for editing is over: a correction takes its place."""

    reason = "gone"


class NotTheAuthor(Refusal):
    """Only who logged it, or the commune police, may edit it."""

    status = 403
    reason = "not-yours"


class TooManyPhotos(Refusal):
    """The activity has as many photos as it may have."""

    status = 422


def is_open(activity: Activity) -> bool:
    """Tell whether the activity may still be edited, rather than corrected by another entry."""
    return now() - activity.received_at <= OPEN_FOR


def may_edit(activity: Activity, user: Any) -> bool:
    """Tell whether ``user``, who may log here, may edit this activity: its author, or the commune police."""
    return bool(activity.created_by == user.id or user.role is Role.COMMUNE_POLICE)


def edit_activity(
    activity: Activity,
    terms: ActivityTerms,
    *,
    version: int,
    by: User,
    duplicate_seen: bool = False,
    queued: bool = False,
) -> Activity:
    """Write ``terms`` over the activity, keep what stood there, and return it; what is so already needs no writing.

    Raises StaleVersion when it has changed since ``version``, EditingClosed after 30 days, NotTheAuthor,
    AlreadyCorrected, and LikelyTwin unless ``duplicate_seen`` or ``queued`` (then it is marked).
    """
    hold(activity)
    refuse_editing(activity, by=by)
    before, after = values_of(activity), values_in(terms)
    changed = [name for name in before | after if before.get(name) != after.get(name)]
    if not changed:
        return activity
    if activity.version != version:
        raise StaleVersion(_l("Người khác vừa sửa hoạt động này."))
    if {"kind", "held_on"} & set(changed) and not duplicate_seen:
        lock(activity.groups)
        own = [id_ for id_ in (activity.id, activity.corrects_id) if id_]
        twin = twin_of(activity.groups, activity.unit, terms, queued=queued, but=own)
        activity.twin_id = twin or activity.twin_id
    _revise(activity, terms, before, by=by)
    record("activity:edit", activity, by=by, unit_id=activity.unit_id, fields=changed)
    return activity


def refuse_editing(activity: Activity, *, by: User) -> None:
    """Raise NotTheAuthor, EditingClosed or AlreadyCorrected where ``by`` may not edit the activity."""
    link = f"/activities/{activity.id}"
    if not may_edit(activity, by):
        raise NotTheAuthor(_l("Chỉ người ghi hoặc công an xã được sửa hoạt động này."), link=link)
    if not is_open(activity):
        words = _l("Đã quá 30 ngày nên không sửa được nữa. Ghi một bản đính chính.")
        raise EditingClosed(words, link=f"{link}/correction/new", link_label=_l("Ghi bản đính chính"))
    refuse_corrected(activity)


def add_activity_photo(activity: Activity, photo: Photo, *, by: User) -> Activity:
    """Put one more photo to the activity, and return it.

    The same photo again, from a phone that did not hear that it has arrived, changes nothing. Raises TooManyPhotos.
    """
    hold(activity)
    if any(each.attachment.sha256 == photo.sha256 for each in activity.photos):
        let_go(photo)
        return activity
    if len(activity.photos) >= MOST_PHOTOS:
        words = _l("Mỗi hoạt động nhiều nhất %(most)s ảnh.", most=MOST_PHOTOS)
        raise TooManyPhotos(words, link=f"/activities/{activity.id}")
    kept = keep_photo(photo, by=by, unit_id=activity.unit_id)
    db.session.add(ActivityPhoto(activity_id=activity.id, attachment_id=kept.id))
    db.session.flush()
    record("activity:photo", activity, by=by, unit_id=activity.unit_id, fields=["photos"])
    return activity


def values_of(activity: Activity) -> dict[str, Any]:
    """Return what stands in the activity, by the names of the form's fields; what is empty is left out."""
    own = {name: getattr(activity, name) for name in ("kind", "held_on", *_PLAIN)}
    return _told(own | {f"outcome-{outcome.name}": outcome.count for outcome in activity.outcomes})


def values_in(terms: ActivityTerms) -> dict[str, Any]:
    """Return what is typed, in the same form."""
    own = {name: getattr(terms, name) for name in ("kind", "held_on", *_PLAIN)}
    return _told(own | {f"outcome-{name}": count for name, count in terms.outcomes.items() if count})


_PLAIN = ("households_present", "people_present", "summary", "plan")


def _told(values: dict[str, Any]) -> dict[str, Any]:
    """Return values as JSON keeps them."""
    plain = {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}
    return {name: value for name, value in plain.items() if value is not None}


def _revise(activity: Activity, terms: ActivityTerms, before: dict[str, Any], *, by: User) -> None:
    db.session.add(ActivityRevision(activity_id=activity.id, version=activity.version, values=before, by=by.id))
    write_terms(activity, terms)
    activity.version += 1
    activity.updated_at, activity.updated_by = now(), by.id
    db.session.flush()
