"""How an address narrows the log of activities and a group's book, and what they show of it."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from flask import request, url_for
from flask_login import current_user

from app.clock import today
from app.extensions import db
from app.groups.labels import ACTIVITY_KINDS, label_of
from app.groups.models import Activity, ActivityKind, Group
from app.groups.outcomes import BY_NAME, results_of
from app.groups.queries.activities import Narrowing, Totals, corrected
from app.policy import Action, visible
from app.units.choice import actor_is_in_village, chosen_village
from app.units.queries import villages_below
from app.vietnamese import tidy
from app.web.access import actor, get_or_404
from app.web.htmx import address_with
from app.web.pagination import Page

FIRST_YEAR = 2000
# Of an address, where another page of it is asked.
KEPT = ("q", "village", "kind", "group", "since", "until", "outcome")


def asked() -> Narrowing:
    """Return how the address narrows the log; what is no month, days or kind counts as not said, elsewhere is 404.

    The days ``since`` to ``until``, or an ``outcome``, are of a figure: only what counts is behind it.
    """
    first, days = _month(request.args.get("month", "")), _days()
    narrowing = _narrowed(*(days or (first, _next(first))))
    outcome = BY_NAME.get(request.args.get("outcome", ""))
    return replace(
        narrowing, group=_group(request.args.get("group", "")), outcome=outcome,
        of_figure=days is not None or outcome is not None,
    )  # fmt: skip


def asked_of_year(group: Group, year: int) -> Narrowing:
    """Return how the address narrows a group's book of a year."""
    return replace(_narrowed(date(year, 1, 1), date(year + 1, 1, 1)), group=group)


def about_log(narrowing: Narrowing, page: Page[Activity], totals: Totals) -> dict[str, Any]:
    """Return what the log shows."""
    before = None if narrowing.of_figure else _address(month=f"{_before(narrowing.first):%Y-%m}")
    return {
        "log_rows": page.rows, "nothing": not page.rows, "replaced": corrected([row.id for row in page.rows]),
        "kinds": ACTIVITY_KINDS, "label_of": label_of, "results_of": results_of, "today": today(),
        "unit": narrowing.village or current_user.unit, "counted": totals.activities,
        "households": totals.households, "people": totals.people, "ended": totals.outcome,
        "last": narrowing.end - timedelta(days=1), "before": before, "after": _after(narrowing),
        "next_url": _address(after=page.after) if page.after else None, **about_narrowing(narrowing),
    }  # fmt: skip


def about_narrowing(narrowing: Narrowing) -> dict[str, Any]:
    """Return what the controls show, and ``chosen``: the village and kind by which they narrow, in words."""
    in_village = actor_is_in_village(actor())
    village = narrowing.village.full_name if narrowing.village and not in_village else None
    kind = str(ACTIVITY_KINDS[narrowing.kind]) if narrowing.kind else None
    return {
        "narrowing": narrowing, "typed": tidy(narrowing.typed[:200]), "kinds": ACTIVITY_KINDS,
        "villages": [] if in_village else db.session.scalars(villages_below(actor().unit_path)).all(),
        "chosen": [words for words in (village, kind) if words],
    }  # fmt: skip


def _narrowed(first: date, end: date) -> Narrowing:
    kind = request.args.get("kind", "")
    village = chosen_village(actor(), Action.ACTIVITY_READ, request.args.get("village"))
    kind_asked = ActivityKind(kind) if kind in set(ActivityKind) else None
    return Narrowing(first, end, village, kind=kind_asked, typed=request.args.get("q", ""))


def _days() -> tuple[date, date] | None:
    """Return the first day and the day after the last that the address says; None for rubbish."""
    since, until = _day(request.args.get("since", "")), _day(request.args.get("until", ""))
    return (since, until + timedelta(days=1)) if since and until and since <= until else None


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text) if text.isascii() and len(text) == len("2026-09-02") else None
    except ValueError:
        return None
    return day if day and FIRST_YEAR <= day.year <= today().year else None


def _month(text: str) -> date:
    """Return the first day of the month in ``text``, 2026-09; of this month for rubbish and for what is to come."""
    this_month = today().replace(day=1)
    year, _dash, month = text.partition("-")
    if not (text.isascii() and year.isdecimal() and month.isdecimal() and len(text) == 7):
        return this_month
    if not (1 <= int(month) <= 12 and int(year) >= FIRST_YEAR):
        return this_month
    return min(date(int(year), int(month), 1), this_month)


def _next(first: date) -> date:
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)


def _before(first: date) -> date:
    return date(first.year - (first.month == 1), (first.month - 2) % 12 + 1, 1)


def _after(narrowing: Narrowing) -> str | None:
    later = narrowing.end <= today() and not narrowing.of_figure
    return _address(month=f"{narrowing.end:%Y-%m}") if later else None


def _address(**changes: Any) -> str:
    kept = {name: value for name, value in request.args.items() if name in KEPT}
    return address_with(url_for("activities.index"), **kept, **changes)


def _group(text: str) -> Group | None:
    if not text:
        return None
    try:
        id_ = UUID(text)
    except ValueError:
        return None
    return get_or_404(visible(actor(), Action.GROUP_READ, Group).where(Group.id == id_))
