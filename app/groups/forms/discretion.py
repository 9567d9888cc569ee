"""What a log may not hold: numbers by which a person can be found. Names cannot be told by a machine; the form asks."""

import re
import unicodedata

from flask_babel import lazy_gettext as _l
from wtforms import Field, Form
from wtforms.validators import StopValidation

from app.phone import NotVietnamese, normalise

BETWEEN = r"[ .\-]?"
DAY = re.compile(r"(?<!\d)\d{1,2}[./-]\d{1,2}[./-]\d{4}(?!\d)", re.ASCII)
# Twelve digits that begin with a province's code, 001 to 096; written without a gap, any twelve.
CITIZEN = re.compile(
    rf"(?<!\d)(?:\d{{12}}|0{BETWEEN}(?:0{BETWEEN}[1-9]|[1-8]{BETWEEN}\d|9{BETWEEN}[0-6])(?:{BETWEEN}\d){{9}})(?!\d)",
    re.ASCII,
)
PHONE = re.compile(rf"(?<!\d)(?:\+?84|0)(?:{BETWEEN}\d){{9,10}}(?!\d)", re.ASCII)


class NoPersonalNumbers:
    """Refuse a text with a citizen's number or a telephone number."""

    def __call__(self, _form: Form, field: Field) -> None:
        """Raise StopValidation with the reason."""
        text = DAY.sub(" ", unicodedata.normalize("NFKC", field.data or ""))
        if CITIZEN.search(text):
            raise StopValidation(
                str(_l("Có số căn cước công dân (12 số). Sổ này không ghi người vi phạm: xoá số đó đi."))
            )
        if any(_is_phone(found.group()) for found in PHONE.finditer(text)):
            raise StopValidation(str(_l("Có số điện thoại. Sổ này không ghi thông tin riêng của ai: xoá số đó đi.")))


def _is_phone(text: str) -> bool:
    try:
        normalise(text)
    except NotVietnamese:
        return False
    return True
