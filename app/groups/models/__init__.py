"""Groups and activities as they are stored."""

from app.groups.models.activity import Activity, ActivityGroup, ActivityKind, ActivityPhoto, ActivityRevision, Outcome
from app.groups.models.group import (
    Group,
    GroupKind,
    GroupModel,
    Leader,
    LeaderPost,
    Membership,
    Standing,
    StandingSpell,
)

__all__ = [
    "Activity",
    "ActivityGroup",
    "ActivityKind",
    "ActivityPhoto",
    "ActivityRevision",
    "Group",
    "GroupKind",
    "GroupModel",
    "Leader",
    "LeaderPost",
    "Membership",
    "Outcome",
    "Standing",
    "StandingSpell",
]
