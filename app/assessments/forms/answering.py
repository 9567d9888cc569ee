"""The form of one indicator's answer: its fields follow from the indicator's test, incidents, kinds and waivers."""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from wtforms import BooleanField, Field, SelectMultipleField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs are one version behind
from wtforms.validators import StopValidation

from app.assessments.claims import Claim, Incident
from app.assessments.labels import NOT_APPLICABLE, STANCES, Stance
from app.assessments.operations.answering import MOST_PHOTOS, AnswerTerms
from app.attachments.fields import PhotosField
from app.criteria.evaluation import IndicatorTest
from app.criteria.labels import say
from app.criteria.models import Indicator
from app.web.capture import CapturedForm
from app.web.discretion import NoPersonalNumbers
from app.web.forms import Between, LinesField, NumberField, OptionalAnswer, Required, StateField

MOST = 1_000_000
NOT_SAID = _l("Chưa trả lời chỉ tiêu này.")
NO_WHOLE = _l("Tổng số phải lớn hơn 0. Không có loại này thì để trống cả hai ô.")
NO_WHOLE_AT_ALL = _l("Tổng số phải lớn hơn 0. Không có gì để tính thì xoá hai số này rồi chọn ô bên dưới.")
WAIVER_WORDS = _l("Ghi rõ hoàn cảnh được miễn.")


