"""The forms of a review: a word on a part, the decision, a comment, an exception from a seal."""

import re
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from uuid import UUID

from flask_babel import lazy_gettext as _l
from wtforms import Field, SelectMultipleField, StringField
from wtforms.validators import StopValidation

from app.attachments.fields import DocumentField, PhotoField
from app.clock import VIETNAM, today
from app.identity import new_id
from app.reviews.labels import VERDICTS
from app.reviews.models import Submission, Verdict
from app.reviews.operations.deciding import Seen
from app.web.discretion import NoPersonalNumbers
from app.web.forms import DayField, Form, IdField, LinesField, NumberField, OptionalAnswer, Required, StateField

MOST_AT_ONCE = 200
CHOSEN = re.compile(r"[0-9a-f-]{36}/[0-9]{1,6}/[0-9]{1,12}")
LONGEST_EXCEPTION = timedelta(days=90)


class Decision(StrEnum):
    """What is decided of the whole."""

    APPROVE = "approve"
    RETURN = "return"
    REOPEN = "reopen"


DECISIONS = {Decision.APPROVE: _l("Đồng ý"), Decision.RETURN: _l("Trả lại"), Decision.REOPEN: _l("Mở lại hồ sơ")}


class PointForm(Form):
    """What is said of one part."""

    code = StringField(_l("Phần"))
    verdict = StateField(_l("Ý kiến"), VERDICTS, unknown=_l("Chọn đồng ý hoặc trả lại."))
    reason = LinesField(_l("Vì sao trả lại"), most=1000, checks=[NoPersonalNumbers()])
    version = NumberField(_l("Lần ghi"), [OptionalAnswer()])

    def validate_reason(self, field: Field) -> None:
        """Ask for a reason with a return."""
        if self.verdict.data == Verdict.RETURN and not field.data:
            raise StopValidation(str(_l("Ghi một câu vì sao trả lại.")))


class DecisionForm(Form):
    """What is decided, why, and by when it is asked for again."""

    decision = StateField(_l("Quyết định"), DECISIONS, unknown=_l("Chọn đồng ý hoặc trả lại."))
    reason = LinesField(_l("Lời ghi chung"), most=2000, checks=[NoPersonalNumbers()])
    due_on = DayField(_l("Gửi lại trước ngày"), [OptionalAnswer()])
    number = NumberField(_l("Bản gửi lần"), [OptionalAnswer()])
    transition = NumberField(_l("Lượt xử lý"), [OptionalAnswer()])

    def validate_due_on(self, field: Field) -> None:
        """Refuse a day that has passed."""
        if self.decision.data != Decision.APPROVE and field.data and field.data < today():
            raise StopValidation(str(_l("Ngày này đã qua. Chọn hôm nay hoặc ngày sau.")))

    def validate_reason(self, field: Field) -> None:
        """Ask why with a reopening."""
        if self.decision.data == Decision.REOPEN and not field.data:
            raise StopValidation(str(_l("Ghi một câu vì sao mở lại.")))

    def due(self) -> date:
        """Return by when it is asked for again; in two weeks, where no day was named."""
        found: date | None = self.due_on.data
        return found or today() + timedelta(days=14)

    def seen(self) -> Seen | None:
        """Return what the reviewer had before their eyes; None where the form does not say."""
        if self.number.data is None or self.transition.data is None:
            return None
        return Seen(self.number.data, self.transition.data)

    def look_at(self, submission: Submission) -> None:
        """Let the form be about the submission as it is now: the person is shown it."""
        self.number.data, self.transition.data = submission.number, submission.transitions[-1].id


class ApprovalsForm(Form):
    """Which submissions are agreed with at once, each as it was seen: "ID/NUMBER/TRANSITION"."""

    chosen = SelectMultipleField(_l("Hồ sơ"), choices=[], coerce=str, validate_choice=False)

    def validate_chosen(self, field: Field) -> None:
        """Ask for at least one, and for what the page offered."""
        if not field.data:
            raise StopValidation(str(_l("Chưa chọn hồ sơ nào. Đánh dấu ít nhất một hồ sơ.")))
        if len(field.data) > MOST_AT_ONCE or not all(CHOSEN.fullmatch(value) for value in field.data):
            raise StopValidation(str(_l("Danh sách hồ sơ bị hỏng. Tải lại trang rồi chọn lại.")))

    def seen(self) -> dict[UUID, Seen]:
        """Return what was chosen, each as it was seen."""
        parts = [value.split("/") for value in self.chosen.data or ()]
        return {UUID(id_): Seen(int(number), int(transition)) for id_, number, transition in parts}


class CommentForm(Form):
    """A line about the submission, with a photo, with a document."""

    id = IdField(_l("Mã phiếu"))
    words = LinesField(_l("Viết ý kiến"), most=2000, checks=[Required(_l("Chưa viết gì.")), NoPersonalNumbers()])
    photo = PhotoField(_l("Thêm ảnh"))
    document = DocumentField(_l("Văn bản kèm theo"))

    def record_id(self) -> UUID:
        """Return the client's id, or a new one when it sent none."""
        return UUID(str(self.id.data)) if self.id.data else new_id()


class ExceptionForm(Form):
    """Until when the unit may change what is sealed, and why."""

    until = DayField(_l("Cho sửa đến hết ngày"), [Required(_l("Chọn ngày."))])
    reason = LinesField(_l("Vì sao"), most=500, checks=[Required(_l("Ghi một câu vì sao.")), NoPersonalNumbers()])

    def validate_until(self, field: Field) -> None:
        """Refuse a day that has passed, or one too far."""
        if field.data and not today() <= field.data <= today() + LONGEST_EXCEPTION:
            raise StopValidation(str(_l("Chọn một ngày từ hôm nay, trong 90 ngày tới.")))

    def moment(self) -> datetime:
        """Return the moment after which the exception has run out: the end of the day in Vietnam."""
        last: date = self.until.data or today()
        return datetime.combine(last + timedelta(days=1), time(0), VIETNAM)
