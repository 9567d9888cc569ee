"""Evidence that an assessment names and that was taken back since."""

from collections import defaultdict
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.assessments.models import Answer, Assessment
from app.extensions import db
from app.standing.kinds import BY_PATH


def withdrawn_evidence(assessment: Assessment) -> list[Answer]:
    """Return the answers that name a record which was withdrawn, or is not there."""
    named: dict[str, set[UUID]] = defaultdict(set)
    for answer in assessment.answers:
        for name in answer.records:
            path, _slash, id_ = name.partition("/")
            named[path].add(UUID(id_))
    standing = {f"{path}/{id_}" for path, ids in named.items() for id_ in _valid(path, ids)}
    return [answer for answer in assessment.answers if not set(answer.records) <= standing]


def _valid(path: str, ids: set[UUID]) -> list[UUID]:
    model: Any = BY_PATH[path].model
    return list(db.session.scalars(select(model.id).where(model.id.in_(ids), model.withdrawn_at.is_(None))))
