"""Pages of one indicator of an inspection: what is asked, claimed, recorded, and what was found."""

from uuid import UUID

from flask import Response, abort, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.session import me
from app.criteria.models import Indicator
from app.households.operations import StaleVersion
from app.inspections.forms import FindingForm
from app.inspections.models import Inspection
from app.inspections.operations import write_finding
from app.inspections.screens import about_finding, filled, next_code
from app.inspections.views.inspections import bp, find, find_kept
from app.policy import Action
from app.web.access import requires
from app.web.htmx import render, see


@bp.get("/inspections/<uuid:inspection_id>/findings/<code>")
@requires(Action.INSPECTION_READ)
def finding(inspection_id: UUID, code: str) -> ResponseReturnValue:
    """Show an indicator with the form of its finding, or what was found where it may not be changed."""
    found = find(inspection_id)
    indicator = _indicator(found, code)
    return _page(found, indicator, filled(found, indicator))


@bp.post("/inspections/<uuid:inspection_id>/findings/<code>")
@requires(Action.INSPECTION_KEEP)
def save(inspection_id: UUID, code: str) -> ResponseReturnValue:
    """Write what was found, unless somebody else wrote it otherwise meanwhile; go on to the next indicator."""
    found, form = find_kept(inspection_id), FindingForm()
    indicator = _indicator(found, code)
    form.is_of(indicator, found.finding_of(code))
    if not form.validate():
        return _page(found, indicator, form, 422)
    try:
        made = write_finding(found, indicator, form.terms(), version=form.version.data or 0, by=me())
    except StaleVersion as stale:
        return _page(found, indicator, form, 409, stale)
    return see(made.id, _next(found, code), said=_("Đã lưu chỉ tiêu %(code)s.", code=code))


def _indicator(found: Inspection, code: str) -> Indicator:
    indicator = found.criteria_set.indicator(code)
    if indicator is None:
        abort(404)
    return indicator


def _next(found: Inspection, code: str) -> str:
    following = next_code(found, code)
    if following is None:
        return url_for("inspections.show", inspection_id=found.id)
    return url_for("inspections.finding", inspection_id=found.id, code=following)


def _page(
    found: Inspection, indicator: Indicator, form: FindingForm, status: int = 200, stale: StaleVersion | None = None
) -> Response:
    context = about_finding(found, indicator, form, found.finding_of(indicator.code) if stale else None)
    reason = stale.reason if stale else None
    return render(
        "inspections/finding.html", fragment="inspections/_finding.html", status=status, reason=reason, **context
    )
