"""What is decided about a unit: recognition, hotspot, border, new-rural status."""

from datetime import date
from typing import ClassVar

from flask_babel import lazy_gettext as _l
from wtforms import Field
from wtforms.validators import StopValidation

from app.standing.forms.declaration import DeclarationForm, clean, must
from app.standing.forms.declared import FIRST_YEAR, this_year
from app.standing.labels import BASES, LISTS, RESULTS, STATUSES
from app.standing.models import LegalBasis, NewRuralStatus
from app.web.capture import refuse_ahead
from app.web.discretion import NoPersonalNumbers
from app.web.filters import day
from app.web.forms import (
    Between,
    DayField,
    LinesField,
    NumberField,
    OptionalAnswer,
    Required,
    StateField,
    TextField,
)  # fmt: skip

IN_EFFECT = {LegalBasis.TT23: date(2012, 6, 18), LegalBasis.TT124: date(2022, 2, 10)}
NO_BASIS, NO_RESULT = _l("Chọn một căn cứ."), _l("Chọn một kết quả.")
NO_LIST, NO_STATUS = _l("Chọn một danh sách."), _l("Chọn một tình trạng.")
NO_NUMBER, NO_DAY, NO_SIGNER = _l("Chưa điền số quyết định."), _l("Chưa điền ngày quyết định."), _l("Chưa điền ai ký.")


class RecognitionForm(DeclarationForm):
    """A decision on a year: by which circular, recognised or not, with its number, its day and who signed it."""

    FACTS: ClassVar[dict[str, str]] = {"year": "number", "result": "cards", "basis": "cards"}
    DOCUMENT_IS_ASKED: ClassVar[bool] = True

    year = NumberField(_l("Xét cho năm"), [
        Required(_l("Chưa điền năm.")), Between(FIRST_YEAR, this_year, _l("Năm từ %(low)s đến %(high)s.")),
    ])  # fmt: skip
    result = StateField(_l("Kết quả"), RESULTS, unknown=NO_RESULT, validators=[Required(NO_RESULT)])
    basis = StateField(_l("Căn cứ"), BASES, unknown=NO_BASIS, validators=[Required(NO_BASIS)])
    document_number = TextField(_l("Số quyết định"), most=60, checks=[Required(NO_NUMBER)])
    document_on = DayField(_l("Ngày quyết định"), [Required(NO_DAY)])
    issuer = TextField(_l("Người ký, chức vụ"), most=200, checks=[Required(NO_SIGNER)])

    def validate_document_on(self, field: Field) -> None:
        """Refuse a day ahead, before the year, or before the circular was in force."""
        super().validate_document_on(field)
        year, basis = clean(self.year), clean(self.basis)
        if field.data and year and field.data.year < year:
            raise StopValidation(str(_l("Quyết định có trước năm được xét. Kiểm tra năm và ngày.")))
        begun = IN_EFFECT[LegalBasis(basis)] if basis in set(LegalBasis) else None
        if field.data and begun and field.data < begun:
            words = _l("Thông tư này có hiệu lực từ ngày %(day)s. Kiểm tra căn cứ và ngày.", day=day(begun))
            raise StopValidation(str(words))


class SinceForm(DeclarationForm):
    """What is so from a day on, which has come."""

    since = DayField(_l("Từ ngày"), [Required(_l("Chưa điền ngày."))])

    def validate_since(self, field: Field) -> None:
        """Refuse a day ahead, and one after the end."""
        refuse_ahead(field.data, self.captured_on())
        super().validate_since(field)


class HotspotForm(SinceForm):
    """A designation: on which list since when, and the plan of its conversion."""

    FACTS: ClassVar[dict[str, str]] = {"list_name": "cards", "since": "day", "plan": "lines", "plan_until": "day"}

    list_name = StateField(_l("Danh sách"), LISTS, unknown=NO_LIST, validators=[Required(NO_LIST)])
    plan = LinesField(_l("Kế hoạch chuyển hoá"), most=2000, checks=[OptionalAnswer(), NoPersonalNumbers()])
    plan_until = DayField(_l("Chuyển hoá xong trước ngày"), [OptionalAnswer()])

    def validate_plan_until(self, field: Field) -> None:
        """Refuse a plan that ends before it begins."""
        since = clean(self.since)
        if field.data and since and field.data <= since:
            raise StopValidation(str(_l("Ngày kết thúc phải sau ngày bắt đầu.")))


class BorderForm(SinceForm):
    """Since when a commune has a national border."""

    FACTS: ClassVar[dict[str, str]] = {"since": "day"}


class NewRuralForm(SinceForm):
    """The status in the new-rural programme, since when; a recognition has its decision."""

    FACTS: ClassVar[dict[str, str]] = {"status": "cards", "since": "day"}
    DOCUMENT_IS_ASKED: ClassVar[bool] = True

    status = StateField(_l("Tình trạng"), STATUSES, unknown=NO_STATUS, validators=[Required(NO_STATUS)])
    document_number = TextField(_l("Số quyết định"), most=60)
    document_on = DayField(_l("Ngày quyết định"))

    def validate_document_number(self, _field: Field) -> None:
        """Ask for the number of what was decided."""
        if self.is_decided():
            must(self, "document_number", NO_NUMBER)

    def validate_document_on(self, field: Field) -> None:
        """Ask for the day of what was decided; refuse a day ahead."""
        if self.is_decided():
            must(self, "document_on", NO_DAY)
        super().validate_document_on(field)

    def is_decided(self) -> bool:
        """Tell whether somebody must have decided so."""
        return self.status.data in {NewRuralStatus.RECOGNISED, NewRuralStatus.ENHANCED}
