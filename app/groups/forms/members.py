"""Taking households into a group, and letting one go."""

from datetime import date
from uuid import UUID

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field
from wtforms.validators import StopValidation
from wtforms.widgets import CheckboxInput

from app.groups.forms.groups import judge_past
from app.groups.models import Group
from app.groups.operations.membership import Joining
from app.web.capture import CapturedForm
from app.web.forms import DayField, OptionalAnswer

MOST = 200  # at once; a village has fewer households


class HouseholdsField(Field):
    """The ids of the households that were ticked; ``data`` is a list of UUIDs."""

    widget = CheckboxInput()
    data: list[UUID]

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read every value, each once."""
        self.data = []
        try:
            self.data = list(dict.fromkeys(UUID(value.strip()) for value in valuelist if value.strip()))
        except ValueError:
            raise ValueError(str(_l("Danh sách hộ bị hỏng. Tải lại trang rồi chọn lại."))) from None


class MembersForm(CapturedForm):
    """Which households join the group, from when, and whether they leave another for it."""

    household = HouseholdsField(_l("Hộ vào nhóm"))
    since = DayField(_l("Vào nhóm từ ngày"), [OptionalAnswer()])
    move = BooleanField(_l("Chuyển từ nhóm khác sang"))

    founded_on = date.min

    def join(self, group: Group) -> None:
        """Take no day from before the group was founded."""
        self.founded_on = group.founded_on

    def validate_household(self, field: Field) -> None:
        """Ask for at least one, and for no more than a village has."""
        if not field.data and not field.errors:
            raise StopValidation(str(_l("Chưa chọn hộ nào. Đánh dấu ít nhất một hộ.")))
        if len(field.data) > MOST:
            raise StopValidation(str(_l("Nhiều hộ quá. Mỗi lần thêm nhiều nhất %(most)s hộ.", most=MOST)))

    def validate_since(self, field: Field) -> None:
        """Refuse a day ahead, or before the group was founded."""
        judge_past(field.data, self.captured_on())
        if field.data and field.data < self.founded_on:
            words = _l("Nhóm thành lập ngày %(day)s. Chọn từ ngày đó.", day=f"{self.founded_on:%d/%m/%Y}")
            raise StopValidation(str(words))

    def joining(self) -> Joining:
        """Return what was written, once it is valid."""
        return Joining(self.since.data or self.captured_on(), bool(self.move.data))


class LeavingForm(CapturedForm):
    """A household leaves the group today: nothing but the moment of capture is asked."""
