"""Pages of assessments: of a unit, the beginning of one, its indicators, one that is ready to be sent."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts.session import me
from app.assessments.forms.beginning import BeginningForm, WithdrawalForm
from app.assessments.models import Assessment
from app.assessments.operations.course import (
    AlreadyBegun,
    OutsideValidity,
    begin,
    withdraw,
)
from app.assessments.queries import one
from app.assessments.screens import about_assessment, about_grid, about_trend, about_unit, set_for, sets_to_offer
from app.clock import today
from app.identity import new_id
from app.policy import Action
from app.units.asked import asked_unit
from app.units.choice import chosen_place
from app.units.models import Unit
from app.web.access import actor, get_or_404, requires
from app.web.htmx import render, see
from app.web.navigation import Entry, add_entry

bp = Blueprint("assessments", __name__)
MENU = Entry("assessments.index", _l("Tự đánh giá"), "check", Action.ASSESSMENT_READ, order=45)
bp.record_once(lambda state: add_entry(state.app, MENU))


@bp.get("/assessments")
@requires(Action.ASSESSMENT_READ)
def index() -> ResponseReturnValue:
    """Show a unit's assessments, its duty by the letter, and how far the units below it are."""
    unit = asked_unit(actor(), Action.ASSESSMENT_READ, request.args.get("unit"))
    return render("assessments/index.html", **about_unit(unit))


@bp.get("/assessments/grid")
@requires(Action.ASSESSMENT_READ)
def grid() -> ResponseReturnValue:
    """Show the communes below a unit by the indicators of a set."""
    unit = asked_unit(actor(), Action.ASSESSMENT_READ, request.args.get("unit"))
    return render("assessments/grid.html", **about_grid(unit, request.args))


@bp.get("/assessments/new")
@requires(Action.ASSESSMENT_KEEP)
def new() -> ResponseReturnValue:
    """Show the form that begins an assessment."""
    form = BeginningForm(formdata=None, id=new_id(), year=today().year)
    return _new_form(form, _place(request.args.get("unit")))


@bp.post("/assessments")
@requires(Action.ASSESSMENT_KEEP)
def create() -> ResponseReturnValue:
    """Begin an assessment, then show it."""
    form = BeginningForm()
    place = _place(form.unit.data)
    form.offer_sets(sets_to_offer(place, older=True))
    return _begin(form, place) if form.validate() else _new_form(form, place, 422)


@bp.get("/assessments/<uuid:assessment_id>")
@requires(Action.ASSESSMENT_READ)
def show(assessment_id: UUID) -> ResponseReturnValue:
    """Show an assessment: what it comes to, each indicator, what is missing."""
    return render("assessments/assessment.html", **about_assessment(find(assessment_id, Action.ASSESSMENT_READ)))


@bp.get("/assessments/<uuid:assessment_id>/trend")
@requires(Action.ASSESSMENT_READ)
def trend(assessment_id: UUID) -> ResponseReturnValue:
    """Show an assessment's figures beside the two years before, those at risk marked, and the set's deadlines."""
    return render("assessments/trend.html", **about_trend(find(assessment_id, Action.ASSESSMENT_READ)))


@bp.post("/assessments/<uuid:assessment_id>/withdrawal")
@requires(Action.ASSESSMENT_KEEP)
def take_back(assessment_id: UUID) -> ResponseReturnValue:
    """Withdraw an assessment that was begun by mistake, with a reason."""
    found, form = find(assessment_id), WithdrawalForm()
    if not form.validate():
        return _page(found, "_withdrawal", 422, withdrawal_form=form)
    return _done(withdraw(found, str(form.reason.data), by=me()), _("Đã rút."))


def find(assessment_id: UUID, action: Action = Action.ASSESSMENT_KEEP) -> Assessment:
    """Return the assessment on which the person may do ``action``; else 404."""
    return get_or_404(one(actor(), action, assessment_id))


def _begin(form: BeginningForm, place: Unit) -> ResponseReturnValue:
    year = form.year.data or 0
    try:
        made = begin(form.record_id(), place, set_for(place, str(form.set.data), year), year, by=me())
    except OutsideValidity:
        form.refuse_set()
        return _new_form(form, place, 422)
    except AlreadyBegun as begun:
        return _new_form(form, place, 422, begun)
    return see(made.id, url_for(".show", assessment_id=made.id), said=_("Đã lập bản tự đánh giá."))


def _place(text: str | None) -> Unit:
    """Return the village or commune that is named, or the person's own; 404 for another."""
    named = chosen_place(actor(), Action.ASSESSMENT_KEEP, text, itself=True)
    return named or asked_unit(actor(), Action.ASSESSMENT_KEEP, None)


def _new_form(form: BeginningForm, place: Unit, status: int = 200, begun: AlreadyBegun | None = None) -> Response:
    older = "older" in request.args
    sets = sets_to_offer(place, older=older, also=form.set.data)
    form.offer_sets(sets)
    context: dict[str, Any] = {"form": form, "place": place, "sets": sets, "older": older, "begun": begun}
    return render("assessments/new.html", fragment="assessments/_new.html", status=status, **context)


def _page(found: Assessment, part: str, status: int, **more: Any) -> Response:
    context = about_assessment(found, **more)
    return render("assessments/assessment.html", fragment=f"assessments/{part}.html", status=status, **context)


def _done(found: Assessment, said: str) -> ResponseReturnValue:
    return see(found.id, url_for(".show", assessment_id=found.id), said=said)
