"""Groups of a unit that ends go on in the unit that takes it over."""

from datetime import date

from sqlalchemy import select

from app.audit.operations import Signed, record
from app.extensions import db
from app.groups.models import Group, GroupMove
from app.groups.operations.founding import write_keys
from app.groups.queries.groups import next_number
from app.units.models import Unit


def follow(unit: Unit, heir: Unit, on: date, *, by: Signed | None) -> int:
    """Let the groups of a unit that ends lie in ``heir`` from ``on``, under the next free number where theirs is taken.

    Return how many. Where each lay before, and under which number, is kept.
    """
    groups = db.session.scalars(select(Group).where(Group.unit_id == unit.id).order_by(Group.sort_key, Group.id)).all()
    for group in groups:
        db.session.add(GroupMove(group_id=group.id, from_unit_id=unit.id, number=group.number, moved_on=on))
        taken = _is_taken(group, heir)
        if taken:
            group.number = next_number(heir.id, group.kind, group.model_id)
            write_keys(group, group.model)
        group.unit_id = heir.id
        db.session.flush()
        fields = ["unit_id", "number"] if taken else ["unit_id"]
        record("group:follow", group, by=by, unit_id=heir.id, fields=fields)
    return len(groups)


def _is_taken(group: Group, heir: Unit) -> bool:
    same = (Group.unit_id == heir.id, Group.kind == group.kind, Group.number == group.number)
    rows = select(Group.id).where(*same, Group.model_id.is_not_distinct_from(group.model_id))
    return db.session.scalar(rows.limit(1)) is not None
