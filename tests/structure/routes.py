"""Every address of the application: whom it is open to, what it is about, and, where it writes, a form that succeeds.

This table is written by hand, beside the policy, on purpose: who widens a right says so in both.
"""

from collections.abc import Mapping
from typing import Any

from tests.directed import DIRECTED
from tests.inspections.cast import inspections
from tests.obstacles.cast import ANSWERED, OPEN
from tests.structure import forms, group_forms
from tests.structure.assessment_forms import code_of
from tests.structure.assessment_routes import ASSESSMENTS
from tests.structure.criteria_routes import CRITERIA
from tests.structure.directive_routes import DIRECTIVES
from tests.structure.inspection_routes import INSPECTIONS
from tests.structure.obstacle_routes import OBSTACLES
from tests.structure.review_routes import REVIEWS
from tests.structure.route import (
    COUNTS,
    DONE,
    EVERYONE,
    NAMES,
    PHONES,
    PROVINCES,
    PUBLIC,
    REMINDERS,
    UNITS,
    About,
    Fields,
    Relation,
    Route,
    by_province,
)  # fmt: skip
from tests.structure.standing_routes import STANDING
from tests.world import COMMUNE_CODE, PEOPLE, PLACES, World, id_of

ROUTES: dict[str, Route] = {
    "GET /": Route(EVERYONE),
    "GET /healthz": Route(PUBLIC),
    "GET /readyz": Route(PUBLIC),
    "GET /login": Route(PUBLIC, status=frozenset({200, 303})),
    "POST /login": Route(PUBLIC, fields=forms.signing_in, status=DONE),
    "POST /logout": Route(EVERYONE, status=DONE),
    "GET /account": Route(EVERYONE),
    "POST /account/password": Route(EVERYONE, fields=forms.new_password, status=DONE, events=("account:password",)),
    "POST /locale": Route(PUBLIC, fields=lambda _: {"locale": "en"}, status=DONE, events=("account:language",)),
    "GET /outbox": Route(EVERYONE),
    "GET /units": Route(UNITS),
    "GET /units/mine": Route(UNITS, status=DONE),
    "GET /units/<int:unit_id>": Route(UNITS, About.UNIT),
    "GET /progress/<int:unit_id>": Route(COUNTS, About.UNIT),
    "GET /progress/<int:unit_id>/past": Route(COUNTS, About.UNIT),
    "GET /households": Route(NAMES, About.VILLAGE, "village"),
    "GET /households/new": Route(NAMES, About.VILLAGE, "village"),
    "POST /households": Route(NAMES, About.VILLAGE, "village", forms.household, DONE, ("household:add",)),
    "GET /households/<uuid:household_id>": Route(NAMES, About.MISSING),
    "GET /households/<uuid:household_id>/edit": Route(NAMES, About.MISSING),
    "POST /households/<uuid:household_id>": Route(
        NAMES, About.MISSING, fields=forms.edited_household, status=DONE, events=("household:edit",)
    ),
    "GET /households/<uuid:household_id>/departure/new": Route(NAMES, About.MISSING),
    "POST /households/<uuid:household_id>/departure": Route(
        NAMES, About.MISSING, fields=forms.departure, status=DONE, events=("household:depart",)
    ),
    "POST /households/<uuid:household_id>/distinction": Route(NAMES, About.MISSING, status=DONE),
    "POST /households/<uuid:household_id>/return": Route(NAMES, About.AWAY, status=DONE, events=("household:return",)),
    "GET /households/<uuid:household_id>/pledge/new": Route(NAMES, About.MISSING),
    "POST /households/<uuid:household_id>/pledge": Route(
        NAMES, About.MISSING, fields=forms.pledge, status=DONE, events=("pledge:sign",)
    ),
    "GET /pledges/<uuid:pledge_id>": Route(NAMES, About.PLEDGE),
    "POST /pledges/<uuid:pledge_id>/withdrawal": Route(
        NAMES, About.PLEDGE, fields=lambda _: {"reason": "Ký nhầm hộ"}, status=DONE, events=("pledge:withdraw",)
    ),
    "GET /pledges/<uuid:pledge_id>/photo": Route(NAMES, About.PHOTO),
    "POST /pledges/<uuid:pledge_id>/photo": Route(
        NAMES, About.PLEDGE, fields=forms.photo, status=DONE, events=("attachment:keep", "pledge:photo")
    ),
    "GET /groups": Route(NAMES, About.VILLAGE, "village"),
    "GET /groups/new": Route(NAMES, About.VILLAGE, "village"),
    "POST /groups": Route(NAMES, About.VILLAGE, "village", group_forms.founding, DONE, ("group:found",)),
    "GET /groups/<uuid:group_id>": Route(NAMES, About.GROUP),
    "GET /groups/<uuid:group_id>/edit": Route(NAMES, About.GROUP),
    "POST /groups/<uuid:group_id>": Route(
        NAMES, About.GROUP, fields=group_forms.edited, status=DONE, events=("group:edit",)
    ),
    "GET /groups/<uuid:group_id>/photo": Route(NAMES, About.DECISION),
    "POST /groups/<uuid:group_id>/photo": Route(
        NAMES, About.GROUP, fields=group_forms.decision, status=DONE, events=("attachment:keep", "group:photo")
    ),
    "GET /groups/<uuid:group_id>/members/new": Route(NAMES, About.GROUP),
    "POST /groups/<uuid:group_id>/members": Route(
        NAMES, About.GROUP, fields_of=group_forms.joining, status=DONE, events=("group:member-join",)
    ),
    "POST /groups/<uuid:group_id>/members/<uuid:household_id>/end": Route(
        NAMES, About.GROUP, status=DONE, events=("group:member-leave",)
    ),
    "POST /groups/<uuid:group_id>/standing": Route(
        NAMES, About.GROUP, fields=group_forms.standing, status=DONE, events=("group:standing",)
    ),
    "GET /admin/group-models": Route(PROVINCES),
    "POST /admin/group-models": by_province("group-model:add", None, lambda _: {"name": "Hà Văn Xuân"}),
    "POST /admin/group-models/<int:model_id>/retirement": by_province("group-model:retire", About.MODEL),
    "GET /admin/group-rule": Route(PROVINCES),
    "POST /admin/group-rule": by_province("group-rule:set", None, group_forms.rule),
    "GET /activities": Route(NAMES, About.VILLAGE, "village"),
    "GET /activities/new": Route(NAMES, About.VILLAGE, "unit"),
    "POST /activities": Route(NAMES, About.VILLAGE, "unit", group_forms.activity, DONE, ("activity:log",)),
    "GET /groups/<uuid:group_id>/activities/new": Route(NAMES, About.GROUP),
    "POST /groups/<uuid:group_id>/activities": Route(
        NAMES, About.GROUP, fields=group_forms.activity, status=DONE, events=("activity:log",)
    ),
    "GET /groups/<uuid:group_id>/book": Route(NAMES, About.GROUP),
    "GET /activities/<uuid:activity_id>": Route(NAMES, About.ACTIVITY),
    "GET /activities/<uuid:activity_id>/edit": Route(NAMES, About.ACTIVITY),
    "POST /activities/<uuid:activity_id>": Route(
        NAMES, About.ACTIVITY, fields=group_forms.edited_activity, status=DONE, events=("activity:edit",)
    ),
    "GET /activities/<uuid:activity_id>/correction/new": Route(NAMES, About.ACTIVITY),
    "POST /activities/<uuid:activity_id>/correction": Route(
        NAMES, About.ACTIVITY, fields=group_forms.activity, status=DONE, events=("activity:correct",)
    ),
    "POST /activities/<uuid:activity_id>/distinction": Route(NAMES, About.ACTIVITY, status=DONE),
    "POST /activities/<uuid:activity_id>/withdrawal": Route(
        NAMES, About.ACTIVITY, fields=group_forms.mistake, status=DONE, events=("activity:withdraw",)
    ),
    "GET /activities/<uuid:activity_id>/photos/<int:number>": Route(NAMES, About.ACTIVITY_PHOTO),
    "POST /activities/<uuid:activity_id>/photos": Route(
        NAMES, About.ACTIVITY, fields=forms.photo, status=DONE, events=("attachment:keep", "activity:photo")
    ),
    "GET /groups/regularity": Route(COUNTS, About.UNIT, "unit"),
    "GET /groups/<uuid:group_id>/year": Route(NAMES, About.GROUP),
    "POST /groups/<uuid:group_id>/reminder": Route(REMINDERS, About.GROUP, status=DONE, events=("notice:send",)),
    "GET /activities/effect": Route(COUNTS, About.UNIT, "unit"),
    **CRITERIA,
    **STANDING,
    **ASSESSMENTS,
    **REVIEWS,
    **INSPECTIONS,
    **OBSTACLES,
    **DIRECTIVES,
    "GET /receipts": Route(COUNTS, About.RECEIPT, "code", status=DONE),
    "GET /receipts/<code>": Route(COUNTS, About.RECEIPT),
    "GET /offline/session": Route(PUBLIC),
    "POST /offline/batch": Route(EVERYONE, body=forms.batch),
    "POST /offline/heartbeat": Route(EVERYONE, fields=forms.heartbeat, status=frozenset({204})),
    "GET /offline/rescue-key": Route(PUBLIC),
    # Only the server's own key makes a file that succeeds: see tests/offline/test_rescue.py.
    "POST /offline/rescue": Route(EVERYONE, fields=forms.no_rescue_file, status=frozenset({422})),
    "GET /offline/pack": Route(NAMES, About.VILLAGE, "village"),
    "GET /offline/shells": Route(EVERYONE),
    "GET /offline/shells/<name>": Route(PUBLIC, at="/offline/shells/offline"),
    "GET /service-worker.js": Route(PUBLIC),
    "GET /manifest.webmanifest": Route(PUBLIC),
    "POST /attachments/<uuid:upload_id>/chunks": Route(PHONES, About.UPLOAD, fields=forms.chunk),
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
COMMUNES = ("An", "Bình", "Chung")


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
        About.DECISION: {"Na": world.groups["Na"]},
        About.MODEL: world.models,
        About.ACTIVITY: world.activities,
        About.ACTIVITY_PHOTO: {"Na": world.activities["Na"]},
        About.CRITERIA: {None: world.sets["sonla-nangcao-2018/commune"]},
        About.DEADLINE: {None: world.sets["antt-tt23-2012/commune"]},
        About.OWN_INDICATOR: {None: world.sets["ntm-19.2-2016/commune"]},
        About.PLACE: {name: world.units[name] for name in (*VILLAGES, *COMMUNES)},
        About.REGISTRATION: world.registrations,
        About.CONVENTION: world.conventions,
        About.HOTSPOT: world.hotspots,
        About.DOCUMENT: {"Na": world.registrations["Na"]},
        About.ASSESSMENT: world.assessments,
        About.ANSWER: {"Na": world.assessments["Na"]},
        About.REMEDY: world.remedies,
        About.SUBMISSION: world.submissions,
        About.COMMENTED: {"Na": world.submissions["Na"]},
        About.COMMUNE: {name: world.units[name] for name in COMMUNES},
        About.INSPECTION: inspections("planned", world.units),
        About.CONCLUDED: inspections("concluded", world.units),
        About.OBSTACLE: OPEN,
        About.ANSWERED: ANSWERED,
        About.DONE_REMEDY: {"Na": id_of("done remedy Na")},
        About.DIRECTIVE: {place: id_of(f"directive {place}") for place, *_ in DIRECTED},
        About.DIRECTIVE_PHOTO: {"Na": id_of("directive Na")},
        About.DIRECTIVE_DOCUMENT: {"Na": id_of("directive Na")},
        About.DONE_DIRECTIVE: {place: id_of(f"done directive {place}") for place in ("Na", "An")},
        About.GIVEN: {PARENTS[place]: id_of(f"directive {place}") for place, *_ in DIRECTED},
        About.NOTICE: world.notices,
    }
    if route.about is None or route.about in given:
        return dict(given[route.about])
    things = world.pledges if route.about in {About.PLEDGE, About.PHOTO} else world.households
    return {place: things[name] for place, name in TRIED[route.about].items()}


