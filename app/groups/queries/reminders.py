"""Which groups a village was reminded of."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, select

from app.extensions import db
from app.groups.models import Group
from app.notices.models import Notice

SILENT = "group-silent"  # the topic: a group did not meet in the month


def reminded_of(groups: Collection[UUID], month: date) -> set[UUID]:
    """Return which of these groups their village was reminded of, for the month that begins on ``month``."""
    if not groups:
        return set()
    told = select(Notice.subject_id).where(Notice.topic == SILENT, Notice.about_on == month)
    return set(db.session.scalars(told.where(Notice.subject_id.in_(groups))))


def was_reminded(month: date) -> ColumnElement[bool]:
    """Return the condition that a group's village was reminded of it, to be asked beside the group."""
    told = select(Notice.id).where(Notice.topic == SILENT, Notice.about_on == month, Notice.subject_id == Group.id)
    return told.exists()
