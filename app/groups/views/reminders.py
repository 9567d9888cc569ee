"""Reminding a village's head of a group that did not meet last month."""

from uuid import UUID

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.session import me
from app.clock import today
from app.groups.models import Group
from app.groups.operations.reminding import remind
from app.groups.regularity import month_before, month_of
from app.groups.views.regularity import SILENT
from app.policy import Action, visible
from app.web.access import actor, get_or_404, online_only, requires
from app.web.htmx import see

bp = Blueprint("reminders", __name__)


@bp.post("/groups/<uuid:group_id>/reminder")
@requires(Action.GROUP_REMIND)
@online_only
def send(group_id: UUID) -> ResponseReturnValue:
    """Send the reminder, and return to where the group waits: the list of a unit's groups, or the first page."""
    group = get_or_404(visible(actor(), Action.GROUP_REMIND, Group).where(Group.id == group_id))
    remind(group, month_before(month_of(today())), by=me())
    back = _where_it_waits(request.form.get("unit", ""))
    return see(group.id, back, said=_("Đã nhắc %(unit)s.", unit=group.unit.full_name))


def _where_it_waits(unit: str) -> str:
    if not (unit.isascii() and unit.isdecimal() and len(unit) < 10):
        return url_for("boards.first_page")
    return url_for("regularity.shares", unit=int(unit), verdict=SILENT, _anchor="groups")
