"""What a unit says of itself: its registration for a year, a village's convention."""

from dataclasses import replace
from typing import ClassVar

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field
from wtforms.validators import StopValidation

from app.clock import today
from app.standing.forms.declaration import DeclarationForm, clean
from app.standing.operations import Terms
from app.web.capture import refuse_ahead
from app.web.forms import Between, DayField, NumberField, OptionalAnswer, Required, TextField

FIRST_YEAR = 2012  # of Circular 23/2012/TT-BCA, the first to recognise "An toàn về ANTT"
MOST_HOUSEHOLDS = 2000  # at one meeting; more is a slip


def this_year() -> int:
    """Return the current year in Vietnam."""
    return today().year


def next_year() -> int:
    """Return the year for which one may register already."""
    return today().year + 1


class RegistrationForm(DeclarationForm):
    """A registration: of which year, on which day."""

    FACTS: ClassVar[dict[str, str]] = {"year": "number", "registered_on": "day"}

    year = NumberField(_l("Năm đăng ký"), [
        Required(_l("Chưa điền năm.")), Between(FIRST_YEAR, next_year, _l("Năm từ %(low)s đến %(high)s.")),
    ])  # fmt: skip
    registered_on = DayField(_l("Ngày đăng ký"), [Required(_l("Chưa điền ngày đăng ký."))])

    def validate_registered_on(self, field: Field) -> None:
        """Refuse a day ahead, and one that is neither in the year nor in the one before."""
        refuse_ahead(field.data, self.captured_on())
        year = clean(self.year)
        if field.data and year and field.data.year not in {year, year - 1}:
            words = _l("Đăng ký cho năm %(year)s thì ghi ngày trong năm đó, hoặc cuối năm trước.", year=str(year))
            raise StopValidation(str(words))


class ConventionForm(DeclarationForm):
    """A convention: adopted at a meeting, in force from when to when, approved by whom."""

    FACTS: ClassVar[dict[str, str]] = {
        "adopted_on": "day", "households_present": "number", "households_invited": "number", "since": "day",
        "until": "day",
    }  # fmt: skip

    adopted_on = DayField(_l("Ngày họp thông qua"), [Required(_l("Chưa điền ngày họp thông qua."))])
    households_present = NumberField(_l("Số hộ dự họp"), [
        OptionalAnswer(), Between(0, MOST_HOUSEHOLDS, _l("Số hộ từ %(low)s đến %(high)s.")),
    ])  # fmt: skip
    households_invited = NumberField(_l("Trên tổng số hộ"), [
        OptionalAnswer(), Between(1, MOST_HOUSEHOLDS, _l("Số hộ từ %(low)s đến %(high)s.")),
    ])  # fmt: skip
    since = DayField(_l("Có hiệu lực từ ngày"), [Required(_l("Chưa điền ngày có hiệu lực."))])
    until = DayField(_l("Hết hiệu lực từ ngày"), [OptionalAnswer()])
    document_number = TextField(_l("Số quyết định phê duyệt"), most=60, checks=[OptionalAnswer()])
    document_on = DayField(_l("Ngày phê duyệt"), [OptionalAnswer()])
    issuer = TextField(_l("Cơ quan phê duyệt"), most=200, checks=[OptionalAnswer()])

    replaces = BooleanField(_l("Thay quy ước đang áp dụng"))

    def terms(self) -> Terms:
        """Return what was written, and whether it takes the place of what is in force."""
        return replace(super().terms(), replaces=bool(self.replaces.data))

    def validate_adopted_on(self, field: Field) -> None:
        """Refuse a day ahead."""
        refuse_ahead(field.data, self.captured_on())

    def validate_households_present(self, field: Field) -> None:
        """Refuse more households than there are."""
        invited = clean(self.households_invited)
        if field.data and invited and field.data > invited:
            raise StopValidation(str(_l("Số hộ dự họp nhiều hơn tổng số hộ. Kiểm tra hai số.")))

    def validate_since(self, field: Field) -> None:
        """Refuse what is in force before it was adopted, or begins more than a year ahead."""
        adopted = clean(self.adopted_on)
        if field.data and adopted and field.data < adopted:
            raise StopValidation(str(_l("Quy ước chỉ có hiệu lực từ ngày họp thông qua trở đi. Kiểm tra hai ngày.")))
        if field.data and field.data.year > self.captured_on().year + 1:
            raise StopValidation(str(_l("Ngày này quá xa. Kiểm tra lại năm.")))

    def validate_until(self, field: Field) -> None:
        """Refuse an end before the beginning."""
        since = clean(self.since)
        if field.data and since and field.data <= since:
            raise StopValidation(str(_l("Ngày kết thúc phải sau ngày bắt đầu.")))

    def validate_document_on(self, field: Field) -> None:
        """Refuse a day ahead, and an approval before the meeting."""
        super().validate_document_on(field)
        adopted = clean(self.adopted_on)
        if field.data and adopted and field.data < adopted:
            raise StopValidation(str(_l("Phê duyệt phải sau ngày họp thông qua. Kiểm tra hai ngày.")))
