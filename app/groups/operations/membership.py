"""Taking households into a group, moving them from another, and letting them go."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.accounts.models import User
from app.audit.operations import record
from app.clock import now
from app.errors import Refusal
from app.extensions import db
from app.groups.labels import label_of
from app.groups.models import Group, GroupKind, Membership
from app.groups.operations.standing import refuse_dissolved
from app.groups.queries.members import elsewhere, open_in, overlapping, within
from app.households.models import Household


@dataclass(frozen=True, slots=True)
class Joining:
    """Since when households belong to a group, and whether they leave another for it."""

    since: date
    move: bool = False


class NotOfThisPlace(Refusal):
    """A household lives in another village than the group's, or was set aside."""

    status = 422
    reason = "other-village"


class InAnotherGroup(Refusal):
    """Households belong to another liên gia group; ``memberships`` say to which."""

    status = 422
    reason = "in-another-group"

    def __init__(self, memberships: Sequence[Membership]) -> None:
        """Keep what they belong to."""
        super().__init__(_l("Mỗi hộ chỉ ở một nhóm liên gia."))
        self.memberships = memberships


class BelongedElsewhere(Refusal):
    """A household belonged to another liên gia group, or to this one, on days that are claimed now."""

    status = 422
    reason = "in-another-group"


class NotAMember(Refusal):
    """The household has left the group already."""

    reason = "gone"


def take_in(group: Group, households: Sequence[Household], joining: Joining, *, by: User) -> Group:
    """Take households into the group and return it; who is in it already stays.

    All are taken or none: raises NotOfThisPlace, InAnotherGroup (a household is in one liên gia group at a time) unless
    ``joining.move``, BelongedElsewhere for days on which it was in one, GroupDissolved.
    """
    db.session.refresh(group, with_for_update=True)
    refuse_dissolved(group)
    _refuse_strangers(group, households)
    ids = [household.id for household in households]
    others = elsewhere(ids, group)
    if others and not joining.move:
        raise InAnotherGroup(others)
    inside = {membership.household_id for membership in db.session.scalars(open_in(group, ids))}
    new = [id_ for id_ in dict.fromkeys(ids) if id_ not in inside]
    refuse_overlap(new, group, max(joining.since, group.founded_on))
    left = {other.household_id: _end(other, joining.since, by) for other in others}
    db.session.flush()  # a household is in one at a time, also for the database
    for id_ in new:
        since = max(joining.since, group.founded_on, left.get(id_, group.founded_on))
        group.memberships.append(
            Membership(household_id=id_, sole_kind=_sole(group.kind), since=since, created_by=by.id)
        )
    db.session.flush()
    for other in others:
        record("group:member-leave", other.group, by=by, unit_id=other.group.unit_id, fields=["memberships"])
    record("group:member-join", group, by=by, unit_id=group.unit_id, fields=["memberships"])
    return group


def let_go(group: Group, household: Household, on: date, *, by: User) -> Group:
    """Take a household out of the group from ``on`` and return the group. Raises NotAMember, GroupDissolved."""
    db.session.refresh(group, with_for_update=True)
    refuse_dissolved(group)
    membership = db.session.scalar(open_in(group, [household.id]))
    if membership is None:
        raise NotAMember(_l("Hộ này không còn trong nhóm."), link=f"/groups/{group.id}", link_label=_l("Mở nhóm"))
    _end(membership, on, by)
    record("group:member-leave", group, by=by, unit_id=group.unit_id, fields=["memberships"])
    return group


def leave_all(household: Household) -> None:
    """End the memberships of a household that was set aside, from the day on which it left its village."""
    by = household.editor
    rows = select(Membership).where(Membership.household_id == household.id, Membership.until.is_(None))
    for membership in db.session.scalars(rows):
        _end(membership, household.away_since or membership.since, by)


def rekind(group: Group) -> None:
    """Let the members of a group whose kind has changed be bound as that kind binds.

    Raises InAnotherGroup, BelongedElsewhere.
    """
    current = [membership for membership in group.memberships if membership.until is None]
    others = elsewhere([membership.household_id for membership in current], group)
    if others:
        raise InAnotherGroup(others)
    for membership in current:
        refuse_overlap([membership.household_id], group, membership.since)
        membership.sole_kind = _sole(group.kind)


def refuse_overlap(households: Sequence[UUID], group: Group, since: date) -> None:
    """Raise BelongedElsewhere where one of these households was in a liên gia group, or this one, after ``since``."""
    for former in overlapping(households, group, since)[:1]:
        words = _l(
            "Hộ %(name)s đã ở %(group)s từ %(since)s đến %(until)s, nên chỉ vào nhóm này được từ ngày %(until)s.",
            name=former.household.head_name, group=label_of(former.group), since=f"{former.since:%d/%m/%Y}",
            until=f"{former.until:%d/%m/%Y}",
        )  # fmt: skip
        raise BelongedElsewhere(words)


def _refuse_strangers(group: Group, households: Sequence[Household]) -> None:
    ids = {household.id for household in households}
    here = set(db.session.scalars(select(Household.id).where(Household.id.in_(ids), within(group.unit))))
    for household in households:
        if household.id not in here:
            words = _l("Hộ %(name)s không thuộc %(place)s, nên không vào nhóm này được.",
                       name=household.head_name, place=group.unit.full_name)  # fmt: skip
            raise NotOfThisPlace(words)
        if household.away_since:
            raise NotOfThisPlace(_l("Hộ %(name)s đã rời bản, nên không vào nhóm được.", name=household.head_name))


def _end(membership: Membership, on: date, by: User) -> date:
    """End a membership on ``on``, never before it began, and return the day."""
    membership.until = max(on, membership.since)
    membership.ended_at, membership.ended_by = now(), by.id
    return membership.until


def _sole(kind: GroupKind) -> GroupKind | None:
    return kind if kind is GroupKind.LIEN_GIA else None
