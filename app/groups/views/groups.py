"""Groups: the list, a group's page, founding and editing one, the photo of its decision."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts.session import me
from app.attachments.sending import send_photo
from app.clock import today
from app.errors import Refusal
from app.groups.forms.groups import DecisionPhotoForm, GroupForm, opened_on
from app.groups.household_facet import follow_departures
from app.groups.labels import init_labels, label_of
from app.groups.models import Group, GroupKind, Standing
from app.groups.operations.editing import LedAlready, add_decision_photo, update_group
from app.groups.operations.founding import NumberTaken, found_group
from app.groups.operations.lifespan import ActedOutside
from app.groups.operations.membership import BelongedElsewhere, InAnotherGroup
from app.groups.queries.groups import Narrowing, Shown, listing, models, next_number
from app.groups.screens import about_group, about_list, places_to_choose
from app.groups.versions import differences
from app.households.operations import StaleVersion
from app.identity import new_id
from app.policy import Action, visible
from app.units.choice import chosen_place
from app.units.models import Unit
from app.web.access import actor, get_or_404, requires
from app.web.htmx import render, see
from app.web.navigation import Entry, add_entry
from app.web.pagination import read_cursor

bp = Blueprint("groups", __name__)
# The field by which each of these refusals of an edit is told.
BESIDE: dict[type[Refusal], str] = {
    LedAlready: "led_since", ActedOutside: "founded_on", BelongedElsewhere: "kind",
}  # fmt: skip
MENU = Entry("groups.index", _l("Nhóm"), "shield", Action.GROUP_READ, order=30)
bp.record_once(lambda state: add_entry(state.app, MENU))
bp.record_once(lambda state: init_labels(state.app))
bp.record_once(lambda _state: follow_departures())


@bp.get("/groups")
@requires(Action.GROUP_READ)
def index() -> ResponseReturnValue:
    """Show the groups of the village or of the whole commune, narrowed by typing, kind and standing."""
    place = chosen_place(actor(), Action.GROUP_READ, request.args.get("village"))
    kind, shown = request.args.get("kind", ""), request.args.get("standing", "")
    narrowing = Narrowing(
        place, request.args.get("q", ""), GroupKind(kind) if kind in set(GroupKind) else None,
        Shown(shown) if shown in set(Shown) else Shown.CURRENT,
    )  # fmt: skip
    after = read_cursor(request.args.get("after"))
    fragment = "groups/_rows.html" if after else "groups/_list.html"
    return render("groups/index.html", fragment=fragment, **about_list(narrowing, listing(actor(), narrowing, after)))


@bp.get("/groups/new")
@requires(Action.GROUP_KEEP)
def new() -> ResponseReturnValue:
    """Show the form of a new group, with the number that is free."""
    place = chosen_place(actor(), Action.GROUP_KEEP, request.args.get("village"))
    kind = request.args.get("kind", "")
    kind = kind if kind in set(GroupKind) else GroupKind.LIEN_GIA
    number = next_number(place.id, GroupKind(kind), _known_model(kind)) if place else None
    form = GroupForm(formdata=None, id=new_id(), kind=kind, number=number, founded_on=today())
    return _new_form(form, place)


@bp.post("/groups")
@requires(Action.GROUP_KEEP)
def create() -> ResponseReturnValue:
    """Found a group, then show it."""
    form = GroupForm()
    place = chosen_place(actor(), Action.GROUP_KEEP, form.village.data)
    _offer(form, place)
    if not form.validate() or place is None:
        return _new_form(form, place, 422)
    try:
        group = found_group(form.record_id(), form.terms(place), place, by=me())
    except NumberTaken as taken:
        return _new_form(form, place, 422, taken)
    return see(group.id, url_of(group), said=_("Đã lưu %(group)s.", group=label_of(group)))


@bp.get("/groups/<uuid:group_id>")
@requires(Action.GROUP_READ)
def show(group_id: UUID) -> ResponseReturnValue:
    """Show a group: who leads it, who belongs to it, how it stands, what it was before."""
    return render("groups/group.html", **about_group(find(group_id, Action.GROUP_READ)))


@bp.get("/groups/<uuid:group_id>/edit")
@requires(Action.GROUP_KEEP)
def edit(group_id: UUID) -> ResponseReturnValue:
    """Show the form of a group that is known; one that was dissolved leads to its page, which says why."""
    group = find(group_id, Action.GROUP_KEEP)
    if group.standing is Standing.DISSOLVED:
        return redirect(url_of(group), 303)
    return _edit_form(opened_on(group), group)


@bp.post("/groups/<uuid:group_id>")
@requires(Action.GROUP_KEEP)
def save(group_id: UUID) -> ResponseReturnValue:
    """Write the edited group, unless somebody else changed it meanwhile."""
    group = find(group_id, Action.GROUP_KEEP)
    form = GroupForm()
    _offer(form, group.unit)
    form.edits()
    if not form.validate():
        return _edit_form(form, group, 422)
    refused = _update(group, form)
    if refused:
        return refused
    return see(group.id, url_of(group), said=_("Đã lưu."))


@bp.get("/groups/<uuid:group_id>/photo")
@requires(Action.GROUP_READ)
def photo(group_id: UUID) -> ResponseReturnValue:
    """Send the photo of the founding decision to those who may see the group."""
    return send_photo(find(group_id, Action.GROUP_READ).decision_photo)


@bp.post("/groups/<uuid:group_id>/photo")
@requires(Action.GROUP_KEEP)
def attach(group_id: UUID) -> ResponseReturnValue:
    """Add the photo of the decision, or a better one."""
    group = find(group_id, Action.GROUP_KEEP)
    form = DecisionPhotoForm()
    if not form.validate() or form.photo.data is None:
        context: dict[str, Any] = {"group": group, "form": form, "label": label_of(group)}
        reason = "incomplete" if form.incomplete else None
        return render("groups/photo.html", fragment="groups/_photo.html", status=422, reason=reason, **context)
    add_decision_photo(group, form.photo.data, by=me())
    return see(group.id, url_of(group), said=_("Đã lưu ảnh."))


def find(group_id: UUID, action: Action) -> Group:
    """Return the group on which the person may do ``action``; else 404."""
    return get_or_404(visible(actor(), action, Group).where(Group.id == group_id))


def url_of(group: Group) -> str:
    """Return the address of the group's page."""
    return url_for("groups.show", group_id=group.id)


