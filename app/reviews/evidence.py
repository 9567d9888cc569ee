"""Evidence that an assessment names and that was taken back since."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select

from app.assessments.models import Answer, Assessment
from app.extensions import db
from app.reviews.dossiers.frozen import Change, Fields
from app.standing.kinds import BY_PATH
from app.standing.labels import WORDS


def withdrawn_evidence(assessment: Assessment) -> list[Answer]:
    """Return the answers that name a record which was withdrawn, or is not there."""
    gone = _gone(name for answer in assessment.answers for name in answer.records)
    return [answer for answer in assessment.answers if set(answer.records) & gone]


def taken_back_since(parts: Mapping[str, Fields]) -> dict[str, list[Change]]:
    """Return, by the key of each frozen part, what was taken back of the evidence that it was sent with."""
    named = {key: fields.get("records") or [] for key, fields in parts.items()}
    gone = _gone(name for names in named.values() for name in names)
    lost = {key: [name for name in names if name in gone] for key, names in named.items()}
    return {key: [_change(names)] for key, names in lost.items() if names}


def _change(names: list[str]) -> Change:
    kinds = [str(WORDS[BY_PATH[name.partition("/")[0]].name].title) for name in names]
    return Change(_("Minh chứng"), ", ".join(kinds), _("đã bị rút sau khi gửi"))


def _gone(names: Iterable[str]) -> set[str]:
    """Return those of the names of records, "PATH/ID", that do not stand any more; one query for each kind."""
    named: dict[str, set[UUID]] = defaultdict(set)
    for name in names:
        path, _slash, id_ = name.partition("/")
        named[path].add(UUID(id_))
    return {f"{path}/{id_}" for path, ids in named.items() for id_ in ids - _valid(path, ids)}


def _valid(path: str, ids: set[UUID]) -> set[UUID]:
    model: Any = BY_PATH[path].model
    return set(db.session.scalars(select(model.id).where(model.id.in_(ids), model.withdrawn_at.is_(None))))
