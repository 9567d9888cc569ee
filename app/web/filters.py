"""How dates, numbers and telephone numbers are written on a page."""

from datetime import date, datetime

from flask import Flask
from flask_babel import format_decimal, ngettext
from flask_babel import gettext as _

from app.clock import local
from app.identity import dom_id
from app.phone import pretty
from app.web.tokens import Token


def init_filters(app: Flask) -> None:
    """Give templates ``|day``, ``|moment``, ``|number``, ``|phone``, ``people()`` and ``dom_id()``."""
    app.jinja_env.filters.update(day=day, moment=moment, number=number, phone=phone)
    app.jinja_env.globals.update(dom_id=dom_id, people=people)


def day(value: date | Token | None) -> str:
    """Return a date as people write it in Vietnam, 02/09/2026, in both languages."""
    if isinstance(value, Token):
        return value.written("day")
    return f"{value:%d/%m/%Y}" if value else ""


def moment(value: datetime | Token | None) -> str:
    """Return a moment in Vietnamese local time: "14:05 ngày 02/09/2026"."""
    if value is None:
        return ""
    if isinstance(value, Token):
        return _at(value.written("time"), value.written("day"))
    there = local(value)
    return _at(f"{there:%H:%M}", f"{there:%d/%m/%Y}")


def number(value: int | Token) -> str:
    """Return a whole number grouped as the page's language does."""
    if isinstance(value, Token):
        return value.written("number")
    grouped: str = format_decimal(value)
    return grouped


def phone(value: str | Token) -> str:
    """Return a telephone number as people write it, "0912 345 678"."""
    return value.written("phone") if isinstance(value, Token) else pretty(value)


def people(count: int | Token) -> str:
    """Return how many people live in a household, in words; a token stands for several."""
    said: str = ngettext("%(n)s người", "%(n)s người", 2 if isinstance(count, Token) else count, n=count)
    return said


def _at(time: str, day: str) -> str:
    said: str = _("%(time)s ngày %(day)s", time=time, day=day)
    return said
