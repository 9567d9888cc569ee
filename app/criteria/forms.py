"""The forms of a province: what a document leaves to it, a deadline, an indicator of its own."""

import re
from datetime import date
from fractions import Fraction

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, SelectField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs are one version behind
from wtforms.validators import StopValidation

from app.criteria.evaluation import IndicatorTest
from app.criteria.labels import READINGS, TESTS, day_of_year, share_words
from app.criteria.models import Indicator
from app.criteria.operations.versions import Adjustment
from app.criteria.terms import LABEL, IndicatorTerms, Setting, Words
from app.measures.registry import Measure
from app.vietnamese import tidy
from app.web.forms import (
    Between,
    Form,
    LinesField,
    NumberField,
    OptionalAnswer,
    Required,
    StateField,
    TextField,
)  # fmt: skip

PERCENT = re.compile(r"(\d{1,3})(?:[.,](\d{1,3}))? ?%")
FRACTION = re.compile(r"(\d{1,6}) ?/ ?(\d{1,6})")
DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})")
MOST_LINES, LONGEST_LINE = 20, 200
COUNTS = {"yes": _l("Có tính"), "no": _l("Không tính")}


class ShareField(StringField):
    """A share, typed as 70% or 7/10 and kept as an exact fraction "7/10"."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the first value; an empty one is no share."""
        text = tidy(valuelist[0]) if valuelist else ""
        self.data = text or None
        if text:
            share = _share(text)
            if share is None:
                raise ValueError(
                    str(_l("Gõ tỉ lệ có dấu phần trăm, ví dụ %(example)s, hoặc phân số như 7/10.", example="70%"))
                )
            if not 0 < share <= 1:
                raise ValueError(str(_l("Tỉ lệ phải lớn hơn 0 và nhiều nhất là tất cả.")))
            self.data = f"{share.numerator}/{share.denominator}"

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return share_words(self.data) if self.data else ""


class YearDayField(StringField):
    """A day of every year, typed as 15/11 and kept as "11-15"."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the first value; an empty one is no day."""
        text = tidy(valuelist[0]) if valuelist else ""
        self.data = text or None
        if text:
            self.data = _year_day(text)
            if self.data is None:
                raise ValueError(str(_l("Gõ ngày và tháng, ví dụ 15/11.")))

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return day_of_year(self.data) if self.data else ""


class AdjustmentForm(Form):
    """What the document leaves to the province of one indicator; only its own fields stay."""

    share = ShareField(_l("Tỉ lệ tối thiểu"), [Required(_l("Chưa điền tỉ lệ."))])
    least = NumberField(_l("Số lượng tối thiểu"), [
        Required(_l("Chưa điền số lượng.")), Between(1, 1_000_000, _l("Từ %(low)s đến %(high)s.")),
    ])  # fmt: skip
    reading = StateField(_l("Cách tính tỉ lệ"), READINGS, unknown=_l("Chọn một cách tính."))
    pledge = SelectField(_l("Bản cam kết hằng năm"), choices=[], coerce=str, validate_choice=False)

    FIELDS = {Setting.SHARE: "share", Setting.LEAST: "least", Setting.READING: "reading", Setting.PLEDGE: "pledge"}  # noqa: RUF012

    def about(self, indicator: Indicator) -> None:
        """Keep the fields of what is settable."""
        self.pledge.choices = [SelectChoice(value, words) for value, words in COUNTS.items()]
        for setting, name in self.FIELDS.items():
            if setting not in (indicator.settable or ()):
                del self[name]

    def validate_pledge(self, field: Field) -> None:
        """Refuse what was not offered."""
        if field.data not in COUNTS:
            raise StopValidation(str(_l("Chọn có tính hoặc không tính.")))

    @classmethod
    def of(cls, indicator: Indicator) -> "AdjustmentForm":
        """Return the form filled with what is set now."""
        counts = "yes" if indicator.pledge_counts else "no"
        now_set = {"share": indicator.share, "least": indicator.least, "reading": indicator.reading, "pledge": counts}
        form = cls(formdata=None, data=now_set)
        form.about(indicator)
        return form

    def adjustment(self) -> Adjustment:
        """Return what was typed."""
        typed = {setting: self[name].data for setting, name in self.FIELDS.items() if name in self}
        if Setting.PLEDGE in typed:
            typed[Setting.PLEDGE] = typed[Setting.PLEDGE] == "yes"
        return Adjustment(typed)


class DeadlineForm(Form):
    """The day before which is decided, where the document gives none."""

    decide_before = YearDayField(_l("Quyết định trước ngày"), [OptionalAnswer()])


