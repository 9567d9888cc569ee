"""The list of households, and a household's page, forms and acts."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts.session import me
from app.clock import today
from app.extensions import db
from app.households import facets
from app.households.forms import DepartureForm, HouseholdForm, ReturnForm
from app.households.merge import merge
from app.households.models import DepartureKind, Household
from app.households.operations import (
    LikelyDuplicate,
    StaleVersion,
    bring_back,
    depart,
    distinguish,
    register,
    update,
)
from app.households.queries import Narrowing, Status, listing
from app.households.screens import about_household, about_list
from app.identity import new_id
from app.policy import Action, visible
from app.units.choice import chosen_village
from app.units.models import Unit
from app.units.queries import villages_below
from app.web.access import actor, get_or_404, requires
from app.web.htmx import render, see, was_queued
from app.web.navigation import Entry, add_entry
from app.web.pagination import read_cursor

bp = Blueprint("households", __name__, url_prefix="/households")
MENU = Entry("households.index", _l("Hộ gia đình"), "people", Action.HOUSEHOLD_READ, order=20)
bp.record_once(lambda state: add_entry(state.app, MENU))


@bp.get("")
@requires(Action.HOUSEHOLD_READ)
def index() -> ResponseReturnValue:
    """Show the households of the village or of the whole commune, narrowed by typing and by status."""
    village = chosen_village(actor(), Action.HOUSEHOLD_READ, request.args.get("village"))
    status = request.args.get("status", "")
    narrowing = Narrowing(
        village, request.args.get("q", ""), Status(status) if status in set(Status) else Status.ALL, today().year
    )
    after = read_cursor(request.args.get("after"))
    page = listing(actor(), narrowing, after)
    fragment = "households/_rows.html" if after else "households/_list.html"
    return render("households/index.html", fragment=fragment, **about_list(narrowing, page))


@bp.get("/new")
@requires(Action.HOUSEHOLD_ADD)
def new() -> ResponseReturnValue:
    """Show the form of a new household."""
    village = chosen_village(actor(), Action.HOUSEHOLD_ADD, request.args.get("village"))
    form = HouseholdForm(formdata=None, id=new_id(), head_name=request.args.get("name", "")[:80])
    form.ask_for_village(_villages_to_choose(village))
    return _new_form(form, village)


@bp.post("")
@requires(Action.HOUSEHOLD_ADD)
def create() -> ResponseReturnValue:
    """Register a household, then go on to its pledge."""
    form = HouseholdForm()
    village = chosen_village(actor(), Action.HOUSEHOLD_ADD, form.village.data)
    form.ask_for_village(_villages_to_choose(village))
    if not form.validate() or village is None:
        return _new_form(form, village, 422)
    try:
        household = _register(form, village)
    except LikelyDuplicate as duplicate:
        return _new_form(form, village, 422, duplicate)
    return see(household.id, _after_save(household), said=_("Đã lưu hộ %(name)s.", name=household.head_name))


@bp.get("/<uuid:household_id>")
@requires(Action.HOUSEHOLD_READ)
def show(household_id: UUID) -> ResponseReturnValue:
    """Show a household: its facts, what other domains say of it, where it resided."""
    household = _find(household_id, Action.HOUSEHOLD_READ)
    return render("households/household.html", **about_household(household))


@bp.get("/<uuid:household_id>/edit")
@requires(Action.HOUSEHOLD_EDIT)
def edit(household_id: UUID) -> ResponseReturnValue:
    """Show the form of a household that is known."""
    household = _find(household_id, Action.HOUSEHOLD_EDIT)
    return _edit_form(HouseholdForm(formdata=None, obj=household), household)


@bp.post("/<uuid:household_id>")
@requires(Action.HOUSEHOLD_EDIT)
def save(household_id: UUID) -> ResponseReturnValue:
    """Write the edited household, unless somebody else changed it meanwhile."""
    household = _find(household_id, Action.HOUSEHOLD_EDIT)
    form = HouseholdForm()
    form.edits(household)
    if not form.validate():
        return _edit_form(form, household, 422)
    try:
        _update(household, form)
    except LikelyDuplicate as duplicate:
        return _edit_form(form, household, 422, duplicate)
    except StaleVersion as stale:
        return _both(household, form, stale)
    return see(household.id, url_for(".show", household_id=household.id), said=_("Đã lưu."))


@bp.get("/<uuid:household_id>/departure/new")
@requires(Action.HOUSEHOLD_MOVE)
def departure(household_id: UUID) -> ResponseReturnValue:
    """Show the form that sets a household aside."""
    household = _find(household_id, Action.HOUSEHOLD_MOVE)
    form = DepartureForm(formdata=None, on=today(), **_known_reason(household))
    return render("households/departure.html", household=household, form=form)


@bp.post("/<uuid:household_id>/departure")
@requires(Action.HOUSEHOLD_MOVE)
def leave(household_id: UUID) -> ResponseReturnValue:
    """Set the household aside."""
    household = _find(household_id, Action.HOUSEHOLD_MOVE)
    form = DepartureForm()
    if not form.validate():
        context: dict[str, Any] = {"household": household, "form": form}
        return render("households/departure.html", fragment="households/_departure.html", status=422, **context)
    depart(household, form.departure(), by=me())
    return see(
        household.id, url_for(".show", household_id=household.id), said=_("Đã đưa hộ ra khỏi danh sách của bản.")
    )


@bp.post("/<uuid:household_id>/return")
@requires(Action.HOUSEHOLD_MOVE)
def come_back(household_id: UUID) -> ResponseReturnValue:
    """Bring the household back into its village."""
    household = _find(household_id, Action.HOUSEHOLD_MOVE)
    form = ReturnForm()
    if not form.validate():
        context = about_household(household, return_form=form)
        return render("households/household.html", fragment="households/_return.html", status=422, **context)
    bring_back(household, form.on.data or form.captured_on(), by=me())
    return see(household.id, url_for(".show", household_id=household.id), said=_("Hộ đã trở lại danh sách của bản."))


@bp.post("/<uuid:household_id>/distinction")
@requires(Action.HOUSEHOLD_EDIT)
def tell_apart(household_id: UUID) -> ResponseReturnValue:
    """Say that the household is not the one that it looks like."""
    household = distinguish(_find(household_id, Action.HOUSEHOLD_EDIT), by=me())
    return see(household.id, url_for(".show", household_id=household.id), said=_("Đã ghi: đây là hộ khác."))


def _find(household_id: UUID, action: Action) -> Household:
    return get_or_404(visible(actor(), action, Household).where(Household.id == household_id))


def _known_reason(household: Household) -> dict[str, str]:
    """Return what the link to the departure form says already."""
    if request.args.get("kind") != DepartureKind.MISTAKE:
        return {}
    known = {"kind": DepartureKind.MISTAKE.value}
    return {**known, "reason": _("Nhập trùng với hộ khác")} if household.twin_id else known


def _register(form: HouseholdForm, village: Unit) -> Household:
    return register(
        form.record_id(), form.terms(), village, since=form.captured_on(),
        duplicate_seen=bool(form.duplicate_seen.data), queued=was_queued(), by=me(),
    )  # fmt: skip


def _update(household: Household, form: HouseholdForm) -> Household:
    return update(
        household, form.terms(), version=int(form.version.data or 0), opened=form.terms_opened(),
        duplicate_seen=bool(form.duplicate_seen.data), queued=was_queued(), by=me(),
    )  # fmt: skip


def _villages_to_choose(village: Unit | None) -> Sequence[Unit]:
    return [] if village else db.session.scalars(villages_below(me().unit_path)).all()


def _after_save(household: Household) -> str:
    return facets.next_step(household) or url_for("households.show", household_id=household.id)


def _new_form(
    form: HouseholdForm, village: Unit | None, status: int = 200, duplicate: LikelyDuplicate | None = None
) -> ResponseReturnValue:
    context: dict[str, Any] = {"form": form, "village": village, "duplicate": duplicate}
    return render("households/new.html", fragment="households/_form.html", status=status, household=None, **context)


def _edit_form(
    form: HouseholdForm, household: Household, status: int = 200, duplicate: LikelyDuplicate | None = None
) -> ResponseReturnValue:
    context: dict[str, Any] = {
        "form": form,
        "household": household,
        "village": household.village,
        "duplicate": duplicate,
    }
    return render("households/edit.html", fragment="households/_form.html", status=status, **context)


def _both(household: Household, form: HouseholdForm, stale: StaleVersion) -> ResponseReturnValue:
    """Show what is stored beside what was typed; what is chosen is saved by the same form as any edit."""
    context: dict[str, Any] = {"household": household, "form": form, "choices": merge(household, form)}
    return render(
        "households/stale.html", fragment="households/_stale.html", status=409, reason=stale.reason, **context
    )
