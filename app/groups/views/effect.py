"""What activities of a unit came to in a year, beside the same days of the year before; each figure opens its rows."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.clock import today
from app.groups.labels import ACTIVITY_KINDS
from app.groups.measures import address_of_rows
from app.groups.models import ActivityKind
from app.groups.outcomes import OUTCOMES
from app.groups.queries.effect import Effect, effect_of
from app.groups.regularity import month_after
from app.measures.registry import Period
from app.policy import Action, can
from app.units.asked import asked_unit
from app.units.models import Unit
from app.units.queries import ancestors, last_day_of
from app.web.access import actor, requires
from app.web.htmx import render

bp = Blueprint("effect", __name__)
FIRST_YEAR = 2000


@dataclass(frozen=True, slots=True)
class Sum:
    """One figure, and where its rows are; None for none, and for who may not read them."""

    value: int
    rows: str | None


@dataclass(frozen=True, slots=True)
class Beside:
    """One line: what is counted, and its sums in the spans of the page, in their order."""

    words: str
    sums: list[Sum]


@dataclass(frozen=True, slots=True)
class OfKind:
    """What the activities of one kind came to: its lines, the first of them their number; the months of the year."""

    kind: ActivityKind
    lines: list[Beside]
    by_month: list[tuple[date, Sum]]


@bp.get("/activities/effect")
@requires(Action.PROGRESS_READ)
def sums() -> ResponseReturnValue:
    """Show the sums of each kind for a unit and a year, beside those of the same days of the year before."""
    unit, year = asked_unit(actor(), Action.PROGRESS_READ, request.args.get("unit")), _year(request.args.get("year"))
    above = [place for place in ancestors(unit) if can(actor(), Action.PROGRESS_READ, place)]
    spans = _spans(year)
    return render(
        "activities/effect.html", unit=unit, year=year, spans=spans, by_kind=list(_by_kind(unit, spans)), above=above,
        kinds=ACTIVITY_KINDS, opens_rows=_opens_rows(unit), later=year + 1 if year < today().year else None,
        earlier=year - 1 if year > FIRST_YEAR else None,
    )  # fmt: skip


def year_before(day: date) -> date:
    """Return the same day of the year before; of 29 February the last of that month."""
    leap = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - 1, day=28 if leap else day.day)


def _spans(year: int) -> list[Period]:
    """Return the year, the year before; of a year that runs the days until today, the same of the year before, all."""
    if year < today().year:
        return [Period.year(year), Period.year(year - 1)]
    return [Period.until(today()), Period.until(year_before(today())), Period.year(year - 1)]


def _by_kind(unit: Unit, spans: list[Period]) -> Iterator[OfKind]:
    """Yield the kinds of which there was any activity in one of the spans."""
    for of_kind in zip(*(effect_of(unit, span.first, span.last, last_day_of(unit)) for span in spans), strict=True):
        if any(effect.activities for effect in of_kind):
            yield OfKind(of_kind[0].kind, list(_lines(unit, spans, of_kind)), list(_months(unit, spans[0], of_kind[0])))


def _lines(unit: Unit, spans: list[Period], of_kind: tuple[Effect, ...]) -> Iterator[Beside]:
    counted = [(_("Số hoạt động"), "", [effect.activities for effect in of_kind])]
    counted += [(_("Lượt người dự"), "", [effect.people for effect in of_kind])]
    for outcome in OUTCOMES:
        counted.append((str(outcome.label), outcome.name, [effect.outcomes.get(outcome.name, 0) for effect in of_kind]))
    for words, name, values in counted:
        if any(values):
            pairs = zip(values, spans, strict=True)
            yield Beside(words, [Sum(value, _rows(unit, of_kind[0].kind, span, name, value)) for value, span in pairs])


def _months(unit: Unit, span: Period, effect: Effect) -> Iterator[tuple[date, Sum]]:
    """Yield the months of the span in which there was any activity, with their number."""
    for number, count in sorted(effect.by_month.items()):
        first = span.first.replace(month=number, day=1)
        days = Period(first, min(month_after(first) - timedelta(days=1), span.last))
        yield first, Sum(count, _rows(unit, effect.kind, days, "", count))


def _rows(unit: Unit, kind: ActivityKind, span: Period, outcome: str, value: int) -> str | None:
    """Return the address of the log with just the activities that add up to a figure."""
    return address_of_rows(unit, span, kind, outcome) if value and _opens_rows(unit) else None


def _opens_rows(unit: Unit) -> bool:
    return can(actor(), Action.ACTIVITY_READ, unit)


def _year(text: str | None) -> int:
    """Return the year asked for; this one for none and for rubbish."""
    known = text and text.isascii() and text.isdecimal() and len(text) == 4
    return int(text) if text and known and FIRST_YEAR <= int(text) <= today().year else today().year
