"""The forms of a household: its facts, its departure, its return."""

from collections.abc import Iterator, Sequence
from datetime import date
from uuid import UUID

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs are one version behind
from wtforms.validators import StopValidation

from app.clock import today
from app.households.models import DepartureKind, Household
from app.households.operations import Departure, HouseholdTerms
from app.identity import new_id
from app.units.models import Unit
from app.web.capture import CapturedForm
from app.web.forms import (
    Between,
    DayField,
    IdField,
    LinesField,
    NumberField,
    OptionalAnswer,
    PersonName,
    PhoneField,
    Required,
    StateField,
    TextField,
)  # fmt: skip

FACTS = ("head_name", "member_count", "birth_year", "phone", "address")  # in the order of HouseholdTerms
WAS = "was"  # the prefix of the hidden fields that keep what a form was opened with
MOST_MEMBERS = 30
EARLIEST_BIRTH = 1900
EARLIEST_MOVE = date(2000, 1, 1)

DEPARTURES = {
    DepartureKind.MOVED_OUT: _l("Chuyển đi nơi khác"),
    DepartureKind.MISTAKE: _l("Nhập nhầm"),
}
NO_REASON = _l("Chọn một lý do: chuyển đi, hay nhập nhầm.")


def this_year() -> int:
    """Return the current year in Vietnam."""
    return today().year


class HouseholdForm(CapturedForm):
    """A household: only the head's name and the member count are required."""

    id = IdField(_l("Mã phiếu"))
    version = NumberField(_l("Lần sửa"), [OptionalAnswer()])
    village = SelectField(_l("Bản"), choices=[], coerce=str, validate_choice=False)
    head_name = TextField(
        _l("Họ tên chủ hộ"), most=1000, checks=[Required(_l("Chưa điền họ tên chủ hộ.")), PersonName()]
    )
    member_count = NumberField(_l("Số người trong hộ"), [
        Required(_l("Chưa điền số người trong hộ.")),
        Between(1, MOST_MEMBERS, _l("Số người từ %(low)s đến %(high)s. Nếu đông hơn, tách thành hai hộ.")),
    ])  # fmt: skip
    phone = PhoneField(_l("Số điện thoại"), [OptionalAnswer()])
    birth_year = NumberField(_l("Năm sinh chủ hộ"), [
        OptionalAnswer(), Between(EARLIEST_BIRTH, this_year, _l("Năm sinh từ %(low)s đến %(high)s.")),
    ])  # fmt: skip
    address = TextField(_l("Chỗ ở trong bản"), most=200, checks=[OptionalAnswer()])
    duplicate_seen = BooleanField(_l("Đã xem, đây là hộ khác"))

    def ask_for_village(self, villages: Sequence[Unit]) -> None:
        """Offer ``villages`` and require a choice, when nothing says which village it is."""
        if villages:
            offered = [("", str(_l("Chọn bản"))), *((str(village.id), village.full_name) for village in villages)]
            self.village.choices = [SelectChoice(value, words) for value, words in offered]
            self.village.validators = [Required(_l("Chọn bản của hộ này."))]
            self.village.flags.required = True

    def edits(self, household: Household) -> None:
        """Require the version that the form was opened on: without it an edit could overwrite another's unseen.

        What an older form did not ask stays as it is stored.
        """
        self.version.validators = [Required(_l("Trang đã cũ. Mở lại hộ này rồi sửa."))]
        for name in FACTS:
            if not self[name].raw_data and not self[name].flags.required:
                self[name].data = getattr(household, name)

    def record_id(self) -> UUID:
        """Return the client's id, or a new one when it sent none."""
        return UUID(str(self.id.data)) if self.id.data else new_id()

    def terms(self) -> HouseholdTerms:
        """Return what was written, once it is valid."""
        return HouseholdTerms(
            str(self.head_name.data), int(self.member_count.data or 0), self.birth_year.data, self.phone.data or None,
            self.address.data,
        )  # fmt: skip

    def terms_opened(self) -> HouseholdTerms | None:
        """Return what the form was opened with; None where it does not say all of it."""
        opened = HouseholdForm(prefix=WAS)
        told = all(opened[name].raw_data and not opened[name].process_errors for name in FACTS)
        return opened.terms() if told else None

    def opened(self) -> Iterator[Field]:
        """Yield the fields as they were when the form was opened, as far as it says so."""
        sent = HouseholdForm(prefix=WAS) if self.version.raw_data is not None else self
        return (sent[name] for name in FACTS if sent is self or sent[name].raw_data)


class DepartureForm(CapturedForm):
    """Why and since when a household is set aside."""

    kind = StateField(_l("Vì sao"), DEPARTURES, unknown=NO_REASON, validators=[Required(NO_REASON)])
    on = DayField(_l("Từ ngày"), [Required(_l("Chưa điền ngày."))])
    reason = LinesField(
        _l("Nói rõ thêm"), most=500, checks=[Required(_l("Ghi một câu: chuyển đi đâu, hoặc nhầm thế nào."))]
    )

    def validate_on(self, field: Field) -> None:
        """Refuse a day ahead, or before our records."""
        judge_day(field.data, self.captured_on())

    def departure(self) -> Departure:
        """Return what was written, once it is valid."""
        return Departure(DepartureKind(self.kind.data), self.on.data or self.captured_on(), str(self.reason.data))


class ReturnForm(CapturedForm):
    """Since when a household is back."""

    on = DayField(_l("Trở lại từ ngày"), [OptionalAnswer()])

    def validate_on(self, field: Field) -> None:
        """Refuse a day ahead, or before our records."""
        judge_day(field.data, self.captured_on())


def judge_day(day: date | None, captured_on: date) -> None:
    """Raise StopValidation for a day that had not come at capture, or lies before our records."""
    if day and day > captured_on:
        raise StopValidation(str(_l("Ngày này chưa tới. Chọn ngày hôm nay hoặc trước đó.")))
    if day and day < EARLIEST_MOVE:
        raise StopValidation(str(_l("Ngày này quá xa. Kiểm tra lại năm.")))
