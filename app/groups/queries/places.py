"""Where groups lie: by the hierarchy of a day, at a unit and below."""

from datetime import date

from sqlalchemy import ColumnElement, and_, exists, or_, select, tuple_
from sqlalchemy.orm import aliased

from app.clock import today
from app.groups.models import Group, GroupMove
from app.units.models import Unit
from app.units.queries import subtree_on
from app.units.scope import unit_ids


def lying_at(unit: Unit, day: date) -> ColumnElement[bool]:
    """Return the condition that a group lay at ``unit`` or below on ``day``, by the hierarchy of that day."""
    if unit.path and day >= today():  # an index range; groups of ended units have gone on
        return Group.unit_id.in_(unit_ids(unit.path))
    below = select(subtree_on(unit.id, day).c.id)
    first, earlier, later = aliased(GroupMove), aliased(GroupMove), aliased(GroupMove)
    # Where a group that has moved since lay: where its first move after the day led it away from.
    sooner = tuple_(earlier.moved_on, earlier.id) < tuple_(first.moved_on, first.id)
    before = exists().where(earlier.group_id == first.group_id, earlier.moved_on > day, sooner)
    there = select(first.group_id).where(first.moved_on > day, first.from_unit_id.in_(below), ~before)
    moved = exists().where(later.group_id == Group.id, later.moved_on > day)
    return or_(and_(Group.unit_id.in_(below), ~moved), Group.id.in_(there))
