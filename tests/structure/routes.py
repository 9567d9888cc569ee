"""Every address of the application: whom it is open to, what it is about, and, where it writes, a form that succeeds.

This table is written by hand, beside the policy, on purpose: who widens a right says so in both.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from io import BytesIO
from typing import Any

from app.clock import today
from app.policy import Role
from tests.world import PASSWORD, PEOPLE, PLACES, World, id_of, jpeg

Fields = dict[str, Any]


class Relation(StrEnum):
    """Where a thing lies, seen from a person's unit."""

    OWN = "own"
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


Open = Mapping[Role, frozenset[Relation]]

ANYWHERE = frozenset(Relation)
OWN = frozenset({Relation.OWN})
DOWN = frozenset({Relation.OWN, Relation.BELOW})

PHONES: Open = {Role.VILLAGE_HEAD: ANYWHERE, Role.COMMUNE_POLICE: ANYWHERE}
NAMES: Open = {Role.VILLAGE_HEAD: OWN, Role.COMMUNE_POLICE: DOWN}
COUNTS: Open = {**NAMES, Role.DISTRICT: DOWN, Role.PROVINCE: DOWN}
REMINDERS: Open = {Role.COMMUNE_POLICE: DOWN}
UNITS: Open = {**COUNTS, Role.ADMINISTRATOR: ANYWHERE}
EVERYONE: Open = dict.fromkeys(Role, ANYWHERE)
PUBLIC: Open | None = None


def no_fields(_who: str | None) -> Fields:
    """Return an empty form."""
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


DONE = frozenset({303})


def _signing_in(who: str | None) -> Fields:
    return {"username": who or "head", "password": PASSWORD}


def _new_password(_who: str | None) -> Fields:
    return {"current_password": PASSWORD, "new_password": "mot cau de nho", "again": "mot cau de nho"}


def _household(_who: str | None) -> Fields:
    return {"head_name": "Hà Văn Xuân", "member_count": "5", "phone": "0987 654 321", "birth_year": "1970"}


def _edited(who: str | None) -> Fields:
    return {**_household(who), "version": "1"}


def _departure(_who: str | None) -> Fields:
    return {"kind": "moved_out", "on": f"{today():%Y-%m-%d}", "reason": "Về ở với con"}


def _pledge(_who: str | None) -> Fields:
    return {"signed_on": f"{today():%Y-%m-%d}", "signer_name": "Hà Thị Thu", "signer_relation": "vợ", "method": "paper"}


def _photo(_who: str | None) -> Fields:
    return {"photo": (BytesIO(jpeg()), "to-cam-ket.jpg")}


def _chunk(_who: str | None) -> Fields:
    content = jpeg()
    whole = {"total": str(len(content)), "hash": hashlib.sha256(content).hexdigest()}
    return {"offset": "0", **whole, "chunk": (BytesIO(content), "blob")}


def _heartbeat(_who: str | None) -> Fields:
    return {"phone": str(id_of("phone")), "waiting": "3", "fixing": "1", "oldest": "2026-01-01T08:00:00Z"}


def _batch(_who: str | None) -> Any:
    return {"items": [{"key": str(id_of("item")), "path": "/nowhere", "fields": []}]}


def _no_rescue_file(_who: str | None) -> Fields:
    return {"file": (BytesIO(b"{}"), "cuu-ho.json")}


