"""Taking back an activity that was entered by mistake."""

from uuid import UUID

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.session import me
from app.groups.forms.withdrawal import WithdrawalForm
from app.groups.operations.withdrawing import withdraw_activity
from app.groups.views.activities import bp, find_activity
from app.groups.views.entries import about_activity
from app.policy import Action
from app.web.access import requires
from app.web.htmx import render, see


@bp.post("/activities/<uuid:activity_id>/withdrawal")
@requires(Action.ACTIVITY_LOG)
def take_back(activity_id: UUID) -> ResponseReturnValue:
    """Withdraw an activity, with the reason."""
    activity, form = find_activity(activity_id), WithdrawalForm()
    if not form.validate():
        context = about_activity(activity, withdrawal_form=form)
        return render("activities/activity.html", fragment="activities/_withdrawal.html", status=422, **context)
    withdraw_activity(activity, str(form.reason.data), by=me())
    return see(activity.id, url_for(".show", activity_id=activity.id), said=_("Đã rút mục ghi nhầm."))
