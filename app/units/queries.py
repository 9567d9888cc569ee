"""Finding units: below, above, by date, by typing."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.policy import Action, Actor, Reach, reach_of
from app.units.models import Placement, Succession, Unit, UnitKind
from app.units.scope import beneath
from app.vietnamese import search_words

ENOUGH = 20


def readable(actor: Actor, action: Action = Action.UNIT_READ) -> Select[Unit]:
    """Return a select of the units in force on which ``actor`` may do ``action``."""
    match reach_of(actor.role, action):
        case Reach.UNIT:
            condition: ColumnElement[bool] = Unit.id == actor.unit_id
        case Reach.SUBTREE:
            condition = beneath(actor.unit_path)
        case Reach.ALL:
            condition = Unit.path.is_not(None)
        case _:
            condition = Unit.id.is_(None)
    return select(Unit).where(condition)


def children(unit: Unit) -> Select[Unit]:
    """Return a select of the units directly below ``unit`` today, in order of their names."""
    return select(Unit).where(Unit.parent_id == unit.id, Unit.path.is_not(None)).order_by(Unit.sort_key, Unit.id)


def ancestors(unit: Unit) -> Sequence[Unit]:
    """Return the units above ``unit`` today, from the province down."""
    return lineages_of([unit])[unit.id]


def lineages_of(units: Sequence[Unit]) -> dict[int, list[Unit]]:
    """Return, for each unit's id, the units above it from the province down, in one query."""
    wanted = {id_ for unit in units for id_ in unit.ancestor_ids}
    found = {unit.id: unit for unit in db.session.scalars(select(Unit).where(Unit.id.in_(wanted)))} if wanted else {}
    return {unit.id: [found[id_] for id_ in unit.ancestor_ids if id_ in found] for unit in units}


def matching(units: Select[Unit], typed: str, *, kind: UnitKind | None = None) -> Select[Unit]:
    """Narrow ``units`` to those every typed word of which begins a word of the name, without accents."""
    conditions = [Unit.search_key.contains(f" {word}", autoescape=True) for word in search_words(typed)]
    if kind:
        conditions.append(Unit.kind == kind)
    return units.where(*conditions).order_by(Unit.sort_key, Unit.id).limit(ENOUGH)


def villages_below(path: str) -> Select[Unit]:
    """Return a select of the villages at ``path`` and below, in order of their names."""
    return select(Unit).where(beneath(path), Unit.kind == UnitKind.VILLAGE).order_by(Unit.sort_key, Unit.id)


def successions_of(unit: Unit) -> Sequence[Succession]:
    """Return the known successions in which ``unit`` takes part, the announced ones too, with the units themselves."""
    mine = or_(Succession.predecessor_id == unit.id, Succession.successor_id == unit.id)
    both = (joinedload(Succession.predecessor), joinedload(Succession.successor))
    rows = select(Succession).where(mine).options(*both)
    return db.session.scalars(rows.order_by(Succession.effective_on, Succession.id)).all()


def children_on(unit_id: int, day: date) -> Select[Unit]:
    """Return a select of the units directly below ``unit_id`` on ``day``, by the hierarchy of that date."""
    then = (
        Placement.parent_id == unit_id,
        Placement.valid_from <= day,
        or_(Placement.valid_to.is_(None), Placement.valid_to > day),
    )
    return select(Unit).join(Placement, Placement.unit_id == Unit.id).where(*then).order_by(Unit.sort_key, Unit.id)
