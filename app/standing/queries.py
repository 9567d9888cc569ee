"""Finding records of standing: of one unit, and which units at and below another have one that holds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, case, exists, func, or_, select, true
from sqlalchemy.orm import aliased, joinedload, selectinload

from app.extensions import db
from app.policy import Action, Actor, visible
from app.standing.kinds import KINDS, Kind, Lasting, Record, kinds_for
from app.standing.models import Force, Hotspot, HotspotNote, NewRural, NewRuralStatus, Rating, RecognitionResult
from app.units.models import Unit, UnitKind
from app.units.queries import children, in_force_on, readable, subtree_on

# "Hoàn thành nhiệm vụ" or better (Circular 124/2021/TT-BCA, article 4, clause 5).
WELL_RATED = (Rating.COMPLETED, Rating.GOOD, Rating.EXCELLENT)


@dataclass(frozen=True, slots=True)
class At:
    """What a figure looks at: a calendar ``year``, or the ``day`` on which something must hold.

    ``as_of`` is the date of the hierarchy; what was decided later does not count.
    """

    year: int
    day: date
    as_of: date


@dataclass(frozen=True, slots=True)
class Line:
    """A unit, and how many of the units at it and below have a record that counts, out of those that could."""

    unit: Unit
    value: int
    of: int


def records_of(actor: Actor, kind: Kind, unit: Unit) -> Sequence[Record]:
    """Return a unit's records of one kind that ``actor`` may read, the latest first."""
    model: Any = kind.model
    rows = visible(actor, Action.STANDING_READ, model).where(model.unit_id == unit.id)
    order = {Lasting.YEAR: "year"}.get(kind.lasting, "since")
    shown = [joinedload(model.editor), joinedload(model.document_photo), joinedload(model.unit)]
    if model is Hotspot:
        shown.append(selectinload(Hotspot.notes).joinedload(HotspotNote.author))
    return db.session.scalars(rows.options(*shown).order_by(getattr(model, order).desc(), model.id.desc())).all()


def all_records_of(actor: Actor, unit: Unit) -> dict[str, Sequence[Record]]:
    """Return a unit's records by the names of their kinds, one query for each."""
    return {kind.name: records_of(actor, kind, unit) for kind in kinds_for(unit.kind)}


def one(actor: Actor, action: Action, kind: Kind, record_id: UUID) -> Select[Any]:
    """Return a select of the record on which ``actor`` may do ``action``."""
    model: Any = kind.model
    return visible(actor, action, model).where(model.id == record_id).options(joinedload(model.unit))


def counts(kind: Kind, at: At) -> list[ColumnElement[bool]]:
    """Return the conditions of a record of the kind that counts: withdrawn ones never do."""
    model: Any = kind.model
    valid = model.withdrawn_at.is_(None)
    if kind.lasting is Lasting.SPAN:
        return [valid, model.since <= at.day, or_(model.until.is_(None), model.until > at.day)]
    if kind.lasting is Lasting.NEXT:
        return [valid, NewRural.since == _last_begun(at.day), NewRural.status != NewRuralStatus.NOT_YET]
    of_year = [valid, model.year == at.year]
    match kind.name:
        case "registration":
            return [*of_year, model.registered_on <= at.as_of]
        case "recognition":
            return [*of_year, model.document_on <= at.as_of, model.result == RecognitionResult.RECOGNISED]
        case _:
            nobody = Force.reprimanded + Force.warned_or_more == 0
            return [*_rated(at), Force.rating.in_(WELL_RATED), nobody]


def tally(unit: Unit, kind: Kind, level: UnitKind, at: At) -> tuple[int, int]:
    """Return how many units of ``level`` at and below ``unit`` have a record that counts, and out of how many."""
    value, of = db.session.execute(_places(select(*_sums(kind, at)), unit, level, at)).one()
    return int(value), int(of)


def having(unit: Unit, kind: Kind, level: UnitKind, at: At) -> Sequence[int]:
    """Return the ids of the units that `tally` counts."""
    rows = _places(select(Unit.id), unit, level, at).where(_has(kind, at)).order_by(Unit.id)
    return db.session.scalars(rows).all()


