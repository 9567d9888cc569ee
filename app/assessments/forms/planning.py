"""The forms of a remedy: the plan, a word on its progress, that it is done."""

from datetime import date
from uuid import UUID

from flask_babel import lazy_gettext as _l
from wtforms import Field, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs are one version behind
from wtforms.validators import StopValidation

from app.assessments.labels import POSTS
from app.assessments.models import Post, Remedy
from app.assessments.operations.planning import RemedyTerms
from app.attachments.fields import PhotoField
from app.clock import today
from app.criteria.terms import LONGEST_CODE
from app.identity import new_id
from app.measures.registry import Period
from app.web.capture import CapturedForm, refuse_ahead
from app.web.discretion import NoPersonalNumbers
from app.web.filters import day
from app.web.forms import DayField, IdField, LinesField, NumberField, OptionalAnswer, Required, TextField

NO_POST = _l("Chọn chức vụ chịu trách nhiệm.")


class RemedyForm(CapturedForm):
    """What will be done about an indicator, whose task it is, by when."""

    id = IdField(_l("Mã phiếu"))
    version = NumberField(_l("Lần sửa"), [OptionalAnswer()])
    code = TextField(_l("Chỉ tiêu"), most=LONGEST_CODE, checks=[Required(_l("Chưa chọn chỉ tiêu."))])
    words = LinesField(
        _l("Việc sẽ làm"), most=1000, checks=[Required(_l("Chưa ghi việc sẽ làm.")), NoPersonalNumbers()]
    )
    post = SelectField(_l("Ai chịu trách nhiệm"), choices=[], coerce=str, validate_choice=False)
    holder = TextField(_l("Phối hợp với ai"), most=200, checks=[OptionalAnswer(), NoPersonalNumbers()])
    due_on = DayField(_l("Xong trước ngày"), [Required(_l("Chưa điền ngày phải xong."))])

    period: Period | None = None
    former_due: date | None = None  # of a plan that is edited: it may stay although it has passed

    def is_of(self, period: Period, former: Remedy | None = None) -> None:
        """Offer the posts, and judge the day by the assessment's period."""
        offered = [("", str(_l("Chọn chức vụ"))), *((post.value, str(words)) for post, words in POSTS.items())]
        self.post.choices = [SelectChoice(value, words) for value, words in offered]
        self.post.flags.required = True
        self.period, self.former_due = period, former.due_on if former else None
        if former:
            self.version.validators = [Required(_l("Trang đã cũ. Mở lại việc này rồi sửa."))]

    def validate_post(self, field: Field) -> None:
        """Refuse what is no post."""
        if field.data not in set(Post):
            raise StopValidation(str(NO_POST))

    def validate_due_on(self, field: Field) -> None:
        """Refuse a day that has passed at capture, and one after the year: the period's, or this one after that."""
        if field.data is None or field.data == self.former_due or self.period is None:
            return
        if field.data < self.captured_on():
            raise StopValidation(str(_l("Ngày này đã qua. Chọn hôm nay hoặc ngày sau.")))
        last = date(max(self.period.last, self.captured_on()).year, 12, 31)
        if field.data > last:
            raise StopValidation(str(_l("Phải xong trong năm: chọn ngày không quá %(last)s.", last=day(last))))

    def record_id(self) -> UUID:
        """Return the client's id, or a new one when it sent none."""
        return UUID(str(self.id.data)) if self.id.data else new_id()

    def terms(self) -> RemedyTerms:
        """Return what was planned, once it is valid."""
        due_on = self.due_on.data or today()
        return RemedyTerms(str(self.words.data), Post(self.post.data), due_on, self.holder.data)


class FollowUpForm(CapturedForm):
    """What happened with a remedy on a day: within its assessment's period or later, and not ahead."""

    begun: date | None = None  # the period's first day

    def is_of(self, remedy: Remedy) -> None:
        """Judge the day by the assessment's period."""
        self.begun = remedy.assessment.first

    def refuse_day(self, on: date | None) -> None:
        """Raise StopValidation for a day ahead or before the period."""
        refuse_ahead(on, self.captured_on())
        if on and self.begun and on < self.begun:
            raise StopValidation(str(_l("Ngày này trước kỳ đánh giá, bắt đầu %(first)s. Kiểm tra lại năm.",
                                        first=day(self.begun))))  # fmt: skip


class ProgressForm(FollowUpForm):
    """How far a remedy has come on a day."""

    noted_on = DayField(_l("Ngày"), [Required(_l("Chưa điền ngày."))])
    words = LinesField(
        _l("Đã làm đến đâu"), most=1000, checks=[Required(_l("Chưa ghi đã làm đến đâu.")), NoPersonalNumbers()]
    )

    def validate_noted_on(self, field: Field) -> None:
        """Refuse a day ahead, and one before the period."""
        self.refuse_day(field.data)


class CompletionForm(FollowUpForm):
    """That a remedy is done, and what shows it."""

    done_on = DayField(_l("Xong ngày"), [Required(_l("Chưa điền ngày."))])
    done_words = LinesField(
        _l("Kết quả, minh chứng"), most=1000,
        checks=[Required(_l("Ghi một câu về kết quả, số văn bản nếu có.")), NoPersonalNumbers()],
    )  # fmt: skip
    photo = PhotoField(_l("Ảnh minh chứng"))

    def validate_done_on(self, field: Field) -> None:
        """Refuse a day ahead, and one before the period."""
        self.refuse_day(field.data)
