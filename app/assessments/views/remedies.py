"""Pages of remedies: planned, changed, followed, done, taken back."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, abort, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.session import me
from app.assessments.forms.beginning import WithdrawalForm
from app.assessments.forms.planning import CompletionForm, ProgressForm, RemedyForm
from app.assessments.models import Assessment, Remedy
from app.assessments.operations import planning
from app.assessments.queries import one_remedy
from app.assessments.remedy_screens import about_plan, about_remedies, about_remedy, remedy_differences
from app.assessments.views.assessments import find
from app.attachments.sending import send_photo
from app.clock import today
from app.criteria.models import Indicator
from app.households.operations import StaleVersion
from app.identity import new_id
from app.policy import Action
from app.units.asked import asked_unit
from app.web.access import actor, get_or_404, requires
from app.web.htmx import render, see

bp = Blueprint("remedies", __name__)


@bp.get("/remedies")
@requires(Action.ASSESSMENT_READ)
def index() -> ResponseReturnValue:
    """Show the remedies at and below a unit that are still to be done, the latest due first of all."""
    unit = asked_unit(actor(), Action.ASSESSMENT_READ, request.args.get("unit"))
    return render("assessments/remedies.html", **about_remedies(unit))


@bp.get("/assessments/<uuid:assessment_id>/remedies/new")
@requires(Action.ASSESSMENT_KEEP)
def new(assessment_id: UUID) -> ResponseReturnValue:
    """Show the form of a remedy of the indicator that the query names."""
    found = find(assessment_id)
    indicator = _indicator(found, request.args.get("code") or found.criteria_set.indicators[0].code)
    return _form(found, indicator, RemedyForm(formdata=None, id=new_id(), code=indicator.code))


@bp.post("/assessments/<uuid:assessment_id>/remedies")
@requires(Action.ASSESSMENT_KEEP)
def create(assessment_id: UUID) -> ResponseReturnValue:
    """Plan a remedy."""
    found, form = find(assessment_id), RemedyForm()
    indicator = _indicator(found, form.code.data)
    form.is_of(found.period)
    if not form.validate():
        return _form(found, indicator, form, 422)
    made = planning.plan(form.record_id(), found, indicator, form.terms(), by=me())
    there = url_for("assessments.show", assessment_id=found.id) + f"#indicator-{indicator.code}"
    return see(made.id, there, said=_("Đã ghi việc khắc phục."))


@bp.get("/remedies/<uuid:remedy_id>")
@requires(Action.ASSESSMENT_READ)
def show(remedy_id: UUID) -> ResponseReturnValue:
    """Show a remedy, how far it has come, and what may be done with it."""
    return render("assessments/remedy.html", **about_remedy(_find(remedy_id, Action.ASSESSMENT_READ)))


@bp.get("/remedies/<uuid:remedy_id>/edit")
@requires(Action.ASSESSMENT_KEEP)
def edit(remedy_id: UUID) -> ResponseReturnValue:
    """Show the form of a remedy that is planned."""
    found = _find(remedy_id)
    return _edit_form(found, RemedyForm(formdata=None, obj=found))


@bp.post("/remedies/<uuid:remedy_id>")
@requires(Action.ASSESSMENT_KEEP)
def save(remedy_id: UUID) -> ResponseReturnValue:
    """Change a plan, unless somebody else changed it meanwhile."""
    found, form = _find(remedy_id), RemedyForm()
    form.is_of(found.assessment.period, found)
    if not form.validate():
        return _edit_form(found, form, 422)
    try:
        planning.replan(found, form.terms(), version=form.version.data or 0, by=me())
    except StaleVersion as stale:
        return _edit_form(found, form, 409, stale)
    return _done(found, _("Đã lưu."))


@bp.post("/remedies/<uuid:remedy_id>/notes")
@requires(Action.ASSESSMENT_KEEP)
def note(remedy_id: UUID) -> ResponseReturnValue:
    """Write down how far a remedy has come."""
    found, form = _find(remedy_id), ProgressForm()
    form.is_of(found)
    if not form.validate():
        return _page(found, "_progress", progress_form=form)
    planning.note_progress(found, form.noted_on.data or today(), str(form.words.data), by=me())
    return _done(found, _("Đã ghi tiến độ."))


@bp.post("/remedies/<uuid:remedy_id>/completion")
@requires(Action.ASSESSMENT_KEEP)
def complete(remedy_id: UUID) -> ResponseReturnValue:
    """Declare a remedy done, with what shows it."""
    found, form = _find(remedy_id), CompletionForm()
    form.is_of(found)
    if not form.validate():
        return _page(found, "_completion", completion_form=form)
    planning.finish(found, form.done_on.data or today(), str(form.done_words.data), form.photo.data, by=me())
    return _done(found, _("Đã ghi là xong."))


@bp.post("/remedies/<uuid:remedy_id>/withdrawal")
@requires(Action.ASSESSMENT_KEEP)
def take_back(remedy_id: UUID) -> ResponseReturnValue:
    """Take back a plan that was a mistake, with a reason."""
    found, form = _find(remedy_id), WithdrawalForm()
    if not form.validate():
        return _page(found, "_remedy_withdrawal", withdrawal_form=form)
    planning.take_back(found, str(form.reason.data), by=me())
    return _done(found, _("Đã rút."))


@bp.get("/remedies/<uuid:remedy_id>/photo")
@requires(Action.ASSESSMENT_READ)
def photo(remedy_id: UUID) -> ResponseReturnValue:
    """Send the photo that shows that a remedy is done."""
    return send_photo(_find(remedy_id, Action.ASSESSMENT_READ).done_photo)


def _find(remedy_id: UUID, action: Action = Action.ASSESSMENT_KEEP) -> Remedy:
    return get_or_404(one_remedy(actor(), action, remedy_id))


def _indicator(found: Assessment, code: str | None) -> Indicator:
    indicator = found.criteria_set.indicator(code or "")
    if indicator is None:
        abort(404)
    return indicator


def _done(found: Remedy, said: str) -> ResponseReturnValue:
    return see(found.id, url_for(".show", remedy_id=found.id), said=said)


def _form(
    found: Assessment, indicator: Indicator, form: RemedyForm, status: int = 200, remedy: Remedy | None = None,
    stale: StaleVersion | None = None,
) -> Response:  # fmt: skip
    told = remedy_differences(remedy, form) if remedy and stale else None
    context = about_plan(found, indicator, form, remedy, told)
    page, reason = "assessments/plan.html", stale.reason if stale else None
    return render(page, fragment="assessments/_plan.html", status=status, reason=reason, **context)


def _edit_form(found: Remedy, form: RemedyForm, status: int = 200, stale: StaleVersion | None = None) -> Response:
    form.code.data = found.code
    return _form(found.assessment, _indicator(found.assessment, found.code), form, status, found, stale)


def _page(found: Remedy, part: str, **forms: Any) -> Response:
    context = about_remedy(found, **forms)
    return render("assessments/remedy.html", fragment=f"assessments/{part}.html", status=422, **context)
