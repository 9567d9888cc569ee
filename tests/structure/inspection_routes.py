"""The addresses of inspections: kept by who planned them, read above the commune, by itself what was concluded."""

from typing import Any

from app.clock import today
from app.policy import Role
from tests.structure.route import ANYWHERE, DONE, OWN, About, Open, Relation, Route

BELOW = frozenset({Relation.CHILD, Relation.BELOW})
DOWN = frozenset({Relation.OWN, *BELOW})
NOTHING: frozenset[Relation] = frozenset()
READERS: Open = {Role.COMMUNE_POLICE: OWN, Role.DISTRICT: DOWN, Role.PROVINCE: DOWN}
PLANNERS: Open = {Role.DISTRICT: BELOW, Role.PROVINCE: BELOW}
# The cast's inspections are the district's: the province reads them, and their communes once they are concluded.
KEEPERS: Open = {Role.DISTRICT: BELOW, Role.PROVINCE: NOTHING}
OF_PLANNED: Open = {Role.COMMUNE_POLICE: NOTHING, Role.DISTRICT: BELOW, Role.PROVINCE: BELOW}
OF_CONCLUDED: Open = {Role.COMMUNE_POLICE: OWN, Role.DISTRICT: BELOW, Role.PROVINCE: BELOW}
ONE = "/inspections/<uuid:inspection_id>"
FINDING = f"{ONE}/findings/<code>"
DAY = f"{today():%Y-%m-%d}"


def plan(_who: str | None) -> dict[str, Any]:
    """Return the plan of a visit."""
    days = {"planned_from": DAY, "planned_to": DAY, "year": str(today().year)}
    return {"title": "Họp dân bàn lại", "set": "antt-tt124-2021", **days}


def finding(_who: str | None) -> dict[str, Any]:
    """Return what was found, with a demand."""
    due = f"{today().year + 1}-01-31"
    return {"result": "not_met", "words": "Về quê vợ", "demand": "Bàn chuyện giữ bản", "due_on": due, "version": ""}


def conclusion(_who: str | None) -> dict[str, Any]:
    """Return a conclusion."""
    return {"concluded_on": DAY, "conclusion": "Về quê vợ"}


INSPECTIONS: dict[str, Route] = {
    "GET /inspections": Route(READERS, About.UNIT, "unit"),
    "GET /inspections/new": Route(dict.fromkeys(PLANNERS, ANYWHERE)),
    "POST /inspections": Route(PLANNERS, About.COMMUNE, "unit", plan, DONE, ("inspection:plan",)),
    f"GET {ONE}": Route(OF_PLANNED, About.INSPECTION),
    f"GET {ONE}/paper": Route(OF_CONCLUDED, About.CONCLUDED),
    f"GET {FINDING}": Route(OF_CONCLUDED, About.CONCLUDED),
    f"POST {FINDING}": Route(
        KEEPERS, About.INSPECTION, fields=finding, status=DONE, events=("inspection:find",)
    ),
    # The cast's are incomplete; tests/inspections/test_views.py concludes one.
    f"POST {ONE}/conclusion": Route(KEEPERS, About.INSPECTION, fields=conclusion, status=frozenset({422})),
    f"POST {ONE}/withdrawal": Route(
        KEEPERS, About.INSPECTION, fields=lambda _: {"reason": "Về quê vợ"}, status=DONE,
        events=("inspection:withdraw",),
    ),
    f"POST {ONE}/corrections": Route(
        KEEPERS, About.CONCLUDED, fields=lambda _: {"words": "Về quê vợ"}, status=DONE,
        events=("inspection:correct",),
    ),
    f"POST {ONE}/demands/<int:number>/completion": Route(
        {Role.COMMUNE_POLICE: OWN}, About.CONCLUDED, status=DONE,
        fields=lambda _: {"done_on": DAY, "done_words": "Về ở với con"},
        events=("inspection:complete", "notice:send"),
    ),
}  # fmt: skip
