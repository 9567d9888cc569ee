"""What lies below a unit that ends follows it to the unit that takes it over, unless the plan says otherwise."""

from collections.abc import Sequence

from sqlalchemy import select

from app.extensions import db
from app.reorganisations.plan import Ending, Moving, Plan
from app.units.models import Unit


def follow(plan: Plan) -> Plan:
    """Add the movings of units that follow an ended one to its only heir, and return the plan.

    Where several take over, the plan itself says which of them each unit below goes to.
    """
    said = {moving.unit.id for moving in plan.movings}
    for ending, below in below_ended(plan):
        if len(ending.heirs) == 1 and below.id not in said:
            plan.movings.append(Moving(below, ending.heirs[0].place, ending.spot))
    return plan


def below_ended(plan: Plan) -> Sequence[tuple[Ending, Unit]]:
    """Return the units in force directly below those that end, which do not end themselves."""
    ended = plan.ended
    rows = select(Unit).where(Unit.path.is_not(None), Unit.parent_id.in_(ended)).order_by(Unit.sort_key, Unit.id)
    return [(ended[unit.parent_id or 0], unit) for unit in db.session.scalars(rows) if unit.id not in ended]
