"""Forms about assessments that succeed."""

from typing import Any

from app.clock import today
from tests.world import COMMUNE_CODE, VILLAGE_CODE, file, id_of, jpeg

COMMUNES = {id_of(f"assessment {name}") for name in ("An", "Bình")}
ANSWERED = id_of("assessment Na")


def code_of(assessment_id: object) -> str:
    """Return the code of an indicator that the assessment's set has."""
    return COMMUNE_CODE if assessment_id in COMMUNES else VILLAGE_CODE


def beginning(_who: str | None) -> dict[str, Any]:
    """Return the form of an assessment of last year: the cast has one of this year."""
    return {"year": str(today().year - 1), "set": "antt-tt124-2021"}


def answer(assessment_id: object) -> dict[str, Any]:
    """Return an answer to a yes or no, over the one that is there."""
    return {"stance": "no", "note": "Về quê vợ", "version": "1" if assessment_id == ANSWERED else ""}


def photo(_who: str | None) -> dict[str, Any]:
    """Return one more photo."""
    return {"photo": file(jpeg("red"))}


def remedy(assessment_id: object) -> dict[str, Any]:
    """Return the plan of a remedy."""
    plan = {"words": "Bàn chuyện giữ bản", "post": "village_secretary", "due_on": f"{today():%Y-%m-%d}"}
    return {**plan, "code": code_of(assessment_id)}


def replanned(_who: str | None) -> dict[str, Any]:
    """Return another plan of a remedy that is known."""
    due = f"{today().year}-12-31"
    return {"words": "Bàn chuyện giữ bản", "post": "village_head", "due_on": due, "version": "1", "code": VILLAGE_CODE}


def progress(_who: str | None) -> dict[str, Any]:
    """Return how far a remedy has come."""
    return {"noted_on": f"{today():%Y-%m-%d}", "words": "Về quê vợ"}


def completion(_who: str | None) -> dict[str, Any]:
    """Return that a remedy is done."""
    return {"done_on": f"{today():%Y-%m-%d}", "done_words": "Về ở với con"}
