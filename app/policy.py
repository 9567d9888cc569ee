"""Who may do what, and how far it reaches: one table, used for lists, details, buttons and writes alike."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from types import MappingProxyType
from typing import Protocol, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Select, false, select, true


class Role(StrEnum):
    """The five kinds of people; a user has one role in one unit."""

    VILLAGE_HEAD = "village_head"
    COMMUNE_POLICE = "commune_police"
    DISTRICT = "district"
    PROVINCE = "province"
    ADMINISTRATOR = "administrator"


class Action(StrEnum):
    """What can be done, as NOUN:VERB."""

    ACCOUNT_OWN = "account:own"  # own password, language, sign-out
    UNIT_READ = "unit:read"
    PROGRESS_READ = "progress:read"  # counts, never names
    HOUSEHOLD_READ = "household:read"
    HOUSEHOLD_ADD = "household:add"
    HOUSEHOLD_EDIT = "household:edit"
    HOUSEHOLD_MOVE = "household:move"  # departure and return
    PLEDGE_READ = "pledge:read"
    PLEDGE_SIGN = "pledge:sign"
    PLEDGE_WITHDRAW = "pledge:withdraw"
    ATTACHMENT_ADD = "attachment:add"  # parts of a photo, before a record takes it
    GROUP_READ = "group:read"
    GROUP_KEEP = "group:keep"  # found, edit, members, standing
    GROUP_MODEL_KEEP = "group-model:keep"  # the province's own models of groups
    GROUP_RULE_SET = "group-rule:set"  # what the province asks of a regular group
    GROUP_REMIND = "group:remind"  # a village, of one that did not meet
    ACTIVITY_READ = "activity:read"
    ACTIVITY_LOG = "activity:log"  # and edit, and correct
    CRITERIA_READ = "criteria:read"
    CRITERIA_KEEP = "criteria:keep"  # set the province's numbers, add its own indicators
    STANDING_READ = "standing:read"
    STANDING_DECLARE = "standing:declare"  # what a unit says of itself: registrations, conventions
    STANDING_GRANT = "standing:grant"  # what is decided about it: recognitions, hotspots, borders, new-rural, force
    ASSESSMENT_READ = "assessment:read"
    ASSESSMENT_KEEP = "assessment:keep"  # begin, answer, plan remedies, make ready to be sent
    SUBMISSION_READ = "submission:read"
    SUBMISSION_SEND = "submission:send"  # and take back
    CALENDAR_SET = "calendar:set"  # by which day dossiers should be sent
    SUBMISSION_REVIEW = "submission:review"  # what waits for the own unit: agree, return, reopen, grant exceptions
    OBSTACLE_READ = "obstacle:read"
    OBSTACLE_RAISE = "obstacle:raise"  # and close, and ask again
    OBSTACLE_ANSWER = "obstacle:answer"  # and pass up; never what one's own unit raised
    INSPECTION_READ = "inspection:read"  # a commune reads what was concluded about it
    INSPECTION_KEEP = "inspection:keep"  # plan, find, conclude: what one's own unit planned
    INSPECTION_ANSWER = "inspection:answer"  # what was done about a demand
    NOTICE_READ = "notice:read"  # what one's unit was told, and one's own marks of having read it
    DIRECTIVE_READ = "directive:read"
    DIRECTIVE_GIVE = "directive:give"  # to the units below one's own, never to it
    DIRECTIVE_KEEP = "directive:keep"  # what one's own unit gave: remind, withdraw
    DIRECTIVE_ANSWER = "directive:answer"  # what came to one's own unit: read, done
    RECEIPT_READ = "receipt:read"  # what was accepted from whom; a household's name only to who reads households


# What only looks: it reaches also what hangs on ended units, at those who took them over.
READING = frozenset(action for action in Action if action.endswith(":read"))
# What reaches ended units without only looking: a dossier that waits is decided by who took its unit over.
REACHING_PAST = READING | {Action.SUBMISSION_REVIEW}


class Reach(StrEnum):
    """How far a grant goes from the user's unit."""

    UNIT = "unit"  # the user's own unit alone
    CHILDREN = "children"  # the units directly below it, and not the unit itself
    SUBTREE = "subtree"  # the unit and everything below it
    ALL = "all"  # every unit


# What a village head does, all of it in the one village; of criteria sets they read those that hold for it.
IN_A_VILLAGE = (
    Action.ACCOUNT_OWN, Action.NOTICE_READ, Action.DIRECTIVE_READ, Action.DIRECTIVE_ANSWER, Action.UNIT_READ,
    Action.PROGRESS_READ, Action.HOUSEHOLD_READ, Action.HOUSEHOLD_ADD, Action.HOUSEHOLD_EDIT, Action.HOUSEHOLD_MOVE,
    Action.PLEDGE_READ, Action.PLEDGE_SIGN, Action.PLEDGE_WITHDRAW, Action.GROUP_READ, Action.GROUP_KEEP,
    Action.ACTIVITY_READ, Action.ACTIVITY_LOG, Action.STANDING_READ, Action.STANDING_DECLARE, Action.ATTACHMENT_ADD,
    Action.CRITERIA_READ, Action.ASSESSMENT_READ, Action.ASSESSMENT_KEEP, Action.SUBMISSION_READ,
    Action.SUBMISSION_SEND, Action.OBSTACLE_READ, Action.OBSTACLE_RAISE, Action.RECEIPT_READ,
)  # fmt: skip

