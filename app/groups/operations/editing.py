"""Editing a group: what is written about it, who leads it from when, the photo of its decision."""

from datetime import date

from flask_babel import lazy_gettext as _l

from app.accounts.models import User
from app.attachments.operations import keep_photo, let_go
from app.attachments.photos import Photo
from app.audit.operations import record
from app.clock import now
from app.errors import Refusal
from app.extensions import db
from app.groups.models import Group, Leader, Membership
from app.groups.operations.founding import GroupTerms, posts_of, refuse_taken_number, write_terms
from app.groups.operations.lifespan import refuse_acts_before
from app.groups.operations.membership import rekind
from app.groups.operations.standing import refuse_dissolved
from app.groups.queries.members import overlapping
from app.households.operations import StaleVersion

FACTS = (
    "kind", "number", "founded_on", "decision_number", "decision_on", "rules_adopted_on", "leader_name",
    "leader_phone", "deputy_name", "deputy_phone",
)  # fmt: skip


class LedAlready(Refusal):
    """Somebody led the group from a later day than the one from which another is to lead."""

    status = 422


def update_group(group: Group, terms: GroupTerms, *, version: int, led_since: date, by: User) -> Group:
    """Write ``terms`` over the group and return it; who leads anew does so from ``led_since``.

    What is so already needs no writing. Raises StaleVersion when it has changed since ``version``, NumberTaken,
    InAnotherGroup and BelongedElsewhere where it becomes a liên gia group, GroupDissolved, LedAlready for who leads
    anew from before the former began, ActedOutside where it did something before it is to be founded.
    """
    db.session.refresh(group, with_for_update=True)
    refuse_dissolved(group)
    changed = group_changes(group, terms)
    if not changed:
        return group
    if group.version != version:
        raise StaleVersion(_l("Người khác vừa sửa nhóm này."))
    refuse_taken_number(terms, group.unit, but=group.id)
    if terms.founded_on > group.founded_on:
        refuse_acts_before(group, terms.founded_on)
    founded_before = group.founded_on
    write_terms(group, terms)
    if "kind" in changed:
        rekind(group)
    _refound(group, founded_before)
    _lead(group, terms, led_since, by)
    _touch(group, by)
    db.session.flush()
    record("group:edit", group, by=by, unit_id=group.unit_id, fields=changed)
    return group


def add_decision_photo(group: Group, photo: Photo, *, by: User) -> Group:
    """Put the photo of the founding decision to the group, in place of one before, and return it.

    The same photo again changes nothing. Raises GroupDissolved.
    """
    db.session.refresh(group, with_for_update=True)
    refuse_dissolved(group)
    if group.decision_photo and group.decision_photo.sha256 == photo.sha256:
        let_go(photo)
        return group
    group.decision_photo_id = keep_photo(photo, by=by, unit_id=group.unit_id).id
    record("group:photo", group, by=by, unit_id=group.unit_id, fields=["decision_photo_id"])
    return group


def group_changes(group: Group, terms: GroupTerms) -> list[str]:
    """Return the names of the fields in which ``terms`` differ from what is stored."""
    changed = [name for name in FACTS if getattr(group, name) != getattr(terms, name)]
    return [*changed, "model_id"] if group.model_id != (terms.model.id if terms.model else None) else changed


def _refound(group: Group, before: date) -> None:
    """Let who led and belonged from the founding do so from the day that is written now.

    Who belonged to another group meanwhile keeps the day.
    """
    earlier = group.founded_on < before
    founding = [one.household_id for one in group.memberships if one.since == before] if earlier else []
    bound = {former.household_id for former in overlapping(founding, group, group.founded_on)}
    rows: list[Leader | Membership] = [*group.leaders, *group.memberships]
    for row in rows:
        if isinstance(row, Membership) and row.since == before and row.household_id in bound:
            continue
        if row.since == before or row.since < group.founded_on:
            row.since = group.founded_on
            row.until = max(row.until, row.since) if row.until else None


def _lead(group: Group, terms: GroupTerms, since: date, by: User) -> None:
    """End who no longer leads and begin who leads now; on the day on which one began, it is a correction.

    Raises LedAlready for a day before that.
    """
    now_leading = {post: (name, phone) for post, name, phone in posts_of(terms)}
    before = {leader.post: leader for leader in group.leaders if leader.until is None}
    for post, leader in before.items():
        name, phone = now_leading.pop(post, (None, None))
        if name != leader.name:
            _refuse_before(leader, since)
        if name == leader.name or (name and since == leader.since):
            leader.name, leader.phone = name, phone
        else:
            leader.until = max(since, leader.since)
            if name:
                now_leading[post] = (name, phone)
    db.session.flush()  # one of each post at a time, also for the database
    for post, (name, phone) in now_leading.items():
        began = max([since, group.founded_on, *(old.until for old in group.leaders if old.post is post and old.until)])
        group.leaders.append(Leader(post=post, name=name, phone=phone, since=began, created_by=by.id))


def _refuse_before(leader: Leader, since: date) -> None:
    if since < leader.since:
        words = _l(
            "%(name)s làm từ ngày %(day)s. Chọn ngày sau đó nếu đã đổi người, hoặc đúng ngày đó nếu chỉ sửa tên.",
            name=leader.name, day=f"{leader.since:%d/%m/%Y}",
        )  # fmt: skip
        raise LedAlready(words)


def _touch(group: Group, by: User) -> None:
    group.version += 1
    group.updated_at, group.updated_by = now(), by.id
