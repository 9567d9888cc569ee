"""What pledges say about households: the filter, the mark on a row, the panel on the page, the counts as they move."""

from dataclasses import dataclass

from flask import url_for

from app.clock import today
from app.households.facets import Facet, add_facet, came_back, departed
from app.households.models import Household
from app.households.queries import PLEDGE
from app.pledges.models import Pledge
from app.pledges.operations import recount_household
from app.pledges.queries import history, marks, signed_below, signed_condition


@dataclass(frozen=True, slots=True)
class Panel:
    """The pledges of a household, and which years it may still sign."""

    year: int
    pledges: list[Pledge]
    resides: bool

    @property
    def missing(self) -> bool:
        """Whether it resides here and has not signed for the year."""
        return self.resides and not self._signed(self.year)

    @property
    def open_before(self) -> int | None:
        """The year before, while it has no valid pledge: one signed in December may be entered in January."""
        return self.year - 1 if self.resides and not self._signed(self.year - 1) else None

    def _signed(self, year: int) -> bool:
        return any(pledge.year == year and pledge.is_valid for pledge in self.pledges)


def _panel(household: Household) -> Panel:
    return Panel(today().year, list(history(household.id)), household.resides)


def _next_step(household: Household) -> str:
    return url_for("pledges.new", household_id=household.id)


def _departed(household: Household) -> None:
    recount_household(household, -1)


def _came_back(household: Household) -> None:
    recount_household(household, 1)


def register_facet() -> None:
    """Let the list and the page of households show pledges."""
    add_facet(
        Facet(
            name=PLEDGE, done=signed_condition, marks=marks, panel=_panel, tally=signed_below, next_step=_next_step,
            panel_template="pledges/_panel.html", edge_template="pledges/_edge.html",
        )
    )  # fmt: skip
    departed.connect(_departed)
    came_back.connect(_came_back)
