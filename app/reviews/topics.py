"""What notices about submissions say: to their unit, when one comes back or is through; to who is told of that."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from flask import url_for
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from sqlalchemy import select

from app.extensions import db
from app.notices.models import Notice
from app.notices.topics import Said, register_topic
from app.reviews.labels import title_of
from app.reviews.models import Submission
from app.reviews.queries import SHOWN

RETURNED, REOPENED, APPROVED = "submission-returned", "submission-reopened", "submission-approved"
INFORMED = "submission-informed"
WORDS: dict[str, LazyString] = {
    RETURNED: _l("Bị trả lại, cần sửa rồi gửi lại"),
    REOPENED: _l("Được mở lại để sửa"),
    APPROVED: _l("Đã được duyệt"),
    INFORMED: _l("Bên dưới đã được duyệt"),
}


def _say(notices: Sequence[Notice]) -> Mapping[UUID, Said]:
    rows = select(Submission).where(Submission.id.in_({notice.subject_id for notice in notices})).options(*SHOWN)
    found = {each.id: each for each in db.session.scalars(rows).unique()}
    return {notice.id: _about(notice, found[notice.subject_id]) for notice in notices}


def _about(notice: Notice, submission: Submission) -> Said:
    words = f"{WORDS[notice.topic]}: {title_of(submission)}, {submission.unit.full_name}"
    return Said(words, url_for("reviews.show", submission_id=submission.id))


for each in WORDS:
    register_topic(each, _say)
