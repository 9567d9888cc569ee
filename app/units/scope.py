"""How rows belong to units: the conditions the policy asks every table for."""

from typing import ClassVar

from sqlalchemy import ColumnElement, ScalarSelect, select
from sqlalchemy.orm import InstrumentedAttribute

from app.units.models import Unit


def beneath(path: str) -> ColumnElement[bool]:
    """Return the condition for units at ``path`` or below, as an index range that both databases can use."""
    return (Unit.path >= path) & (Unit.path < path[:-1] + "0")  # "0" is the byte after "/"


def unit_ids(path: str) -> ScalarSelect[int]:
    """Return the ids of the units at ``path`` and below, as a subquery."""
    return select(Unit.id).where(beneath(path)).scalar_subquery()


class InUnit:
    """Mixin of a table whose rows belong to the unit in its column ``unit_column``."""

    unit_column: ClassVar[str] = "unit_id"

    @classmethod
    def _unit(cls) -> InstrumentedAttribute[int]:
        column: InstrumentedAttribute[int] = getattr(cls, cls.unit_column)
        return column

    @classmethod
    def in_unit(cls, unit_id: int) -> ColumnElement[bool]:
        """Rows of one unit."""
        return cls._unit() == unit_id

    @classmethod
    def in_subtree(cls, path: str) -> ColumnElement[bool]:
        """Rows of the unit at ``path`` and of all below it."""
        return cls._unit().in_(unit_ids(path))
