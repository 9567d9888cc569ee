"""The form of a group: what it is, who leads it, what founded it; and the photo of its decision."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from flask_babel import lazy_gettext as _l
from wtforms import Field, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs are one version behind
from wtforms.validators import StopValidation

from app.attachments.fields import PhotoField
from app.attachments.forms import LatePhotoForm
from app.groups.labels import GROUP_KINDS
from app.groups.models import Group, GroupKind, GroupModel
from app.groups.operations.founding import GroupTerms
from app.groups.queries.groups import next_number
from app.identity import new_id
from app.units.models import Unit
from app.web.capture import CapturedForm, refuse_ahead
from app.web.forms import (
    Between,
    DayField,
    IdField,
    NumberField,
    OptionalAnswer,
    PersonName,
    PhoneField,
    Required,
    StateField,
    TextField,
)  # fmt: skip

HIGHEST_NUMBER = 999
EARLIEST_FOUNDING = date(1975, 1, 1)
NO_KIND = _l("Chọn một loại nhóm.")


class GroupForm(CapturedForm):
    """A group: its kind and who leads it are required; the number that is free and today are filled in."""

    id = IdField(_l("Mã phiếu"))
    version = NumberField(_l("Lần sửa"), [OptionalAnswer()])
    village = SelectField(_l("Ở đâu"), choices=[], coerce=str, validate_choice=False)
    kind = StateField(_l("Loại nhóm"), GROUP_KINDS, unknown=NO_KIND, validators=[Required(NO_KIND)])
    model = SelectField(_l("Tên mô hình"), choices=[], coerce=str, validate_choice=False)
    number = NumberField(_l("Nhóm số"), [
        OptionalAnswer(), Between(1, HIGHEST_NUMBER, _l("Số của nhóm từ %(low)s đến %(high)s.")),
    ])  # fmt: skip
    leader_name = TextField(
        _l("Nhóm trưởng"), most=1000, checks=[Required(_l("Chưa điền họ tên nhóm trưởng.")), PersonName()]
    )
    leader_phone = PhoneField(_l("Điện thoại nhóm trưởng"), [OptionalAnswer()])
    deputy_name = TextField(_l("Nhóm phó"), most=1000, checks=[OptionalAnswer(), PersonName()])
    deputy_phone = PhoneField(_l("Điện thoại nhóm phó"), [OptionalAnswer()])
    led_since = DayField(_l("Người mới làm từ ngày"), [OptionalAnswer()])
    founded_on = DayField(_l("Ngày thành lập"), [OptionalAnswer()])
    decision_number = TextField(_l("Số quyết định"), most=60, checks=[OptionalAnswer()])
    decision_on = DayField(_l("Ngày quyết định"), [OptionalAnswer()])
    rules_adopted_on = DayField(_l("Ngày thông qua quy ước của nhóm"), [OptionalAnswer()])
    photo = PhotoField(_l("Ảnh quyết định"))

    def offer(self, places: Sequence[Unit], models: Sequence[GroupModel]) -> None:
        """Offer ``places``, where nothing says which it is, and the province's ``models``."""
        self.known_models = {str(model.id): model for model in models}
        if not models and self.kind.data != GroupKind.OTHER:  # there is nothing to choose behind it
            known = (kind for kind in GROUP_KINDS if kind is not GroupKind.OTHER)
            self.kind.choices = [SelectChoice(kind.value, GROUP_KINDS[kind]) for kind in known]
        named = [(str(model.id), model.name) for model in models]
        self.model.choices = [SelectChoice(value, words) for value, words in [("", str(_l("Chọn mô hình"))), *named]]
        if places:
            offered = [("", str(_l("Chọn bản hoặc xã"))), *((str(place.id), place.full_name) for place in places)]
            self.village.choices = [SelectChoice(value, words) for value, words in offered]
            self.village.validators = [Required(_l("Chọn bản, hoặc xã nếu là nhóm của cả xã."))]
            self.village.flags.required = True

    def edits(self) -> None:
        """Require what an edit cannot do without: the version that the form was opened on, number and founding."""
        self.version.validators = [Required(_l("Trang đã cũ. Mở lại nhóm này rồi sửa."))]
        self.number.validators = [Required(_l("Chưa điền số của nhóm.")), *list(self.number.validators)[1:]]
        self.founded_on.validators = [Required(_l("Chưa điền ngày thành lập."))]
        self.number.flags.required = self.founded_on.flags.required = True

    def validate_model(self, field: Field) -> None:
        """Ask which model it is, where the province has its own."""
        if self.kind.data != GroupKind.OTHER:
            return
        if not self.known_models:
            raise StopValidation(str(_l("Tỉnh chưa đặt tên mô hình nào. Chọn loại nhóm khác.")))
        if field.data not in self.known_models:
            raise StopValidation(str(_l("Chọn tên mô hình trong danh sách.")))

    def validate_deputy_phone(self, field: Field) -> None:
        """Ask whose number it is."""
        if field.data and not self.deputy_name.data:
            raise StopValidation(str(_l("Có số điện thoại mà chưa có tên nhóm phó. Điền tên, hoặc xoá số.")))

    def validate_founded_on(self, field: Field) -> None:
        """Refuse a day ahead, or before there were such groups."""
        judge_past(field.data, self.captured_on())

    def validate_decision_on(self, field: Field) -> None:
        """Refuse a day ahead, and a decision after the founding that it decides."""
        judge_past(field.data, self.captured_on())
        founded = self._founded()
        if field.data and founded and field.data > founded:
            raise StopValidation(str(_l("Quyết định phải có trước, hoặc cùng ngày thành lập nhóm. Kiểm tra hai ngày.")))

    def validate_rules_adopted_on(self, field: Field) -> None:
        """Refuse a day ahead, and rules that are older than the group."""
        judge_past(field.data, self.captured_on())
        founded = self._founded()
        if field.data and founded and field.data < founded:
            raise StopValidation(str(_l("Nhóm chưa thành lập vào ngày này. Kiểm tra hai ngày.")))

    def validate_led_since(self, field: Field) -> None:
        """Refuse a day ahead."""
        judge_past(field.data, self.captured_on())

    def record_id(self) -> UUID:
        """Return the client's id, or a new one when it sent none."""
        return UUID(str(self.id.data)) if self.id.data else new_id()

    def terms(self, unit: Unit) -> GroupTerms:
        """Return what was written, once it is valid; without a number the next that is free in ``unit``."""
        kind = GroupKind(self.kind.data)
        model = self.known_models[self.model.data] if kind is GroupKind.OTHER else None
        return GroupTerms(
            kind=kind, model=model,
            number=self.number.data or next_number(unit.id, kind, model.id if model else None),
            founded_on=self.founded_on.data or self.decision_on.data or self.captured_on(),
            leader_name=str(self.leader_name.data), leader_phone=self.leader_phone.data or None,
            deputy_name=self.deputy_name.data, deputy_phone=self.deputy_phone.data or None,
            decision_number=self.decision_number.data, decision_on=self.decision_on.data,
            rules_adopted_on=self.rules_adopted_on.data, decision_photo=self.photo.data,
        )  # fmt: skip

    def since_when_led(self) -> date:
        """Return the day from which who is new leads."""
        day: date | None = self.led_since.data
        return day or self.captured_on()

    def _founded(self) -> date | None:
        return self.founded_on.data if not self.founded_on.errors else None


class DecisionPhotoForm(LatePhotoForm):
    """The photo of the decision that founded the group."""

    photo = PhotoField(_l("Ảnh quyết định"))


def judge_past(day: date | None, captured_on: date) -> None:
    """Raise StopValidation for a day that had not come at capture, or lies before there were groups."""
    refuse_ahead(day, captured_on)
    if day and day < EARLIEST_FOUNDING:
        raise StopValidation(str(_l("Ngày này quá xa. Kiểm tra lại năm.")))


def opened_on(group: Group) -> GroupForm:
    """Return the form filled in with what is stored of the group."""
    return GroupForm(formdata=None, obj=group, model=str(group.model_id or ""), village=str(group.unit_id))
