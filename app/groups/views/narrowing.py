"""How an address narrows the log of activities, and what the log shows."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from flask import request, url_for
from flask_login import current_user

from app.clock import today
from app.extensions import db
from app.groups.labels import ACTIVITY_KINDS, label_of
from app.groups.models import Activity, ActivityKind, Group
from app.groups.queries.activities import Narrowing, corrected
from app.groups.views.entries import results_of
from app.policy import Action, visible
from app.units.choice import actor_is_in_village, chosen_village
from app.units.queries import villages_below
from app.vietnamese import tidy
from app.web.access import actor, get_or_404
from app.web.htmx import address_with

FIRST_YEAR = 2000


def asked() -> Narrowing:
    """Return how the address narrows the log; what is no month or no kind counts as not said, elsewhere is 404."""
    first = _month(request.args.get("month", ""))
    kind = request.args.get("kind", "")
    return Narrowing(
        first, _next(first), chosen_village(actor(), Action.ACTIVITY_READ, request.args.get("village")),
        _group(request.args.get("group", "")), ActivityKind(kind) if kind in set(ActivityKind) else None,
        request.args.get("q", ""),
    )  # fmt: skip


def about_log(narrowing: Narrowing, rows: Sequence[Activity]) -> dict[str, Any]:
    """Return what the log shows."""
    replaced = corrected([row.id for row in rows])
    counted = [row for row in rows if row.id not in replaced]
    return {
        "narrowing": narrowing, "rows": rows, "replaced": replaced, "kinds": ACTIVITY_KINDS, "label_of": label_of,
        "results_of": results_of, "typed": tidy(narrowing.typed[:200]), "villages": _villages(), "today": today(),
        "unit": narrowing.village or current_user.unit, "counted": len(counted),
        "households": sum(row.households_present or 0 for row in counted),
        "people": sum(row.people_present or 0 for row in counted),
        "before": _address(_before(narrowing.first)), "after": _after(narrowing),
    }  # fmt: skip


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
    return _address(narrowing.end) if narrowing.end <= today() else None


def _address(first: date) -> str:
    kept = {name: value for name, value in request.args.items() if name in {"q", "village", "kind", "group"}}
    return address_with(url_for("activities.index"), month=f"{first:%Y-%m}", **kept)


def _group(text: str) -> Group | None:
    if not text:
        return None
    try:
        id_ = UUID(text)
    except ValueError:
        return None
    return get_or_404(visible(actor(), Action.GROUP_READ, Group).where(Group.id == id_))


def _villages() -> Sequence[Any]:
    if actor_is_in_village(actor()):
        return []
    return db.session.scalars(villages_below(actor().unit_path)).all()
