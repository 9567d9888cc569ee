"""What each day's digest says of dossiers: to whom they wait, whom they were returned to, who has not sent them."""

from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from flask import url_for
from flask_babel import ngettext
from sqlalchemy import func, select

from app.extensions import db
from app.notices.daily import Daily, register_daily
from app.reviews.calendar import day_for
from app.reviews.models import State, Submission
from app.reviews.timeliness import expected, not_sent
from app.units.models import Unit
from app.units.scope import beneath

REVIEW_AHEAD, RETURN_AHEAD = timedelta(days=2), timedelta(days=7)
SEND_AHEAD, SEND_LATE = timedelta(days=14), timedelta(days=30)  # what is later still first pages tell


def to_review(day: date) -> Mapping[int, int]:
    """Return how many dossiers should have been decided by ``day`` or within two days, by the unit that decides."""
    rows = select(Submission.waiting_unit_id, func.count()).where(Submission.decide_by <= day + REVIEW_AHEAD)
    return _counted(rows.where(Submission.waiting_unit_id.is_not(None)).group_by(Submission.waiting_unit_id))


def returned(day: date) -> Mapping[int, int]:
    """Return how many returned dossiers are asked for again by ``day`` or within a week, by the unit that sends."""
    rows = select(Submission.unit_id, func.count()).where(Submission.state == State.RETURNED)
    return _counted(rows.where(Submission.due_on <= day + RETURN_AHEAD).group_by(Submission.unit_id))


def unsent(day: date) -> Mapping[int, int]:
    """Return how many dossiers a unit has not sent whose day is within two weeks, or was up to 30 days ago."""
    found: Counter[int] = Counter()
    for province in db.session.scalars(select(Unit).where(Unit.parent_id.is_(None), Unit.path.is_not(None))):
        for key in expected(province, day.year):
            due = day_for(key, [province.id])
            if due and -SEND_LATE <= due.of(day.year) - day <= SEND_AHEAD:
                late = (beneath(province.path or "none/"), Unit.kind == key.unit_kind, not_sent(key, day.year))
                found.update(db.session.scalars(select(Unit.id).where(*late)))
    return found


def _counted(rows: Any) -> Mapping[int, int]:
    return {unit_id: count for unit_id, count in db.session.execute(rows)}  # noqa: C416 (dict() knows no rows)


def _words_to_review(count: int) -> str:
    said: str = ngettext("%(n)s hồ sơ sắp hoặc quá hạn xét", "%(n)s hồ sơ sắp hoặc quá hạn xét", count, n=count)
    return said


def _words_returned(count: int) -> str:
    said: str = ngettext("%(n)s hồ sơ bị trả lại, sắp hoặc quá hạn", "%(n)s hồ sơ bị trả lại, sắp hoặc quá hạn", count,
                         n=count)  # fmt: skip
    return said


def _words_unsent(count: int) -> str:
    said: str = ngettext("%(n)s hồ sơ sắp hoặc quá hạn gửi", "%(n)s hồ sơ sắp hoặc quá hạn gửi", count, n=count)
    return said


register_daily("to-review", Daily(to_review, _words_to_review, lambda _unit_id: url_for("reviews.index")))
register_daily("returned", Daily(returned, _words_returned, lambda unit_id: url_for("submissions.index", unit=unit_id)))
register_daily("unsent", Daily(unsent, _words_unsent, lambda unit_id: url_for("submissions.index", unit=unit_id)))
