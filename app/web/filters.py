"""How dates, numbers and telephone numbers are written on a page."""

from datetime import date, datetime

from flask import Flask
from flask_babel import format_decimal
from flask_babel import gettext as _

from app.clock import local
from app.identity import dom_id
from app.phone import pretty


def init_filters(app: Flask) -> None:
    """Give templates ``|day``, ``|moment``, ``|number``, ``|phone`` and ``dom_id()``."""
    app.jinja_env.filters.update(day=day, moment=moment, number=number, phone=pretty)
    app.jinja_env.globals["dom_id"] = dom_id


def day(value: date | None) -> str:
    """Return a date as people write it in Vietnam, 02/09/2026, in both languages."""
    return f"{value:%d/%m/%Y}" if value else ""


def moment(value: datetime | None) -> str:
    """Return a moment in Vietnamese local time: "14:05 ngày 02/09/2026"."""
    if value is None:
        return ""
    there = local(value)
    said: str = _("%(time)s ngày %(day)s", time=f"{there:%H:%M}", day=f"{there:%d/%m/%Y}")
    return said


def number(value: int) -> str:
    """Return a whole number grouped as the page's language does."""
    grouped: str = format_decimal(value)
    return grouped
