"""The unit and the day that an address asks about."""

from datetime import date

from flask import abort

from app.clock import today
from app.policy import Action, Actor
from app.units.models import Unit
from app.units.queries import readable
from app.web.access import get_or_404

FIRST_DAY = date(2000, 1, 1)


def asked_day(text: str | None) -> date:
    """Return the day that is named where it is past and anybody's to remember; today for none, and for rubbish."""
    try:
        day = date.fromisoformat(text or "")
    except ValueError:
        return today()
    return day if FIRST_DAY <= day <= today() else today()


def asked_year(text: str | None, day: date) -> int:
    """Return the year that is named, where a period with ``day`` in it can end in it; else the year of ``day``."""
    return day.year + 1 if text == str(day.year + 1) else day.year


def asked_unit(actor: Actor, action: Action, text: str | None) -> Unit:
    """Return the unit whose id is ``text``, else the actor's own; 404 for one on which they may not do ``action``.

    One that has ended is asked about by who reads what took it over.
    """
    if text and not (text.isascii() and text.isdecimal() and len(text) < 10):
        abort(404)
    return get_or_404(readable(actor, action, past=True).where(Unit.id == (int(text) if text else actor.unit_id)))
