"""Who may still change an activity: for 30 days its author and the commune police, later those it was logged under."""

from datetime import timedelta

from flask_babel import lazy_gettext as _l

from app.clock import now
from app.errors import Refusal
from app.groups.models import Activity
from app.groups.queries.activities import successor_of
from app.policy import Action, Actor, Role, can

OPEN_FOR = timedelta(days=30)


class EditingClosed(Refusal):
    """The time for editing is over: a correction takes its place."""

    reason = "gone"


class NotTheAuthor(Refusal):
    """Only who logged it, or the commune police, may change it."""

    status = 403
    reason = "not-yours"


class NoLongerCounts(Refusal):
    """The activity was withdrawn, or another entry has taken its place."""

    reason = "gone"


def is_open(activity: Activity) -> bool:
    """Tell whether the activity may still be edited, rather than corrected by another entry."""
    return now() - activity.received_at <= OPEN_FOR


def may_edit(activity: Activity, user: Actor) -> bool:
    """Tell whether ``user``, who may log here, may edit this activity: its author, or the commune police."""
    return bool(activity.created_by == user.id or user.role is Role.COMMUNE_POLICE)


def may_replace(activity: Activity, user: Actor) -> bool:
    """Tell whether ``user`` may put another entry in the place of this one.

    While it may be edited that is who may edit it; later whoever may log for every group that acted.
    """
    if is_open(activity):
        return may_edit(activity, user)
    units = [group.unit for group in activity.groups] or [activity.unit]
    return all(can(user, Action.ACTIVITY_LOG, unit) for unit in units)


def may_withdraw(activity: Activity, user: Actor) -> bool:
    """Tell whether ``user``, who may log here, may take the activity back; after 30 days only the commune police."""
    return may_edit(activity, user) if is_open(activity) else user.role is Role.COMMUNE_POLICE


def is_promised(activity: Activity, user: Actor) -> bool:
    """Tell whether photos of which the phone said that it will send them are still to come from ``user``."""
    return activity.created_by == user.id and len(activity.photos) < activity.photos_promised


def refuse_editing(activity: Activity, *, by: Actor) -> None:
    """Raise NotTheAuthor, NoLongerCounts or EditingClosed where ``by`` may not edit the activity."""
    if not may_edit(activity, by):
        raise NotTheAuthor(_l("Chỉ người ghi hoặc công an xã được sửa hoạt động này."), link=_page(activity))
    refuse_uncounted(activity)
    if not is_open(activity):
        words = _l("Đã quá 30 ngày nên không sửa được nữa. Ghi một bản đính chính.")
        link = f"{_page(activity)}/correction/new"
        raise EditingClosed(words, link=link, link_label=_l("Ghi bản đính chính"))


def refuse_replacing(activity: Activity, *, by: Actor) -> None:
    """Raise NotTheAuthor or NoLongerCounts where ``by`` may put no other entry in the place of this one."""
    if not may_replace(activity, by):
        words = _l(
            "Chỉ người ghi hoặc công an xã được thay hoạt động này. Sau 30 ngày, người ghi được cho mọi nhóm cùng làm "
            "mới thay được."
        )
        raise NotTheAuthor(words, link=_page(activity))
    refuse_uncounted(activity)


def refuse_withdrawing(activity: Activity, *, by: Actor) -> None:
    """Raise NotTheAuthor or NoLongerCounts where ``by`` may not take the activity back."""
    if not may_withdraw(activity, by):
        words = _l("Trong 30 ngày, người ghi hoặc công an xã được rút hoạt động này. Sau đó chỉ công an xã được rút.")
        raise NotTheAuthor(words, link=_page(activity))
    refuse_uncounted(activity)


def refuse_uncounted(activity: Activity) -> None:
    """Raise NoLongerCounts where the activity was withdrawn, or another entry has taken its place."""
    if activity.withdrawn_at is not None:
        raise NoLongerCounts(_l("Mục này đã rút, không tính nữa."), link=_page(activity), link_label=_l("Mở mục này"))
    later = successor_of(activity)
    if later:
        words = _l("Mục này đã có bản đính chính thay.")
        raise NoLongerCounts(words, link=_page(later), link_label=_l("Mở bản đính chính"))


def _page(activity: Activity) -> str:
    return f"/activities/{activity.id}"
