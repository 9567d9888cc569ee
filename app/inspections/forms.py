"""What is typed about inspections: the plan, a finding, the conclusion, what follows."""

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from flask_babel import lazy_gettext as _l
from wtforms import Field, RadioField, SelectMultipleField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs are one version behind
from wtforms.validators import StopValidation

from app.assessments.forms.beginning import FIRST_YEAR
from app.clock import today
from app.criteria.labels import say
from app.criteria.models import CriteriaSet, Indicator
from app.identity import new_id
from app.inspections.labels import RESULTS
from app.inspections.models import Finding, Found
from app.inspections.operations import FindingTerms, PlanTerms
from app.units.models import Unit
from app.web.capture import CapturedForm, refuse_ahead
from app.web.discretion import NoPersonalNumbers
from app.web.forms import (
    Between,
    DayField,
    IdField,
    LinesField,
    NumberField,
    OptionalAnswer,
    Required,
    StateField,
    TextField,
)

NO_SET = _l("Chọn một bộ tiêu chí.")
NO_RESULT = _l("Chọn kết quả của chỉ tiêu này.")


class PlanForm(CapturedForm):
    """Which communes are visited, when, by which set, for which year."""

    id = IdField(_l("Mã phiếu"))
    title = TextField(
        _l("Tên cuộc kiểm tra"), most=150,
        checks=[Required(_l("Ghi tên cuộc kiểm tra.")), NoPersonalNumbers()],
    )  # fmt: skip
    planned_from = DayField(_l("Từ ngày"), [Required(_l("Chưa điền ngày bắt đầu."))])
    planned_to = DayField(_l("Đến ngày"), [Required(_l("Chưa điền ngày kết thúc."))])
    year = NumberField(_l("Xét cho năm"), [
        Required(_l("Chưa điền năm.")),
        Between(FIRST_YEAR, lambda: today().year + 1, _l("Năm từ %(low)s đến %(high)s.")),
    ])  # fmt: skip
    set = RadioField(
        _l("Theo bộ tiêu chí"), choices=[], coerce=str, validate_choice=False, validators=[Required(NO_SET)]
    )
    unit = SelectMultipleField(_l("Kiểm tra xã nào"), choices=[], coerce=str, validate_choice=False)

    offered: Collection[str] = ()  # the codes of the sets

    def offer(self, sets: Sequence[CriteriaSet], communes: Sequence[Unit]) -> None:
        """Offer sets by their titles, and communes."""
        self.set.choices = [SelectChoice(one.code, say(one.title)) for one in sets]
        self.offered = {one.code for one in sets}
        self.set.flags.required = True
        self.unit.choices = [SelectChoice(str(place.id), place.full_name) for place in communes]

    def refuse_set(self) -> None:
        """Say that the set does not hold for the year."""
        self.set.errors = [str(_l("Bộ này không có hiệu lực cho kỳ của năm đã điền. Chọn bộ khác hoặc năm khác."))]

    def validate_set(self, field: Field) -> None:
        """Refuse a set that was not offered."""
        if field.data not in self.offered:
            raise StopValidation(str(NO_SET))

    def validate_planned_to(self, field: Field) -> None:
        """Refuse an end before the beginning."""
        if field.data and self.planned_from.data and field.data < self.planned_from.data:
            raise StopValidation(str(_l("Ngày kết thúc phải từ ngày bắt đầu trở đi.")))

    def validate_unit(self, field: Field) -> None:
        """Refuse a plan without a commune."""
        if not field.data:
            raise StopValidation(str(_l("Chọn ít nhất một xã.")))

    def record_id(self) -> UUID:
        """Return the client's id, or a new one when it sent none."""
        return UUID(str(self.id.data)) if self.id.data else new_id()

    def terms(self, one: CriteriaSet) -> PlanTerms:
        """Return what was planned, once it is valid."""
        first, last = self.planned_from.data or today(), self.planned_to.data or today()
        return PlanTerms(str(self.title.data), first, last, one, self.year.data or today().year)


