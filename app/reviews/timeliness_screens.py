"""What the pages of the calendar show: courses of the units below, and the days that hold."""

from typing import Any

from werkzeug.datastructures import MultiDict

from app.clock import today
from app.criteria.labels import day_of_year
from app.extensions import db
from app.policy import Action, can
from app.reviews import labels
from app.reviews.calendar import Key, day_for, days_for, keys, shipped
from app.reviews.forms.calendar import SendingDayForm
from app.reviews.set_titles import names_of
from app.reviews.timeliness import courses, courses_below, expected, unsent, years
from app.units.models import Unit, UnitKind
from app.units.queries import ancestors
from app.web.access import actor

UNSENT_SHOWN = 60


def about_course(unit: Unit, asked: MultiDict[str, str]) -> dict[str, Any]:
    """Return what the page of completeness and timeliness shows of a unit, for the key and year asked about."""
    year = next((each for each in years() if str(each) == asked.get("year")), today().year)
    offered = expected(unit, year)
    key = _chosen(offered, asked.get("kind", ""), unit)
    due = day_for(key, [*unit.ancestor_ids, unit.id])
    return {
        "unit": unit, "key": key, "year": year, "years": years(), "names": names_of(offered), "labels": labels,
        "day_of_year": day_of_year,
        "own": courses([unit], key, year, due)[0], "below": courses_below(unit, key, year, due),
        "unsent": db.session.scalars(unsent(unit, key, year).limit(UNSENT_SHOWN)).all(),
        "due": due,
        "above": [place for place in ancestors(unit) if can(actor(), Action.SUBMISSION_READ, place)],
    }  # fmt: skip


def about_calendar(form: SendingDayForm | None = None) -> dict[str, Any]:
    """Return what the page of the days shows; ``form`` is what was refused."""
    offered = keys(actor().unit_id, today().year).values()
    days = days_for(offered, [actor().unit_id])
    held = [(key, day, shipped().get(key)) for key, day in days.items()]
    form = form or SendingDayForm(formdata=None)
    return {"held": held, "names": names_of(list(days)), "form": form, "day_of_year": day_of_year}


def _chosen(offered: list[Key], name: str, unit: Unit) -> Key:
    """Return what is asked about; else villages' dossiers for a commune, communes' registrations above it."""
    low = unit.kind in (UnitKind.COMMUNE, UnitKind.VILLAGE)
    usual = offered[0] if low else offered[1]
    return next((key for key in offered if key.name == name), usual)
