"""What the pages of an activity show: who may have acted, the form with its first values, the activity itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from app.attachments.forms import LatePhotoForm
from app.clock import today
from app.extensions import db
from app.groups.entry_versions import differences
from app.groups.forms.activities import MONTHS_BACK, ActivityForm, facts_of, months_before
from app.groups.forms.withdrawal import WithdrawalForm
from app.groups.labels import ACTIVITY_KINDS, label_of
from app.groups.models import Activity, ActivityKind, Group, Standing
from app.groups.operations.lifespan import OutsideLife
from app.groups.operations.logging import MOST_PHOTOS
from app.groups.operations.rights import is_open, is_promised, may_edit, may_replace, may_withdraw
from app.groups.operations.twins import LikelyTwin
from app.groups.outcomes import OUTCOMES, results_of
from app.groups.queries.acting import Acting, acting_groups
from app.groups.queries.activities import groups_to_log, last_of, present, successor_of, units_to_log
from app.groups.queries.wording import is_called
from app.groups.regularity import month_after, month_of
from app.households.operations import StaleVersion
from app.policy import Action, can
from app.units.choice import actor_is_in_village, chosen_village
from app.units.models import Unit
from app.units.queries import villages_below
from app.vietnamese import search_words, tidy
from app.web.access import actor, get_or_404
from app.web.htmx import render

MOST_GROUPS = 50  # that act together


@dataclass(frozen=True, slots=True)
class Silent:
    """A month in which a group did not meet, as the form says it: for an address, for people, and its bounds."""

    month: str
    words: str
    first: date
    last: date


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
    typed = request.args.get("q", "")
    rows = groups_to_log(actor(), village).where(Group.standing != Standing.DISSOLVED)
    rows = rows.where(*(is_called(word) for word in search_words(typed)))
    groups = db.session.scalars(rows).all()
    by_unit = [(unit, list(own)) for unit, own in groupby(groups, key=lambda group: group.unit)]
    villages = [] if actor_is_in_village(actor()) else db.session.scalars(villages_below(actor().unit_path)).all()
    units = db.session.scalars(units_to_log(actor())).all()
    return {
        "by_unit": by_unit, "nothing": not by_unit and not typed.strip(), "not_found": not by_unit and typed.strip(),
        "typed": tidy(typed[:200]), "village": village, "villages": villages, "units": units,
        "unchosen": "asked" in request.args,
        "label_of": label_of,
    }  # fmt: skip


def asked_kind() -> ActivityKind | None:
    """Return the kind that the address asks a new form for, such as the meeting of a group that did not meet."""
    kind = request.args.get("kind", "")
    return ActivityKind(kind) if kind in set(ActivityKind) else None


def asked_month() -> date | None:
    """Return the first day of the month, over and not too long ago, for which the address or the form asks; else None.

    It is one in which a group did not meet: on which day it did, only the person knows.
    """
    try:
        first = date.fromisoformat(f"{request.values.get('month', '')}-01")
    except ValueError:
        return None
    return first if months_before(today(), MONTHS_BACK) <= first < month_of(today()) else None


def first_values(acting: Acting, kind: ActivityKind | None, *, like_last: bool) -> dict[str, Any]:
    """Return what stands in a new form: the kind and who was there last time or, ``like_last``, all of it.

    Last time is that of just those who act and, where a ``kind`` is asked for, of that kind.
    """
    last = last_of(acting.groups, acting.unit, kind)
    if last is None:
        return {"kind": (kind or _usual(acting)).value}
    facts = facts_of(last)
    return facts if like_last else {name: facts[name] for name in ("kind", "households_present", "people_present")}


def entry(
    form: ActivityForm,
    acting: Acting | None,
    status: int = 200,
    *,
    edited: Activity | None = None,
    corrected: Activity | None = None,
    refusal: LikelyTwin | OutsideLife | None = None,
    stale: StaleVersion | None = None,
) -> ResponseReturnValue:
    """Answer with the form of an activity: a new one, or one that is edited or corrected; and why it was refused."""
    if isinstance(refusal, OutsideLife):
        form.held_on.errors = [str(refusal.message)]
    if stale and edited:
        form.version.data, form.version.raw_data = edited.version, None  # saved again, it is meant
    context: dict[str, Any] = {
        "form": form, "acting": acting, "edited": edited, "corrected": corrected,
        "twin": refusal if isinstance(refusal, LikelyTwin) else None,
        "stale": differences(edited, form.terms()) if stale and edited else None,
        "last": last_of(acting.groups, acting.unit, asked_kind()) if acting and not (edited or corrected) else None,
        "there": present(acting.groups, acting.unit, form.held_on.data or today()) if acting else None,
        "outcomes": OUTCOMES, "kinds": ACTIVITY_KINDS, "names": _names(acting) if acting else "",
        "like_url": _like_url(acting) if acting else None, "silent": _silent(),
    }  # fmt: skip
    reason = stale.reason if stale else None
    return render("activities/form.html", fragment="activities/_form.html", status=status, reason=reason, **context)


def about_activity(
    activity: Activity, *, photo_form: LatePhotoForm | None = None, withdrawal_form: WithdrawalForm | None = None
) -> dict[str, Any]:
    """Return what an activity's page shows."""
    successor, logs = successor_of(activity), _may_log(activity)
    counts = successor is None and activity.withdrawn_at is None
    edits = logs and counts and may_edit(activity, actor()) and is_open(activity)
    return {
        "activity": activity, "successor": successor, "label_of": label_of, "kinds": ACTIVITY_KINDS,
        "results": results_of(activity), "labels": {outcome.field: outcome.label for outcome in OUTCOMES},
        "may_edit": edits, "may_correct": logs and counts and may_replace(activity, actor()),
        "only_correct": logs and counts and not edits and may_replace(activity, actor()),
        "may_withdraw": logs and counts and may_withdraw(activity, actor()),
        "may_add_photo": logs and _may_add_photo(activity, counts=counts),
        "coming": max(min(activity.photos_promised, MOST_PHOTOS) - len(activity.photos), 0),
        "photo_form": photo_form or LatePhotoForm(formdata=None),
        "withdrawal_form": withdrawal_form or WithdrawalForm(formdata=None),
    }  # fmt: skip


def _may_add_photo(activity: Activity, *, counts: bool) -> bool:
    allowed = is_promised(activity, actor()) or (counts and may_edit(activity, actor()) and is_open(activity))
    return allowed and len(activity.photos) < MOST_PHOTOS


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
    if not acting.groups:
        return ActivityKind.OUTREACH
    return ActivityKind.MEETING if acting.single else ActivityKind.PATROL


def _may_log(activity: Activity) -> bool:
    """Tell whether the person may log for the activity's unit or, where groups acted together, for one of theirs.

    What was done in a unit that has ended since stays as it is.
    """
    if activity.unit.has_ended:
        return False
    units = [activity.unit, *(group.unit for group in activity.groups)]
    return any(can(actor(), Action.ACTIVITY_LOG, unit) for unit in units)


def _silent() -> Silent | None:
    first = asked_month()
    return Silent(f"{first:%Y-%m}", f"{first:%m/%Y}", first, month_after(first) - timedelta(days=1)) if first else None


def _like_url(acting: Acting) -> str:
    month = asked_month()
    asked: dict[str, Any] = {"kind": asked_kind(), "month": month and f"{month:%Y-%m}", "like": "last"}
    if acting.single:
        return url_for("activities.new_of_group", group_id=acting.single.id, **asked)
    groups = [str(group.id) for group in acting.groups]
    return url_for("activities.new", group=groups, unit=None if groups else acting.unit.id, **asked)
