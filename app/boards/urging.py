"""Whom directives can go to by what they have not sent: reviews and directives do not know each other."""

from functools import partial

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement

from app.clock import today
from app.directives.conditions import Condition, register_condition
from app.reviews.timeliness import EXPECTED, not_sent
from app.seals.models import DossierKind
from app.units.models import UnitKind

WORDS = {
    DossierKind.VILLAGE_DOSSIER: _l("Các bản chưa gửi hồ sơ năm nay"),
    DossierKind.COMMUNE_DOSSIER: _l("Các xã chưa gửi đăng ký năm nay"),
    DossierKind.ASSESSMENT: _l("Các xã chưa gửi bản tự đánh giá năm nay"),
}
OF_ALL = EXPECTED | {DossierKind.ASSESSMENT: UnitKind.COMMUNE}


def register_conditions() -> None:
    """Let directives go to those who have not sent this year's dossier."""
    for kind, words in WORDS.items():
        register_condition(f"unsent-{kind}", Condition(words, OF_ALL[kind], partial(_unsent, kind)))


def _unsent(kind: DossierKind) -> ColumnElement[bool]:
    return not_sent(kind, today().year)
