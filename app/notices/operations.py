"""Telling a unit's people something in the app."""

from datetime import date
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.accounts.models import User
from app.audit.operations import record
from app.errors import Refusal
from app.extensions import db
from app.notices.models import Notice


class AlreadyTold(Refusal):
    """The same notice was sent before."""

    reason = "already-told"


def tell(unit_id: int, topic: str, subject_id: UUID, about_on: date, *, by: User) -> Notice:
    """Keep a notice for the people of a unit and return it. Raises AlreadyTold when the same one is there."""
    same = (Notice.topic == topic, Notice.about_on == about_on, Notice.subject_id == subject_id)
    if db.session.scalar(select(Notice.id).where(*same)):
        raise AlreadyTold(_l("Việc này đã được nhắc rồi."))
    notice = Notice(unit_id=unit_id, topic=topic, subject_id=subject_id, about_on=about_on, created_by=by.id)
    db.session.add(notice)
    db.session.flush()
    record("notice:send", notice, by=by, unit_id=unit_id)
    return notice
