"""What higher domains say about households: a condition to filter by, marks on a row, a panel on the page.

Imports point down, so the list cannot know pledges; they register here what it should show.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from blinker import Signal
from sqlalchemy import ColumnElement

from app.households.models import Household
from app.units.models import Unit

# Sent inside the transaction when a household stops or starts residing in its village.
departed = Signal()
came_back = Signal()


@dataclass(frozen=True, slots=True)
class Facet:
    """A domain's word on households."""

    name: str
    done: Callable[[int], ColumnElement[bool]]  # the condition "has it, for this year"
    marks: Callable[[Sequence[UUID], int], Mapping[UUID, object]]  # what stands on the rows, in one query
    panel: Callable[[Household], object]  # what stands on the household's page
    tally: Callable[[Unit, int], int]  # how many households at the unit and below have it, for this year
    next_step: Callable[[Household], str]  # where to go once a household was registered
    panel_template: str
    edge_template: str  # the page's primary action


FACETS: dict[str, Facet] = {}


def add_facet(facet: Facet) -> None:
    """Register a domain's word on households."""
    FACETS[facet.name] = facet


def done(name: str, year: int) -> ColumnElement[bool]:
    """Return the condition that a household has what the facet ``name`` stands for in ``year``."""
    return FACETS[name].done(year)


def marks(ids: Sequence[UUID], year: int) -> dict[str, Mapping[UUID, object]]:
    """Return each facet's marks for these households."""
    return {facet.name: facet.marks(ids, year) for facet in FACETS.values()} if ids else {}


def tallies(unit: Unit, year: int) -> dict[str, int]:
    """Return each facet's count of households at ``unit`` and below."""
    return {facet.name: facet.tally(unit, year) for facet in FACETS.values()}


def next_step(household: Household) -> str | None:
    """Return where the first facet that has a next step leads once a household was registered."""
    return next((facet.next_step(household) for facet in FACETS.values()), None)