def lines(unit: Unit, kind: Kind, level: UnitKind, at: At) -> list[Line]:
    """Return the same for each unit directly below ``unit``, and for ``unit`` itself where it is of ``level``."""
    below = subtree_on(unit.id, at.as_of)
    top = case((below.c.top == 0, below.c.id), else_=below.c.top).label("top")
    of_level = select(top, *_sums(kind, at)).join(Unit, Unit.id == below.c.id)
    of_level = of_level.where(Unit.kind == level, in_force_on(at.as_of)).group_by(top)
    found = {id_: (int(value), int(of)) for id_, value, of in db.session.execute(of_level)}
    units = select(Unit).where(Unit.id.in_(found)).order_by(Unit.id != unit.id, Unit.sort_key, Unit.id)
    return [Line(place, *found[place.id]) for place in db.session.scalars(units)]


def in_force(unit: Unit, kind: Kind, at: At, *conditions: ColumnElement[bool]) -> Select[UUID]:
    """Return a select of the ids of the records that hold at and below ``unit``, each counted for itself.

    What a unit is ends with it: of one that was taken over nothing holds any more.
    """
    model: Any = kind.model
    below = subtree_on(unit.id, at.as_of)
    rows = select(model.id).join(below, below.c.id == model.unit_id).join(Unit, Unit.id == model.unit_id)
    return rows.where(*counts(kind, at), in_force_on(at.as_of), *conditions).order_by(model.id)


def _places(rows: Select[*tuple[Any, ...]], unit: Unit, level: UnitKind, at: At) -> Select[*tuple[Any, ...]]:
    """Narrow ``rows`` to the units of ``level`` at and below ``unit``."""
    below = subtree_on(unit.id, at.as_of)
    rows = rows.select_from(Unit).join(below, below.c.id == Unit.id)
    return rows.where(Unit.kind == level, in_force_on(at.as_of))


def _rated(at: At) -> list[ColumnElement[bool]]:
    return [
        Force.withdrawn_at.is_(None), Force.year == at.year, Force.rating != Rating.UNRATED, Force.rated_on <= at.as_of
    ]  # fmt: skip


def _has(kind: Kind, at: At) -> ColumnElement[bool]:
    model: Any = kind.model
    return exists().where(model.unit_id == Unit.id, *counts(kind, at))


def _could(kind: Kind, at: At) -> ColumnElement[bool]:
    """Return whether a unit is a part of the whole: of forces, those that were rated; else every unit."""
    return exists().where(Force.unit_id == Unit.id, *_rated(at)) if kind.model is Force else true()


def _sums(kind: Kind, at: At) -> list[ColumnElement[int]]:
    return [
        func.coalesce(func.sum(case((condition, 1), else_=0)), 0) for condition in (_has(kind, at), _could(kind, at))
    ]


def _last_begun(day: date) -> Any:
    other = aliased(NewRural)
    mine = (other.unit_id == NewRural.unit_id, other.withdrawn_at.is_(None), other.since <= day)
    return select(func.max(other.since)).where(*mine).correlate(NewRural).scalar_subquery()


def places_of(actor: Actor, kind: Kind) -> Select[Unit]:
    """Return a select of the units for which ``actor`` may enter a record of the kind, in order of their names."""
    rows = readable(actor, kind.action).where(Unit.kind.in_(kind.unit_kinds))
    return rows.order_by(Unit.kind != UnitKind.COMMUNE, Unit.sort_key, Unit.id)


def with_marks(unit: Unit, at: At) -> list[tuple[Unit, list[Kind]]]:
    """Return the units directly below ``unit``, each with the kinds of which it has a record that counts: one query."""
    flags = [_has(kind, at).label(kind.name) for kind in KINDS]
    rows = db.session.execute(children(unit).add_columns(*flags))
    return [(place, [kind for kind, has in zip(KINDS, found, strict=True) if has]) for place, *found in rows]
