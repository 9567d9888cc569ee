"""Signing a pledge, withdrawing it, adding its photo."""

from datetime import date
from uuid import UUID

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field
from wtforms.validators import StopValidation

from app.attachments.fields import PhotoField, SignatureField
from app.attachments.forms import LatePhotoForm
from app.clock import local, now
from app.identity import new_id
from app.pledges.models import SigningMethod
from app.pledges.operations import PledgeTerms
from app.web.capture import CapturedForm
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


class PledgeForm(CapturedForm):
    """A pledge: the day and who signed are filled in already."""

    id = IdField(_l("Mã phiếu"))
    year = NumberField(_l("Năm"), [OptionalAnswer()])
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
    photo_coming = BooleanField(_l("Ảnh gửi sau"))  # the phone has the photo and sends it by itself
    signature = SignatureField(_l("Chữ ký trên màn hình"))

    def validate_signed_on(self, field: Field) -> None:
        """Refuse a day ahead and years that are closed, judged at the moment of capture."""
        captured_on = self.captured_on()
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
            captured_at=self.captured(),
            photo=self.signature.data if method is SigningMethod.SCREEN else self.photo.data,
            photo_coming=bool(self.photo_coming.data) and method is SigningMethod.PAPER,
        )

    def pledge_year(self) -> int:
        """Return the year whose text the page shows: the day's, while it is an open year."""
        this_day = local(now()).date()
        day = self.signed_on.data
        return day.year if day and day.year in open_years(this_day) else this_day.year


class WithdrawalForm(Form):
    """Why a pledge no longer holds."""

    reason = LinesField(_l("Vì sao rút"), most=500, checks=[Required(_l("Ghi một câu vì sao rút cam kết này."))])


class PhotoForm(LatePhotoForm):
    """The photo of the signed page."""

    photo = PhotoField(_l("Ảnh tờ đã ký"))


def last_day_of(year: str | None) -> date:
    """Return the day to fill in for a pledge of ``year``: today, or 31 December when the year before was asked."""
    day = local(now()).date()
    return date(day.year - 1, 12, 31) if year == str(day.year - 1) else day


def open_years(day: date) -> tuple[int, int]:
    """Return the pledge years that are open on ``day``: the one before and its own."""
    return day.year - 1, day.year
