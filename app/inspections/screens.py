"""What the pages of inspections show, gathered from queries."""

from itertools import groupby
from typing import Any

from flask import abort, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.assessments import labels as assessment_labels
from app.assessments.records import recorded
from app.assessments.screens import rows_at
from app.clock import today
from app.criteria import labels as criteria_labels
from app.criteria.models import Indicator
from app.extensions import db
from app.inspections import labels
from app.inspections.forms import (
    ConclusionForm,
    CorrectionForm,
    DemandDoneForm,
    FindingForm,
    PlanForm,
    VisitWithdrawalForm,
)
from app.inspections.lines import counts_of, keeps, line_of, lines_of
from app.inspections.models import Finding, Inspection, InspectionState
from app.inspections.queries import Narrowing, communes_of, listing, self_assessment_of, sets_to_offer
from app.policy import Action, can
from app.units.asked import asked_unit
from app.units.models import Unit, UnitKind
from app.units.queries import children
from app.web.access import actor
from app.web.differences import Difference, in_words
from app.web.htmx import address_with
from app.web.pagination import read_cursor


def asked_narrowing() -> Narrowing:
    """Return how the address narrows the list: to what is planned, or to what was concluded for who only reads."""
    unit = asked_unit(actor(), Action.INSPECTION_READ, request.args.get("unit"))
    state = request.args.get("state", "")
    first = InspectionState.PLANNED if can(actor(), Action.INSPECTION_KEEP) else InspectionState.CONCLUDED
    return Narrowing(unit, InspectionState(state) if state in set(InspectionState) else first)


def about_list(narrowing: Narrowing) -> dict[str, Any]:
    """Return what the list shows."""
    page = listing(actor(), narrowing, read_cursor(request.args.get("after")))
    own: Unit = current_user.unit
    kept = {name: value for name, value in request.args.items() if name in {"unit", "state"}}
    return {
        "narrowing": narrowing, "page": page, "labels": labels, "own": own, "unit": narrowing.unit, "now_day": today(),
        "places": [] if own.kind is UnitKind.COMMUNE else db.session.scalars(children(own)).all(),
        "may_plan": can(actor(), Action.INSPECTION_KEEP),
        "next_url": address_with(url_for("inspections.index"), **kept, after=page.after) if page.after else None,
    }  # fmt: skip


def about_plan(form: PlanForm, communes: list[Unit]) -> dict[str, Any]:
    """Return what the form of a plan shows: the communes, those of each district together."""
    sets = sets_to_offer(actor())
    form.offer(sets, communes)
    chosen = set(form.unit.data or ())
    grouped = [
        (parent, [(place, str(place.id) in chosen) for place in places])
        for parent, places in groupby(communes, key=lambda place: place.parent)
    ]
    return {"form": form, "sets": sets, "grouped": grouped, "unit": current_user.unit}


def chosen_communes(asked: list[str]) -> list[Unit]:
    """Return the communes of these ids, each once; 404 where one is not a commune that the person may inspect."""
    known = {str(place.id): place for place in communes_of(actor())}
    if not set(asked) <= known.keys():
        abort(404)
    return [known[id_] for id_ in dict.fromkeys(asked)]


def about_inspection(
    inspection: Inspection, *, demand_refused: tuple[int, DemandDoneForm] | None = None, **refused: Any
) -> dict[str, Any]:
    """Return what the page of an inspection shows; ``refused`` is what was not accepted."""
    blank = {each.number: DemandDoneForm(formdata=None, done_on=today()) for each in inspection.demands_open}
    own = self_assessment_of(actor(), inspection)
    answers = can(actor(), Action.INSPECTION_ANSWER, inspection.unit)
    concluding = ConclusionForm(formdata=None, concluded_on=today())
    return {
        **_known(inspection), "own_assessment": own, "lines": lines_of(inspection, own), "now_day": today(),
        "counts": counts_of(inspection), "may_answer": answers, "incomplete": None,
        "conclusion_form": concluding, "withdrawal_form": VisitWithdrawalForm(formdata=None),
        "correction_form": CorrectionForm(formdata=None), "next_code": next_code(inspection),
        "demand_forms": blank | dict([demand_refused] if demand_refused else []), **refused,
    }  # fmt: skip


def about_finding(
    inspection: Inspection, indicator: Indicator, form: FindingForm, stale: Finding | None = None
) -> dict[str, Any]:
    """Return what the page of an indicator shows; ``stale`` is what somebody else wrote meanwhile."""
    codes = [each.code for each in inspection.criteria_set.indicators]
    place = codes.index(indicator.code)
    return {
        **_known(inspection), "line": line_of(inspection, indicator, self_assessment_of(actor(), inspection)),
        "indicator": indicator, "form": form, "place": place + 1, "count": len(codes),
        "before": codes[place - 1] if place else None, "after": codes[place + 1] if place + 1 < len(codes) else None,
        "rows": recorded(inspection, indicator), "stale": _differences(stale, form) if stale else None,
        "found": inspection.finding_of(indicator.code),
    }  # fmt: skip


def filled(inspection: Inspection, indicator: Indicator) -> FindingForm:
    """Return the form of an indicator's finding, with what was found so far."""
    found = inspection.finding_of(indicator.code)
    form = FindingForm(formdata=None, obj=found)
    form.is_of(indicator, found)
    return form


def next_code(inspection: Inspection, after: str = "") -> str | None:
    """Return the code of the next indicator without a finding, after the one of ``after`` and round to the first."""
    codes = [each.code for each in inspection.criteria_set.indicators]
    here = codes.index(after) + 1 if after in codes else 0
    return next((code for code in [*codes[here:], *codes[:here]] if inspection.finding_of(code) is None), None)


def _known(inspection: Inspection) -> dict[str, Any]:
    return {
        "inspection": inspection, "plan": inspection.plan, "labels": labels, "criteria": criteria_labels,
        "assessed": assessment_labels, "may_keep": keeps(actor(), inspection), "rows_at": rows_at,
    }  # fmt: skip


def _differences(found: Finding, form: FindingForm) -> list[Difference]:
    """Return in what the form differs from what is stored of the finding meanwhile."""
    pairs: list[tuple[str, Any, Any]] = [
        (_("Kết quả"), str(labels.RESULTS[found.result]), str(labels.RESULTS[form.terms().result])),
        (_("Nhận xét"), found.words, form.words.data),
        (_("Yêu cầu khắc phục"), found.demand, form.demand.data),
        (_("Khắc phục xong trước ngày"), found.due_on, form.due_on.data),
    ]
    return [Difference(label, in_words(stored), in_words(typed)) for label, stored, typed in pairs if stored != typed]
