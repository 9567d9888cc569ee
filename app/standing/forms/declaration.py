"""What the form of every record of standing has: whose it is, its document, its photo, what it writes."""

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from flask_babel import lazy_gettext as _l
from wtforms import Field, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs are one version behind
from wtforms.validators import StopValidation

from app.attachments.fields import PhotoField
from app.identity import new_id
from app.standing.kinds import Record
from app.standing.models import Spanning
from app.standing.operations import Terms
from app.units.models import Unit
from app.web.capture import CapturedForm, refuse_ahead
from app.web.discretion import NoPersonalNumbers
from app.web.forms import DayField, IdField, LinesField, NumberField, OptionalAnswer, Required, TextField

DOCUMENT = ("document_number", "document_on", "issuer")


class DeclarationForm(CapturedForm):
    """A record of one kind: `FACTS` are its own columns, in the order of the form, each with the shape of its field."""

    FACTS: ClassVar[dict[str, str]] = {}  # name: cards | day | number | text | lines
    DOCUMENT_IS_ASKED: ClassVar[bool] = False  # shown openly; else folded away

    id = IdField(_l("Mã phiếu"))
    version = NumberField(_l("Lần sửa"), [OptionalAnswer()])
    unit = SelectField(_l("Của đơn vị"), choices=[], coerce=str, validate_choice=False)
    document_number = TextField(_l("Số văn bản"), most=60, checks=[OptionalAnswer(), NoPersonalNumbers()])
    document_on = DayField(_l("Ngày văn bản"), [OptionalAnswer()])
    issuer = TextField(_l("Cơ quan, người ký"), most=200, checks=[OptionalAnswer(), NoPersonalNumbers()])
    photo = PhotoField(_l("Ảnh văn bản"))
    note = LinesField(_l("Ghi chú"), most=1000, checks=[OptionalAnswer(), NoPersonalNumbers()])

    record: Record | None = None  # that is edited

    def offer(self, places: Sequence[Unit]) -> None:
        """Offer ``places``, where nothing says whose the record is."""
        if places:
            offered = [("", str(_l("Chọn đơn vị"))), *((str(place.id), place.full_name) for place in places)]
            self.unit.choices = [SelectChoice(value, words) for value, words in offered]
            self.unit.validators = [Required(_l("Chọn đơn vị."))]
            self.unit.flags.required = True

    def edits(self, record: Record) -> None:
        """Require the version that the form was opened on."""
        self.record = record
        self.version.validators = [Required(_l("Trang đã cũ. Mở lại bản ghi này rồi sửa."))]

    def validate_document_on(self, field: Field) -> None:
        """Refuse a day ahead."""
        refuse_ahead(field.data, self.captured_on())

    def validate_since(self, field: Field) -> None:
        """Refuse a beginning after the end that is written already."""
        record = self.record
        ended = record.until if isinstance(record, Spanning) and "until" not in self.FACTS else None
        if field.data and ended and field.data >= ended:
            raise StopValidation(str(_l("Bản ghi đã kết thúc ngày %(day)s. Chọn ngày trước đó.", day=_day(ended))))

    def record_id(self) -> UUID:
        """Return the client's id, or a new one when it sent none."""
        return UUID(str(self.id.data)) if self.id.data else new_id()

    def terms(self) -> Terms:
        """Return what was written, once it is valid."""
        facts = {name: self.fact(name) for name in (*self.FACTS, *DOCUMENT, "note")}
        return Terms(facts, self.photo.data)

    def fact(self, name: str) -> Any:
        """Return what is stored of a field."""
        return self[name].data


def must(form: DeclarationForm, name: str, words: Any) -> None:
    """Raise StopValidation with ``words`` where the field, otherwise optional, is empty."""
    field = form[name]
    if not field.data and not field.errors:
        raise StopValidation(str(words))


def clean(field: Field) -> Any:
    """Return what was read of a field; None where it was refused."""
    return field.data if not field.errors else None


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"
