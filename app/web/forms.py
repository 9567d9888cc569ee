"""The form base and its fields: what people type is tidied, judged with a sentence that says what to do, and kept."""

import unicodedata
from collections.abc import Callable, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any, TypeAlias, TypeVar
from uuid import UUID

from flask import request
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from flask_wtf import FlaskForm
from werkzeug.datastructures import FileStorage, MultiDict
from wtforms import DateField, Field, FileField, HiddenField, IntegerField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs are one version behind
from wtforms.validators import StopValidation
from wtforms.widgets import TextInput

from app.phone import NotVietnamese, normalise, pretty
from app.vietnamese import UNKNOWN, NameProblem, name_problem, printable, tidy

Words: TypeAlias = str | LazyString
Validator = Callable[[FlaskForm, Field], None]
E = TypeVar("E", bound=StrEnum)

DATE_FORMATS = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y")
LARGEST_NUMBER = 2**31 - 1


class Form(FlaskForm):
    """Parent of every form. The token is checked for every write by CSRFProtect, so not again here."""

    class Meta(FlaskForm.Meta):
        """WTForms settings."""

        csrf = False

        def wrap_formdata(self, form: FlaskForm, formdata: Any) -> MultiDict[str, Any] | None:
            """Return what was sent, control characters made visible, so that every page can show it.

            A file where text is asked for, or text where a file is, counts as nothing.
            """
            sent = None if request.is_json else super().wrap_formdata(form, formdata)  # forms come as forms
            if sent is None:
                return None
            values = ((name, value) for name in sent for value in sent.getlist(name))
            return MultiDict((name, _seen(value)) for name, value in values if _fits(form, name, value))


class Required:
    """Refuse an empty answer with ``message``."""

    field_flags = {"required": True}  # noqa: RUF012

    def __init__(self, message: Words) -> None:
        """Keep the sentence."""
        self.message = message

    def __call__(self, _form: FlaskForm, field: Field) -> None:
        """Raise StopValidation for nothing or only spaces."""
        unreadable = bool(field.errors)
        if not unreadable and (field.data is None or (isinstance(field.data, str) and not field.data.strip())):
            field.errors = []
            raise StopValidation(str(self.message))


class OptionalAnswer:
    """An empty answer is fine and ends the checks; what could not be read keeps its message."""

    field_flags = {"optional": True}  # noqa: RUF012

    def __call__(self, _form: FlaskForm, field: Field) -> None:
        """Raise StopValidation, without a message, for nothing or only spaces."""
        if not field.raw_data or not str(field.raw_data[0]).strip():
            field.errors = []
            raise StopValidation


class Plain:
    """Refuse control characters and more than ``most`` characters."""

    def __init__(self, most: int) -> None:
        """Keep the bound."""
        self.most = most

    def __call__(self, _form: FlaskForm, field: Field) -> None:
        """Raise StopValidation with what to do."""
        text = field.data or ""
        if UNKNOWN in text:
            raise StopValidation(str(_l("Có ký tự lạ không đọc được. Xoá đi rồi gõ lại.")))
        if len(text) > self.most:
            raise StopValidation(str(_l("Dài quá: nhiều nhất %(most)s chữ cái và dấu cách.", most=self.most)))


class PersonName:
    """Refuse what cannot be a person's name."""

    WORDS: dict[NameProblem, LazyString] = {  # noqa: RUF012
        NameProblem.EMPTY: _l("Chưa điền họ tên."),
        NameProblem.TOO_LONG: _l("Họ tên dài quá 80 chữ cái. Kiểm tra lại."),
        NameProblem.DIGITS: _l("Họ tên không có chữ số. Xoá số rồi gõ lại."),
        NameProblem.STRANGE: _l("Họ tên chỉ gồm chữ cái, dấu cách và dấu gạch nối. Xoá ký tự khác đi."),
    }

    def __call__(self, _form: FlaskForm, field: Field) -> None:
        """Raise StopValidation with what to do."""
        problem = name_problem(field.data or "")
        if problem:
            raise StopValidation(str(self.WORDS[problem]))


class Between:
    """Refuse a number outside ``low``..``high`` (bounds may be computed when the form is checked)."""

    def __init__(self, low: int, high: int | Callable[[], int], message: LazyString) -> None:
        """Keep the bounds and the sentence, which may use ``%(low)s`` and ``%(high)s``."""
        self.low, self.high, self.message = low, high, message

    def __call__(self, _form: FlaskForm, field: Field) -> None:
        """Raise StopValidation with the bounds."""
        high = self.high() if callable(self.high) else self.high
        if field.data is not None and not self.low <= field.data <= high:
            raise StopValidation(str(self.message) % {"low": self.low, "high": high})


