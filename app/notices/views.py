"""What one's unit was told: the list, the marks of what was read, and the count that every page shows."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from app.accounts.session import me
from app.identity import dom_id
from app.notices.models import Notice
from app.notices.operations import mark_all_read, mark_read
from app.notices.queries import MOST_COUNTED, just_unread, listing, unread_by
from app.notices.topics import said_of
from app.policy import Action, can, visible
from app.web.access import actor, get_or_404, online_only, requires
from app.web.htmx import address_with, render, see
from app.web.navigation import Entry, add_entry
from app.web.pagination import read_cursor

bp = Blueprint("notices", __name__)
MENU = Entry("notices.index", _l("Thông báo"), "bell", Action.NOTICE_READ, order=15, tab=False)
bp.record_once(lambda state: add_entry(state.app, MENU))


@bp.get("/notices")
@requires(Action.NOTICE_READ)
def index() -> ResponseReturnValue:
    """Show what the unit was told, the newest first."""
    after = read_cursor(request.args.get("after"))
    page = listing(actor(), after)
    context: dict[str, Any] = {
        "page": page,
        "said": said_of([told.notice for told in page.rows]),
        "next_url": address_with(url_for(".index"), after=page.after) if page.after else None,
        "after": after,
        "just": just_unread(actor(), page.rows[0].notice) if page.rows and not after else [],
    }
    fragment = "notices/_rows.html" if after else "notices/_list.html"
    return render("notices/index.html", fragment=fragment, **context)


@bp.post("/notices/<uuid:notice_id>/reading")
@requires(Action.NOTICE_READ)
@online_only
def read(notice_id: UUID) -> ResponseReturnValue:
    """Mark a notice as read by the person, and lead on to what it is about or back to its place in the list."""
    notice = _find(notice_id)
    mark_read(notice, by=me())
    if request.form.get("open"):
        return see(notice.id, said_of([notice])[notice.id].address)
    back = address_with(url_for(".index"), after=read_cursor(request.form.get("after")))
    return see(notice.id, f"{back}#{dom_id(notice)}")


@bp.post("/notices/<uuid:notice_id>/readings")
@requires(Action.NOTICE_READ)
@online_only
def read_all(notice_id: UUID) -> ResponseReturnValue:
    """Mark all as read up to this notice, the newest that was shown."""
    notice = _find(notice_id)
    shown = request.form.get("shown", "").split()
    mark_all_read(notice, [each for each in just_unread(actor(), notice) if str(each.id) in shown], by=me())
    return see(notice.id, url_for(".index"), said=_("Đã đánh dấu đã đọc hết."))


@bp.app_context_processor
def _unread() -> dict[str, Callable[[], str]]:
    return {"unread_notices": _counted}


def _counted() -> str:
    """Return how many notices wait to be read, as the header shows it; the database is asked where it is shown."""
    if not current_user.is_authenticated or not can(actor(), Action.NOTICE_READ):
        return ""
    count = unread_by(actor())
    return f"{MOST_COUNTED - 1}+" if count >= MOST_COUNTED else str(count or "")


def _find(notice_id: UUID) -> Notice:
    return get_or_404(visible(actor(), Action.NOTICE_READ, Notice).where(Notice.id == notice_id))
