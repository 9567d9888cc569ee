"""Tells the pages of records what reviewers ask to be put right in them."""

from uuid import UUID

from app.reviews.queries import returned_points
from app.seals.remarks import Remark, add_teller


def register_teller() -> None:
    """Let records' pages show what was returned."""
    add_teller(_remarks)


def _remarks(unit_id: int, assessment_id: UUID | None, part: str | None) -> dict[str, list[Remark]]:
    found: dict[str, list[Remark]] = {}
    for point in returned_points(unit_id, assessment_id, part):
        address = f"/reviews/{point.submission_id}"
        remark = Remark(point.unit.full_name, point.reason or "", point.submission.due_on, address)
        found.setdefault(point.part, []).append(remark)
    return found
