"""The village somebody works in: their own, or one they chose below their unit."""

from flask import abort
from sqlalchemy import Select

from app.extensions import db
from app.policy import Action, Actor
from app.units.models import Unit, UnitKind
from app.units.queries import gone_on_in, readable
from app.web.access import get_or_404


def chosen_village(actor: Actor, action: Action, text: str | None) -> Unit | None:
    """Return the village whose id is ``text``, else the actor's own village, else None; 404 for any other unit."""
    return _chosen(actor, readable(actor, action).where(Unit.kind == UnitKind.VILLAGE), text)


def chosen_place(actor: Actor, action: Action, text: str | None, *, itself: bool = False) -> Unit | None:
    """Return the village or commune whose id is ``text``, else the actor's own village, else None; 404 for others.

    ``itself``: what is said of a unit that has ended is not said of the one in which it goes on.
    """
    places = readable(actor, action).where(Unit.kind.in_((UnitKind.COMMUNE, UnitKind.VILLAGE)))
    return _chosen(actor, places, text, itself=itself)


def actor_is_in_village(actor: Actor) -> bool:
    """Tell whether the actor's one unit is a village, so that nothing is left to choose."""
    unit: Unit = actor.unit  # type: ignore[attr-defined]
    return unit.kind is UnitKind.VILLAGE


def _today(units: Select[Unit], id_: int) -> Unit:
    """Return the unit of that id or, where it has ended, the one in which its households and groups go on.

    What was typed on a phone before a reorganisation names the unit of then.
    """
    found = db.session.scalars(units.where(Unit.id == id_)).one_or_none()
    return found or get_or_404(units.where(Unit.id == gone_on_in(id_)))


def _chosen(actor: Actor, units: Select[Unit], text: str | None, *, itself: bool = False) -> Unit | None:
    if text:
        if not (text.isascii() and text.isdecimal() and len(text) < 10):
            abort(404)
        return get_or_404(units.where(Unit.id == int(text))) if itself else _today(units, int(text))
    return get_or_404(units) if actor_is_in_village(actor) else None
