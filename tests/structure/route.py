"""What is expected of an address: whom it is open to, what it is about, and a form that succeeds."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from app.policy import Role

Fields = dict[str, Any]


class Relation(StrEnum):
    """Where a thing lies, seen from a person's unit."""

    OWN = "own"
    CHILD = "directly below"
    BELOW = "below"
    ABOVE = "above"
    ASIDE = "aside"


class About(StrEnum):
    """What the id in an address, or in a form, stands for; the values name the cast's things to try, village first."""

    UNIT = "unit"
    VILLAGE = "village"
    MISSING = "household that has not signed"
    AWAY = "household that was set aside"
    PLEDGE = "pledge"
    PHOTO = "pledge with a photo"
    UPLOAD = "photo that arrives in parts"
    RECEIPT = "receipt of what was sent from a unit"
    GROUP = "group"
    DECISION = "group whose decision has a photo"
    MODEL = "the province's model of groups"
    ACTIVITY = "activity"
    ACTIVITY_PHOTO = "activity with a photo"
    CRITERIA = "criteria set"
    DEADLINE = "criteria set whose document gives no deadline"
    OWN_INDICATOR = "criteria set with an indicator of the province's own"
    PLACE = "village or commune"
    REGISTRATION = "registration of a village or a commune"
    CONVENTION = "convention of a village"
    HOTSPOT = "hotspot"
    DOCUMENT = "registration whose document has a photo"
    ASSESSMENT = "assessment"
    ANSWER = "assessment with an answer that has a photo"
    REMEDY = "remedy"
    COMMUNE = "commune"
    INSPECTION = "inspection that is planned"
    CONCLUDED = "inspection that was concluded, with a demand"
    OBSTACLE = "obstacle that is open, with a photo"
    ANSWERED = "obstacle that was answered"
    DONE_REMEDY = "remedy that is done, with a photo"
    SUBMISSION = "village's dossier that waits for its commune"
    COMMENTED = "dossier about which a comment with a photo and a document was made"
    DIRECTIVE = "directive, by the unit that it goes to"
    DIRECTIVE_PHOTO = "directive with a photo"
    DIRECTIVE_DOCUMENT = "directive with a document"
    DONE_DIRECTIVE = "directive that is done"
    GIVEN = "directive, by the unit that gave it"
    NOTICE = "what a unit was told"


Open = Mapping[Role, frozenset[Relation]]

ANYWHERE = frozenset(Relation)
OWN = frozenset({Relation.OWN})
DOWN = frozenset({Relation.OWN, Relation.CHILD, Relation.BELOW})
CHILDREN = frozenset({Relation.CHILD})

PHONES: Open = dict.fromkeys(set(Role) - {Role.ADMINISTRATOR}, ANYWHERE)
NAMES: Open = {Role.VILLAGE_HEAD: OWN, Role.COMMUNE_POLICE: DOWN}
COUNTS: Open = {**NAMES, Role.DISTRICT: DOWN, Role.PROVINCE: DOWN}
PROVINCES: Open = {Role.PROVINCE: OWN}
JUDGED: Open = dict.fromkeys((Role.VILLAGE_HEAD, Role.COMMUNE_POLICE, Role.DISTRICT, Role.PROVINCE), ANYWHERE)
REMINDERS: Open = {Role.COMMUNE_POLICE: DOWN}
UNITS: Open = {**COUNTS, Role.ADMINISTRATOR: ANYWHERE}
EVERYONE: Open = dict.fromkeys(Role, ANYWHERE)
PUBLIC: Open | None = None


def no_fields(_who: str | None) -> Fields:
    return {}


@dataclass(frozen=True)
class Route:
    """What is expected of an address."""

    open_to: Open | None
    about: About | None = None
    given_in: str | None = None  # the query's or the form's field that holds the id, when the address does not
    fields: Callable[[str | None], Fields] = no_fields  # what to post so that it succeeds, by who posts
    status: frozenset[int] = frozenset({200})
    events: tuple[str, ...] = field(default=())  # what the audit trail says of one success
    at: str | None = None  # the address to try, where a part of it is nothing's id
    body: Callable[[str | None], Any] | None = None  # JSON to post instead of a form
    fields_of: Callable[[Any], Fields] = no_fields  # the same, by the id of what the address is about
    seen_by: Open = field(default_factory=dict)  # who reads the thing, so that what they may not do of it is 403
    kind: str = "registrations"  # where an address begins with a kind of record: the one to try


DONE = frozenset({303})


def by_province(event: str, about: About | None, fields: Callable[[str | None], Fields] = no_fields) -> Route:
    """Return the line of a form that the province alone sends."""
    return Route(PROVINCES, about, fields=fields, status=DONE, events=(event,))
