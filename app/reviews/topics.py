"""What notices about submissions say: to their unit, when one comes back or is through; to who is told of that."""

from collections.abc import Collection, Mapping
from uuid import UUID

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from sqlalchemy import select

from app.extensions import db
from app.notices.topics import register_named
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


def _names(ids: Collection[UUID]) -> Mapping[UUID, str]:
    rows = select(Submission).where(Submission.id.in_(ids)).options(*SHOWN)
    return {each.id: f"{title_of(each)}, {each.unit.full_name}" for each in db.session.scalars(rows).unique()}


register_named(WORDS, "/reviews", _names)
