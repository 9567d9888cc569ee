"""What a receipt is about, in words; the household's name only for those who may read it."""

from dataclasses import dataclass
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.extensions import db
from app.groups.labels import ACTIVITY_KINDS
from app.groups.models import Activity
from app.households.models import Household
from app.offline.models import LedgerEntry
from app.pledges.models import Pledge
from app.policy import Action, Actor, visible
from app.web.filters import day

ACTS = {
    Action.HOUSEHOLD_ADD: _l("Đăng ký hộ"),
    Action.HOUSEHOLD_EDIT: _l("Sửa thông tin hộ"),
    Action.HOUSEHOLD_MOVE: _l("Ghi hộ chuyển đi hoặc trở lại"),
    Action.PLEDGE_SIGN: _l("Ký cam kết"),
    Action.PLEDGE_WITHDRAW: _l("Rút cam kết"),
    Action.ACTIVITY_LOG: _l("Ghi hoạt động"),
}


@dataclass(frozen=True, slots=True)
class Subject:
    """A record that the reader may open."""

    title: str
    url: str


def act_of(entry: LedgerEntry) -> str:
    """Return what was done, in words."""
    words = ACTS.get(Action(entry.action)) if entry.action in set(Action) else None
    return str(words or _("Gửi phiếu"))


def subject_of(entry: LedgerEntry, reader: Actor) -> Subject | None:
    """Return the record of the receipt; None when ``reader`` may not open it, or it is of a kind without a page."""
    match entry.action.partition(":")[0]:
        case "household":
            return _household(UUID(entry.record_id), reader)
        case "pledge":
            return _pledge(UUID(entry.record_id), reader)
        case "activity":
            return _activity(UUID(entry.record_id), reader)
        case _:
            return None


def _household(id_: UUID, reader: Actor) -> Subject | None:
    rows = visible(reader, Action.HOUSEHOLD_READ, Household).where(Household.id == id_)
    found = db.session.scalar(rows)
    return Subject(found.head_name, url_for("households.show", household_id=id_)) if found else None


def _activity(id_: UUID, reader: Actor) -> Subject | None:
    found = db.session.scalar(visible(reader, Action.ACTIVITY_READ, Activity).where(Activity.id == id_))
    if found is None:
        return None
    title = _("%(kind)s ngày %(day)s", kind=ACTIVITY_KINDS[found.kind], day=day(found.held_on))
    return Subject(title, url_for("activities.show", activity_id=id_))


def _pledge(id_: UUID, reader: Actor) -> Subject | None:
    found = db.session.scalar(visible(reader, Action.PLEDGE_READ, Pledge).where(Pledge.id == id_))
    if found is None:
        return None
    title = _("%(name)s, năm %(year)s", name=found.household.head_name, year=found.year)
    return Subject(title, url_for("pledges.show", pledge_id=id_))
