"""How inspections are said: states, findings, days."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from app.inspections.models import Found, InspectionPlan, InspectionState
from app.web.filters import day

STATES: dict[InspectionState, LazyString] = {
    InspectionState.PLANNED: _l("Sắp kiểm tra"),
    InspectionState.CONCLUDED: _l("Đã kết luận"),
    InspectionState.WITHDRAWN: _l("Đã rút"),
}
RESULTS: dict[Found, LazyString] = {
    Found.MET: _l("Đạt"),
    Found.NOT_MET: _l("Chưa đạt"),
    Found.NOT_APPLICABLE: _l("Không áp dụng"),
}
# The marks that states and findings are shown with: `templates/components/parts.html`, tag.
STATE_MARKS = {InspectionState.PLANNED: "need", InspectionState.CONCLUDED: "ok", InspectionState.WITHDRAWN: "plain"}
MARKS = {Found.MET: "ok", Found.NOT_MET: "bad", Found.NOT_APPLICABLE: "plain"}


def days_of(plan: InspectionPlan) -> str:
    """Return when the visits are planned."""
    if plan.planned_from == plan.planned_to:
        return day(plan.planned_from)
    return str(_("%(first)s đến %(last)s", first=day(plan.planned_from), last=day(plan.planned_to)))
