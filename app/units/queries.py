"""Finding units: below, above, by date, by typing."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import ColumnElement, Select, Subquery, and_, case, literal, or_, select
from sqlalchemy.orm import joinedload

from app.clock import today
from app.extensions import db
from app.policy import REACHING_PAST, Action, Actor, Reach, reach_of
from app.units.models import FormerName, Placement, Succession, Unit, UnitKind
from app.units.scope import beneath, directly_beneath, with_past
from app.vietnamese import search_words

ENOUGH = 20


def readable(actor: Actor, action: Action = Action.UNIT_READ, *, past: bool = False) -> Select[Unit]:
    """Return a select of the units in force on which ``actor`` may do ``action``.

    ``past``: also the ended ones that were taken over there; only what looks may ask for it.
    """
    match reach_of(actor.role, action):
        case Reach.UNIT:
            condition: ColumnElement[bool] = Unit.id == actor.unit_id
        case Reach.CHILDREN:
            condition = directly_beneath(actor.unit_id)
        case Reach.SUBTREE:
            condition = beneath(actor.unit_path)
        case Reach.ALL:
            condition = Unit.path.is_not(None)
        case _:
            condition = Unit.id.is_(None)
    return select(Unit).where(Unit.id.in_(with_past(condition)) if past and action in REACHING_PAST else condition)


def last_day_of(unit: Unit) -> date:
    """Return the last day that figures of a unit can be asked about: today, or the one before it ended."""
    return unit.valid_to - timedelta(days=1) if unit.has_ended and unit.valid_to else today()


def children(unit: Unit) -> Select[Unit]:
    """Return a select of the units directly below ``unit`` today, in order of their names."""
    return select(Unit).where(directly_beneath(unit.id)).order_by(Unit.sort_key, Unit.id)


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
    heirs = joinedload(Succession.predecessor).joinedload(Unit.passed_to).joinedload(Succession.successor)
    both = (heirs, joinedload(Succession.successor))
    rows = select(Succession).where(mine).options(*both)
    return db.session.scalars(rows.order_by(Succession.effective_on, Succession.id)).unique().all()


def predecessors_of(unit: Unit) -> Sequence[Unit]:
    """Return the ended units that ``unit`` took over itself, in order of their names."""
    ended = (Unit.path.is_(None), Unit.valid_to.is_not(None), Succession.successor_id == unit.id)
    rows = select(Unit).join(Succession, Succession.predecessor_id == Unit.id).where(*ended)
    return db.session.scalars(rows.order_by(Unit.sort_key, Unit.id)).all()


def gone_on_in(unit_id: int) -> int | None:
    """Return the id of the unit in force in which what followed an ended one goes on; None for one in force."""
    lies = Placement.unit_id == unit_id, Placement.valid_to.is_(None)
    rows = select(Unit, Placement.parent_id).join(Placement, Placement.unit_id == Unit.id).where(*lies)
    found = db.session.execute(rows).one_or_none()
    if found is None or not found[0].has_ended:
        return None
    return gone_on_in(found[1]) or int(found[1])


def above_and_before(unit: Unit) -> tuple[list[Unit], list[Unit]]:
    """Return what `ancestors` and `predecessors_of` return, in one query."""
    taken = select(Succession.predecessor_id).where(Succession.successor_id == unit.id)
    before = and_(Unit.path.is_(None), Unit.valid_to.is_not(None), Unit.id.in_(taken))
    rows = select(Unit).where(or_(Unit.id.in_(unit.ancestor_ids), before)).order_by(Unit.sort_key, Unit.id)
    found = db.session.scalars(rows).all()
    above = [each for each in found if each.id in unit.ancestor_ids]
    return sorted(above, key=lambda each: unit.ancestor_ids.index(each.id)), [
        each for each in found if each not in above
    ]


def former_names_of(unit: Unit) -> Sequence[FormerName]:
    """Return what a unit was called before, the latest first."""
    rows = select(FormerName).where(FormerName.unit_id == unit.id)
    return db.session.scalars(rows.order_by(FormerName.valid_to.desc(), FormerName.id.desc())).all()


def children_on(unit_id: int, day: date) -> Select[Unit]:
    """Return a select of the units directly below ``unit_id`` on ``day``, by the hierarchy of that date."""
    then = (
        Placement.parent_id == unit_id,
        Placement.valid_from <= day,
        or_(Placement.valid_to.is_(None), Placement.valid_to > day),
    )
    rows = select(Unit).join(Placement, Placement.unit_id == Unit.id).where(*then, in_force_on(day))
    return rows.order_by(Unit.sort_key, Unit.id)


def in_force_on(day: date) -> ColumnElement[bool]:
    """Return the condition that a unit, which lies somewhere on ``day``, had not ended then."""
    return or_(Unit.valid_to.is_(None), Unit.valid_to > day)


def subtree_on(unit_id: int, day: date) -> Subquery:
    """Return the ``id`` of the units at ``unit_id`` and below by the hierarchy of ``day``.

    ``top`` is the one directly below ``unit_id`` in which, or as which, it lies there; 0 for the unit itself. Units
    that had ended lie in those that took them over, so that their records count there: who counts units leaves them
    out by `in_force_on`.
    """
    begun = (Placement.valid_from <= day, or_(Placement.valid_to.is_(None), Placement.valid_to > day))
    found = select(literal(unit_id).label("id"), literal(0).label("top")).cte(recursive=True)
    top = case((found.c.top == 0, Placement.unit_id), else_=found.c.top)
    deeper = select(Placement.unit_id, top).join(found, Placement.parent_id == found.c.id).where(*begun)
    whole = found.union_all(deeper)
    return select(whole.c.id, whole.c.top).subquery()
