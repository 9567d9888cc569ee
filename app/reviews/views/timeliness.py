"""Pages of the calendar: who sent what in time, and the days that a province sets."""

from typing import Any

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts.session import me
from app.policy import Action
from app.reviews.forms.calendar import SendingDayForm
from app.reviews.operations.calendar import set_day
from app.reviews.timeliness_screens import about_calendar, about_course
from app.units.asked import asked_unit
from app.web.access import actor, online_only, requires
from app.web.htmx import render, see
from app.web.navigation import Entry, add_entry

bp = Blueprint("timeliness", __name__)
MENU = Entry("timeliness.index", _l("Đủ và đúng hạn"), "calendar", Action.SUBMISSION_REVIEW, order=47, tab=False)
bp.record_once(lambda state: add_entry(state.app, MENU))


@bp.get("/timeliness")
@requires(Action.SUBMISSION_READ)
def index() -> ResponseReturnValue:
    """Show, for the units directly below one, what they should have sent, sent, in time, had returned, approved."""
    unit = asked_unit(actor(), Action.SUBMISSION_READ, request.args.get("unit"))
    return render("reviews/timeliness.html", **about_course(unit, request.args))


@bp.get("/admin/sending-days")
@requires(Action.CALENDAR_SET)
def days() -> ResponseReturnValue:
    """Show the days by which dossiers should be sent, with the form to set them."""
    return render("reviews/calendar.html", **about_calendar())


@bp.post("/admin/sending-days")
@requires(Action.CALENDAR_SET)
@online_only
def save() -> ResponseReturnValue:
    """Set the day of one kind of dossier, or take it away."""
    form = SendingDayForm()
    if not form.validate():
        context: dict[str, Any] = about_calendar(form)
        return render("reviews/calendar.html", fragment="reviews/_day_form.html", status=422, **context)
    made = set_day(form.key(), form.day_of_year(), by=me())
    return see(made.id, url_for(".days"), said=_("Đã đặt hạn gửi."))
