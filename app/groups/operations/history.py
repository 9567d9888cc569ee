"""What stands in an activity, kept before it is changed, and the key by which it is found."""

from datetime import date
from typing import Any

from app.accounts.models import User
from app.clock import now
from app.extensions import db
from app.groups.labels import label_of
from app.groups.models import Activity, ActivityRevision
from app.vietnamese import search_key

PLAIN = ("households_present", "people_present", "summary", "plan")


def values_of(activity: Activity) -> dict[str, Any]:
    """Return what stands in the activity, by the names of the form's fields; what is empty is left out."""
    own = {name: getattr(activity, name) for name in ("kind", "held_on", *PLAIN)}
    return told(own | {f"outcome-{outcome.name}": outcome.count for outcome in activity.outcomes})


def told(values: dict[str, Any]) -> dict[str, Any]:
    """Return values as JSON keeps them."""
    plain = {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}
    return {name: value for name, value in plain.items() if value is not None}


def keep_version(activity: Activity, *, by: User, with_groups: bool = False) -> None:
    """Keep what stands in the activity, its groups too where they are to change, and count the version up."""
    groups = {"groups": "; ".join(label_of(group) for group in activity.groups)} if with_groups else {}
    values = values_of(activity) | groups
    db.session.add(ActivityRevision(activity_id=activity.id, version=activity.version, values=values, by=by.id))
    activity.version += 1
    activity.updated_at, activity.updated_by = now(), by.id


def write_key(activity: Activity) -> None:
    """Write the key computed from the activity's words and its groups."""
    groups = " ".join(f"{group.number} {group.leader_name}" for group in activity.groups)
    activity.search_key = search_key(f"{activity.summary or ''} {activity.plan or ''} {groups}")
