"""Taking back an activity that was entered by mistake."""

from app.accounts.models import User
from app.audit.operations import record
from app.clock import now
from app.extensions import db
from app.groups.models import Activity
from app.groups.operations.rights import refuse_withdrawing
from app.groups.operations.twins import lock, move_marks
from app.locking import hold


def withdraw_activity(activity: Activity, reason: str, *, by: User) -> Activity:
    """Let the activity no longer count, with the reason, and return it; it stays to be seen.

    What it corrected counts again, for the correction is what was the mistake. Raises NotTheAuthor, NoLongerCounts.
    """
    lock(activity.groups, activity.unit)
    hold(activity)
    refuse_withdrawing(activity, by=by)
    activity.twin_id = None
    activity.withdrawn_at, activity.withdrawn_by, activity.withdrawn_reason = now(), by.id, reason
    move_marks(activity, None)
    db.session.flush()
    record("activity:withdraw", activity, by=by, unit_id=activity.unit_id, fields=["withdrawn_at", "withdrawn_reason"])
    return activity
