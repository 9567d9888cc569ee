"""What each day's digest says of remedies: how many a unit should have done, or should do within a week."""

from collections.abc import Mapping
from datetime import date, timedelta

from flask import url_for
from flask_babel import ngettext
from sqlalchemy import func

from app.assessments.models import Assessment, Remedy
from app.extensions import db
from app.notices.daily import Daily, register_daily

NAME = "remedies"
AHEAD = timedelta(days=7)


def due_by_unit(day: date) -> Mapping[int, int]:
    """Return how many remedies are overdue on a day or due within a week of it, by the unit's id; one query."""
    open_ = (Remedy.done_at.is_(None), Remedy.withdrawn_at.is_(None), Assessment.withdrawn_at.is_(None))
    rows = db.session.query(Remedy.unit_id, func.count()).join(Assessment, Assessment.id == Remedy.assessment_id)
    found = rows.filter(*open_, Remedy.due_on <= day + AHEAD).group_by(Remedy.unit_id)
    return {unit_id: count for unit_id, count in found}  # noqa: C416 (dict() knows no rows)


def _words(count: int) -> str:
    said: str = ngettext(
        "%(n)s việc khắc phục sắp hoặc quá hạn", "%(n)s việc khắc phục sắp hoặc quá hạn", count, n=count
    )
    return said


register_daily(NAME, Daily(due_by_unit, _words, lambda unit_id: url_for("remedies.index", unit=unit_id)))
