"""Editing an activity for a time, with what stood there before; adding a photo to it."""

from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l

from app.accounts.models import User
from app.attachments.operations import keep_photo, let_go
from app.attachments.photos import Photo
from app.audit.operations import record
from app.errors import Refusal
from app.extensions import db
from app.groups.models import Activity, ActivityPhoto
from app.groups.operations.history import PLAIN, keep_version, told, values_of
from app.groups.operations.lifespan import refuse_outside_life
from app.groups.operations.logging import MOST_PHOTOS, ActivityTerms, write_terms
from app.groups.operations.rights import is_promised, refuse_editing
from app.groups.operations.twins import lock, move_marks, twin_of
from app.households.operations import StaleVersion
from app.locking import hold


class TooManyPhotos(Refusal):
    """The activity has as many photos as it may have."""

    status = 422


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
    NoLongerCounts, OutsideLife for another day on which a group was not, and LikelyTwin unless ``duplicate_seen`` or
    ``queued`` (then it is marked).
    """
    lock(activity.groups, activity.unit)
    hold(activity)
    refuse_editing(activity, by=by)
    before, after = values_of(activity), values_in(terms)
    changed = [name for name in before | after if before.get(name) != after.get(name)]
    if not changed:
        return activity
    if activity.version != version:
        raise StaleVersion(_l("Người khác vừa sửa hoạt động này."))
    if "held_on" in changed:
        refuse_outside_life(activity.groups, terms.held_on)
    moved = bool({"kind", "held_on"} & set(changed))
    if moved:  # what it may be now; a mark of what it resembles no longer goes
        activity.twin_id = None if duplicate_seen else _twin(activity, terms, queued=queued)
    keep_version(activity, by=by)
    write_terms(activity, terms)
    db.session.flush()
    if moved:
        move_marks(activity, activity)
    record("activity:edit", activity, by=by, unit_id=activity.unit_id, fields=changed)
    return activity


def add_activity_photo(activity: Activity, photo: Photo, *, by: User) -> Activity:
    """Put one more photo to the activity, and return it.

    The same photo again, from a phone that did not hear that it has arrived, changes nothing. Who may edit the activity
    may add to it; what its author's phone has promised may arrive later. Raises NotTheAuthor, NoLongerCounts,
    EditingClosed, TooManyPhotos.
    """
    hold(activity)
    if any(each.attachment.sha256 == photo.sha256 for each in activity.photos):
        let_go(photo)
        return activity
    if not is_promised(activity, by):
        refuse_editing(activity, by=by)
    if len(activity.photos) >= MOST_PHOTOS:
        words = _l("Mỗi hoạt động nhiều nhất %(most)s ảnh.", most=MOST_PHOTOS)
        raise TooManyPhotos(words, link=f"/activities/{activity.id}")
    kept = keep_photo(photo, by=by, unit_id=activity.unit_id)
    db.session.add(ActivityPhoto(activity_id=activity.id, attachment_id=kept.id))
    db.session.flush()
    record("activity:photo", activity, by=by, unit_id=activity.unit_id, fields=["photos"])
    return activity


def values_in(terms: ActivityTerms) -> dict[str, Any]:
    """Return what is typed, by the names of the form's fields; what is empty is left out."""
    own = {name: getattr(terms, name) for name in ("kind", "held_on", *PLAIN)}
    return told(own | {f"outcome-{name}": count for name, count in terms.outcomes.items() if count})


def _twin(activity: Activity, terms: ActivityTerms, *, queued: bool) -> UUID | None:
    own = [activity.id]
    return twin_of(activity.groups, activity.unit, terms.held_on, terms.kind, queued=queued, but=own)
