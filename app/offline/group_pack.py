"""What a pack holds of groups, always whole: who they are, who belongs to them, and what they did last time."""

from typing import Any

from sqlalchemy import Subquery, and_, func, select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.groups.labels import label_of
from app.groups.models import Activity, ActivityGroup, Group, Standing
from app.groups.queries.activities import counting
from app.policy import Action, Actor, visible
from app.units.models import Unit

# last: the kind, the households and the people of the latest activity, as the form begins with.
GROUP = ("id", "label", "unit", "village", "leader", "founded", "kind", "households", "people")


def group_rows(actor: Actor, below: Unit) -> list[tuple[Any, ...]]:
    """Return the groups at work at ``below`` and beneath it for which ``actor`` may log, by village."""
    last = _last()
    rows = (
        visible(actor, Action.ACTIVITY_LOG, Group)
        .join(Unit, Unit.id == Group.unit_id)
        .outerjoin(last, and_(last.c.group_id == Group.id, last.c.place == 1))
        .add_columns(last.c.kind, last.c.households_present, last.c.people_present)
        .where(Group.in_subtree(below.path or "none/"), Group.standing != Standing.DISSOLVED)
        .options(joinedload(Group.unit), joinedload(Group.model))
        .order_by(Unit.sort_key, Group.sort_key, Group.id)
    )
    return [
        (group.id, label_of(group), group.unit_id, group.unit.full_name, group.leader_name, group.founded_on, *done)
        for group, *done in db.session.execute(rows)
    ]


def _last() -> Subquery:
    """Return what each group did: the latest is of place 1."""
    latest = (Activity.held_on.desc(), Activity.received_at.desc(), Activity.id.desc())
    place = func.row_number().over(partition_by=ActivityGroup.group_id, order_by=latest)
    present = (Activity.kind, Activity.households_present, Activity.people_present)
    done = select(ActivityGroup.group_id, *present, place.label("place"))
    return done.join(Activity, Activity.id == ActivityGroup.activity_id).where(counting()).subquery()
