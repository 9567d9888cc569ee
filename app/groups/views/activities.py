"""Activities: the fast entry, an activity's page, editing and correcting one, its photos."""

from uuid import UUID

from flask import Blueprint, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts.session import me
from app.attachments.forms import LatePhotoForm
from app.attachments.sending import send_photo
from app.clock import today
from app.extensions import db
from app.groups.forms.activities import ActivityForm, facts_of
from app.groups.models import Activity, Group
from app.groups.operations.lifespan import OutsideLife
from app.groups.operations.logging import correct_activity, log_activity
from app.groups.operations.revising import TooManyPhotos, add_activity_photo, edit_activity
from app.groups.operations.rights import refuse_editing, refuse_replacing
from app.groups.operations.twins import LikelyTwin, distinguish_activity, identify_activity
from app.groups.queries.acting import Acting, acting_groups, acting_in
from app.groups.queries.activities import groups_to_log, one, units_to_log
from app.groups.views.entries import about_activity, asked_kind, asked_month, chooser, chosen, entry, first_values
from app.households.operations import StaleVersion
from app.identity import new_id
from app.policy import Action
from app.web.access import actor, get_or_404, requires
from app.web.htmx import render, see, was_queued
from app.web.navigation import Entry, add_entry

bp = Blueprint("activities", __name__)
MENU = Entry("activities.new", _l("Ghi hoạt động"), "edit", Action.ACTIVITY_LOG, order=30)
bp.record_once(lambda state: add_entry(state.app, MENU))


@bp.get("/activities/new")
@requires(Action.ACTIVITY_LOG)
def new() -> ResponseReturnValue:
    """Ask who acted; once that is said, show the form."""
    acting = chosen(request.args)
    if acting is None:
        return render("activities/choose.html", **chooser())
    if acting.single:
        return redirect(url_for(".new_of_group", group_id=acting.single.id), 303)
    return entry(_fresh(acting), acting)


@bp.post("/activities")
@requires(Action.ACTIVITY_LOG)
def create() -> ResponseReturnValue:
    """Log what several groups did together, or a village or commune without a group."""
    return _log(chosen(request.form))


@bp.get("/groups/<uuid:group_id>/activities/new")
@requires(Action.ACTIVITY_LOG)
def new_of_group(group_id: UUID) -> ResponseReturnValue:
    """Show the form of what a group did, with what it did last time filled in."""
    acting = acting_groups([_group(group_id)])
    return entry(_fresh(acting), acting)


@bp.post("/groups/<uuid:group_id>/activities")
@requires(Action.ACTIVITY_LOG)
def create_of_group(group_id: UUID) -> ResponseReturnValue:
    """Log what a group did."""
    return _log(acting_groups([_group(group_id)]))


@bp.get("/activities/<uuid:activity_id>")
@requires(Action.ACTIVITY_READ)
def show(activity_id: UUID) -> ResponseReturnValue:
    """Show an activity, its photos, what stood there before, and what corrects it."""
    return render("activities/activity.html", **about_activity(find_activity(activity_id, Action.ACTIVITY_READ)))


@bp.get("/activities/<uuid:activity_id>/edit")
@requires(Action.ACTIVITY_LOG)
def edit(activity_id: UUID) -> ResponseReturnValue:
    """Show the form of an activity that may still be edited."""
    activity = find_activity(activity_id)
    refuse_editing(activity, by=me())
    stored = {**facts_of(activity), "held_on": activity.held_on, "version": activity.version}
    return entry(ActivityForm(formdata=None, data=stored), acting_in(activity), edited=activity)


@bp.post("/activities/<uuid:activity_id>")
@requires(Action.ACTIVITY_LOG)
def save(activity_id: UUID) -> ResponseReturnValue:
    """Write the edited activity, unless somebody else changed it meanwhile."""
    activity = find_activity(activity_id)
    form = _editing(activity)
    if not form.validate():
        return entry(form, acting_in(activity), 422, edited=activity)
    try:
        _edit(activity, form)
    except (LikelyTwin, OutsideLife) as refusal:
        return entry(form, acting_in(activity), 422, edited=activity, refusal=refusal)
    except StaleVersion as stale:
        return entry(form, acting_in(activity), 409, edited=activity, stale=stale)
    return see(activity.id, url_for(".show", activity_id=activity.id), said=_("Đã lưu."))


@bp.get("/activities/<uuid:activity_id>/correction/new")
@requires(Action.ACTIVITY_LOG)
def correction(activity_id: UUID) -> ResponseReturnValue:
    """Show the form of an entry that takes the place of this one."""
    activity = find_activity(activity_id)
    refuse_replacing(activity, by=me())
    stored = {**facts_of(activity), "held_on": activity.held_on, "id": new_id()}
    return entry(ActivityForm(formdata=None, data=stored), acting_in(activity), corrected=activity)


