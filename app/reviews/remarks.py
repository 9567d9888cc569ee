"""Tells the pages of records what reviewers ask to be put right in them."""

from uuid import UUID

from app.reviews.queries import returned_points
from app.seals.remarks import Remark, add_teller


def register_teller() -> None:
    """Let records' pages show what was returned."""
    add_teller(_remarks)


def _remarks(part: str, unit_id: int, assessment_id: UUID | None) -> list[Remark]:
    return [
        Remark(point.unit.full_name, point.reason or "", point.submission.due_on, f"/reviews/{point.submission_id}")
        for point in returned_points(part, unit_id, assessment_id)
    ]
