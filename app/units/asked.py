"""The unit that an address asks about."""

from flask import abort

from app.policy import Action, Actor
from app.units.models import Unit
from app.units.queries import readable
from app.web.access import get_or_404


def asked_unit(actor: Actor, action: Action, text: str | None) -> Unit:
    """Return the unit whose id is ``text``, else the actor's own; 404 for one on which they may not do ``action``.

    One that has ended is asked about by who reads what took it over.
    """
    if text and not (text.isascii() and text.isdecimal() and len(text) < 10):
        abort(404)
    return get_or_404(readable(actor, action, past=True).where(Unit.id == (int(text) if text else actor.unit_id)))
