"""What a receipt is about, in words; the household's name only for those who may read it."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.extensions import db
from app.groups.labels import ACTIVITY_KINDS, label_of
from app.groups.models import Activity, Group
from app.households.models import Household
from app.obstacles.models import Obstacle
from app.offline.models import LedgerEntry
from app.pledges.models import Pledge
from app.policy import Action, Actor, visible
from app.standing.kinds import BY_PATH
from app.standing.labels import headline
from app.standing.queries import one
from app.web.filters import day

ACTS = {
    Action.HOUSEHOLD_ADD: _l("Đăng ký hộ"),
    Action.HOUSEHOLD_EDIT: _l("Sửa thông tin hộ"),
    Action.HOUSEHOLD_MOVE: _l("Ghi hộ chuyển đi hoặc trở lại"),
    Action.PLEDGE_SIGN: _l("Ký cam kết"),
    Action.PLEDGE_WITHDRAW: _l("Rút cam kết"),
    Action.GROUP_KEEP: _l("Ghi nhóm tự quản"),
    Action.ACTIVITY_LOG: _l("Ghi hoạt động"),
    Action.STANDING_DECLARE: _l("Ghi hồ sơ"),
    Action.STANDING_GRANT: _l("Ghi tiến triển chuyển hoá"),
    Action.ASSESSMENT_KEEP: _l("Tự đánh giá"),
    Action.INSPECTION_KEEP: _l("Ghi kết quả kiểm tra"),
    Action.INSPECTION_ANSWER: _l("Ghi đã khắc phục"),
    Action.OBSTACLE_RAISE: _l("Gửi vướng mắc"),
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
    kind = entry.action.partition(":")[0]
    if kind == "standing":
        return _standing(entry, reader)
    find = FINDERS.get(kind)
    return find(UUID(entry.record_id), reader) if find else None


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


def _obstacle(id_: UUID, reader: Actor) -> Subject | None:
    found = db.session.scalar(visible(reader, Action.OBSTACLE_READ, Obstacle).where(Obstacle.id == id_))
    return Subject(found.title, url_for("obstacles.show", obstacle_id=id_)) if found else None


def _standing(entry: LedgerEntry, reader: Actor) -> Subject | None:
    """Return the record whose kind the address names."""
    kind = BY_PATH[entry.address.split("/")[1]]
    found = db.session.scalar(one(reader, Action.STANDING_READ, kind, UUID(entry.record_id)))
    return Subject(f"{headline(found)}, {found.unit.full_name}", entry.address) if found else None


def _pledge(id_: UUID, reader: Actor) -> Subject | None:
    found = db.session.scalar(visible(reader, Action.PLEDGE_READ, Pledge).where(Pledge.id == id_))
    if found is None:
        return None
    title = _("%(name)s, năm %(year)s", name=found.household.head_name, year=found.year)
    return Subject(title, url_for("pledges.show", pledge_id=id_))


def _group(id_: UUID, reader: Actor) -> Subject | None:
    found = db.session.scalar(visible(reader, Action.GROUP_READ, Group).where(Group.id == id_))
    return Subject(label_of(found), url_for("groups.show", group_id=id_)) if found else None


FINDERS: dict[str, Callable[[UUID, Actor], Subject | None]] = {
    "household": _household, "pledge": _pledge, "group": _group, "activity": _activity, "obstacle": _obstacle,
}  # fmt: skip
