"""The cast's inspections: the district plans one of each of its communes, and concluded one with a demand."""

from collections.abc import Mapping
from datetime import date
from uuid import NAMESPACE_DNS, UUID, uuid5

from app.accounts.models import User
from app.clock import today
from app.criteria.models import CriteriaSet
from app.inspections.models import Found, Inspection
from app.inspections.operations import FindingTerms, PlanTerms, conclude, plan_visits, write_finding
from app.units.models import Unit

INSPECTED = ("An", "Bình")
TITLE = "Bàn chuyện giữ bản"
UNMET = FindingTerms(Found.NOT_MET, "Về quê vợ", "Họp dân bàn lại", date(today().year + 1, 1, 31))
MET = FindingTerms(Found.MET)


def inspections(which: str, units: Mapping[str, int]) -> dict[str, UUID]:
    """Return the ids of the cast's inspections that are "planned", or "concluded", by their communes."""
    plan = uuid5(NAMESPACE_DNS, which)
    return {name: uuid5(plan, str(units[name])) for name in INSPECTED}


def inspect(units: Mapping[str, Unit], district: User, one: CriteriaSet) -> None:
    """Plan and conclude the inspections, by the district."""
    day = today()
    communes = [units[name] for name in INSPECTED]
    terms = PlanTerms(TITLE, day, day, one, day.year)
    plan_visits(uuid5(NAMESPACE_DNS, "planned"), terms, communes, by=district)
    for inspection in plan_visits(uuid5(NAMESPACE_DNS, "concluded"), terms, communes, by=district).inspections:
        find_all(inspection, by=district)
        conclude(inspection, day, "Về quê vợ", by=district)


def find_all(inspection: Inspection, *, by: User) -> None:
    """Let the first indicator be unmet, with a demand, and the others be met."""
    for number, indicator in enumerate(inspection.criteria_set.indicators):
        write_finding(inspection, indicator, MET if number else UNMET, version=0, by=by)
