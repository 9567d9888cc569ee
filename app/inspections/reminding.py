"""What each day's digest says of inspections' demands: how many a commune should have met, or should within a week."""

from collections.abc import Mapping
from datetime import date, timedelta

from flask import url_for
from flask_babel import ngettext
from sqlalchemy import func, select

from app.extensions import db
from app.inspections.models import Demand, Inspection
from app.notices.daily import Daily, register_daily

NAME = "demands"
AHEAD = timedelta(days=7)


def due_by_unit(day: date) -> Mapping[int, int]:
    """Return how many demands are overdue on a day or due within a week of it, by the commune's id; one query."""
    rows = select(Inspection.unit_id, func.count()).join(Inspection.demands)
    rows = rows.where(Demand.done_at.is_(None), Demand.due_on <= day + AHEAD).group_by(Inspection.unit_id)
    return {unit_id: count for unit_id, count in db.session.execute(rows)}  # noqa: C416 (dict() knows no rows)


def _words(count: int) -> str:
    said: str = ngettext(
        "%(n)s yêu cầu sau kiểm tra sắp hoặc quá hạn", "%(n)s yêu cầu sau kiểm tra sắp hoặc quá hạn", count, n=count
    )
    return said


register_daily(NAME, Daily(due_by_unit, _words, lambda _unit_id: url_for("inspections.index", state="concluded")))