class FindingForm(CapturedForm):
    """What was found of an indicator, and what is demanded where it is unmet."""

    version = NumberField(_l("Lần sửa"), [OptionalAnswer()])
    result = StateField(_l("Kết quả"), RESULTS, unknown=NO_RESULT, validators=[Required(NO_RESULT)])
    words = LinesField(_l("Nhận xét"), most=2000, checks=[NoPersonalNumbers()])
    demand = LinesField(_l("Yêu cầu khắc phục"), most=1000, checks=[NoPersonalNumbers()])
    due_on = DayField(_l("Khắc phục xong trước ngày"))

    indicator: Indicator | None = None
    former_due: date | None = None  # of a finding that is written again: it may stay although it has passed

    def is_of(self, indicator: Indicator, found: Finding | None) -> None:
        """Offer what the indicator may be found to be."""
        self.indicator, self.former_due = indicator, found.due_on if found else None
        if not indicator.not_applicable:
            self.result.choices = [
                SelectChoice(found.value, words)
                for found, words in RESULTS.items()
                if found is not Found.NOT_APPLICABLE
            ]

    def validate_result(self, field: Field) -> None:
        """Refuse *not applicable* where the indicator always applies."""
        if field.data == Found.NOT_APPLICABLE and self.indicator and not self.indicator.not_applicable:
            raise StopValidation(str(_l("Chỉ tiêu này luôn áp dụng: chọn Đạt hoặc Chưa đạt.")))

    def validate_words(self, field: Field) -> None:
        """Ask why an indicator is unmet."""
        if self.result.data == Found.NOT_MET and not field.data:
            raise StopValidation(str(_l("Ghi rõ vì sao chưa đạt.")))

    def validate_demand(self, field: Field) -> None:
        """Refuse a demand of what is met, and a day without words."""
        if field.data and self.result.data in {Found.MET, Found.NOT_APPLICABLE}:
            raise StopValidation(str(_l("Chỉ yêu cầu khắc phục khi chưa đạt. Xoá yêu cầu, hoặc chọn Chưa đạt.")))
        if self.due_on.data and not field.data:
            raise StopValidation(str(_l("Ghi việc phải khắc phục, hoặc xoá ngày.")))

    def validate_due_on(self, field: Field) -> None:
        """Ask for the day of a demand, and refuse one that has passed."""
        if self.demand.data and field.data is None and not field.errors:
            raise StopValidation(str(_l("Chưa điền ngày phải khắc phục xong.")))
        if field.data and field.data != self.former_due and field.data < self.captured_on():
            raise StopValidation(str(_l("Ngày này đã qua. Chọn hôm nay hoặc ngày sau.")))

    def terms(self) -> FindingTerms:
        """Return what was found, once it is valid."""
        return FindingTerms(Found(self.result.data), self.words.data, self.demand.data, self.due_on.data)


class ConclusionForm(CapturedForm):
    """What an inspection comes to, on which day."""

    concluded_on = DayField(_l("Ngày kết luận"), [Required(_l("Chưa điền ngày kết luận."))])
    conclusion = LinesField(
        _l("Kết luận"), most=5000, checks=[Required(_l("Chưa ghi kết luận.")), NoPersonalNumbers()]
    )  # fmt: skip

    def validate_concluded_on(self, field: Field) -> None:
        """Refuse a day ahead."""
        refuse_ahead(field.data, self.captured_on())


class VisitWithdrawalForm(CapturedForm):
    """Why a visit is not made."""

    reason = LinesField(
        _l("Vì sao rút"), most=500, checks=[Required(_l("Ghi một câu vì sao rút.")), NoPersonalNumbers()]
    )  # fmt: skip


class CorrectionForm(CapturedForm):
    """What must be read otherwise of a concluded inspection."""

    words = LinesField(
        _l("Nói lại thế nào"), most=2000, checks=[Required(_l("Chưa ghi lời đính chính.")), NoPersonalNumbers()]
    )  # fmt: skip


class DemandDoneForm(CapturedForm):
    """What the commune did about a demand."""

    done_on = DayField(_l("Xong ngày"), [Required(_l("Chưa điền ngày."))])
    done_words = LinesField(
        _l("Đã làm gì"), most=1000, checks=[Required(_l("Ghi một câu đã làm gì.")), NoPersonalNumbers()]
    )  # fmt: skip

    def validate_done_on(self, field: Field) -> None:
        """Refuse a day ahead."""
        refuse_ahead(field.data, self.captured_on())
