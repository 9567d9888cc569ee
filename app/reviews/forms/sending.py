"""The form that sends a dossier: which, and a word for those who receive it."""

from uuid import UUID

from flask_babel import lazy_gettext as _l
from wtforms import StringField

from app.clock import today
from app.identity import new_id
from app.web.capture import CapturedForm
from app.web.discretion import NoPersonalNumbers
from app.web.forms import Between, IdField, LinesField, NumberField, OptionalAnswer, Required

FIRST_YEAR = 2012


class AssessmentSendingForm(CapturedForm):
    """What every sending says; which assessment is sent, the address names."""

    id = IdField(_l("Mã phiếu"))
    words = LinesField(_l("Lời nhắn cho nơi nhận"), most=1000, checks=[OptionalAnswer(), NoPersonalNumbers()])

    def record_id(self) -> UUID:
        """Return the client's id, or a new one when it sent none."""
        return UUID(str(self.id.data)) if self.id.data else new_id()


class SendingForm(AssessmentSendingForm):
    """Which dossier is sent, of whom, of which year."""

    kind = StringField(_l("Loại hồ sơ"))
    unit = StringField(_l("Của đơn vị"))
    year = NumberField(_l("Cho năm"), [
        Required(_l("Chưa điền năm.")),
        Between(FIRST_YEAR, lambda: today().year, _l("Năm từ %(low)s đến %(high)s.")),
    ])  # fmt: skip
