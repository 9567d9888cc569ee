"""Reminding a village's head of a group that did not meet."""

from datetime import date

from flask_babel import lazy_gettext as _l

from app.accounts.models import User
from app.clock import today
from app.errors import Refusal
from app.extensions import db
from app.groups.models import Group
from app.groups.queries.regularity import silent_in
from app.groups.queries.reminders import SILENT
from app.notices.models import Notice
from app.notices.operations import tell


class NothingToRemind(Refusal):
    """The group met, or was not at work all month."""

    reason = "nothing-to-remind"


def remind(group: Group, month: date, *, by: User) -> Notice:
    """Tell the group's village that it did not meet in the month that begins on ``month``, and return the notice.

    Raises NothingToRemind when it did meet or need not have, AlreadyTold when the village was told.
    """
    if db.session.scalar(silent_in(group.unit, month, as_of=today()).where(Group.id == group.id)) is None:
        raise NothingToRemind(_l("Tháng đó nhóm có họp hoặc không phải họp, không cần nhắc."))
    return tell(group.unit_id, SILENT, group.id, month, by=by)
