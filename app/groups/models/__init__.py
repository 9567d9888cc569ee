"""Groups and activities as they are stored."""

from app.groups.models.activity import Activity, ActivityGroup, ActivityKind, ActivityPhoto, ActivityRevision, Outcome
from app.groups.models.group import (
    Group,
    GroupKind,
    GroupModel,
    GroupMove,
    Leader,
    LeaderPost,
    Membership,
    Standing,
    StandingSpell,
)
from app.groups.models.rule import RegularityRule

__all__ = [
    "Activity",
    "ActivityGroup",
    "ActivityKind",
    "ActivityPhoto",
    "ActivityRevision",
    "Group",
    "GroupKind",
    "GroupModel",
    "GroupMove",
    "Leader",
    "LeaderPost",
    "Membership",
    "Outcome",
    "RegularityRule",
    "Standing",
    "StandingSpell",
]
