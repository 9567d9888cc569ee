"""How many households had signed by a day that is past: the rows behind the figure of pledges, by today's records."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from app.extensions import db
from app.households.models import Household
from app.measures.registry import Figure
from app.pledges.measures import counted_households, coverage_below
from app.policy import Action, Actor, can, scope
from app.units.models import Unit, UnitKind
from app.units.queries import ancestors, children_on


@dataclass(frozen=True, slots=True)
class Covered:
    """A unit directly below, as the hierarchy was on the day, and how many of how many had signed there."""

    unit: Unit
    figure: Figure


def about_coverage(actor: Actor, unit: Unit, year: int, day: date) -> dict[str, Any]:
    """Return what the page shows: the sum, the units below and, in a village, the households that had signed."""
    found = coverage_below(unit, year, day)
    lines = [Covered(place, found[place.id]) for place in db.session.scalars(children_on(unit.id, day))
             if place.id in found]  # fmt: skip
    above = [place for place in ancestors(unit) if can(actor, Action.PROGRESS_READ, place)]
    own = Figure(sum(each.value for each in found.values()), sum(each.of or 0 for each in found.values()))
    return {
        "unit": unit, "year": year, "day": day, "own": own, "lines": lines, "above": above,
        "households": _households(actor, unit, year, day),
    }  # fmt: skip


def _households(actor: Actor, unit: Unit, year: int, day: date) -> Sequence[Household] | None:
    """Return a village's households that had signed, for who reads names there; None for everybody else."""
    if unit.kind is not UnitKind.VILLAGE or not can(actor, Action.HOUSEHOLD_READ, unit):
        return None
    signed = Household.id.in_(counted_households(unit, year, day))
    rows = select(Household).where(scope(actor, Action.HOUSEHOLD_READ, Household), signed)
    return db.session.scalars(rows.order_by(Household.sort_key, Household.id)).all()