ROUTES: dict[str, Route] = {
    "GET /": Route(EVERYONE),
    "GET /healthz": Route(PUBLIC),
    "GET /readyz": Route(PUBLIC),
    "GET /login": Route(PUBLIC, status=frozenset({200, 303})),
    "POST /login": Route(PUBLIC, fields=_signing_in, status=DONE),
    "POST /logout": Route(EVERYONE, status=DONE),
    "GET /account": Route(EVERYONE),
    "POST /account/password": Route(EVERYONE, fields=_new_password, status=DONE, events=("account:password",)),
    "POST /locale": Route(PUBLIC, fields=lambda _: {"locale": "en"}, status=DONE, events=("account:language",)),
    "GET /outbox": Route(EVERYONE),
    "GET /units": Route(UNITS),
    "GET /units/mine": Route(UNITS, status=DONE),
    "GET /units/<int:unit_id>": Route(UNITS, About.UNIT),
    "GET /progress/<int:unit_id>": Route(COUNTS, About.UNIT),
    "GET /households": Route(NAMES, About.VILLAGE, "village"),
    "GET /households/new": Route(NAMES, About.VILLAGE, "village"),
    "POST /households": Route(NAMES, About.VILLAGE, "village", _household, DONE, ("household:add",)),
    "GET /households/<uuid:household_id>": Route(NAMES, About.MISSING),
    "GET /households/<uuid:household_id>/edit": Route(NAMES, About.MISSING),
    "POST /households/<uuid:household_id>": Route(
        NAMES, About.MISSING, fields=_edited, status=DONE, events=("household:edit",)
    ),
    "GET /households/<uuid:household_id>/departure/new": Route(NAMES, About.MISSING),
    "POST /households/<uuid:household_id>/departure": Route(
        NAMES, About.MISSING, fields=_departure, status=DONE, events=("household:depart",)
    ),
    "POST /households/<uuid:household_id>/distinction": Route(NAMES, About.MISSING, status=DONE),
    "POST /households/<uuid:household_id>/return": Route(NAMES, About.AWAY, status=DONE, events=("household:return",)),
    "GET /households/<uuid:household_id>/pledge/new": Route(NAMES, About.MISSING),
    "POST /households/<uuid:household_id>/pledge": Route(
        NAMES, About.MISSING, fields=_pledge, status=DONE, events=("pledge:sign",)
    ),
    "GET /pledges/<uuid:pledge_id>": Route(NAMES, About.PLEDGE),
    "POST /pledges/<uuid:pledge_id>/withdrawal": Route(
        NAMES, About.PLEDGE, fields=lambda _: {"reason": "Ký nhầm hộ"}, status=DONE, events=("pledge:withdraw",)
    ),
    "GET /pledges/<uuid:pledge_id>/photo": Route(NAMES, About.PHOTO),
    "POST /pledges/<uuid:pledge_id>/photo": Route(
        NAMES, About.PLEDGE, fields=_photo, status=DONE, events=("pledge:photo",)
    ),
    "GET /groups/regularity": Route(COUNTS, About.UNIT, "unit"),
    "GET /groups/<uuid:group_id>/year": Route(NAMES, About.GROUP),
    "POST /groups/<uuid:group_id>/reminder": Route(REMINDERS, About.GROUP, status=DONE, events=("notice:send",)),
    "GET /activities/effect": Route(COUNTS, About.UNIT, "unit"),
    "GET /receipts": Route(COUNTS, About.RECEIPT, "code", status=DONE),
    "GET /receipts/<code>": Route(COUNTS, About.RECEIPT),
    "GET /offline/session": Route(PUBLIC),
    "POST /offline/batch": Route(EVERYONE, body=_batch),
    "POST /offline/heartbeat": Route(EVERYONE, fields=_heartbeat, status=frozenset({204})),
    "GET /offline/rescue-key": Route(PUBLIC),
    # Only the server's own key makes a file that succeeds: see tests/offline/test_rescue.py.
    "POST /offline/rescue": Route(EVERYONE, fields=_no_rescue_file, status=frozenset({422})),
    "GET /offline/pack": Route(NAMES, About.VILLAGE, "village"),
    "GET /offline/shells": Route(EVERYONE),
    "GET /offline/shells/<name>": Route(PUBLIC, at="/offline/shells/offline"),
    "GET /service-worker.js": Route(PUBLIC),
    "GET /manifest.webmanifest": Route(PUBLIC),
    "POST /attachments/<uuid:upload_id>/chunks": Route(PHONES, About.UPLOAD, fields=_chunk),
}

# The things to try an address on: by the unit in which they lie, the given name of the household's head.
TRIED = {
    About.MISSING: {"Na": "Ánh", "Pa": "Hoa", "Hạ": "Khánh", "Xa": "Mai"},
    About.AWAY: {"Na": "Dũng"},
    About.PLEDGE: {"Na": "Cúc", "Pa": "Giang", "Hạ": "Lan"},
    About.PHOTO: {"Na": "Bình"},
}
PARENTS = {name: parent for name, _, _, parent in PLACES}
SEATS = {username: (role, place) for username, role, place in PEOPLE}
VILLAGES = ("Na", "Pa", "Hạ", "Xa")


def split(name: str) -> tuple[str, str]:
    """Return method and rule of a line of the table."""
    method, _, rule = name.partition(" ")
    return method, rule


def targets(route: Route, world: World) -> dict[str | None, Any]:
    """Return the ids to try a route with, by the unit in which each thing lies; None: it is about nothing."""
    given: dict[About | None, Mapping[Any, Any]] = {
        None: {None: None},
        About.UNIT: world.units,
        About.VILLAGE: {name: world.units[name] for name in VILLAGES},
        About.UPLOAD: {None: id_of("upload")},
        About.RECEIPT: world.receipts,
        About.GROUP: world.groups,
    }
    if route.about is None or route.about in given:
        return dict(given[route.about])
    things = world.pledges if route.about in {About.PLEDGE, About.PHOTO} else world.households
    return {place: things[name] for place, name in TRIED[route.about].items()}


def address(name: str, id_: Any) -> str:
    """Return where a line of the table leads for the thing ``id_``."""
    method, rule = split(name)
    route = ROUTES[name]
    if id_ is None:
        return route.at or rule
    if route.given_in:
        return f"{rule}?{route.given_in}={id_}" if method == "GET" else rule
    before, _, rest = rule.partition("<")
    return f"{before}{id_}{rest.partition('>')[2]}"


def form(name: str, who: str | None, id_: Any) -> Fields:
    """Return what to post there so that it succeeds."""
    route = ROUTES[name]
    given = {route.given_in: str(id_)} if route.given_in and id_ is not None else {}
    return {**route.fields(who), **given}


def relation(who: str, place: str) -> Relation:
    """Return where ``place`` lies, seen from the unit of ``who``."""
    seat = SEATS[who][1]
    if place == seat:
        return Relation.OWN
    if seat in above(place):
        return Relation.BELOW
    return Relation.ABOVE if place in above(seat) else Relation.ASIDE


def above(place: str) -> list[str]:
    """Return the names of the units above ``place``."""
    parent = PARENTS[place]
    return [parent, *above(parent)] if parent else []


def may(who: str | None, name: str, place: str | None) -> bool:
    """Tell whether a line of the table is open to ``who`` for a thing that lies in ``place``."""
    reach = ROUTES[name].open_to
    if reach is None:
        return True
    if who is None or SEATS[who][0] not in reach:
        return False
    return place is None or relation(who, place) in reach[SEATS[who][0]]