GRANTS: Mapping[Role, Mapping[Action, Reach]] = MappingProxyType(
    {
        Role.VILLAGE_HEAD: dict.fromkeys(IN_A_VILLAGE, Reach.UNIT),
        Role.COMMUNE_POLICE: {
            Action.ACCOUNT_OWN: Reach.UNIT,
            Action.NOTICE_READ: Reach.UNIT,
            Action.DIRECTIVE_READ: Reach.SUBTREE,
            Action.DIRECTIVE_GIVE: Reach.SUBTREE,
            Action.DIRECTIVE_KEEP: Reach.UNIT,
            Action.DIRECTIVE_ANSWER: Reach.UNIT,
            Action.UNIT_READ: Reach.SUBTREE,
            Action.PROGRESS_READ: Reach.SUBTREE,
            Action.HOUSEHOLD_READ: Reach.SUBTREE,
            Action.HOUSEHOLD_ADD: Reach.SUBTREE,
            Action.HOUSEHOLD_EDIT: Reach.SUBTREE,
            Action.HOUSEHOLD_MOVE: Reach.SUBTREE,
            Action.PLEDGE_READ: Reach.SUBTREE,
            Action.PLEDGE_SIGN: Reach.SUBTREE,
            Action.PLEDGE_WITHDRAW: Reach.SUBTREE,
            Action.GROUP_READ: Reach.SUBTREE,
            Action.GROUP_KEEP: Reach.SUBTREE,
            Action.GROUP_REMIND: Reach.SUBTREE,
            Action.ACTIVITY_READ: Reach.SUBTREE,
            Action.ACTIVITY_LOG: Reach.SUBTREE,
            Action.STANDING_READ: Reach.SUBTREE,
            Action.STANDING_DECLARE: Reach.CHILDREN,
            Action.STANDING_GRANT: Reach.CHILDREN,
            Action.ATTACHMENT_ADD: Reach.UNIT,
            Action.CRITERIA_READ: Reach.UNIT,
            Action.ASSESSMENT_READ: Reach.SUBTREE,
            Action.ASSESSMENT_KEEP: Reach.SUBTREE,
            Action.SUBMISSION_READ: Reach.SUBTREE,
            Action.SUBMISSION_SEND: Reach.SUBTREE,
            Action.SUBMISSION_REVIEW: Reach.SUBTREE,
            Action.OBSTACLE_READ: Reach.SUBTREE,
            Action.OBSTACLE_RAISE: Reach.UNIT,
            Action.INSPECTION_READ: Reach.UNIT,
            Action.INSPECTION_ANSWER: Reach.UNIT,
            Action.RECEIPT_READ: Reach.SUBTREE,
        },
        Role.DISTRICT: {
            Action.ACCOUNT_OWN: Reach.UNIT,
            Action.NOTICE_READ: Reach.UNIT,
            Action.DIRECTIVE_READ: Reach.SUBTREE,
            Action.DIRECTIVE_GIVE: Reach.SUBTREE,
            Action.DIRECTIVE_KEEP: Reach.UNIT,
            Action.DIRECTIVE_ANSWER: Reach.UNIT,
            Action.UNIT_READ: Reach.SUBTREE,
            Action.PROGRESS_READ: Reach.SUBTREE,
            Action.CRITERIA_READ: Reach.UNIT,
            Action.ASSESSMENT_READ: Reach.SUBTREE,
            Action.STANDING_READ: Reach.SUBTREE,
            Action.STANDING_DECLARE: Reach.CHILDREN,
            Action.STANDING_GRANT: Reach.CHILDREN,
            Action.ATTACHMENT_ADD: Reach.UNIT,
            Action.SUBMISSION_READ: Reach.SUBTREE,
            Action.SUBMISSION_REVIEW: Reach.SUBTREE,
            Action.OBSTACLE_READ: Reach.SUBTREE,
            Action.OBSTACLE_RAISE: Reach.UNIT,
            Action.OBSTACLE_ANSWER: Reach.SUBTREE,
            Action.INSPECTION_READ: Reach.SUBTREE,
            Action.INSPECTION_KEEP: Reach.SUBTREE,
            Action.RECEIPT_READ: Reach.SUBTREE,
        },
        Role.PROVINCE: {
            Action.ACCOUNT_OWN: Reach.UNIT,
            Action.NOTICE_READ: Reach.UNIT,
            Action.DIRECTIVE_READ: Reach.SUBTREE,
            Action.DIRECTIVE_GIVE: Reach.SUBTREE,
            Action.DIRECTIVE_KEEP: Reach.UNIT,
            Action.UNIT_READ: Reach.SUBTREE,
            Action.PROGRESS_READ: Reach.SUBTREE,
            Action.STANDING_READ: Reach.SUBTREE,
            Action.STANDING_DECLARE: Reach.CHILDREN,
            Action.STANDING_GRANT: Reach.CHILDREN,
            Action.ATTACHMENT_ADD: Reach.UNIT,
            Action.GROUP_MODEL_KEEP: Reach.UNIT,
            Action.GROUP_RULE_SET: Reach.UNIT,
            Action.CRITERIA_READ: Reach.UNIT,
            Action.ASSESSMENT_READ: Reach.SUBTREE,
            Action.CRITERIA_KEEP: Reach.UNIT,
            Action.CALENDAR_SET: Reach.UNIT,
            Action.SUBMISSION_READ: Reach.SUBTREE,
            Action.SUBMISSION_REVIEW: Reach.SUBTREE,
            Action.OBSTACLE_READ: Reach.SUBTREE,
            Action.OBSTACLE_ANSWER: Reach.SUBTREE,
            Action.INSPECTION_READ: Reach.SUBTREE,
            Action.INSPECTION_KEEP: Reach.SUBTREE,
            Action.RECEIPT_READ: Reach.SUBTREE,
        },
        Role.ADMINISTRATOR: {
            Action.ACCOUNT_OWN: Reach.UNIT,
            Action.UNIT_READ: Reach.ALL,
        },
    }
)


