"""The log: what groups and units did in a month, and a group's book of a year, to be printed."""

from uuid import UUID

from flask import request, url_for
from flask.typing import ResponseReturnValue

from app.clock import today
from app.groups.labels import ACTIVITY_KINDS, label_of
from app.groups.models import Group
from app.groups.queries.activities import book as book_of
from app.groups.queries.activities import corrected
from app.groups.queries.activities import log as log_of
from app.groups.views.activities import bp
from app.groups.views.entries import results_of
from app.groups.views.narrowing import about_log, asked
from app.policy import Action, visible
from app.web.access import actor, get_or_404, requires
from app.web.htmx import render


@bp.get("/activities")
@requires(Action.ACTIVITY_READ)
def index() -> ResponseReturnValue:
    """Show what was done in a month, narrowed by village, group, kind and typing."""
    narrowing = asked()
    return render(
        "activities/index.html", fragment="activities/_log.html", **about_log(narrowing, log_of(actor(), narrowing))
    )


@bp.get("/groups/<uuid:group_id>/book")
@requires(Action.ACTIVITY_READ)
def book(group_id: UUID) -> ResponseReturnValue:
    """Show what a group did in a year, as a book to be printed."""
    group = get_or_404(visible(actor(), Action.GROUP_READ, Group).where(Group.id == group_id))
    year = _year(request.args.get("year"))
    rows = book_of(actor(), group, year)
    return render(
        "activities/book.html", group=group, title=label_of(group), year=year, rows=rows, kinds=ACTIVITY_KINDS,
        replaced=corrected([row.id for row in rows]), results_of=results_of, today=today(),
        before=url_for(".book", group_id=group.id, year=year - 1) if year > group.founded_on.year else None,
        after=url_for(".book", group_id=group.id, year=year + 1) if year < today().year else None,
    )  # fmt: skip


def _year(text: str | None) -> int:
    """Return the year asked for; this one for none and for rubbish."""
    known = text and text.isascii() and text.isdecimal() and len(text) == 4 and 1900 <= int(text) <= today().year
    return int(text) if text and known else today().year
