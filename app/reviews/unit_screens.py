"""What the page of a unit's dossiers shows: what can be sent this year, what was sent."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for

from app.clock import today
from app.policy import Action, can
from app.reviews import labels
from app.reviews.calendar import due_on
from app.reviews.dossiers.frozen import Subject
from app.reviews.models import Submission
from app.reviews.queries import of_unit
from app.seals.models import DossierKind
from app.units.models import Unit, UnitKind
from app.units.queries import ancestors
from app.web.access import actor

OWN = {UnitKind.VILLAGE: DossierKind.VILLAGE_DOSSIER, UnitKind.COMMUNE: DossierKind.COMMUNE_DOSSIER}


@dataclass(frozen=True, slots=True)
class ToSend:
    """A dossier that the unit can send: which, of which year, by when, and what was sent of it."""

    kind: DossierKind
    year: int
    due: date | None
    submission: Submission | None
    address: str


def about_unit(unit: Unit) -> dict[str, Any]:
    """Return what the page of a unit's dossiers shows."""
    found = of_unit(actor(), unit)
    may_send = can(actor(), Action.SUBMISSION_SEND, unit)
    return {
        "unit": unit, "submissions": found, "labels": labels, "may_send": may_send,
        "to_send": to_send(unit, found) if may_send and unit.kind in OWN else None,
        "above": [place for place in ancestors(unit) if can(actor(), Action.SUBMISSION_READ, place)],
    }  # fmt: skip


def to_send(unit: Unit, found: Any) -> ToSend:
    """Return the unit's dossier of this year."""
    kind, year = OWN[unit.kind], today().year
    sent = next((each for each in found if each.kind is kind and each.year == year), None)
    address = url_for("submissions.new", kind=kind.value, unit=unit.id, year=year)
    return ToSend(kind, year, due_on(kind, Subject(unit, year)), sent, address)
