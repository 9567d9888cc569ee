"""Founding a group."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.accounts.models import User
from app.attachments.operations import keep_photo
from app.attachments.photos import Photo
from app.audit.operations import record
from app.errors import Refusal
from app.extensions import db
from app.groups.models import Group, GroupKind, GroupModel, Leader, LeaderPost
from app.households.operations import IdTaken
from app.units.models import Unit
from app.vietnamese import search_key

ORDER = {kind: place for place, kind in enumerate(GroupKind)}


@dataclass(frozen=True, slots=True)
class GroupTerms:
    """What is written about a group."""

    kind: GroupKind
    number: int
    founded_on: date
    leader_name: str
    leader_phone: str | None = None  # E.164
    deputy_name: str | None = None
    deputy_phone: str | None = None
    model: GroupModel | None = None  # of the kind ``other``
    decision_number: str | None = None
    decision_on: date | None = None
    rules_adopted_on: date | None = None
    decision_photo: Photo | None = None


class NumberTaken(Refusal):
    """The unit has a group of that kind and number: ``first``."""

    status = 422
    reason = "number-taken"

    def __init__(self, message: str, first: Group) -> None:
        """Keep the group that has the number."""
        super().__init__(message, link=f"/groups/{first.id}", link_label=_l("Mở nhóm đã có"))
        self.first = first


def found_group(id_: UUID, terms: GroupTerms, unit: Unit, *, by: User) -> Group:
    """Found a group in a village or commune and return it.

    Raises IdTaken when the id is in use, NumberTaken when the unit has a group of this kind and number.
    """
    if db.session.get(Group, id_):
        raise IdTaken(_l("Nhóm này đã được lưu rồi."), link=f"/groups/{id_}", link_label=_l("Mở nhóm đã lưu"))
    refuse_taken_number(terms, unit)
    group = Group(id=id_, unit_id=unit.id, created_by=by.id, updated_by=by.id)
    write_terms(group, terms)
    if terms.decision_photo:
        group.decision_photo_id = keep_photo(terms.decision_photo, by=by, unit_id=unit.id).id
    db.session.add(group)
    for post, name, phone in posts_of(terms):
        group.leaders.append(Leader(post=post, name=name, phone=phone, since=terms.founded_on, created_by=by.id))
    db.session.flush()
    record("group:found", group, by=by, unit_id=unit.id)
    return group


def refuse_taken_number(terms: GroupTerms, unit: Unit, *, but: UUID | None = None) -> None:
    """Raise NumberTaken where another group (not ``but``) of the unit has the kind and number."""
    model_id = terms.model.id if terms.model else None
    same = (Group.unit_id == unit.id, Group.kind == terms.kind, Group.number == terms.number)
    first = db.session.scalar(select(Group).where(*same, Group.model_id.is_not_distinct_from(model_id)))
    if first and first.id != but:
        words = _l("Đã có nhóm số %(number)s cùng loại ở đây.", number=terms.number)
        raise NumberTaken(words, first)


def write_terms(group: Group, terms: GroupTerms) -> None:
    """Write what is typed into the group, and the keys computed from it."""
    group.kind, group.model_id, group.number = terms.kind, terms.model.id if terms.model else None, terms.number
    group.founded_on, group.rules_adopted_on = terms.founded_on, terms.rules_adopted_on
    group.decision_number, group.decision_on = terms.decision_number, terms.decision_on
    group.leader_name, group.leader_phone = terms.leader_name, terms.leader_phone
    group.deputy_name, group.deputy_phone = terms.deputy_name, terms.deputy_phone
    write_keys(group, terms.model)


def write_keys(group: Group, model: GroupModel | None) -> None:
    """Write the keys by which the group, of the province's ``model`` or of none, is found and sorted."""
    name = model.name if model else ""
    group.search_key = search_key(f"{name} {group.number} {group.leader_name} {group.deputy_name or ''}")
    group.sort_key = f"{ORDER[group.kind]}{group.model_id or 0:06}{group.number:06}"


def posts_of(terms: GroupTerms) -> list[tuple[LeaderPost, str, str | None]]:
    """Return who leads by these terms."""
    deputy = [(LeaderPost.DEPUTY, terms.deputy_name, terms.deputy_phone)] if terms.deputy_name else []
    return [(LeaderPost.LEADER, terms.leader_name, terms.leader_phone), *deputy]
