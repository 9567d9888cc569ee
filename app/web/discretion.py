"""What a log may not hold: numbers by which a person can be found. Names cannot be told by a machine; the form asks."""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date

from flask_babel import lazy_gettext as _l
from wtforms import Field, Form
from wtforms.validators import StopValidation

from app.phone import NotVietnamese, normalise

LONGEST = 20_000  # longer texts are refused for that, and not looked through
BETWEEN = r"[ \t.,/_()\-\u2010-\u2015\u2212]"  # spaces, stops, brackets, hyphens and dashes, as people group digits
RUN = re.compile(rf"\d(?:{BETWEEN}{{0,3}}\d)*", re.ASCII)
GROUP = re.compile(r"\d+", re.ASCII)
DAY = re.compile(r"(?<!\d)(?:(\d{1,2})([./-])(\d{1,2})\2(\d{4})|(\d{4})([./-])(\d{1,2})\6(\d{1,2}))(?!\d)", re.ASCII)
# Days without a year or with its last digits, several in a row: 05/01, 12/01, 19/01.
SHORT_DAY = r"\d{1,2}/\d{1,2}(?:/\d{2})?"
SHORT_DAYS = re.compile(rf"(?<![\d/]){SHORT_DAY}(?:{BETWEEN}{{1,3}}{SHORT_DAY})+(?![\d/])", re.ASCII)
# Twelve digits that begin with a province's code, 001 to 096; written without a gap, any twelve.
CITIZEN_DIGITS = 12
CITIZEN = re.compile(r"0(?:0[1-9]|[1-8]\d|9[0-6])\d{9}", re.ASCII)
PHONE = re.compile(r"(?:0|84|0084)\d{8,11}", re.ASCII)
MOST_DIGITS = 14  # of a telephone number with 0084 before it
LEAP_YEAR = 2000
YEARS = range(1900, 2101)


class NoPersonalNumbers:
    """Refuse a text with a citizen's number or a telephone number, however its digits are grouped."""

    def __call__(self, _form: Form, field: Field) -> None:
        """Raise StopValidation with the reason."""
        numbers = list(_numbers(field.data or "")) if len(field.data or "") <= LONGEST else []
        if any(_is_citizen(digits, whole) for digits, whole in numbers):
            raise StopValidation(
                str(_l("Có số căn cước công dân (12 số). Sổ này không ghi người vi phạm: xoá số đó đi."))
            )
        if any(_is_phone(digits) for digits, _whole in numbers):
            raise StopValidation(str(_l("Có số điện thoại. Sổ này không ghi thông tin riêng của ai: xoá số đó đi.")))


def _numbers(text: str) -> Iterator[tuple[str, bool]]:
    """Yield the digits that may be one number, and whether they stand without a gap.

    A number begins and ends where a group of digits does; days are none.
    """
    for run in RUN.finditer(_without_days(_plain(text))):
        groups = GROUP.findall(run.group())
        for first in range(len(groups)):
            digits = ""
            for last in range(first, len(groups)):
                digits += groups[last]
                if len(digits) > MOST_DIGITS:
                    break
                yield digits, first == last


def _plain(text: str) -> str:
    """Return the text with its wide digits made plain, and without the characters that one cannot see."""
    plain = unicodedata.normalize("NFKC", text)
    return "".join(char for char in plain if unicodedata.category(char) != "Cf")


def _without_days(text: str) -> str:
    text = DAY.sub(lambda found: "|" if _is_day(found) else found.group(), text)
    return SHORT_DAYS.sub(lambda found: "|" if _are_short_days(found.group()) else found.group(), text)


def _is_day(found: re.Match[str]) -> bool:
    day, _gap, month, year, other_year, _other_gap, other_month, other_day = found.groups()
    return _exists(int(year or other_year), int(month or other_month), int(day or other_day))


def _are_short_days(text: str) -> bool:
    days = [text.split("/") for text in re.findall(SHORT_DAY, text, re.ASCII)]
    return all(_exists(LEAP_YEAR, int(month), int(day)) for day, month, *_year in days)


def _exists(year: int, month: int, day: int) -> bool:
    try:
        return date(year, month, day).year in YEARS
    except ValueError:
        return False


def _is_citizen(digits: str, whole: bool) -> bool:
    return len(digits) == CITIZEN_DIGITS and (whole or CITIZEN.fullmatch(digits) is not None)


def _is_phone(digits: str) -> bool:
    if not PHONE.fullmatch(digits):
        return False
    try:
        normalise(f"+{digits.removeprefix('00')}" if digits.startswith(("84", "0084")) else digits)
    except NotVietnamese:
        return False
    return True
