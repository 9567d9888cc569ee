"""Taking back an activity: why, and that it is meant."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field
from wtforms.validators import StopValidation

from app.web.capture import CapturedForm
from app.web.discretion import NoPersonalNumbers
from app.web.forms import LinesField, Required

SURE = _l("Đánh dấu ô này nếu đúng là ghi nhầm.")


class Meant:
    """Refuse a box that is not ticked with ``message``."""

    field_flags = {"required": True}  # noqa: RUF012

    message = SURE

    def __call__(self, _form: CapturedForm, field: Field) -> None:
        """Raise StopValidation."""
        if not field.data:
            raise StopValidation(str(self.message))


class WithdrawalForm(CapturedForm):
    """Why an activity was a mistake; the tick asks a second time."""

    reason = LinesField(
        _l("Vì sao là ghi nhầm"), most=500,
        checks=[Required(_l("Ghi một câu vì sao là ghi nhầm.")), NoPersonalNumbers()],
    )  # fmt: skip
    sure = BooleanField(_l("Đúng, mục này ghi nhầm"), [Meant()])
