"""What the pages of households show, gathered from queries."""

from dataclasses import dataclass
from typing import Any

from flask import request, url_for
from flask_login import current_user

from app.clock import today
from app.extensions import db
from app.households import facets
from app.households.forms import ReturnForm
from app.households.models import Household
from app.households.queries import PLEDGE, Counts, Narrowing, Status, counts
from app.policy import Action, can
from app.seals.remarks import remarks_on
from app.units.choice import actor_is_in_village
from app.units.models import Unit
from app.units.queries import villages_below
from app.vietnamese import tidy
from app.web.access import actor
from app.web.forms import Form
from app.web.htmx import address_with
from app.web.pagination import Page


@dataclass(frozen=True, slots=True)
class Nothing:
    """Why a list is empty; at most one is true."""

    found: bool  # nothing is named as what was typed
    missing: bool  # every household has signed
    here: bool  # there is no household


def about_list(narrowing: Narrowing, page: Page[Household]) -> dict[str, Any]:
    """Return what the list shows."""
    unit: Unit = narrowing.village or current_user.unit
    marks = facets.marks([household.id for household in page.rows], narrowing.year)
    found: Counts = counts(unit)
    typed, tallies = tidy(narrowing.typed[:200]), facets.tallies(unit, narrowing.year)
    return {
        "narrowing": narrowing, "page": page, "marks": marks, "counts": found, "statuses": Status, "unit": unit,
        "villages": villages_to_choose(), "next_url": _next_url(page, narrowing), "typed": typed,
        "shows_village": narrowing.village is None, "tallies": tallies, "missing": found.resident - tallies[PLEDGE],
        "nothing": _why_empty(page, typed, narrowing, found),
    }  # fmt: skip


def about_household(household: Household, return_form: Form | None = None) -> dict[str, Any]:
    """Return what a household's page shows."""
    may = {
        action.name.lower(): can(actor(), action, household.village)
        for action in (Action.HOUSEHOLD_EDIT, Action.HOUSEHOLD_MOVE)
    }
    return {
        "household": household, "may": may, "twin": _twin(household),
        "remarks": remarks_on(f"household/{household.id}", household.village_id),
        "panels": [(facet, facet.panel(household)) for facet in facets.FACETS.values()],
        "return_form": return_form or ReturnForm(formdata=None, on=today()),
    }  # fmt: skip


def villages_to_choose() -> list[Unit]:
    """Return the villages among which the person may choose; none for who works in one."""
    if actor_is_in_village(actor()):
        return []
    return list(db.session.scalars(villages_below(current_user.unit_path)))


def _why_empty(page: Page[Household], typed: str, narrowing: Narrowing, found: Counts) -> Nothing:
    complete = narrowing.status is Status.MISSING and found.resident > 0
    empty = not page.rows
    return Nothing(
        found=empty and bool(typed), missing=empty and not typed and complete,
        here=empty and not typed and not complete,
    )  # fmt: skip


def _twin(household: Household) -> Household | None:
    """Return the household that this one may be, while it is in the list and the person may read the other."""
    twin = household.twin if household.resides else None
    return twin if twin and can(actor(), Action.HOUSEHOLD_READ, twin.village) else None


def _next_url(page: Page[Household], narrowing: Narrowing) -> str | None:
    if page.after is None:
        return None
    kept = {name: value for name, value in request.args.items() if name in {"q", "village"}}
    if narrowing.status is not Status.ALL:  # the first page lists who is missing without being asked in its address
        kept["status"] = narrowing.status
    return address_with(url_for("households.index"), **kept, after=page.after)