class Actor(Protocol):
    """Whoever asks: a signed-in user."""

    @property
    def id(self) -> UUID:
        """Who it is."""

    @property
    def role(self) -> Role:
        """The one role."""

    @property
    def unit_id(self) -> int:
        """The one unit."""

    @property
    def unit_path(self) -> str:
        """The unit's place in today's hierarchy, such as ``1/12/345/``."""


class Placed(Protocol):
    """A unit: somewhere in the hierarchy."""

    id: int

    @property
    def path(self) -> str | None:
        """The place, such as ``1/12/345/``; None when the unit is not in force."""

    @property
    def heir_paths(self) -> Sequence[str]:
        """The places of those who took over a unit that has ended."""


class Scoped(Protocol):
    """A table whose rows belong to a unit; ``past``: also rows of ended units that were taken over there."""

    @classmethod
    def in_unit(cls, unit_id: int, *, past: bool = False) -> ColumnElement[bool]:
        """Rows of one unit."""

    @classmethod
    def in_children(cls, unit_id: int) -> ColumnElement[bool]:
        """Rows of the units directly below one unit."""

    @classmethod
    def in_subtree(cls, path: str, *, past: bool = False) -> ColumnElement[bool]:
        """Rows of the unit at ``path`` and of all below it."""


S = TypeVar("S", bound=Scoped)


def reach_of(role: Role, action: Action) -> Reach | None:
    """Return how far ``role`` may do ``action``; None when it may not at all."""
    return GRANTS[role].get(action)


def can(actor: Actor, action: Action, unit: Placed | None = None) -> bool:
    """Tell whether ``actor`` may do ``action`` at all or, with ``unit``, to what belongs to that unit."""
    reach = reach_of(actor.role, action)
    if reach is None or unit is None:
        return reach is not None
    if reach is Reach.UNIT and unit.id == actor.unit_id:
        return True
    if unit.path is None:
        return action in REACHING_PAST and _reads_past(actor, reach, unit)
    if reach is Reach.CHILDREN:
        return unit.path == f"{actor.unit_path}{unit.id}/"
    return reach is Reach.ALL or (reach is Reach.SUBTREE and unit.path.startswith(actor.unit_path))


def _reads_past(actor: Actor, reach: Reach, unit: Placed) -> bool:
    """Tell whether ``actor`` reads an ended unit: one who reads a unit that took it over."""
    if reach is Reach.UNIT:
        return actor.unit_path in unit.heir_paths
    return any(reach is Reach.ALL or path.startswith(actor.unit_path) for path in unit.heir_paths)


def scope(actor: Actor, action: Action, model: type[Scoped]) -> ColumnElement[bool]:
    """Return the SQL condition that keeps the rows of ``model`` on which ``actor`` may do ``action``."""
    match reach_of(actor.role, action):
        case Reach.UNIT:
            return model.in_unit(actor.unit_id, past=action in REACHING_PAST)
        case Reach.CHILDREN:
            return model.in_children(actor.unit_id)
        case Reach.SUBTREE:
            return model.in_subtree(actor.unit_path, past=action in REACHING_PAST)
        case Reach.ALL:
            return true()
        case _:
            return false()


def visible(actor: Actor, action: Action, model: type[S]) -> Select[S]:
    """Return a select of the rows of ``model`` on which ``actor`` may do ``action``: the only way rows are found."""
    return select(model).where(scope(actor, action, model))
