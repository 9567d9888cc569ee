"""The form that begins an assessment: whose, by which set, for which year; and the reason for taking one back."""

from collections.abc import Collection, Sequence
from uuid import UUID

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs are one version behind
from wtforms.validators import StopValidation

from app.clock import today
from app.criteria.labels import say
from app.criteria.models import CriteriaSet
from app.identity import new_id
from app.web.capture import CapturedForm
from app.web.discretion import NoPersonalNumbers
from app.web.forms import Between, IdField, LinesField, NumberField, Required

FIRST_YEAR = 2012  # Circular 23/2012/TT-BCA
NO_SET = _l("Chọn một bộ tiêu chí.")


class BeginningForm(CapturedForm):
    """Whose assessment is begun, by which set, for the period that ends in which year."""

    id = IdField(_l("Mã phiếu"))
    unit = StringField(_l("Của đơn vị"))
    year = NumberField(_l("Cho năm"), [
        Required(_l("Chưa điền năm.")),
        Between(FIRST_YEAR, lambda: today().year + 1, _l("Năm từ %(low)s đến %(high)s.")),
    ])  # fmt: skip
    set = RadioField(
        _l("Theo bộ tiêu chí"), choices=[], coerce=str, validate_choice=False, validators=[Required(NO_SET)]
    )

    offered: Collection[str] = ()  # the codes of the sets

    def offer_sets(self, sets: Sequence[CriteriaSet]) -> None:
        """Offer sets by their titles."""
        self.set.choices = [SelectChoice(one.code, say(one.title)) for one in sets]
        self.offered = {one.code for one in sets}
        self.set.flags.required = True

    def refuse_set(self) -> None:
        """Say that the set does not hold for the year."""
        self.set.errors = [str(_l("Bộ này không có hiệu lực cho kỳ của năm đã điền. Chọn bộ khác hoặc năm khác."))]

    def validate_set(self, field: RadioField) -> None:
        """Refuse a set that was not offered."""
        if field.data not in self.offered:
            raise StopValidation(str(NO_SET))

    def record_id(self) -> UUID:
        """Return the client's id, or a new one when it sent none."""
        return UUID(str(self.id.data)) if self.id.data else new_id()


class WithdrawalForm(CapturedForm):
    """Why an assessment, or a remedy, was a mistake."""

    reason = LinesField(
        _l("Vì sao rút"), most=500, checks=[Required(_l("Ghi một câu vì sao rút.")), NoPersonalNumbers()]
    )
