"""Signing a pledge, withdrawing it, adding its photo."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from wtforms import Field, HiddenField
from wtforms.validators import StopValidation

from app.attachments.fields import PhotoField, SignatureField
from app.clock import local, now
from app.identity import new_id
from app.pledges.models import SigningMethod
from app.pledges.operations import PledgeTerms
from app.web.forms import (
    DayField,
    Form,
    IdField,
    LinesField,
    NumberField,
    OptionalAnswer,
    PersonName,
    Required,
    StateField,
    TextField,
)  # fmt: skip

METHODS = {SigningMethod.PAPER: _l("Ký trên giấy"), SigningMethod.SCREEN: _l("Ký bằng ngón tay")}
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
                moment = datetime.fromisoformat(text)
                self.data = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
            except (ValueError, OverflowError):
                raise ValueError(str(_l("Giờ của máy không đọc được. Tải lại trang rồi làm lại."))) from None


class PledgeForm(Form):
    """A pledge: the day and who signed are filled in already."""

    id = IdField(_l("Mã phiếu"))
    year = NumberField(_l("Năm"), [OptionalAnswer()])
    captured_at = CaptureField(_l("Giờ của máy"))
    signed_on = DayField(_l("Ngày ký"), [Required(_l("Chưa điền ngày ký."))])
    signer_name = TextField(_l("Người ký"), most=1000, checks=[Required(_l("Chưa điền tên người ký.")), PersonName()])
    signer_relation = TextField(_l("Quan hệ với chủ hộ"), most=60, checks=[OptionalAnswer()])
    method = StateField(
        _l("Đã ký thế nào"),
        METHODS,
        default=SigningMethod.PAPER.value,
        unknown=_l("Chọn ký trên giấy hay ký bằng ngón tay."),
    )
    photo = PhotoField(_l("Ảnh tờ đã ký"))
    signature = SignatureField(_l("Chữ ký trên màn hình"))

    def validate_captured_at(self, field: Field) -> None:
        """Refuse a phone whose clock is a day ahead, or a form queued for more than a year."""
        if field.data and field.data > now() + CLOCK_MAY_BE_FAST:
            raise StopValidation(str(_l("Đồng hồ của máy chạy nhanh hơn một ngày. Chỉnh lại ngày giờ rồi gửi.")))
        if field.data and field.data < now() - QUEUE_MAY_BE_OLD:
            raise StopValidation(str(_l("Phiếu này đã để trên máy hơn một năm. Hãy nhập lại.")))

    def validate_signed_on(self, field: Field) -> None:
        """Refuse a day ahead and years that are closed, judged at the moment of capture."""
        captured_on = local(self._captured()).date()
        if field.data and field.data > captured_on:
            raise StopValidation(str(_l("Ngày này chưa tới. Chọn ngày hôm nay hoặc trước đó.")))
        if field.data and field.data.year not in open_years(captured_on):
            first, last = open_years(captured_on)
            raise StopValidation(
                str(_l("Chỉ nhận cam kết ký trong năm %(first)s hoặc %(last)s.", first=first, last=last))
            )
        if field.data and self.year.data and field.data.year != self.year.data:
            raise StopValidation(str(_l("Ngày ký không thuộc năm %(year)s. Chọn lại ngày.", year=self.year.data)))

    def validate_signature(self, field: Field) -> None:
        """Ask for the signature when it was signed on the screen."""
        if self.method.data == SigningMethod.SCREEN and not field.data and not field.errors:
            raise StopValidation(str(_l("Chưa có chữ ký. Ký vào khung, hoặc chọn ký trên giấy.")))

    def terms(self) -> PledgeTerms:
        """Return what was written, once it is valid."""
        method = SigningMethod(self.method.data)
        return PledgeTerms(
            id=UUID(str(self.id.data)) if self.id.data else new_id(),
            signed_on=self.signed_on.data or local(now()).date(),
            signer_name=str(self.signer_name.data),
            signer_relation=self.signer_relation.data,
            method=method,
            captured_at=self._captured(),
            photo=self.signature.data if method is SigningMethod.SCREEN else self.photo.data,
        )

    def pledge_year(self) -> int:
        """Return the year whose text the page shows: the day's, while it is an open year."""
        this_day = local(now()).date()
        day = self.signed_on.data
        return day.year if day and day.year in open_years(this_day) else this_day.year

    def _captured(self) -> datetime:
        captured = self.captured_at.data
        return captured if isinstance(captured, datetime) and not self.captured_at.errors else now()


class WithdrawalForm(Form):
    """Why a pledge no longer holds."""

    reason = LinesField(_l("Vì sao rút"), most=500, checks=[Required(_l("Ghi một câu vì sao rút cam kết này."))])


class PhotoForm(Form):
    """The photo of the signed page."""

    photo = PhotoField(_l("Ảnh tờ đã ký"), [Required(_l("Chưa chọn ảnh."))])


def last_day_of(year: str | None) -> date:
    """Return the day to fill in for a pledge of ``year``: today, or 31 December when the year before was asked."""
    day = local(now()).date()
    return date(day.year - 1, 12, 31) if year == str(day.year - 1) else day


def open_years(day: date) -> tuple[int, int]:
    """Return the pledge years that are open on ``day``: the one before and its own."""
    return day.year - 1, day.year