class AnswerForm(CapturedForm):
    """What the answer to every indicator has; `form_for` adds what its test asks."""

    version = NumberField(_l("Lần sửa"), [OptionalAnswer()])
    note = LinesField(_l("Giải thích, ghi chú"), most=2000, checks=[OptionalAnswer(), NoPersonalNumbers()])
    records = SelectMultipleField(_l("Hồ sơ làm minh chứng"), choices=[], coerce=str, validate_choice=False)
    photos = PhotosField(_l("Ảnh minh chứng"), most=MOST_PHOTOS)

    indicator: Indicator
    offered: Mapping[str, str] = MappingProxyType({})  # records that may be named, with their words
    unfounded: frozenset[str] = frozenset()  # waivers whose fact the records deny

    def offer(self, records: Sequence[tuple[str, str]]) -> None:
        """Offer the unit's own records (value, words) as evidence."""
        self.records.choices = [SelectChoice(value, words) for value, words in records]
        self.offered = dict(records)

    def validate_records(self, field: Field) -> None:
        """Refuse what is no record of this unit."""
        if not set(field.data or ()) <= self.offered.keys():
            raise StopValidation(str(_l("Có hồ sơ không phải của đơn vị này. Chọn lại trong danh sách.")))

    def validate(self, extra_validators: Any = None) -> bool:
        """Judge each field, then what they say together."""
        sound = super().validate(extra_validators)
        return self._agrees() and sound

    def terms(self) -> AnswerTerms:
        """Return what was answered, once it is valid."""
        records = tuple(self.records.data or ())
        return AnswerTerms(self.claim(), self.note.data, records, tuple(self.photos.data or ()))

    def claim(self) -> Claim:
        """Return what is claimed."""
        if self._stance() is Stance.NOT_APPLICABLE:
            return Claim(not_applicable=True)
        waivers = {code: self[f"facts-{place}"].data or "" for place, code in self._waived()}
        match self.indicator.test:
            case IndicatorTest.YES_NO:
                return Claim(yes=self._stance() is Stance.YES, waivers=waivers)
            case IndicatorTest.NONE_OF:
                return Claim(incidents=tuple(self._incidents()), waivers=waivers)
            case IndicatorTest.RATIO_AT_LEAST:
                return Claim(figures=tuple(self._figures()), waivers=waivers)
            case IndicatorTest.COUNT_AT_LEAST:
                return Claim(value=self["value"].data, waivers=waivers)
            case IndicatorTest.BELOW_LAST_YEAR:
                return Claim(value=self["value"].data, last_year=self["last_year"].data, waivers=waivers)

    def _stance(self) -> Stance | None:
        if "stance" in self:
            return Stance(self["stance"].data) if self["stance"].data in set(Stance) else None
        return Stance.NOT_APPLICABLE if "not_applicable" in self and self["not_applicable"].data else None

    def _waived(self) -> Iterator[tuple[int, str]]:
        """Yield the places and codes of the waivers of the whole that are claimed."""
        for place, waiver in enumerate(_whole_waivers(self.indicator)):
            if self[f"waive-{place}"].data:
                yield place, waiver["code"]

    def _incidents(self) -> Iterator[Incident]:
        if self._stance() is Stance.NONE:
            return
        for place, incident in enumerate(self.indicator.incidents or ()):
            count = self[f"count-{place}"].data or 0
            for which, waiver in enumerate(incident["waivers"]):
                waived = self[f"waived-{place}-{which}"].data or 0
                if waived:
                    yield Incident(incident["code"], waived, waiver, self[f"why-{place}-{which}"].data)
                    count -= waived
            if count > 0:
                yield Incident(incident["code"], count)

    def _figures(self) -> Iterator[tuple[int, int]]:
        """Yield how many of how many; a kind of which there are none is 0 of 0."""
        for place in range(_kinds(self.indicator)):
            yield self[f"part-{place}"].data or 0, self[f"whole-{place}"].data or 0

    def _agrees(self) -> bool:
        """Tell whether what was typed makes an answer; what does not is said by its field."""
        if self._stance() is Stance.NOT_APPLICABLE:
            return True
        match self.indicator.test:
            case IndicatorTest.NONE_OF:
                faults = list(self._faults_of_incidents())
            case IndicatorTest.RATIO_AT_LEAST:
                faults = list(self._faults_of_nothing() if self["nothing"].data else self._faults_of_shares())
            case IndicatorTest.COUNT_AT_LEAST | IndicatorTest.BELOW_LAST_YEAR:
                faults = [] if self["value"].data is not None or self["value"].errors else [("value", NOT_SAID)]
            case _:
                faults = []
        faults += self._faults_of_waivers()
        for name, words in faults:
            self[name].errors = [*self[name].errors, str(words)]
        return not faults

    def _faults_of_incidents(self) -> Iterator[tuple[str, LazyString]]:
        total = 0
        for place, incident in enumerate(self.indicator.incidents or ()):
            count = self[f"count-{place}"].data or 0
            total += count
            waived = 0
            for which in range(len(incident["waivers"])):
                here = self[f"waived-{place}-{which}"].data or 0
                waived += here
                if here and not self[f"why-{place}-{which}"].data:
                    yield f"why-{place}-{which}", WAIVER_WORDS
            if waived > count:
                yield f"count-{place}", _l("Số vụ được miễn nhiều hơn số vụ xảy ra.")
        if self._stance() is Stance.SOME and not total:
            yield "stance", _l("Ghi số vụ ở từng loại việc bên dưới, hoặc chọn không có vụ nào.")
        if self._stance() is Stance.NONE and total:
            yield "stance", _l("Đã ghi số vụ bên dưới. Chọn có vụ việc, hoặc xoá các số đó.")

    def _faults_of_nothing(self) -> Iterator[tuple[str, LazyString]]:
        if any(value or of for value, of in self._figures()):
            yield "nothing", _l("Đã ghi số bên trên. Bỏ chọn ô này, hoặc xoá các số đó.")

    def _faults_of_shares(self) -> Iterator[tuple[str, LazyString]]:
        said = False
        for place in range(_kinds(self.indicator)):
            part, whole = self[f"part-{place}"], self[f"whole-{place}"]
            if part.errors or whole.errors:
                said = True
                continue
            if part.data is None and whole.data is None:
                continue
            said = True
            if whole.data is None:
                yield whole.name, _l("Chưa ghi tổng số.")
            elif whole.data == 0:
                yield whole.name, NO_WHOLE if self.indicator.kinds else NO_WHOLE_AT_ALL
            elif part.data is None:
                yield part.name, _l("Chưa ghi số đạt.")
            elif part.data > whole.data:
                yield part.name, _l("Số đạt nhiều hơn tổng số.")
        if not said:
            yield "part-0", NOT_SAID

    def _faults_of_waivers(self) -> Iterator[tuple[str, LazyString]]:
        known = {waiver["code"]: waiver.get("fact") for waiver in _whole_waivers(self.indicator)}
        for place, code in self._waived():
            if code in self.unfounded:
                yield f"waive-{place}", _l("Sổ sách không ghi xã có đường biên giới. Cấp huyện ghi ở Hồ sơ của xã.")
            elif not known[code] and not self[f"facts-{place}"].data:
                yield f"facts-{place}", WAIVER_WORDS


def form_for(indicator: Indicator, **given: Any) -> AnswerForm:
    """Return the form of an indicator's answer; ``given`` goes to the form."""
    fields = dict(_fields(indicator))
    made = type("AnswerForm", (AnswerForm,), {**fields, "indicator": indicator})
    return made(**given)  # type: ignore[no-any-return]


