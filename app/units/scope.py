"""How rows belong to units: the conditions the policy asks every table for."""

from typing import ClassVar

from sqlalchemy import ColumnElement, ScalarSelect, Select, select, union_all
from sqlalchemy.orm import InstrumentedAttribute, aliased

from app.units.models import Succession, Unit


def beneath(path: str) -> ColumnElement[bool]:
    """Return the condition for units at ``path`` or below, as an index range that both databases can use."""
    return (Unit.path >= path) & (Unit.path < path[:-1] + "0")  # "0" is the byte after "/"


def directly_beneath(unit_id: int) -> ColumnElement[bool]:
    """Return the condition for the units in force directly below one unit."""
    return (Unit.parent_id == unit_id) & Unit.path.is_not(None)


def unit_ids(path: str) -> ScalarSelect[int]:
    """Return the ids of the units at ``path`` and below, as a subquery."""
    return select(Unit.id).where(beneath(path)).scalar_subquery()


def taken_over(heirs: ColumnElement[bool]) -> Select[int]:
    """Return a select of the ids of ended units that the units in ``heirs`` took over, straight or by steps."""
    ended = aliased(Unit)
    rows = select(Succession.predecessor_id.label("id")).join(ended, ended.id == Succession.predecessor_id)
    rows = rows.where(ended.valid_to.is_not(None))  # that alone, so that the search begins at the heirs
    first = rows.where(Succession.successor_id.in_(select(Unit.id).where(heirs))).cte(recursive=True)
    return select(first.union(rows.join(first, Succession.successor_id == first.c.id)).c.id)


def with_past(units: ColumnElement[bool]) -> ScalarSelect[int]:
    """Return the ids of ``units`` and of the ended ones that they took over, as a subquery."""
    return union_all(select(Unit.id).where(units), taken_over(units)).scalar_subquery()


class InUnit:
    """Mixin of a table whose rows belong to the unit in its column ``unit_column``.

    ``past``: also rows of ended units that were taken over there, to be read and not to be changed. Rows that
    ``follow`` have gone on to the heir themselves: none is left in an ended unit.
    """

    unit_column: ClassVar[str] = "unit_id"
    follow: ClassVar[bool] = False

    @classmethod
    def _unit(cls) -> InstrumentedAttribute[int]:
        column: InstrumentedAttribute[int] = getattr(cls, cls.unit_column)
        return column

    @classmethod
    def in_unit(cls, unit_id: int, *, past: bool = False) -> ColumnElement[bool]:
        """Rows of one unit."""
        return cls._unit().in_(with_past(Unit.id == unit_id)) if past and not cls.follow else cls._unit() == unit_id

    @classmethod
    def in_children(cls, unit_id: int) -> ColumnElement[bool]:
        """Rows of the units directly below one unit."""
        return cls._unit().in_(select(Unit.id).where(directly_beneath(unit_id)))

    @classmethod
    def in_subtree(cls, path: str, *, past: bool = False) -> ColumnElement[bool]:
        """Rows of the unit at ``path`` and of all below it."""
        return cls._unit().in_(with_past(beneath(path)) if past and not cls.follow else unit_ids(path))