@bp.post("/activities/<uuid:activity_id>/correction")
@requires(Action.ACTIVITY_LOG)
def correct(activity_id: UUID) -> ResponseReturnValue:
    """Log an entry that takes the place of this one, which stays to be seen."""
    activity, form = find_activity(activity_id), ActivityForm()
    form.is_of(acting_in(activity), activity)
    if not form.validate():
        return entry(form, acting_in(activity), 422, corrected=activity)
    try:
        made = _correct(activity, form)
    except (LikelyTwin, OutsideLife) as refusal:
        return entry(form, acting_in(activity), 422, corrected=activity, refusal=refusal)
    return see(made.id, url_for(".show", activity_id=made.id), said=_("Đã lưu bản đính chính."))


@bp.post("/activities/<uuid:activity_id>/distinction")
@requires(Action.ACTIVITY_LOG)
def tell_apart(activity_id: UUID) -> ResponseReturnValue:
    """Say whether the activity is the one that it may be (``same``) or another, and show the one that counts."""
    judge = identify_activity if request.form.get("same") == "1" else distinguish_activity
    activity = judge(find_activity(activity_id), by=me())
    return see(activity.id, url_for(".show", activity_id=activity.id), said=_("Đã ghi."))


@bp.post("/activities/<uuid:activity_id>/photos")
@requires(Action.ACTIVITY_LOG)
def attach(activity_id: UUID) -> ResponseReturnValue:
    """Add a photo."""
    activity, form = find_activity(activity_id), LatePhotoForm()
    if form.validate() and form.photo.data is not None:
        try:
            add_activity_photo(activity, form.photo.data, by=me())
            return see(activity.id, url_for(".show", activity_id=activity.id), said=_("Đã lưu ảnh."))
        except TooManyPhotos as many:
            form.photo.errors = [str(many.message)]
    reason, context = "incomplete" if form.incomplete else None, about_activity(activity, photo_form=form)
    return render("activities/activity.html", fragment="activities/_photos.html", status=422, reason=reason, **context)


@bp.get("/activities/<uuid:activity_id>/photos/<int:number>")
@requires(Action.ACTIVITY_READ)
def photo(activity_id: UUID, number: int) -> ResponseReturnValue:
    """Send the photo of that number, from 1, to those who may read the activity."""
    photos = find_activity(activity_id, Action.ACTIVITY_READ).photos
    if not 1 <= number <= len(photos):
        abort(404)
    return send_photo(photos[number - 1].attachment)


def find_activity(activity_id: UUID, action: Action = Action.ACTIVITY_LOG) -> Activity:
    """Return the activity on which the person may do ``action``; else 404."""
    return get_or_404(one(actor(), action, activity_id))


def _group(group_id: UUID) -> Group:
    return get_or_404(groups_to_log(actor(), ids=[group_id]))


def _fresh(acting: Acting) -> ActivityForm:
    values = first_values(acting, asked_kind(), like_last=request.args.get("like") == "last")
    held_on = None if asked_month() else today()
    return ActivityForm(formdata=None, data={"id": new_id(), "held_on": held_on, **values})


def _log(acting: Acting | None) -> ResponseReturnValue:
    form = ActivityForm()
    if acting is None:
        form.ask_for_unit(db.session.scalars(units_to_log(actor())).all())
    else:
        form.is_of(acting)
    if not form.validate() or acting is None:
        return entry(form, acting, 422)
    try:
        activity = _enter(form, acting)
    except (LikelyTwin, OutsideLife) as refusal:
        return entry(form, acting, 422, refusal=refusal)
    return see(activity.id, url_for(".show", activity_id=activity.id), said=_("Đã ghi hoạt động."))


def _enter(form: ActivityForm, acting: Acting) -> Activity:
    return log_activity(
        form.record_id(), form.terms(), acting.unit, acting.groups, duplicate_seen=bool(form.duplicate_seen.data),
        queued=was_queued(), by=me(),
    )  # fmt: skip


def _correct(former: Activity, form: ActivityForm) -> Activity:
    return correct_activity(
        former, form.record_id(), form.terms(), duplicate_seen=bool(form.duplicate_seen.data), queued=was_queued(),
        by=me(),
    )  # fmt: skip


def _editing(activity: Activity) -> ActivityForm:
    """Return the form by which an activity is edited, as it was sent."""
    form = ActivityForm()
    form.is_of(acting_in(activity), activity)
    form.edits()
    return form


def _edit(activity: Activity, form: ActivityForm) -> Activity:
    return edit_activity(
        activity, form.terms(), version=int(form.version.data or 0), duplicate_seen=bool(form.duplicate_seen.data),
        queued=was_queued(), by=me(),
    )  # fmt: skip
