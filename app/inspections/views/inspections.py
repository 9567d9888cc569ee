"""Pages of inspections: the list, a plan, one inspection, its paper."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts.session import me
from app.assessments.operations.course import OutsideValidity
from app.clock import today
from app.identity import new_id
from app.inspections.forms import PlanForm
from app.inspections.models import Inspection
from app.inspections.operations import plan_visits
from app.inspections.queries import communes_of, one, one_kept, set_for
from app.inspections.screens import about_inspection, about_list, about_plan, asked_narrowing, chosen_communes
from app.policy import Action
from app.units.models import Unit
from app.web.access import actor, get_or_404, online_only, requires
from app.web.htmx import render, see
from app.web.navigation import Entry, add_entry

bp = Blueprint("inspections", __name__)
MENU = Entry("inspections.index", _l("Kiểm tra"), "search", Action.INSPECTION_READ, order=48, tab=False)
bp.record_once(lambda state: add_entry(state.app, MENU))


@bp.get("/inspections")
@requires(Action.INSPECTION_READ)
def index() -> ResponseReturnValue:
    """Show the inspections of a unit and of those below it, by state."""
    context = about_list(asked_narrowing())
    return render("inspections/index.html", fragment="inspections/_list.html", **context)


@bp.get("/inspections/new")
@requires(Action.INSPECTION_KEEP)
def new() -> ResponseReturnValue:
    """Show the form of a plan."""
    form = PlanForm(formdata=None, id=new_id(), year=today().year, unit=request.args.getlist("unit"))
    return _plan_form(form)


@bp.post("/inspections")
@requires(Action.INSPECTION_KEEP)
@online_only
def create() -> ResponseReturnValue:
    """Plan a visit to each of some communes, then show the list, or the one inspection."""
    form = PlanForm()
    communes = chosen_communes(form.unit.data or [])
    about_plan(form, communes)
    return _create(form, communes) if form.validate() else _plan_form(form, 422)


@bp.get("/inspections/<uuid:inspection_id>")
@requires(Action.INSPECTION_READ)
def show(inspection_id: UUID) -> ResponseReturnValue:
    """Show an inspection: each indicator's finding beside the commune's own answer and the records, what follows."""
    return render("inspections/inspection.html", **about_inspection(find(inspection_id)))


@bp.get("/inspections/<uuid:inspection_id>/paper")
@requires(Action.INSPECTION_READ)
def paper(inspection_id: UUID) -> ResponseReturnValue:
    """Show an inspection as it is printed on A4."""
    return render("inspections/paper.html", **about_inspection(find(inspection_id)))


def find(inspection_id: UUID, action: Action = Action.INSPECTION_READ) -> Inspection:
    """Return the inspection on which the person may do ``action``; else 404."""
    return get_or_404(one(actor(), action, inspection_id))


def find_kept(inspection_id: UUID) -> Inspection:
    """Return the inspection that the person's own unit planned; else 404."""
    return get_or_404(one_kept(actor(), inspection_id))


def refused(found: Inspection, part: str, **forms: Any) -> Response:
    """Return the page of the inspection, or its part, with what was not accepted."""
    context = about_inspection(found, **forms)
    return render("inspections/inspection.html", fragment=f"inspections/{part}.html", status=422, **context)


def done(found: Inspection, said: Any) -> Response:
    """Lead to the inspection."""
    return see(found.id, url_for("inspections.show", inspection_id=found.id), said=str(said))


def _create(form: PlanForm, communes: list[Unit]) -> Response:
    try:
        terms = form.terms(set_for(actor(), str(form.set.data), form.year.data or 0))
        made = plan_visits(form.record_id(), terms, communes, by=me())
    except OutsideValidity:
        form.refuse_set()
        return _plan_form(form, 422)
    if len(made.inspections) == 1:
        return done(made.inspections[0], _("Đã lập kế hoạch kiểm tra."))
    said = _("Đã lập kế hoạch kiểm tra %(n)s xã.", n=len(made.inspections))
    return see(made.id, url_for("inspections.index"), said=said)


def _plan_form(form: PlanForm, status: int = 200) -> Response:
    errors = form.set.errors
    context = about_plan(form, list(communes_of(actor())))
    form.set.errors = errors
    return render("inspections/new.html", fragment="inspections/_plan.html", status=status, **context)
