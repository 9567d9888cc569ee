"""What an inspection comes to: the conclusion, a withdrawal, corrections, what the commune did about a demand."""

from uuid import UUID

from flask import abort
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.session import me
from app.clock import today
from app.inspections.forms import ConclusionForm, CorrectionForm, DemandDoneForm, VisitWithdrawalForm
from app.inspections.models import Demand, Inspection
from app.inspections.operations import Incomplete, complete, conclude, correct, withdraw
from app.inspections.views.inspections import bp, done, find, find_kept, refused
from app.policy import Action
from app.web.access import online_only, requires


@bp.post("/inspections/<uuid:inspection_id>/conclusion")
@requires(Action.INSPECTION_KEEP)
@online_only
def finish(inspection_id: UUID) -> ResponseReturnValue:
    """Conclude an inspection; one that lacks a finding is refused with what is missing."""
    found, form = find_kept(inspection_id), ConclusionForm()
    if not form.validate():
        return refused(found, "_conclusion", conclusion_form=form)
    try:
        conclude(found, form.concluded_on.data or today(), str(form.conclusion.data), by=me())
    except Incomplete as incomplete:
        return refused(found, "_conclusion", conclusion_form=form, incomplete=incomplete)
    return done(found, _("Đã kết luận. Xã được kiểm tra xem được từ bây giờ."))


@bp.post("/inspections/<uuid:inspection_id>/withdrawal")
@requires(Action.INSPECTION_KEEP)
@online_only
def take_back(inspection_id: UUID) -> ResponseReturnValue:
    """Withdraw a visit that will not be made, with a reason."""
    found, form = find_kept(inspection_id), VisitWithdrawalForm()
    if not form.validate():
        return refused(found, "_withdrawal", withdrawal_form=form)
    return done(withdraw(found, str(form.reason.data), by=me()), _("Đã rút."))


@bp.post("/inspections/<uuid:inspection_id>/corrections")
@requires(Action.INSPECTION_KEEP)
@online_only
def add_correction(inspection_id: UUID) -> ResponseReturnValue:
    """Say, beside what was concluded, what must be read otherwise."""
    found, form = find_kept(inspection_id), CorrectionForm()
    if not form.validate():
        return refused(found, "_correction", correction_form=form)
    correct(found, str(form.words.data), by=me())
    return done(found, _("Đã ghi đính chính."))


@bp.post("/inspections/<uuid:inspection_id>/demands/<int:number>/completion")
@requires(Action.INSPECTION_ANSWER)
def do_demand(inspection_id: UUID, number: int) -> ResponseReturnValue:
    """Say what the commune did about a demand."""
    found, form = find(inspection_id, Action.INSPECTION_ANSWER), DemandDoneForm()
    demand = _demand(found, number)
    if not form.validate() and demand.done_at is None:
        return refused(found, "_demands", demand_refused=(number, form))
    complete(demand, form.done_on.data or today(), str(form.done_words.data), by=me())
    return done(found, _("Đã ghi là xong."))


def _demand(found: Inspection, number: int) -> Demand:
    demand = next((each for each in found.demands if each.number == number), None)
    if demand is None:
        abort(404)
    return demand
