"""Which groups a village was reminded of."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from sqlalchemy import select

from app.extensions import db
from app.notices.models import Notice

SILENT = "group-silent"  # the topic: a group did not meet in the month


def reminded_of(groups: Collection[UUID], month: date) -> set[UUID]:
    """Return which of these groups their village was reminded of, for the month that begins on ``month``."""
    if not groups:
        return set()
    told = select(Notice.subject_id).where(Notice.topic == SILENT, Notice.about_on == month)
    return set(db.session.scalars(told.where(Notice.subject_id.in_(groups))))