def values_of(indicator: Indicator, claim: Claim) -> dict[str, Any]:
    """Return what the form shows of a claim, by field."""
    values: dict[str, Any] = {"value": claim.value, "last_year": claim.last_year}
    values["not_applicable"] = claim.not_applicable
    if claim.not_applicable:
        values["stance"] = Stance.NOT_APPLICABLE
    elif claim.yes is not None:
        values["stance"] = Stance.YES if claim.yes else Stance.NO
    elif claim.incidents is not None:
        values["stance"] = Stance.SOME if claim.incidents else Stance.NONE
    values["nothing"] = len(claim.figures) == _kinds(indicator) and not any(whole for _part, whole in claim.figures)
    for place, (part, whole) in enumerate(claim.figures):
        values |= {f"part-{place}": part, f"whole-{place}": whole} if whole else {}
    for place, waiver in enumerate(_whole_waivers(indicator)):
        code = waiver["code"]
        values |= {f"waive-{place}": code in claim.waivers, f"facts-{place}": claim.waivers.get(code)}
    return values | _counts(indicator, claim)


def _counts(indicator: Indicator, claim: Claim) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for place, incident in enumerate(indicator.incidents or ()):
        here = [each for each in claim.incidents or () if each.code == incident["code"]]
        values[f"count-{place}"] = sum(each.count for each in here) or None
        for which, waiver in enumerate(incident["waivers"]):
            for each in here:
                if each.waiver == waiver:
                    values |= {f"waived-{place}-{which}": each.count, f"why-{place}-{which}": each.words}
    return values


def _fields(indicator: Indicator) -> Iterator[tuple[str, Any]]:
    stances = dict(STANCES.get(indicator.test, {}))
    if stances and indicator.not_applicable:
        stances[Stance.NOT_APPLICABLE] = NOT_APPLICABLE
    if stances:
        yield "stance", StateField(_l("Trả lời"), stances, unknown=NOT_SAID, validators=[Required(NOT_SAID)])
    elif indicator.not_applicable:
        yield "not_applicable", BooleanField(NOT_APPLICABLE)
    match indicator.test:
        case IndicatorTest.NONE_OF:
            yield from _incident_fields(indicator)
        case IndicatorTest.RATIO_AT_LEAST:
            yield from _share_fields(indicator)
        case IndicatorTest.COUNT_AT_LEAST:
            yield "value", _count(_l("Số lượng"))
        case IndicatorTest.BELOW_LAST_YEAR:
            yield "value", _count(_l("Số vụ kỳ này"))
            yield "last_year", _count(_l("Số vụ kỳ trước"))
    for place, waiver in enumerate(_whole_waivers(indicator)):
        yield f"waive-{place}", BooleanField(say(waiver["label"]))
        yield f"facts-{place}", _words(say(waiver["asks"]))


def _incident_fields(indicator: Indicator) -> Iterator[tuple[str, Any]]:
    waivers = {waiver["code"]: waiver for waiver in indicator.waivers or ()}
    for place, incident in enumerate(indicator.incidents or ()):
        yield f"count-{place}", _count(say(incident["label"]))
        for which, code in enumerate(incident["waivers"]):
            label = _l("Trong đó được miễn: %(waiver)s", waiver=say(waivers[code]["label"]))
            yield f"waived-{place}-{which}", _count(label)
            yield f"why-{place}-{which}", _words(say(waivers[code]["asks"]))


def _share_fields(indicator: Indicator) -> Iterator[tuple[str, Any]]:
    for place in range(_kinds(indicator)):
        yield f"part-{place}", _count(_l("Số đạt"))
        yield f"whole-{place}", _count(_l("Tổng số"))
    yield "nothing", BooleanField(_l("Không có gì để tính, nên chưa có số liệu"))


def _kinds(indicator: Indicator) -> int:
    return len(indicator.kinds or ()) or 1


def _whole_waivers(indicator: Indicator) -> list[dict[str, Any]]:
    return [waiver for waiver in indicator.waivers or () if waiver["whole"]]


def _count(label: str | LazyString) -> NumberField:
    return NumberField(label, [OptionalAnswer(), Between(0, MOST, _l("Số từ %(low)s đến %(high)s."))])


def _words(label: str) -> LinesField:
    return LinesField(label, most=500, checks=[OptionalAnswer(), NoPersonalNumbers()])
