"""Suspending a group, letting it work again, dissolving it."""

from dataclasses import dataclass
from datetime import date

from flask_babel import lazy_gettext as _l

from app.accounts.models import User
from app.audit.operations import record
from app.clock import now
from app.errors import Refusal
from app.extensions import db
from app.groups.models import Group, Standing, StandingSpell
from app.groups.operations.lifespan import refuse_acts_after


@dataclass(frozen=True, slots=True)
class Turn:
    """What a group's standing becomes, since when and why; a suspension that is over already says until when."""

    standing: Standing
    since: date
    reason: str
    until: date | None = None


class GroupDissolved(Refusal):
    """The group was dissolved, which is final."""

    reason = "gone"


class StandingKept(Refusal):
    """The group stands so already."""

    reason = "gone"


class TooEarly(Refusal):
    """The day lies before the group was founded, or within a suspension that is written down already."""

    status = 422
    reason = "too-early"


def turn(group: Group, change: Turn, *, by: User) -> Group:
    """Suspend, resume or dissolve the group and return it.

    Raises GroupDissolved (final), StandingKept when it stands so already, TooEarly for a day before what is written,
    ActedOutside where it did something after it is to be dissolved.
    """
    db.session.refresh(group, with_for_update=True)
    refuse_dissolved(group)
    if change.standing is group.standing:
        raise StandingKept(_l("Nhóm đã ở tình trạng này rồi."), link=f"/groups/{group.id}", link_label=_l("Mở nhóm"))
    _refuse_early(group, change.since)
    if change.standing is Standing.DISSOLVED:
        refuse_acts_after(group, change.since)
    spell = open_spell(group)
    if spell:
        spell.until = change.since
        db.session.flush()  # one open spell at a time, also for the database
    if change.standing is not Standing.ACTIVE:
        group.spells.append(
            StandingSpell(
                standing=change.standing, since=change.since, until=change.until, reason=change.reason, created_by=by.id
            )
        )  # fmt: skip
    if change.until is None:
        group.standing = change.standing
    if change.standing is Standing.DISSOLVED:
        _end_all(group, change.since, by)
    group.version += 1
    group.updated_at, group.updated_by = now(), by.id
    db.session.flush()
    record("group:standing", group, by=by, unit_id=group.unit_id, fields=["standing", change.standing])
    return group


def refuse_dissolved(group: Group) -> None:
    """Raise GroupDissolved, with since when and why, for a group that is no more."""
    if group.standing is not Standing.DISSOLVED:
        return
    spell = open_spell(group)
    day, why = (f"{spell.since:%d/%m/%Y}", spell.reason) if spell else ("", "")
    words = _l(
        "Nhóm đã giải thể từ ngày %(day)s (%(why)s). Giải thể là kết thúc hẳn: không sửa, không mở lại được. Nếu cần, "
        "hãy lập nhóm mới.",
        day=day, why=why,
    )  # fmt: skip
    raise GroupDissolved(words, link=f"/groups/{group.id}", link_label=_l("Mở nhóm"))


def open_spell(group: Group) -> StandingSpell | None:
    """Return the suspension or the end in which the group is today."""
    return next((spell for spell in group.spells if spell.until is None), None)


def _refuse_early(group: Group, since: date) -> None:
    if since < group.founded_on:
        words = _l("Ngày này trước ngày thành lập nhóm (%(day)s).", day=f"{group.founded_on:%d/%m/%Y}")
        raise TooEarly(words)
    written = max((spell.until or spell.since for spell in group.spells), default=since)
    if since < written:
        raise TooEarly(_l("Đã ghi tình trạng của nhóm đến ngày %(day)s. Chọn từ ngày đó.", day=f"{written:%d/%m/%Y}"))


def _end_all(group: Group, on: date, by: User) -> None:
    """End who leads and who belongs: a household of a dissolved group may join another."""
    for leader in group.leaders:
        if leader.until is None:
            leader.until = max(on, leader.since)
    for membership in group.memberships:
        if membership.until is None:
            membership.until = max(on, membership.since)
            membership.ended_at, membership.ended_by = now(), by.id
