"""What notices about inspections say: the words of each topic."""

from collections.abc import Collection, Mapping
from uuid import UUID

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.inspections.labels import days_of
from app.inspections.models import Inspection
from app.notices.topics import register_named

CONCLUDED, DEMAND_DONE = "inspection-concluded", "inspection-demand-done"
WORDS: dict[str, LazyString] = {
    CONCLUDED: _l("Có kết luận kiểm tra"),
    DEMAND_DONE: _l("Xã đã khắc phục một yêu cầu sau kiểm tra"),
}


def _names(ids: Collection[UUID]) -> Mapping[UUID, str]:
    shown = (joinedload(Inspection.unit), joinedload(Inspection.plan))
    rows = db.session.scalars(select(Inspection).where(Inspection.id.in_(ids)).options(*shown))
    return {each.id: f"{each.plan.title} ({each.unit.full_name}, {days_of(each.plan)})" for each in rows}


register_named(WORDS, "/inspections", _names)
