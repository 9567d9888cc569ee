"""The moment at which a form was filled in on the phone: what waits for a signal keeps its own time."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import Field, HiddenField
from wtforms.validators import StopValidation

from app.clock import local, now, today
from app.web.filters import moment
from app.web.forms import Form

CLOCK_MAY_BE_FAST = timedelta(days=1)
QUEUE_MAY_BE_OLD = timedelta(days=366)  # a form queued on a phone is accepted for a year


class CaptureField(HiddenField):
    """The moment on the phone, ISO 8601 with its zone; empty is now."""

    data: Any

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the first value."""
        self.data = None
        text = valuelist[0].strip() if valuelist else ""
        if text:
            try:
                self.data = _read(text)
            except (ValueError, OverflowError):
                raise ValueError(str(_l("Giờ của máy không đọc được. Bấm lưu lần nữa."))) from None

    def _value(self) -> str:
        """Return what was sent, but nothing when it was refused: the phone fills in an empty one anew."""
        return str(self.raw_data[0]) if self.raw_data and not self.errors else ""


class CapturedForm(Form):
    """Parent of the forms whose days are judged at the moment of capture."""

    captured_at = CaptureField(_l("Giờ của máy"))

    def validate_captured_at(self, field: Field) -> None:
        """Refuse a clock that is a day ahead or a year behind; sending again, with the right time, is the consent."""
        if field.data and not now() - QUEUE_MAY_BE_OLD <= field.data <= now() + CLOCK_MAY_BE_FAST:
            words = _l(
                "Máy báo lúc nhập là %(phone)s, nhưng bây giờ là %(here)s. Xem lại các ngày trong phiếu rồi lưu lần "
                "nữa: phiếu sẽ ghi theo giờ đúng.",
                phone=moment(field.data), here=moment(now()),
            )  # fmt: skip
            raise StopValidation(str(words))

    def captured(self) -> datetime:
        """Return the moment of capture; now, when the phone named none that can be."""
        found = self.captured_at.data
        return found if isinstance(found, datetime) and not self.captured_at.errors else now()

    def captured_on(self) -> date:
        """Return the day of capture in Vietnam, today at the latest: a clock that is fast makes no day come sooner."""
        return min(local(self.captured()).date(), today())


def refuse_ahead(day: date | None, captured_on: date) -> None:
    """Raise StopValidation for a day that had not come at capture."""
    if day and day > captured_on:
        raise StopValidation(str(_l("Ngày này chưa tới. Chọn ngày hôm nay hoặc trước đó.")))


def _read(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    there = local(found if found.tzinfo else found.replace(tzinfo=UTC))
    return there.astimezone(UTC)
