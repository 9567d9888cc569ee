"""What the pages of an activity show: who may have acted, the form with its first values, the activity itself."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any
from uuid import UUID

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from app.attachments.forms import PhotoForm
from app.extensions import db
from app.groups.forms.activities import ActivityForm, facts_of
from app.groups.labels import ACTIVITY_KINDS, label_of
from app.groups.models import Activity, ActivityKind, Group, Standing
from app.groups.operations.logging import MOST_PHOTOS, LikelyTwin
from app.groups.operations.revising import is_open, may_edit
from app.groups.outcomes import OUTCOMES, outcomes_of
from app.groups.queries.acting import Acting, acting_groups
from app.groups.queries.activities import groups_to_log, last_of, present, successor_of, units_to_log
from app.households.operations import StaleVersion
from app.policy import Action, can
from app.units.choice import actor_is_in_village, chosen_village
from app.units.models import Unit
from app.units.queries import villages_below
from app.web.access import actor, get_or_404
from app.web.htmx import render

MOST_GROUPS = 50  # that act together


def chosen(sent: MultiDict[str, str]) -> Acting | None:
    """Return who acted as an address or a form says; None when it does not say; 404 for what is elsewhere."""
    ids = list(dict.fromkeys(text for text in sent.getlist("group") if text))
    if ids:
        return acting_groups(_groups(ids))
    text = sent.get("unit")
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        abort(404)
    return Acting((), get_or_404(units_to_log(actor()).where(Unit.id == int(text))))


def chooser() -> dict[str, Any]:
    """Return the groups at work among which the person chooses, by village, and the units."""
    village = chosen_village(actor(), Action.ACTIVITY_LOG, request.args.get("village"))
    rows = groups_to_log(actor(), village).where(Group.standing != Standing.DISSOLVED)
    groups = db.session.scalars(rows).all()
    by_unit = [(unit, list(own)) for unit, own in groupby(groups, key=lambda group: group.unit)]
    villages = [] if actor_is_in_village(actor()) else db.session.scalars(villages_below(actor().unit_path)).all()
    units = db.session.scalars(units_to_log(actor())).all()
    return {
        "by_unit": by_unit, "nothing": not by_unit, "village": village, "villages": villages, "units": units,
        "label_of": label_of,
    }  # fmt: skip


def first_values(acting: Acting, *, like_last: bool) -> dict[str, Any]:
    """Return what stands in a new form: the kind and who was there last time or, ``like_last``, all of it."""
    last = last_of(acting.groups, acting.unit)
    if last is None:
        return {"kind": (ActivityKind.PATROL if len(acting.groups) > 1 else _usual(acting)).value}
    facts = facts_of(last)
    return facts if like_last else {name: facts[name] for name in ("kind", "households_present", "people_present")}


def entry(
    form: ActivityForm,
    acting: Acting | None,
    status: int = 200,
    *,
    edited: Activity | None = None,
    corrected: Activity | None = None,
    twin: LikelyTwin | None = None,
    stale: StaleVersion | None = None,
) -> ResponseReturnValue:
    """Answer with the form of an activity: a new one, or one that is edited or corrected."""
    if stale and edited:
        form.version.data, form.version.raw_data = edited.version, None  # saved again, it is meant
    context: dict[str, Any] = {
        "form": form, "acting": acting, "edited": edited, "corrected": corrected, "twin": twin, "stale": stale,
        "last": last_of(acting.groups, acting.unit) if acting and not (edited or corrected) else None,
        "there": present(acting.groups, acting.unit, form.held_on.data) if acting and form.held_on.data else None,
        "outcomes": OUTCOMES, "kinds": ACTIVITY_KINDS, "names": _names(acting) if acting else "",
        "like_url": _like_url(acting) if acting else None,
    }  # fmt: skip
    reason = stale.reason if stale else None
    return render("activities/form.html", fragment="activities/_form.html", status=status, reason=reason, **context)


def about_activity(activity: Activity, photo_form: PhotoForm | None = None) -> dict[str, Any]:
    """Return what an activity's page shows."""
    successor, logs = successor_of(activity), _may_log(activity)
    counts = successor is None
    return {
        "activity": activity, "successor": successor, "label_of": label_of, "kinds": ACTIVITY_KINDS,
        "results": results_of(activity), "labels": {outcome.field: outcome.label for outcome in OUTCOMES},
        "may_edit": logs and counts and may_edit(activity, actor()) and is_open(activity),
        "may_correct": logs and counts, "may_add_photo": logs and len(activity.photos) < MOST_PHOTOS,
        "coming": max(min(activity.photos_promised, MOST_PHOTOS) - len(activity.photos), 0),
        "photo_form": photo_form or PhotoForm(formdata=None),
    }  # fmt: skip


def results_of(activity: Activity) -> list[tuple[str, int]]:
    """Return what came of an activity, in words and numbers."""
    counts = {outcome.name: outcome.count for outcome in activity.outcomes}
    shown = outcomes_of(activity.kind)
    return [(str(outcome.label), counts[outcome.name]) for outcome in shown if counts.get(outcome.name)]


def _groups(ids: Sequence[str]) -> Sequence[Group]:
    """Return the groups with these ids; 404 unless all are there."""
    try:
        wanted = {UUID(text) for text in ids}
    except ValueError:
        abort(404)
    if len(wanted) > MOST_GROUPS:
        abort(404)
    found = db.session.scalars(groups_to_log(actor(), ids=list(wanted))).unique().all()
    if len(found) != len(wanted):
        abort(404)
    return found


def _names(acting: Acting) -> str:
    groups = [f"{label_of(group)}, {group.unit.full_name}" for group in acting.groups]
    return "; ".join(groups) or acting.unit.full_name


def _usual(acting: Acting) -> ActivityKind:
    return ActivityKind.MEETING if acting.groups else ActivityKind.OUTREACH


def _may_log(activity: Activity) -> bool:
    """Tell whether the person may log for the activity's unit or, where groups acted together, for one of theirs."""
    units = [activity.unit, *(group.unit for group in activity.groups)]
    return any(can(actor(), Action.ACTIVITY_LOG, unit) for unit in units)


def _like_url(acting: Acting) -> str:
    if acting.single:
        return url_for("activities.new_of_group", group_id=acting.single.id, like="last")
    groups = [str(group.id) for group in acting.groups]
    return url_for("activities.new", group=groups, unit=None if groups else acting.unit.id, like="last")