def address(name: str, id_: Any) -> str:
    """Return where a line of the table leads for the thing ``id_``."""
    method, rule = split(name)
    route = ROUTES[name]
    rule = rule.replace("<standing:kind>", route.kind)
    if id_ is None:
        return route.at or rule
    if route.given_in:
        return f"{rule}?{route.given_in}={id_}" if method == "GET" else rule
    before, _, rest = rule.partition("<")
    after = rest.partition(">")[2].replace(
        "<uuid:household_id>", str(group_forms.BELONGING.get(id_, id_of("Quàng Thị Bình")))
    )
    after = after.replace("<uuid:comment_id>", str(id_of("comment Na")))
    return f"{before}{id_}{after}".replace("<int:number>", "1").replace("<code>", _code(route, id_))


def _code(route: Route, id_: Any) -> str:
    """Return the code of an indicator that the set, or the assessment, has."""
    if route.about in {About.ASSESSMENT, About.ANSWER}:
        return code_of(id_)
    if route.about in {About.INSPECTION, About.CONCLUDED}:
        return COMMUNE_CODE
    return "t1" if route.about is About.OWN_INDICATOR else "5"


def form(name: str, who: str | None, id_: Any) -> Fields:
    """Return what to post there so that it succeeds."""
    route = ROUTES[name]
    given = {route.given_in: str(id_)} if route.given_in and id_ is not None else {}
    return {**route.fields(who), **route.fields_of(id_), **given}


def relation(who: str, place: str) -> Relation:
    """Return where ``place`` lies, seen from the unit of ``who``."""
    seat = SEATS[who][1]
    if place == seat:
        return Relation.OWN
    if seat in above(place):
        return Relation.CHILD if PARENTS[place] == seat else Relation.BELOW
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