class TextField(StringField):
    """One line of text, tidied (NFC, single spaces)."""

    def __init__(self, label: Words, *, most: int = 200, checks: Sequence[Any] = (), **kwargs: Any) -> None:
        """Take ``checks`` before the general ones."""
        super().__init__(label, [*checks, Plain(most)], filters=[_within(most, _tidied)], **kwargs)


class LinesField(TextAreaField):
    """Some lines of text."""

    def __init__(self, label: Words, *, most: int = 1000, checks: Sequence[Any] = (), **kwargs: Any) -> None:
        """Take ``checks`` before the general ones."""
        super().__init__(label, [*checks, Plain(most)], filters=[_within(most, _stripped)], **kwargs)


class NumberField(IntegerField):
    """A whole number; what is not one gets ``unreadable``."""

    widget = TextInput()  # a number box would send nothing for what it cannot read, and lose what was typed
    unreadable = _l("Chỉ gõ chữ số, ví dụ 4.")

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the first value; an empty one is no number."""
        self.data = None
        text = valuelist[0].strip() if valuelist else ""
        if not text:
            return
        if not (text.isascii() and text.removeprefix("-").isdecimal() and len(text) <= 12):
            raise ValueError(str(self.unreadable))
        number = int(text)
        if abs(number) > LARGEST_NUMBER:
            raise ValueError(str(self.unreadable))
        self.data = number


class DayField(DateField):
    """A date, from the phone's picker or typed as 2/9/2026."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the first value; an empty one is no date."""
        self.data = None
        text = valuelist[0].strip() if valuelist else ""
        if text:
            self.data = read_day(text)


class PhoneField(StringField):
    """A Vietnamese telephone number, stored in one form (+84...)."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the first value; keep what was typed when it is not a number we know."""
        text = tidy(valuelist[0]) if valuelist else ""
        self.data = text or None
        if text:
            try:
                self.data = normalise(text)
            except NotVietnamese:
                message = _l("Số điện thoại chưa đúng. Gõ đủ 10 số, ví dụ 0912 345 678, hoặc để trống.")
                raise ValueError(str(message)) from None

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return pretty(self.data) if self.data else ""


class IdField(HiddenField):
    """A UUID made by the client, so that sending again cannot make a second record."""

    data: Any

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the first value; an empty one is no id."""
        self.data = None
        if valuelist and valuelist[0].strip():
            try:
                self.data = UUID(valuelist[0].strip())
            except ValueError:
                raise ValueError(str(_l("Mã của phiếu bị hỏng. Tải lại trang rồi làm lại."))) from None


class StateField(RadioField):
    """One of the values of a StrEnum, shown as large choices."""

    def __init__(self, label: Words, states: dict[E, LazyString], *, unknown: Words, **kwargs: Any) -> None:
        """Offer ``states`` with their words; anything else is refused with ``unknown``."""
        choices = [SelectChoice(state.value, words) for state, words in states.items()]
        super().__init__(label, choices=choices, coerce=str, validate_choice=False, **kwargs)
        self.states, self.unknown = tuple(state.value for state in states), unknown

    def pre_validate(self, _form: FlaskForm) -> None:
        """Raise StopValidation for a value that was not offered."""
        if self.data not in self.states:
            raise StopValidation(str(self.unknown))


def read_day(text: str) -> date:
    """Return the date in ``text``. Raises ValueError with a sentence for the person."""
    for form in DATE_FORMATS:
        try:
            found = datetime.strptime(text, form).date()  # noqa: DTZ007 (a day has no zone)
        except ValueError:
            continue
        if found.year >= 1900:
            return found
    raise ValueError(str(_l("Ngày chưa đúng. Gõ ngày/tháng/năm, ví dụ 2/9/2026.")))


def _fits(form: FlaskForm, name: str, value: Any) -> bool:
    asks_for_file = name in form and isinstance(form[name], FileField)
    return asks_for_file == isinstance(value, FileStorage)


def _seen(value: Any) -> Any:
    return printable(value, keep="\t\n\r") if isinstance(value, str) else value


def _within(most: int, tidied: Callable[[str | None], str | None]) -> Callable[[str | None], str | None]:
    """Return ``tidied`` for texts that can be ``most`` characters once composed; longer ones stay as they are.

    To compose a text takes time by the square of its accents, so what will be refused as too long is not composed.
    """
    longest = max(4 * most, 4000)
    return lambda value: tidied(value) if value is None or len(value) <= longest else value


def _tidied(value: str | None) -> str | None:
    return tidy(value) or None if value else None


def _stripped(value: str | None) -> str | None:
    return unicodedata.normalize("NFC", value).strip() or None if value else None
