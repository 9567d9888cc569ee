"""To whom a directive may go: units below the author's, all of a level, or those of a condition."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from sqlalchemy import Select, select

from app.directives.conditions import CONDITIONS
from app.extensions import db
from app.policy import Action, Actor
from app.units.models import Unit, UnitKind
from app.units.queries import readable
from app.units.scope import directly_beneath

CHOSEN, CHILDREN, COMMUNES, VILLAGES = "chosen", "children", "communes", "villages"
LEVELS: tuple[UnitKind, ...] = tuple(UnitKind)


@dataclass(frozen=True, slots=True)
class Branch:
    """A unit directly below the author's, with those directly below it."""

    unit: Unit
    below: Sequence[Unit]


def units_below(actor: Actor) -> Select[Unit]:
    """Return a select of the units to which the actor may give a directive: those below their own."""
    return readable(actor, Action.DIRECTIVE_GIVE).where(Unit.id != actor.unit_id)


def offered_to(kind: UnitKind) -> dict[str, LazyString]:
    """Return the ways in which an author in a unit of ``kind`` may name whom a directive goes to, with their words."""
    below = LEVELS[LEVELS.index(kind) + 1 :]
    offered = {CHOSEN: _l("Đơn vị tự chọn"), CHILDREN: _l("Tất cả đơn vị trực tiếp bên dưới")}
    if below[0] is not UnitKind.COMMUNE and UnitKind.COMMUNE in below:
        offered[COMMUNES] = _l("Tất cả các xã bên dưới")
    if below[0] is not UnitKind.VILLAGE:
        offered[VILLAGES] = _l("Tất cả các bản bên dưới")
    return offered | {name: each.words for name, each in CONDITIONS.items() if each.kind in below}


def unit_ids_of(actor: Actor, to: str, chosen: Collection[int] = ()) -> list[int]:
    """Return the ids of the units below the actor's that ``to`` names, in order of their places; one query.

    Of the ``chosen``, those that are not below are left out: who asks compares. Raises KeyError for no way of naming.
    """
    units = units_below(actor)
    match to:
        case "chosen":
            units = units.where(Unit.id.in_(chosen))
        case "children":
            units = units.where(directly_beneath(actor.unit_id))
        case "communes" | "villages":
            units = units.where(Unit.kind == (UnitKind.COMMUNE if to == COMMUNES else UnitKind.VILLAGE))
        case _:
            condition = CONDITIONS[to]
            units = units.where(Unit.kind == condition.kind, condition.holds())
    return list(db.session.scalars(units.with_only_columns(Unit.id).order_by(Unit.path)))


def branches(actor: Actor) -> list[Branch]:
    """Return the units directly below the actor's, each with those directly below it; one query."""
    children = select(Unit.id).where(directly_beneath(actor.unit_id))
    near = units_below(actor).where(directly_beneath(actor.unit_id) | Unit.parent_id.in_(children))
    found = db.session.scalars(near.order_by(Unit.sort_key, Unit.id)).all()
    tops = [unit for unit in found if unit.parent_id == actor.unit_id]
    return [Branch(top, [unit for unit in found if unit.parent_id == top.id]) for top in tops]
