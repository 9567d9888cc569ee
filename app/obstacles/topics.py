"""What notices about obstacles say: the words of each topic."""

from collections.abc import Collection, Mapping
from uuid import UUID

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.notices.topics import register_named
from app.obstacles.models import Obstacle

RAISED, PASSED_UP, ANSWERED, REOPENED = (
    "obstacle-raised", "obstacle-passed-up", "obstacle-answered", "obstacle-reopened",
)  # fmt: skip
WORDS: dict[str, LazyString] = {
    RAISED: _l("Có vướng mắc mới chờ trả lời"),
    PASSED_UP: _l("Huyện chuyển lên một vướng mắc"),
    ANSWERED: _l("Vướng mắc của đơn vị đã được trả lời"),
    REOPENED: _l("Một vướng mắc được hỏi lại"),
}


def _names(ids: Collection[UUID]) -> Mapping[UUID, str]:
    rows = select(Obstacle).where(Obstacle.id.in_(ids)).options(joinedload(Obstacle.unit))
    return {each.id: f"{each.title} ({each.unit.full_name})" for each in db.session.scalars(rows)}


register_named(WORDS, "/obstacles", _names)
