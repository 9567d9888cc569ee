"""The periods for which a set judges: its window, or the calendar year where its document gives none."""

from datetime import date, timedelta

from app.criteria.models import CriteriaSet
from app.measures.registry import Period


def period_of(one: CriteriaSet, year: int) -> Period:
    """Return the set's period that ends in ``year``: its window, else the calendar year.

    Circular 124/2021/TT-BCA, article 5: a commune's window is 16/11 to 15/11.
    """
    calendar = one.calendar or {}
    if "to" not in calendar:
        return Period.year(year)
    last = _day(calendar["to"], year)
    first = _day(calendar["from"], year)
    return Period(first if first <= last else _day(calendar["from"], year - 1), last)


def year_before(period: Period) -> Period:
    """Return the same days of the year before; the last day of February has no leap day to lose."""
    return Period(_earlier(period.first), _earlier(period.last))


def deadlines_of(one: CriteriaSet, year: int) -> dict[str, date]:
    """Return the days of ``year`` by which something is due: ``register_by`` (included), ``decide_before``."""
    calendar = one.calendar or {}
    return {name: _day(calendar[name], year) for name in ("register_by", "decide_before") if name in calendar}


def _day(text: str, year: int) -> date:
    month, _dash, day = text.partition("-")
    return date(year, int(month), int(day))


def _earlier(day: date) -> date:
    if (day.month, day.day) == (2, 29):
        day -= timedelta(days=1)
    return day.replace(year=day.year - 1)
