"""What happens to a record afterwards: it ends, it is withdrawn, its document gets a photo, a hotspot a note."""

from flask_babel import lazy_gettext as _l
from wtforms import Field
from wtforms.validators import StopValidation

from app.attachments.fields import PhotoField
from app.attachments.forms import LatePhotoForm
from app.standing.models import Spanning
from app.web.capture import CapturedForm, refuse_ahead
from app.web.discretion import NoPersonalNumbers
from app.web.forms import DayField, LinesField, Required


class EndForm(CapturedForm):
    """From when a record no longer holds, and why or what it came to."""

    until = DayField(_l("Kết thúc từ ngày"), [Required(_l("Chưa điền ngày."))])
    end_reason = LinesField(
        _l("Vì sao, kết quả thế nào"),
        most=1000,
        checks=[Required(_l("Ghi một câu lý do, kết quả.")), NoPersonalNumbers()],
    )

    ended: Spanning | None = None

    def validate_until(self, field: Field) -> None:
        """Refuse a day ahead, and an end before the beginning."""
        refuse_ahead(field.data, self.captured_on())
        if field.data and self.ended and field.data <= self.ended.since:
            raise StopValidation(str(_l("Ngày kết thúc phải sau ngày bắt đầu.")))


class WithdrawalForm(CapturedForm):
    """Why a record is taken back."""

    reason = LinesField(
        _l("Vì sao rút"), most=500, checks=[Required(_l("Ghi một câu vì sao rút.")), NoPersonalNumbers()]
    )


class NoteForm(CapturedForm):
    """How far a conversion had come on a day."""

    noted_on = DayField(_l("Ngày"), [Required(_l("Chưa điền ngày."))])
    words = LinesField(_l("Tiến triển"), most=1000, checks=[Required(_l("Chưa ghi tiến triển.")), NoPersonalNumbers()])

    def validate_noted_on(self, field: Field) -> None:
        """Refuse a day ahead."""
        refuse_ahead(field.data, self.captured_on())


class DocumentPhotoForm(LatePhotoForm):
    """The photo of the record's document."""

    photo = PhotoField(_l("Ảnh văn bản"))
