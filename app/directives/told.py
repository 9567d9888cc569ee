"""What notices about directives say, and what each day's digest says of them."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select

from app.directives.models import Directive
from app.directives.queries import GIVEN, REMINDER, WITHDRAWAL, due_by_unit
from app.extensions import db
from app.notices.daily import Daily, register_daily
from app.notices.models import Notice
from app.notices.topics import Said, register_topic
from app.web.filters import day as written

NAME = "directives"
AHEAD = timedelta(days=3)


def _say(notices: Sequence[Notice]) -> Mapping[UUID, Said]:
    rows = select(Directive).where(Directive.id.in_({notice.subject_id for notice in notices}))
    found = {directive.id: directive for directive in db.session.scalars(rows)}
    return {notice.id: _about(notice.topic, found[notice.subject_id]) for notice in notices}


def _about(topic: str, directive: Directive) -> Said:
    title, day = directive.title, written(directive.due_on)
    if topic != WITHDRAWAL and directive.withdrawn_at:
        words = _("Việc này đã rút: %(title)s", title=title)
    elif topic == WITHDRAWAL:
        words = _("Đã rút, không phải làm nữa: %(title)s", title=title)
    elif not directive.is_request:
        words = _("Hướng dẫn: %(title)s", title=title)
    elif topic == REMINDER:
        words = _("Nhắc làm, hạn %(day)s: %(title)s", day=day, title=title)
    else:
        words = _("Việc được giao, hạn %(day)s: %(title)s", day=day, title=title)
    return Said(str(words), url_for("directives.show", directive_id=directive.id))


def _due(day: date) -> Mapping[int, int]:
    return due_by_unit(day + AHEAD)


def _words(count: int) -> str:
    said: str = ngettext(
        "%(n)s việc được giao sắp hoặc quá hạn", "%(n)s việc được giao sắp hoặc quá hạn", count, n=count
    )
    return said


for each in (GIVEN, REMINDER, WITHDRAWAL):
    register_topic(each, _say)
register_daily(NAME, Daily(_due, _words, lambda _unit_id: url_for("directives.index", show="received")))