def _known_model(kind: str) -> int | None:
    """Return the model that the form of a new group of the kind ``other`` was asked for."""
    asked = request.args.get("model", "")
    known = models() if kind == GroupKind.OTHER else []
    return next((model.id for model in known if str(model.id) == asked), None)


def _update(group: Group, form: GroupForm) -> Response | None:
    """Write the form over the group; where that is refused for something to correct, return the form with it."""
    version = int(form.version.data or 0)
    try:
        update_group(group, form.terms(group.unit), version=version, led_since=form.since_when_led(), by=me())
    except NumberTaken as taken:
        return _edit_form(form, group, 422, taken=taken)
    except InAnotherGroup as inside:
        return _edit_form(form, group, 422, inside=inside)
    except tuple(BESIDE) as refusal:
        form[BESIDE[type(refusal)]].errors = [str(refusal.message)]
        return _edit_form(form, group, 422)
    except StaleVersion as stale:
        context = {"stale": differences(group, form.terms(group.unit))}
        return _edit_form(form, group, 409, reason=stale.reason, **context)
    if form.photo.data:
        add_decision_photo(group, form.photo.data, by=me())
    return None


def _offer(form: GroupForm, place: Unit | None) -> None:
    form.offer([] if place else places_to_choose(), models())


def _new_form(
    form: GroupForm, place: Unit | None, status: int = 200, taken: NumberTaken | None = None
) -> ResponseReturnValue:
    _offer(form, place)
    context: dict[str, Any] = {"form": form, "place": place, "group": None, "taken": taken}
    return render("groups/new.html", fragment="groups/_form.html", status=status, **context)


def _edit_form(
    form: GroupForm, group: Group, status: int = 200, *, reason: str | None = None, **refused: object
) -> Response:
    form.offer([], models(retired=True))
    context: dict[str, Any] = {"form": form, "group": group, "place": group.unit, "label": label_of(group), **refused}
    return render("groups/edit.html", fragment="groups/_form.html", status=status, reason=reason, **context)
