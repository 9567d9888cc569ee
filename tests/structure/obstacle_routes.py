"""The addresses of obstacles: raised by a unit, read by it and all above, answered by who is above it."""

from typing import Any

from app.policy import Role
from tests.structure.route import COUNTS, DONE, OWN, About, Open, Relation, Route
from tests.world import file, jpeg

RAISERS: Open = dict.fromkeys((Role.VILLAGE_HEAD, Role.COMMUNE_POLICE, Role.DISTRICT), OWN)
BELOW = frozenset({Relation.CHILD, Relation.BELOW})
ANSWERERS: Open = {Role.DISTRICT: BELOW, Role.PROVINCE: BELOW}
PASSERS: Open = {Role.DISTRICT: BELOW, Role.PROVINCE: frozenset()}  # above the province there is nobody
ONE = "/obstacles/<uuid:obstacle_id>"


def obstacle(_who: str | None) -> dict[str, Any]:
    """Return a difficulty."""
    return {"category": "legal", "title": "Họp dân bàn lại", "words": "Bàn chuyện giữ bản"}


def answer(_who: str | None) -> dict[str, Any]:
    """Return an answer for everybody."""
    return {"words": "Về quê vợ", "shared": "y"}


OBSTACLES: dict[str, Route] = {
    "GET /obstacles": Route(COUNTS, About.UNIT, "unit"),
    "GET /obstacles/answered": Route(COUNTS),
    "GET /obstacles/new": Route(RAISERS),
    "POST /obstacles": Route(RAISERS, fields=obstacle, status=DONE, events=("obstacle:raise", "notice:send")),
    f"GET {ONE}": Route(COUNTS, About.OBSTACLE),
    f"GET {ONE}/photo": Route(COUNTS, About.OBSTACLE),
    f"POST {ONE}/photo": Route(
        RAISERS, About.OBSTACLE, fields=lambda _: {"photo": file(jpeg("red"))}, status=DONE,
        events=("attachment:keep", "obstacle:photo"),
    ),
    f"POST {ONE}/answer": Route(
        ANSWERERS, About.OBSTACLE, fields=answer, status=DONE, events=("obstacle:answer", "notice:send")
    ),
    f"POST {ONE}/passing": Route(
        PASSERS, About.OBSTACLE, fields=lambda _: {"words": "Về quê vợ"}, status=DONE,
        events=("obstacle:pass", "notice:send"),
    ),
    f"POST {ONE}/closing": Route(RAISERS, About.ANSWERED, status=DONE, events=("obstacle:close",)),
    f"POST {ONE}/reopening": Route(
        RAISERS, About.ANSWERED, fields=lambda _: {"reason": "Về quê vợ"}, status=DONE,
        events=("obstacle:reopen", "notice:send"),
    ),
}  # fmt: skip
