"""The form of a directive: what is asked or explained, by when, to whom; and the reason for withdrawing one."""

from datetime import timedelta
from uuid import UUID

from flask_babel import lazy_gettext as _l
from wtforms import Field, RadioField, SelectMultipleField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs are one version behind
from wtforms.validators import StopValidation

from app.attachments.fields import DocumentField, PhotoField
from app.clock import today
from app.directives.conditions import CONDITIONS
from app.directives.labels import KINDS
from app.directives.models import DirectiveKind
from app.directives.operations.giving import DirectiveTerms
from app.directives.recipients import CHILDREN, CHOSEN, COMMUNES, VILLAGES, offered_to
from app.identity import new_id
from app.units.models import UnitKind
from app.web.forms import DayField, Form, IdField, LinesField, Required, StateField, TextField

LONGEST_TITLE, LONGEST_TEXT = 150, 5000
FARTHEST = timedelta(days=2 * 366)
NO_WAY = _l("Chọn gửi cho ai.")


class DirectiveForm(Form):
    """What is asked by a day, or explained; whom it goes to."""

    id = IdField(_l("Mã phiếu"))
    kind = StateField(_l("Loại"), KINDS, unknown=_l("Chọn việc cần làm hoặc hướng dẫn."))
    title = TextField(_l("Tiêu đề"), most=LONGEST_TITLE, checks=[Required(_l("Chưa ghi tiêu đề."))])
    words = LinesField(_l("Nội dung"), most=LONGEST_TEXT, checks=[Required(_l("Chưa ghi nội dung."))])
    due_on = DayField(_l("Xong trước hết ngày"))
    document = DocumentField(_l("Văn bản kèm theo"))
    photo = PhotoField(_l("Ảnh văn bản kèm theo"))
    to = RadioField(_l("Gửi cho"), choices=[], coerce=str, validate_choice=False)
    unit = SelectMultipleField(_l("Các đơn vị"), choices=[], coerce=str, validate_choice=False)

    def is_by(self, kind: UnitKind) -> None:
        """Offer the ways in which an author in a unit of that kind may name whom it goes to."""
        self.to.choices = [SelectChoice(name, str(words)) for name, words in offered_to(kind).items()]
        self.to.flags.required = True

    def validate_due_on(self, field: Field) -> None:
        """Refuse a request without a day, with one that has passed, or with one that must be mistyped."""
        if self.kind.data != DirectiveKind.REQUEST:
            field.errors = []
            return
        if field.errors:  # it could not be read
            return
        if field.data is None:
            raise StopValidation(str(_l("Chưa điền hạn. Việc không có hạn thì chọn loại Hướng dẫn.")))
        if field.data < today():
            raise StopValidation(str(_l("Hạn đã qua. Chọn hôm nay hoặc ngày sau.")))
        if field.data > today() + FARTHEST:
            raise StopValidation(str(_l("Hạn xa quá hai năm. Xem lại năm.")))

    def validate_to(self, field: Field) -> None:
        """Refuse what names nobody in any way."""
        if field.data not in {CHOSEN, CHILDREN, COMMUNES, VILLAGES, *CONDITIONS}:
            raise StopValidation(str(NO_WAY))

    def refuse_nobody(self) -> None:
        """Say that no unit is named, by the field that would name one."""
        if self.to.data == CHOSEN:
            self.unit.errors = [str(_l("Chưa chọn đơn vị nào. Đánh dấu ít nhất một đơn vị."))]
        elif not self.to.errors:
            self.to.errors = [str(_l("Bên dưới không có đơn vị nào như vậy. Chọn cách gửi khác."))]

    def chosen(self) -> set[str]:
        """Return the ids of the units that were ticked, as they were sent."""
        return set(self.unit.data or ()) if self.to.data == CHOSEN else set()

    def record_id(self) -> UUID:
        """Return the client's id, or a new one when it sent none."""
        return UUID(str(self.id.data)) if self.id.data else new_id()

    def terms(self) -> DirectiveTerms:
        """Return what is given, once it is valid."""
        kind = DirectiveKind(self.kind.data)
        told = (kind, str(self.title.data), str(self.words.data), self.due_on.data)
        return DirectiveTerms(*told, photo=self.photo.data, document=self.document.data)


class WithdrawalForm(Form):
    """Why a directive is withdrawn."""

    reason = LinesField(_l("Vì sao rút"), most=500, checks=[Required(_l("Ghi một câu vì sao rút."))])
