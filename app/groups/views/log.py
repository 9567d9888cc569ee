"""The log: what groups and units did in a month, and a group's book of a year, to be printed."""

from typing import Any
from uuid import UUID

from flask import request, url_for
from flask.typing import ResponseReturnValue

from app.clock import today
from app.groups.labels import label_of
from app.groups.models import Group
from app.groups.outcomes import results_of
from app.groups.queries.activities import book as book_of
from app.groups.queries.activities import corrected, log_page, totals
from app.groups.views.activities import bp
from app.groups.views.narrowing import about_log, about_narrowing, asked, asked_of_year
from app.policy import Action, visible
from app.web.access import actor, get_or_404, requires
from app.web.htmx import address_with, render
from app.web.pagination import read_cursor


@bp.get("/activities")
@requires(Action.ACTIVITY_READ)
def index() -> ResponseReturnValue:
    """Show what was done in a month or behind a figure, narrowed by village, group, kind and typing."""
    narrowing = asked()
    page = log_page(actor(), narrowing, read_cursor(request.args.get("after")))
    context = about_log(narrowing, page, totals(actor(), narrowing))
    return render("activities/index.html", fragment="activities/_log.html", **context)


@bp.get("/groups/<uuid:group_id>/book")
@requires(Action.ACTIVITY_READ)
def book(group_id: UUID) -> ResponseReturnValue:
    """Show what a group did in a year, narrowed by kind, village and typing, as a book to be printed."""
    group = get_or_404(visible(actor(), Action.GROUP_READ, Group).where(Group.id == group_id))
    year = _year(request.args.get("year"))
    narrowing = asked_of_year(group, year)
    rows = book_of(actor(), narrowing)
    return render(
        "activities/book.html", group=group, title=label_of(group), year=year, entries=rows, today=today(),
        replaced=corrected([row.id for row in rows]), results_of=results_of,
        before=_book(group, year - 1) if year > group.founded_on.year else None,
        after=_book(group, year + 1) if year < today().year else None, **about_narrowing(narrowing),
    )  # fmt: skip


def _book(group: Group, year: int) -> str:
    kept: dict[str, Any] = {name: value for name, value in request.args.items() if name in {"q", "village", "kind"}}
    return address_with(url_for(".book", group_id=group.id), year=year, **kept)


def _year(text: str | None) -> int:
    """Return the year asked for; this one for none and for rubbish."""
    known = text and text.isascii() and text.isdecimal() and len(text) == 4 and 1900 <= int(text) <= today().year
    return int(text) if text and known else today().year
