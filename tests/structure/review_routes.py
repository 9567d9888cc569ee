"""The addresses of sending and review: sent by the unit or its commune, decided on by the level whose step it is."""

from app.clock import today
from app.policy import Role
from tests.structure.assessment_routes import KEEPS
from tests.structure.route import (
    ANYWHERE,
    CHILDREN,
    COUNTS,
    DONE,
    DOWN,
    OWN,
    PROVINCES,
    About,
    Fields,
    Open,
    Route,
    by_province,
)
from tests.world import file, jpeg

ONE = "/reviews/<uuid:submission_id>"
ASSESSMENT = "/assessments/<uuid:assessment_id>"
REVIEWERS: Open = dict.fromkeys((Role.COMMUNE_POLICE, Role.DISTRICT, Role.PROVINCE), ANYWHERE)
# The cast's dossiers are villages' and wait for their communes: those above see them, and decide later.
COMMUNES: Open = {Role.COMMUNE_POLICE: CHILDREN, Role.DISTRICT: frozenset(), Role.PROVINCE: frozenset()}
ABOVE: Open = {Role.COMMUNE_POLICE: DOWN, Role.DISTRICT: DOWN, Role.PROVINCE: DOWN}
SENDERS: Open = {Role.VILLAGE_HEAD: OWN, Role.COMMUNE_POLICE: frozenset()}


def last_year(_who: str | None) -> Fields:
    """Return a dossier of which nothing is there."""
    return {"year": str(today().year - 1)}


def agreement(_who: str | None) -> Fields:
    return {"code": "registration", "verdict": "agree"}


def approval(_who: str | None) -> Fields:
    return {"decision": "approve", "reason": "Hà Văn Xuân"}


def exception(_who: str | None) -> Fields:
    return {"until": f"{today():%Y-%m-%d}", "reason": "Hà Văn Xuân"}


REVIEWS: dict[str, Route] = {
    "GET /submissions": Route(COUNTS, About.UNIT, "unit"),
    "GET /submissions/new": Route(KEEPS, About.PLACE, "unit"),
    # The cast's are sent, or incomplete: tests/reviews sends what is whole.
    "POST /submissions": Route(KEEPS, About.PLACE, "unit", last_year, frozenset({422})),
    f"GET {ASSESSMENT}/submission": Route(KEEPS, About.ASSESSMENT),
    f"POST {ASSESSMENT}/submission": Route(KEEPS, About.ASSESSMENT, status=frozenset({422})),
    f"POST {ASSESSMENT}/reopening": Route(KEEPS, About.ASSESSMENT, status=DONE),
    f"GET {ASSESSMENT}/review": Route(COUNTS, About.ASSESSMENT, status=DONE),
    "GET /timeliness": Route(COUNTS, About.UNIT, "unit"),
    "GET /admin/sending-days": Route(PROVINCES),
    "POST /admin/sending-days": by_province(
        "calendar:set", None, lambda _: {"which": "village_dossier-village", "day": "5/4"}
    ),
    "GET /reviews": Route(REVIEWERS),
    # Nothing is chosen: tests/reviews agrees with several at once.
    "POST /reviews/approvals": Route(REVIEWERS, status=frozenset({422})),
    f"GET {ONE}": Route(COUNTS, About.SUBMISSION),
    f"GET {ONE}/versions/<int:number>": Route(COUNTS, About.SUBMISSION),
    f"POST {ONE}/taking-back": Route(
        SENDERS, About.SUBMISSION, status=DONE, events=("submission:take-back",), seen_by=ABOVE
    ),
    f"POST {ONE}/parts": Route(
        COMMUNES, About.SUBMISSION, fields=agreement, status=DONE, events=("review:part",), seen_by=ABOVE
    ),
    f"POST {ONE}/decision": Route(
        COMMUNES, About.SUBMISSION, fields=approval, status=DONE, events=("review:approve",), seen_by=ABOVE
    ),
    f"POST {ONE}/comments": Route(
        COUNTS, About.SUBMISSION, fields=lambda _: {"words": "Hà Văn Xuân", "photo": file(jpeg("red"))}, status=DONE,
        events=("attachment:keep", "review:comment"),
    ),
    f"GET {ONE}/comments/<uuid:comment_id>/photo": Route(COUNTS, About.COMMENTED),
    f"GET {ONE}/comments/<uuid:comment_id>/document": Route(COUNTS, About.COMMENTED),
    # Nothing of the cast's is sealed: tests/reviews seals.
    f"POST {ONE}/exceptions": Route(ABOVE, About.SUBMISSION, fields=exception, status=frozenset({404})),
}  # fmt: skip
