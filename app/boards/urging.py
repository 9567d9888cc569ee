"""Whom directives can go to by what they have not sent: reviews and directives do not know each other."""

from functools import partial

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement

from app.clock import today
from app.directives.conditions import Condition, register_condition
from app.reviews.calendar import Key
from app.reviews.timeliness import YEARLY, not_sent
from app.seals.models import DossierKind
from app.units.models import UnitKind

WORDS = {
    DossierKind.VILLAGE_DOSSIER: _l("Các bản chưa gửi hồ sơ năm nay"),
    DossierKind.COMMUNE_DOSSIER: _l("Các xã chưa gửi đăng ký năm nay"),
    DossierKind.ASSESSMENT: _l("Các xã chưa gửi bản tự đánh giá năm nay"),
}
KEYS = (*YEARLY, Key(DossierKind.ASSESSMENT, UnitKind.COMMUNE))


def register_conditions() -> None:
    """Let directives go to those who have not sent this year's dossier, or assessment by any set."""
    for key in KEYS:
        condition = Condition(WORDS[key.kind], key.unit_kind, partial(_unsent, key))
        register_condition(f"unsent-{key.kind}", condition)


def _unsent(key: Key) -> ColumnElement[bool]:
    return not_sent(key, today().year)
