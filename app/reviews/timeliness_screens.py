"""What the pages of the calendar show: courses of the units below, and the days that hold."""

from typing import Any

from werkzeug.datastructures import MultiDict

from app.clock import today
from app.criteria.labels import day_of_year
from app.policy import Action, can
from app.reviews import labels
from app.reviews.calendar import Key, day_for, keys, shipped
from app.reviews.forms.calendar import SendingDayForm
from app.reviews.timeliness import EXPECTED, courses, courses_below, unsent, years
from app.seals.models import DossierKind
from app.units.models import Unit, UnitKind
from app.units.queries import ancestors
from app.web.access import actor

UNSENT_SHOWN = 60


def about_course(unit: Unit, asked: MultiDict[str, str]) -> dict[str, Any]:
    """Return what the page of completeness and timeliness shows of a unit, for the kind and year asked about."""
    kind = DossierKind(asked["kind"]) if asked.get("kind") in [each.value for each in EXPECTED] else _usual(unit)
    year = next((each for each in years() if str(each) == asked.get("year")), today().year)
    waiting = unsent(unit, kind, year)
    return {
        "unit": unit, "kind": kind, "year": year, "years": years(), "kinds": list(EXPECTED), "labels": labels,
        "day_of_year": day_of_year,
        "own": courses([unit], kind, year)[0], "below": courses_below(unit, kind, year),
        "unsent": waiting[:UNSENT_SHOWN], "unsent_count": len(waiting),
        "due": day_for(Key(kind, EXPECTED[kind]), [*unit.ancestor_ids, unit.id]),
        "above": [place for place in ancestors(unit) if can(actor(), Action.SUBMISSION_READ, place)],
    }  # fmt: skip


def about_calendar(form: SendingDayForm | None = None) -> dict[str, Any]:
    """Return what the page of the days shows; ``form`` is what was refused."""
    held = [(name, key, day_for(key, [actor().unit_id]), shipped().get(key)) for name, key in keys().items()]
    return {"held": held, "form": form or SendingDayForm(formdata=None), "labels": labels, "day_of_year": day_of_year}


def _usual(unit: Unit) -> DossierKind:
    """Return what is asked about first: villages' dossiers for a commune, communes' registrations above it."""
    low = unit.kind in (UnitKind.COMMUNE, UnitKind.VILLAGE)
    return DossierKind.VILLAGE_DOSSIER if low else DossierKind.COMMUNE_DOSSIER
