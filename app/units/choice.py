"""The village somebody works in: their own, or one they chose below their unit."""

from flask import abort
from sqlalchemy import Select

from app.policy import Action, Actor
from app.units.models import Unit, UnitKind
from app.units.queries import readable
from app.web.access import get_or_404


def chosen_village(actor: Actor, action: Action, text: str | None) -> Unit | None:
    """Return the village whose id is ``text``, else the actor's own village, else None; 404 for any other unit."""
    return _chosen(actor, readable(actor, action).where(Unit.kind == UnitKind.VILLAGE), text)


def chosen_place(actor: Actor, action: Action, text: str | None) -> Unit | None:
    """Return the village or commune whose id is ``text``, else the actor's own village, else None; 404 for others."""
    return _chosen(actor, readable(actor, action).where(Unit.kind.in_((UnitKind.COMMUNE, UnitKind.VILLAGE))), text)


def actor_is_in_village(actor: Actor) -> bool:
    """Tell whether the actor's one unit is a village, so that nothing is left to choose."""
    unit: Unit = actor.unit  # type: ignore[attr-defined]
    return unit.kind is UnitKind.VILLAGE


def _chosen(actor: Actor, units: Select[Unit], text: str | None) -> Unit | None:
    if text:
        if not (text.isascii() and text.isdecimal() and len(text) < 10):
            abort(404)
        return get_or_404(units.where(Unit.id == int(text)))
    return get_or_404(units) if actor_is_in_village(actor) else None
