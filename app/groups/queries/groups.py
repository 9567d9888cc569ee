"""The list of groups: scope, search, kind, standing, order, keyset pages; the number that is free; models."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, literal, select, tuple_
from sqlalchemy.orm import contains_eager, joinedload

from app.extensions import db
from app.groups.models import Group, GroupKind, GroupModel, Membership, Standing
from app.groups.queries.wording import is_called
from app.policy import Action, Actor, scope
from app.units.models import Unit, UnitKind
from app.units.scope import beneath
from app.vietnamese import search_words
from app.web.pagination import Cursor, Page

PAGE = 50
BETWEEN = "|"  # of the two sort keys in a cursor; neither holds it


class Shown(StrEnum):
    """Which groups the list shows."""

    CURRENT = "current"  # all that were not dissolved
    SUSPENDED = "suspended"
    DISSOLVED = "dissolved"


@dataclass(frozen=True, slots=True)
class Narrowing:
    """How the person narrowed the list."""

    place: Unit | None
    typed: str
    kind: GroupKind | None
    shown: Shown


def listing(actor: Actor, narrowing: Narrowing, after: Cursor | None, size: int = PAGE) -> Page[Group]:
    """Return a page of the groups that ``actor`` may read, by place, kind and number, after the cursor."""
    rows = select(Group).join(Group.unit).where(scope(actor, Action.GROUP_READ, Group), *_conditions(narrowing))
    order = (Unit.sort_key, Group.sort_key, Group.id)
    if after:
        place, _, own = after.key.partition(BETWEEN)
        rows = rows.where(tuple_(*order) > tuple_(literal(place), literal(own), literal(after.id, Group.id.type)))
    rows = rows.options(contains_eager(Group.unit), joinedload(Group.model)).order_by(*order).limit(size + 1)
    found = db.session.scalars(rows).all()
    shown = found[:size]
    return Page(shown, _cursor(shown[-1]) if len(found) > size else None)


def member_counts(ids: Sequence[UUID]) -> dict[UUID, int]:
    """Return how many households belong to each of these groups today, in one query."""
    counted = select(Membership.group_id, func.count()).where(Membership.group_id.in_(ids), Membership.until.is_(None))
    return {id_: count for id_, count in db.session.execute(counted.group_by(Membership.group_id))}  # noqa: C416


def next_number(unit_id: int, kind: GroupKind, model_id: int | None = None) -> int:
    """Return the number after the highest of this kind in the unit: a dissolved group keeps its own."""
    highest = select(func.max(Group.number)).where(Group.unit_id == unit_id, Group.kind == kind)
    return (db.session.scalar(highest.where(Group.model_id.is_not_distinct_from(model_id))) or 0) + 1


def places_at(path: str) -> Select[Unit]:
    """Return a select of the commune and the villages at ``path`` and below, the commune first."""
    kinds = (UnitKind.COMMUNE, UnitKind.VILLAGE)
    commune_first = (Unit.kind != UnitKind.COMMUNE, Unit.sort_key, Unit.id)
    return select(Unit).where(beneath(path), Unit.kind.in_(kinds)).order_by(*commune_first)


def models(*, retired: bool = False) -> Sequence[GroupModel]:
    """Return the province's models by name; those that no new group takes only where ``retired``."""
    rows = select(GroupModel) if retired else select(GroupModel).where(GroupModel.retired_at.is_(None))
    return db.session.scalars(rows.order_by(GroupModel.name, GroupModel.id)).all()


def _cursor(group: Group) -> Cursor:
    return Cursor(f"{group.unit.sort_key}{BETWEEN}{group.sort_key}", group.id)


def _conditions(narrowing: Narrowing) -> list[ColumnElement[bool]]:
    conditions = [_standing(narrowing.shown)]
    if narrowing.place:
        conditions.append(Group.unit_id == narrowing.place.id)
    if narrowing.kind:
        conditions.append(Group.kind == narrowing.kind)
    conditions.extend(is_called(word) for word in search_words(narrowing.typed))
    return conditions


def _standing(shown: Shown) -> ColumnElement[bool]:
    if shown is Shown.CURRENT:
        return Group.standing != Standing.DISSOLVED
    return Group.standing == Standing(shown.value)
