"""How what is sent every year is named: by its kind, and an assessment by its set."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.criteria.labels import say
from app.criteria.models import CriteriaSet
from app.criteria.queries import NEWEST
from app.extensions import db
from app.reviews.calendar import Key
from app.reviews.labels import KINDS
from app.units.models import UnitKind

ASSESSED = {UnitKind.VILLAGE: _l("Tự đánh giá của bản"), UnitKind.COMMUNE: _l("Tự đánh giá của xã")}


def names_of(keys: Sequence[Key]) -> dict[Key, str]:
    """Return the name of each key in the page's language; one query, none where no set is among them."""
    codes = {key.set_code for key in keys} - {""}
    rows = select(CriteriaSet).where(CriteriaSet.code.in_(codes)).order_by(*NEWEST)
    titles: dict[tuple[str, str], str] = {}
    for one in db.session.scalars(rows) if codes else ():
        titles.setdefault((one.unit_kind, one.code), say(one.title))
    return {key: name_of(key, titles.get((key.unit_kind, key.set_code))) for key in keys}


def name_of(key: Key, title: str | None) -> str:
    """Return the name of a key; ``title``: of its set, None where it has none."""
    if title is None:
        return str(KINDS[key.kind])
    return f"{ASSESSED[key.unit_kind]}: {title}"
