"""What a notice about a group says: it did not meet in a month, and the way to log the meeting."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.groups.labels import label_of
from app.groups.models import Group
from app.groups.queries.reminders import SILENT
from app.notices.models import Notice
from app.notices.topics import Said, register_topic


def _say(notices: Sequence[Notice]) -> Mapping[UUID, Said]:
    rows = select(Group).where(Group.id.in_({notice.subject_id for notice in notices}))
    groups = {group.id: group for group in db.session.scalars(rows.options(joinedload(Group.model)))}
    return {notice.id: _about(notice, groups[notice.subject_id]) for notice in notices}


def _about(notice: Notice, group: Group) -> Said:
    month = notice.about_on.strftime("%m/%Y")
    words = _("%(group)s chưa họp tháng %(month)s", group=label_of(group), month=month)
    asked = notice.about_on.strftime("%Y-%m")
    return Said(str(words), url_for("activities.new_of_group", group_id=group.id, kind="meeting", month=asked))


register_topic(SILENT, _say)
