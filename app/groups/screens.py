"""What the pages of groups show, gathered from queries."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import request, url_for
from flask_login import current_user

from app.clock import today
from app.extensions import db
from app.groups.forms.standing import StandingForm
from app.groups.labels import ACTIVITY_KINDS, GROUP_KINDS, label_of
from app.groups.models import Group, Standing
from app.groups.operations.standing import open_spell
from app.groups.queries.activities import withdrawn
from app.groups.queries.groups import Narrowing, Shown, member_counts, places_at
from app.groups.queries.members import candidates, elsewhere, former_members, members
from app.policy import Action, can
from app.units.choice import actor_is_in_village
from app.units.models import Unit
from app.vietnamese import tidy
from app.web.access import actor
from app.web.forms import Form
from app.web.htmx import address_with
from app.web.pagination import Page


@dataclass(frozen=True, slots=True)
class Nothing:
    """Why a list is empty; at most one is true."""

    found: bool  # nothing is as it was narrowed
    here: bool  # there is none at all


def about_list(narrowing: Narrowing, page: Page[Group]) -> dict[str, Any]:
    """Return what the list shows; ``chosen``: the place and the kind by which it is narrowed, in words."""
    places = places_to_choose()
    place = narrowing.place.full_name if narrowing.place and places else None
    chosen = [words for words in (place, narrowing.kind and str(GROUP_KINDS[narrowing.kind])) if words]
    return {
        "narrowing": narrowing, "page": page, "counts": member_counts([group.id for group in page.rows]),
        "places": places, "chosen": chosen, "kinds": GROUP_KINDS, "unit": narrowing.place or current_user.unit,
        "typed": tidy(narrowing.typed[:200]), "next_url": _next_url(page),
        "nothing": _why_empty(narrowing, page),
    }  # fmt: skip


def about_group(group: Group, standing_form: Form | None = None) -> dict[str, Any]:
    """Return what a group's page shows."""
    form = standing_form or StandingForm(formdata=None, since=today())
    if isinstance(form, StandingForm):
        form.offer(group)
    kept = can(actor(), Action.GROUP_KEEP, group.unit)
    return {
        "group": group, "label": label_of(group), "members": members(group), "former": former_members(group),
        "spell": open_spell(group), "standing_form": form, "kinds": GROUP_KINDS,
        "withdrawn": withdrawn(actor(), group), "activity_kinds": ACTIVITY_KINDS,
        "may_keep": kept and group.standing is not Standing.DISSOLVED,
        "may_log": can(actor(), Action.ACTIVITY_LOG, group.unit) and group.standing is not Standing.DISSOLVED,
    }  # fmt: skip


def about_members(group: Group, chosen: list[UUID]) -> dict[str, Any]:
    """Return what the page shows on which households are ticked."""
    typed = request.values.get("q", "")
    households, more = candidates(actor(), group, typed, chosen)
    inside = {one.household_id: label_of(one.group) for one in elsewhere([each.id for each in households], group)}
    return {
        "group": group, "label": label_of(group), "households": households, "more": more, "chosen": set(chosen),
        "inside": inside, "typed": tidy(typed[:200]), "nothing": Nothing(
            found=not households and bool(typed.strip()), here=not households and not typed.strip()
        ),
    }  # fmt: skip


def places_to_choose() -> list[Unit]:
    """Return the commune and the villages among which the person may choose; none for who works in a village."""
    if actor_is_in_village(actor()):
        return []
    return list(db.session.scalars(places_at(current_user.unit_path)))


def _why_empty(narrowing: Narrowing, page: Page[Group]) -> Nothing:
    narrowed = bool(narrowing.typed.strip() or narrowing.kind or narrowing.shown is not Shown.CURRENT)
    return Nothing(found=not page.rows and narrowed, here=not page.rows and not narrowed)


def _next_url(page: Page[Group]) -> str | None:
    if page.after is None:
        return None
    kept = {name: value for name, value in request.args.items() if name in {"q", "village", "kind", "standing"}}
    return address_with(url_for("groups.index"), **kept, after=page.after)
