"""Logging what groups or a unit did."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from flask_babel import lazy_gettext as _l

from app.accounts.models import User
from app.audit.operations import record
from app.extensions import db
from app.groups.models import Activity, ActivityKind, Group, Outcome
from app.households.operations import IdTaken
from app.units.models import Unit
from app.vietnamese import search_key


@dataclass(frozen=True, slots=True)
class ActivityTerms:
    """What is written about an activity."""

    kind: ActivityKind
    held_on: date
    captured_at: datetime
    households_present: int | None = None
    people_present: int | None = None
    summary: str | None = None
    plan: str | None = None
    outcomes: Mapping[str, int] = field(default_factory=dict)  # by the names of `app.groups.outcomes`


def log_activity(id_: UUID, terms: ActivityTerms, unit: Unit, groups: Sequence[Group], *, by: User) -> Activity:
    """Log what ``groups`` (or, without any, the unit) did, and return it. ``unit`` is theirs, or their commune.

    Raises IdTaken when the id is in use.
    """
    if db.session.get(Activity, id_):
        raise IdTaken(
            _l("Hoạt động này đã được lưu rồi."), link=f"/activities/{id_}", link_label=_l("Mở hoạt động đã lưu")
        )
    activity = Activity(
        id=id_, unit_id=unit.id, captured_at=terms.captured_at, created_by=by.id, updated_by=by.id, groups=list(groups)
    )
    write_terms(activity, terms)
    db.session.add(activity)
    db.session.flush()
    record("activity:log", activity, by=by, unit_id=unit.id)
    return activity


def write_terms(activity: Activity, terms: ActivityTerms) -> None:
    """Write what is typed into the activity, and the key computed from it."""
    activity.kind, activity.held_on = terms.kind, terms.held_on
    activity.households_present, activity.people_present = terms.households_present, terms.people_present
    activity.summary, activity.plan = terms.summary, terms.plan
    activity.search_key = search_key(f"{terms.summary or ''} {terms.plan or ''}")
    activity.outcomes = [Outcome(name=name, count=count) for name, count in terms.outcomes.items() if count]