class IndicatorForm(Form):
    """An indicator of the province's own."""

    label = TextField(_l("Tên chỉ tiêu"), most=LABEL, checks=[Required(_l("Chưa điền tên chỉ tiêu."))])
    label_en = TextField(_l("Tên bằng tiếng Anh"), most=LABEL, checks=[OptionalAnswer()])
    basis = TextField(_l("Căn cứ (văn bản, điều, khoản)"), most=LONGEST_LINE, checks=[OptionalAnswer()])
    test = StateField(_l("Cách xét"), TESTS, unknown=_l("Chọn một cách xét."))
    share = ShareField(_l("Tỉ lệ tối thiểu"), [OptionalAnswer()])
    least = NumberField(_l("Số lượng tối thiểu"), [
        OptionalAnswer(), Between(1, 1_000_000, _l("Từ %(low)s đến %(high)s.")),
    ])  # fmt: skip
    incidents = LinesField(_l("Danh sách vụ việc, mỗi dòng một loại"), most=3000, checks=[OptionalAnswer()])
    measure = SelectField(_l("Số liệu từ sổ sách"), choices=[], coerce=str, validate_choice=False)
    evidence = LinesField(_l("Minh chứng, mỗi dòng một loại"), most=3000, checks=[OptionalAnswer()])
    not_applicable = BooleanField(_l("Đơn vị được chọn không áp dụng"))

    def offer(self, measures: list[Measure]) -> None:
        """Offer the figures that the app reckons for the kind of unit."""
        offered = [("", str(_l("Không có"))), *((measure.name, measure.label) for measure in measures)]
        self.offered = {value for value, _words in offered}
        self.measure.choices = [SelectChoice(value, words) for value, words in offered]

    def validate_measure(self, field: Field) -> None:
        """Refuse a figure that was not offered."""
        if field.data and field.data not in self.offered:
            raise StopValidation(str(_l("Chọn một số liệu trong danh sách.")))

    def validate_label(self, field: Field) -> None:
        """Refuse what holds no letter."""
        if not any(char.isalpha() for char in field.data or ""):
            raise StopValidation(str(_l("Tên chỉ tiêu phải có chữ cái.")))

    def validate_incidents(self, field: Field) -> None:
        """Refuse more lines than people will answer, and lines that are too long."""
        self._bound(field)

    def validate_evidence(self, field: Field) -> None:
        """Refuse the same."""
        self._bound(field)

    def validate(self, extra_validators: object = None) -> bool:
        """Tell whether the form holds what its test needs."""
        sound = bool(super().validate(extra_validators))
        needed = {
            str(IndicatorTest.RATIO_AT_LEAST): (self.share, _l("Chưa điền tỉ lệ.")),
            str(IndicatorTest.COUNT_AT_LEAST): (self.least, _l("Chưa điền số lượng.")),
            str(IndicatorTest.NONE_OF): (self.incidents, _l("Chưa ghi vụ việc nào.")),
        }
        field, words = needed.get(str(self.test.data), (None, None))
        if field is not None and not field.data and not field.errors:
            field.errors = [str(words)]
        return sound and not (field is not None and field.errors)

    def terms(self) -> IndicatorTerms:
        """Return what was typed; what the test does not take is left out."""
        test = IndicatorTest(self.test.data)
        label = {"vi": str(self.label.data), **({"en": self.label_en.data} if self.label_en.data else {})}
        ratio, counted = test is IndicatorTest.RATIO_AT_LEAST, test is IndicatorTest.COUNT_AT_LEAST
        listed = _lines(self.incidents.data) if test is IndicatorTest.NONE_OF else []
        return IndicatorTerms(
            code="",
            label=label,
            test=test,
            citation={"document": {"vi": self.basis.data}} if self.basis.data else {},
            share=self.share.data if ratio else None,
            least=self.least.data if counted else None,
            incidents=[
                {"code": str(number), "point": None, "label": words, "waivers": []}
                for number, words in enumerate(listed, start=1)
            ]
            or None,
            not_applicable=bool(self.not_applicable.data),
            measure=self.measure.data or None if test is not IndicatorTest.NONE_OF else None,
            evidence=_lines(self.evidence.data) or None,
        )

    def _bound(self, field: Field) -> None:
        lines = _lines(field.data)
        if len(lines) > MOST_LINES:
            raise StopValidation(str(_l("Nhiều quá: nhiều nhất %(most)s dòng.", most=MOST_LINES)))
        if any(len(line["vi"]) > LONGEST_LINE for line in lines):
            raise StopValidation(str(_l("Có dòng dài quá %(most)s chữ.", most=LONGEST_LINE)))


def _share(text: str) -> Fraction | None:
    if not text.isascii():
        return None
    if found := PERCENT.fullmatch(text):
        return Fraction(f"{found[1]}.{found[2] or 0}") / 100
    if (found := FRACTION.fullmatch(text)) and int(found[2]):
        return Fraction(int(found[1]), int(found[2]))
    return None


def _year_day(text: str) -> str | None:
    found = DAY.fullmatch(text) if text.isascii() else None
    try:
        return f"{date(2001, int(found[2]), int(found[1])):%m-%d}" if found else None
    except ValueError:
        return None


def _lines(text: str | None) -> list[Words]:
    """Return the lines that say something, each once."""
    return [{"vi": line} for line in dict.fromkeys(map(tidy, (text or "").splitlines())) if line]
