"""The first page, by role, and the progress of a unit."""

from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from app.accounts.queries import waits_of
from app.assessments import labels as assessment_labels
from app.assessments.grid import grid_of
from app.assessments.lateness import late_at
from app.boards.counts import counts_of
from app.boards.coverage import about_coverage
from app.boards.meetings import missed_below, reminders_in, unlogged_in
from app.boards.queries import progress, progress_at
from app.boards.urging import register_conditions
from app.clock import today
from app.directives.queries import open_for
from app.groups.labels import label_of
from app.households.queries import Narrowing, Status, listing
from app.households.screens import about_list
from app.policy import Action, Role, can
from app.reviews.first_page import about_reviews
from app.units.asked import asked_day, asked_year
from app.units.models import Unit, UnitKind
from app.units.queries import ancestors, readable
from app.web.access import actor, get_or_404, requires
from app.web.htmx import render
from app.web.navigation import Entry, add_entry

bp = Blueprint("boards", __name__)
MENU = Entry("boards.first_page", _l("Việc hôm nay"), "today", Action.ACCOUNT_OWN, order=10)
bp.record_once(lambda state: add_entry(state.app, MENU))
register_conditions()

SHORT = 8
SHORTEST = 3  # directives that wait
LATE_SHOWN = 3  # overdue remedies at a commune; above it the count is enough


@bp.get("/")
@requires(Action.ACCOUNT_OWN)
def first_page() -> ResponseReturnValue:
    """Show what the person's role comes for."""
    match current_user.role:
        case Role.VILLAGE_HEAD:
            return _village(current_user.unit)
        case Role.ADMINISTRATOR:
            return render("boards/administration.html", unit=current_user.unit)
        case _:
            return _board(current_user.unit)


@bp.get("/progress/<int:unit_id>")
@requires(Action.PROGRESS_READ)
def show(unit_id: int) -> ResponseReturnValue:
    """Show how far the units below a unit have come."""
    if unit_id == current_user.unit_id:
        return _board(current_user.unit)
    return _board(get_or_404(readable(actor(), Action.PROGRESS_READ).where(Unit.id == unit_id)))


@bp.get("/progress/<int:unit_id>/past")
@requires(Action.PROGRESS_READ)
def past(unit_id: int) -> ResponseReturnValue:
    """Show how many households had signed for a year by a day that is past: the rows behind a figure of then."""
    unit = get_or_404(readable(actor(), Action.PROGRESS_READ, past=True).where(Unit.id == unit_id))
    day = asked_day(request.args.get("on"))
    return render("boards/past.html", **about_coverage(actor(), unit, asked_year(request.args.get("year"), day), day))


def _village(village: Unit) -> ResponseReturnValue:
    year = today().year
    narrowing = Narrowing(village, "", Status.MISSING, year)
    page = listing(actor(), narrowing, None, size=SHORT)
    [own] = progress([village], year)
    meetings: dict[str, Any] = {
        "reminders": reminders_in(village),
        "unlogged": unlogged_in(village),
        "label_of": label_of,
        "directives": open_for(actor(), SHORTEST),
    }
    meetings |= about_reviews(actor(), village)
    return render("boards/village.html", own=own, year=year, **meetings, **about_list(narrowing, page))


def _board(unit: Unit) -> ResponseReturnValue:
    year, here = today().year, unit.id == current_user.unit_id
    (own, below), reads_names = progress_at(unit, year), can(actor(), Action.HOUSEHOLD_READ, unit)
    # Nothing above one's own unit is read.
    above = [] if here else [place for place in ancestors(unit) if can(actor(), Action.PROGRESS_READ, place)]
    villages = [line.unit.id for line in below if line.unit.kind is UnitKind.VILLAGE] if reads_names else []
    late = late_at(actor(), unit, LATE_SHOWN if reads_names else 0)
    context: dict[str, Any] = {"reads_names": reads_names, "above": above, "waits": waits_of(villages), "late": late}
    if here:
        context |= about_reviews(actor(), unit)
        context |= counts_of(actor())
    if here and unit.kind is UnitKind.DISTRICT:
        context["labels"] = assessment_labels
        context["grid"] = grid_of(actor(), unit, year, communes=[line.unit for line in below])
    if can(actor(), Action.GROUP_READ, unit):
        context |= {"missed": missed_below(unit), "label_of": label_of}
    if here and can(actor(), Action.DIRECTIVE_ANSWER):
        context["directives"] = open_for(actor(), SHORTEST)
    return render("boards/board.html", unit=unit, own=own, year=year, below=below, **context)
