"""How a group stands from a day on: suspended, at work again, or dissolved."""

from flask_babel import lazy_gettext as _l
from wtforms import Field
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs are one version behind
from wtforms.validators import StopValidation

from app.groups.forms.groups import judge_past
from app.groups.models import Group, Standing
from app.groups.operations.standing import Turn
from app.web.capture import CapturedForm
from app.web.discretion import NoPersonalNumbers
from app.web.forms import DayField, LinesField, OptionalAnswer, Required, StateField

STANDINGS = {
    Standing.ACTIVE: _l("Hoạt động trở lại"),
    Standing.SUSPENDED: _l("Tạm ngừng"),
    Standing.DISSOLVED: _l("Giải thể"),
}
NO_STANDING = _l("Chọn một tình trạng.")


class StandingForm(CapturedForm):
    """What the standing becomes, since when and why."""

    standing = StateField(_l("Nhóm sẽ"), STANDINGS, unknown=NO_STANDING, validators=[Required(NO_STANDING)])
    since = DayField(_l("Từ ngày"), [Required(_l("Chưa điền ngày."))])
    until = DayField(_l("Đến ngày"), [OptionalAnswer()])
    reason = LinesField(_l("Vì sao"), most=500, checks=[NoPersonalNumbers()])

    def offer(self, group: Group) -> None:
        """Offer what the group can become from how it stands."""
        left = [(standing, words) for standing, words in STANDINGS.items() if standing is not group.standing]
        self.standing.choices = [SelectChoice(standing.value, words) for standing, words in left]

    def validate_since(self, field: Field) -> None:
        """Refuse a day ahead."""
        judge_past(field.data, self.captured_on())

    def validate_until(self, field: Field) -> None:
        """Refuse an end ahead, before the beginning, or of what has none."""
        if field.data and self.standing.data != Standing.SUSPENDED:
            raise StopValidation(str(_l("Chỉ tạm ngừng mới có ngày kết thúc. Xoá ngày này.")))
        if field.data and field.data > self.captured_on():
            raise StopValidation(str(_l("Ngày này chưa tới. Để trống; khi nhóm làm lại thì ghi Hoạt động trở lại.")))
        if field.data and self.since.data and field.data <= self.since.data:
            raise StopValidation(str(_l("Ngày kết thúc phải sau ngày bắt đầu.")))

    def validate_reason(self, field: Field) -> None:
        """Ask why, unless the group works again."""
        if not (field.data or "").strip() and self.standing.data != Standing.ACTIVE:
            raise StopValidation(str(_l("Ghi một câu vì sao tạm ngừng hoặc giải thể.")))

    def turn(self) -> Turn:
        """Return what was written, once it is valid."""
        since = self.since.data or self.captured_on()
        return Turn(Standing(self.standing.data), since, self.reason.data or "", self.until.data)
