"""What a province sets and adds."""

from typing import Any

from flask import abort, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.session import me
from app.criteria import labels
from app.criteria.forms import AdjustmentForm, DeadlineForm, IndicatorForm
from app.criteria.models import CriteriaSet, Indicator
from app.criteria.operations.versions import add_own, adjust, remove_own, set_deadline
from app.criteria.views.sets import bp, find
from app.measures.registry import measures_for
from app.policy import Action
from app.web.access import online_only, requires
from app.web.htmx import render, see


@bp.get("/criteria/<int:set_id>/indicators/<code>/edit")
@requires(Action.CRITERIA_KEEP)
def edit(set_id: int, code: str) -> ResponseReturnValue:
    """Show the form of what the document leaves to the province."""
    one, indicator = _settable(set_id, code)
    return _setting(one, indicator, AdjustmentForm.of(indicator))


@bp.post("/criteria/<int:set_id>/indicators/<code>")
@requires(Action.CRITERIA_KEEP)
@online_only
def set_number(set_id: int, code: str) -> ResponseReturnValue:
    """Set it."""
    one, indicator = _settable(set_id, code)
    form = AdjustmentForm()
    form.about(indicator)
    if not form.validate():
        return _setting(one, indicator, form, 422)
    return _seen(adjust(one, code, form.adjustment(), by=me()), _("Đã lưu phần do tỉnh đặt."))


@bp.get("/criteria/<int:set_id>/deadline/edit")
@requires(Action.CRITERIA_KEEP)
def edit_deadline(set_id: int) -> ResponseReturnValue:
    """Show the form of the deadline, where the document gives none."""
    one = find(set_id, Action.CRITERIA_KEEP)
    day = (one.calendar or {}).get("decide_before")
    return _deadline(one, DeadlineForm(formdata=None, data={"decide_before": day}))


@bp.post("/criteria/<int:set_id>/deadline")
@requires(Action.CRITERIA_KEEP)
@online_only
def keep_deadline(set_id: int) -> ResponseReturnValue:
    """Set the deadline, or take it away."""
    one, form = find(set_id, Action.CRITERIA_KEEP), DeadlineForm()
    if not form.validate():
        return _deadline(one, form, 422)
    return _seen(set_deadline(one, form.decide_before.data, by=me()), _("Đã lưu thời hạn."))


@bp.get("/criteria/<int:set_id>/indicators/new")
@requires(Action.CRITERIA_KEEP)
def new(set_id: int) -> ResponseReturnValue:
    """Show the form of an indicator of the province's own."""
    one, form = find(set_id, Action.CRITERIA_KEEP), IndicatorForm(formdata=None)
    return _new(one, form)


@bp.post("/criteria/<int:set_id>/indicators")
@requires(Action.CRITERIA_KEEP)
@online_only
def add(set_id: int) -> ResponseReturnValue:
    """Add it."""
    one, form = find(set_id, Action.CRITERIA_KEEP), IndicatorForm()
    form.offer(measures_for(one.unit_kind))
    if not form.validate():
        return _new(one, form, 422)
    return _seen(add_own(one, form.terms(), by=me()), _("Đã thêm chỉ tiêu của tỉnh."))


@bp.post("/criteria/<int:set_id>/indicators/<code>/removal")
@requires(Action.CRITERIA_KEEP)
@online_only
def remove(set_id: int, code: str) -> ResponseReturnValue:
    """Take an indicator of the province's own away."""
    one = find(set_id, Action.CRITERIA_KEEP)
    return _seen(remove_own(one, code, by=me()), _("Đã bỏ chỉ tiêu của tỉnh."))


def _settable(set_id: int, code: str) -> tuple[CriteriaSet, Indicator]:
    """Return the set and the indicator; 404 for one that is not there, or of which nothing is the province's to set."""
    one = find(set_id, Action.CRITERIA_KEEP)
    indicator = one.indicator(code)
    if indicator is None or not indicator.settable:
        abort(404)
    return one, indicator


def _seen(version: CriteriaSet, said: str) -> ResponseReturnValue:
    return see(version.id, url_for(".show", set_id=version.id), said=said)


def _setting(one: CriteriaSet, indicator: Indicator, form: AdjustmentForm, status: int = 200) -> ResponseReturnValue:
    context: dict[str, Any] = {"one": one, "indicator": indicator, "form": form, "words": labels}
    return render("criteria/setting.html", fragment="criteria/_setting_form.html", status=status, **context)


def _deadline(one: CriteriaSet, form: DeadlineForm, status: int = 200) -> ResponseReturnValue:
    context: dict[str, Any] = {"one": one, "form": form, "words": labels}
    return render("criteria/deadline.html", fragment="criteria/_deadline_form.html", status=status, **context)


def _new(one: CriteriaSet, form: IndicatorForm, status: int = 200) -> ResponseReturnValue:
    form.offer(measures_for(one.unit_kind))
    context: dict[str, Any] = {"one": one, "form": form, "words": labels}
    return render("criteria/new.html", fragment="criteria/_indicator_form.html", status=status, **context)
