"""What a unit answers to a directive: read, done, not done after all."""

from flask_babel import lazy_gettext as _l

from app.web.capture import CapturedForm
from app.web.discretion import NoPersonalNumbers
from app.web.forms import LinesField, Required


class ReadingForm(CapturedForm):
    """That it was read; there is nothing to type."""


class CompletionForm(CapturedForm):
    """What was done."""

    words = LinesField(
        _l("Đã làm gì"), most=500, checks=[Required(_l("Ghi một câu đã làm gì.")), NoPersonalNumbers()]
    )  # fmt: skip


class UndoingForm(CapturedForm):
    """Why it is not done after all."""

    reason = LinesField(
        _l("Vì sao chưa xong"), most=500, checks=[Required(_l("Ghi một câu vì sao chưa xong.")), NoPersonalNumbers()]
    )
