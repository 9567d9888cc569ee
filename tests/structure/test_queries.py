"""A page asks the database as often for a village of sixty as for one of five, seldom, and never writes."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event
from werkzeug.test import TestResponse

from app.clock import today
from app.config import Settings
from app.extensions import db
from app.households.queries import PAGE
from app.web.transaction import begin_writing
from tests.client import Client
from tests.conftest import Ground, SignIn, own_app
from tests.structure.crowd import gather
from tests.structure.route import About
from tests.structure.routes import ROUTES, SEATS, address, may, targets
from tests.world import World

# How often it is asked is the same over both; that both answer, the matrix of access finds.
pytestmark = pytest.mark.once
MOST = 12
# Pages that hold many figures: each measure of a set costs one query, however much is stored.
MOST_OF_MANY = {
    "GET /offline/assessments": 24, "GET /assessments/<uuid:assessment_id>/trend": 30,
    "GET /assessments/<uuid:assessment_id>/submission": 18, "GET /reviews/<uuid:submission_id>": 20,
    "GET /inspections/<uuid:inspection_id>": 20, "GET /inspections/<uuid:inspection_id>/paper": 20,
}  # fmt: skip
NOT_PAGES = {
    "GET /healthz", "GET /readyz", "GET /units/mine", "GET /pledges/<uuid:pledge_id>/photo", "GET /receipts",
    "GET /assessments/<uuid:assessment_id>/review",
    "GET /reviews/<uuid:submission_id>/comments/<uuid:comment_id>/photo",
    "GET /reviews/<uuid:submission_id>/comments/<uuid:comment_id>/document",
    "GET /obstacles/<uuid:obstacle_id>/photo",
    "GET /groups/<uuid:group_id>/photo", "GET /standing", "GET /<standing:kind>/<uuid:record_id>/photo",
    "GET /activities/<uuid:activity_id>/photos/<int:number>", "GET /directives/<uuid:directive_id>/photo",
}  # fmt: skip
PAGES = [name for name in ROUTES if name.startswith("GET ") and name not in NOT_PAGES]
# Further ways to ask for a page; what is asked without a query is tried for every page.
NARROWED = {
    "GET /households": ["status=missing", "status=signed", "status=away", "q=van", "q=a&status=missing"],
    "GET /households/new": ["name=Ban"],
    "GET /households/<uuid:household_id>/pledge/new": [f"year={today().year - 1}"],
    "GET /timeliness": ["kind=village_dossier-village", f"kind=commune_dossier-commune&year={today().year - 1}"],
    "GET /reviews": ["kind=assessment", "state=returned", "state=approved"],
    "GET /groups": ["kind=lien_gia", "standing=dissolved", "q=lo"],
    "GET /groups/new": ["kind=fire", "kind=other"],
    "GET /groups/<uuid:group_id>/members/new": ["q=a"],
    "GET /activities": [
        "q=lo",
        "kind=meeting",
        "kind=fire&month=2020-01",
        f"kind=meeting&since={today().year}-01-01&until={today()}",
    ],
    "GET /groups/<uuid:group_id>/book": ["kind=meeting", "q=lien+gia"],
    "GET /groups/<uuid:group_id>/activities/new": ["like=last"],
    "GET /groups/regularity": ["verdict=all", "verdict=silent", "verdict=regular", "on=2026-01-31"],
    "GET /progress/<int:unit_id>/past": ["on=2026-01-01"],
    "GET /activities/effect": [f"year={today().year - 1}"],
    "GET /<standing:kind>": ["level=village", "level=commune", f"year={today().year - 1}", "as_of=2020-01-01"],
    "GET /inspections": ["state=planned", "state=concluded", "state=withdrawn"],
    "GET /obstacles": ["q=ban", "category=legal", "state=answered", "q=giu+ban&state=open"],
    "GET /obstacles/answered": ["q=ban"],
    "GET /directives": ["q=ban", "show=given", "show=received&kind=request"],
    "GET /directives/<uuid:directive_id>": ["state=unread"],
    "GET /directives/new": ["to=chosen", "to=without-assessment"],
    "GET /units": ["q=a", "kind=village", "q=ban+n"],
}
BETWEEN = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")


@dataclass(frozen=True)
class Asked:
    """A page as somebody asks for it."""

    name: str
    who: str | None
    place: str | None
    query: str = ""

    def __str__(self) -> str:
        return f"{self.name} {self.who} {self.place} {self.query}".strip()


def ways() -> Iterator[Asked]:
    """Yield every page as the first person of each role may ask for it, about a thing of their own or below."""
    first = {role: who for who, (role, _) in reversed(SEATS.items())}
    for name in PAGES:
        public = ROUTES[name].open_to is None
        for who in [None] if public else first.values():
            place = _place(name, who)
            if place != "nowhere":
                yield from (Asked(name, who, place, query) for query in ("", *NARROWED.get(name, [])))
    yield from (Asked("GET /households", "police", None, query) for query in ("", *NARROWED["GET /households"]))
    yield Asked("GET /households/new", "police", None)
    yield from (Asked("GET /groups", "police", None, query) for query in ("", *NARROWED["GET /groups"]))
    yield Asked("GET /groups/new", "police", None)
    yield from (Asked(name, "police", None) for name in ("GET /activities", "GET /activities/new"))
    yield Asked("GET /progress/<int:unit_id>", "district", "An")
    yield Asked("GET /units/<int:unit_id>", "province", "An")
    yield Asked("GET /groups/regularity", "police", "Na")
    yield Asked("GET /units/<int:unit_id>/standing", "police", "Na")
    yield Asked("GET /units/<int:unit_id>/standing", "district", "An")
    yield Asked("GET /<standing:kind>/<uuid:record_id>", "district", "An")
    yield Asked("GET /<standing:kind>/<uuid:record_id>/edit", "police", "Na")
    yield Asked("GET /<standing:kind>/new", "police", "Na")
    yield Asked("GET /groups/regularity", "district", "An")
    yield Asked("GET /assessments", "district", "Một")
    yield from (Asked(f"GET /inspections/<uuid:inspection_id>{page}", "district", "An") for page in ("", "/paper"))
    yield Asked("GET /inspections/<uuid:inspection_id>/paper", "police", "An")
    yield Asked("GET /inspections/<uuid:inspection_id>/findings/<code>", "district", "An")
    yield Asked("GET /obstacles", "province", "Thử")
    yield Asked("GET /obstacles/<uuid:obstacle_id>", "district", "Một")
    yield Asked("GET /directives/<uuid:directive_id>", "district", "An")
    yield from (Asked(f"GET /assessments/<uuid:assessment_id>{page}", "police", "An") for page in ("", "/trend"))


def _place(name: str, who: str | None) -> str | None:
    nowhere = dict.fromkeys([None, About.CRITERIA, About.DEADLINE, About.OWN_INDICATOR])
    places: dict[About | None, str | None] = {**nowhere, About.UNIT: SEATS[who][1] if who else None}
    places |= dict.fromkeys([About.INSPECTION, About.CONCLUDED], "An")  # communes alone are inspected
    place = places.get(ROUTES[name].about, "Na")
    return place if may(who, name, place) else "nowhere"


@pytest.fixture(scope="module")
def crowded(settings: Settings, ground: Ground) -> Iterator[Flask]:
    """An application over the cast in a crowd: many households, pledges, residences, villages, communes, photos."""
    with own_app(settings, ground, "crowded") as app:
        with app.app_context():
            world = World.read()
            begin_writing()
            gather(world)
            db.session.commit()
        yield app


@pytest.mark.parametrize("asked", list(ways()), ids=str)
def test_the_queries_of_a_page_are_few_and_do_not_grow(as_: SignIn, world: World, crowded: Flask, asked: Asked) -> None:
    among_many: Any = crowded.test_client()
    among_many.judges = False  # pages of a crowd are long to read; that they are sound is seen below
    if asked.who:
        among_many.enter(asked.who)
    few, few_said = _queries_of(as_(asked.who), asked, world)
    many, many_said = _queries_of(among_many, asked, world)
    assert [statement for statement in many if not statement.startswith(("SELECT", "WITH"))] == []
    assert len(few) == len(many), "\n\n".join(set(many) - set(few))
    assert len(many) <= MOST_OF_MANY.get(asked.name, MOST), "\n\n".join(many)
    assert few_said.status_code == many_said.status_code
    assert many_said.status_code in ROUTES[asked.name].status


@pytest.mark.parametrize(
    "asked",
    [
        Asked("GET /households", "head", "Na"),
        Asked("GET /households", "police", None, "status=signed"),
        Asked("GET /households/<uuid:household_id>", "head", "Na"),
        Asked("GET /groups", "head", "Na"),
        Asked("GET /groups", "police", None),
        Asked("GET /groups/<uuid:group_id>", "head", "Na"),
        Asked("GET /progress/<int:unit_id>", "district", "Một"),
        Asked("GET /groups/regularity", "head", "Na"),
        Asked("GET /groups/regularity", "district", "Một"),
        Asked("GET /units/<int:unit_id>/standing", "head", "Na"),
        Asked("GET /units/<int:unit_id>/standing", "police", "An"),
        Asked("GET /units/<int:unit_id>/standing", "district", "Một"),
        Asked("GET /<standing:kind>", "police", "An"),
        Asked("GET /<standing:kind>", "district", "Một"),
        Asked("GET /inspections", "district", "Một"),
        Asked("GET /obstacles", "head", "Na"),
        Asked("GET /obstacles/answered", "district", None),
        Asked("GET /notices", "head", None),
        Asked("GET /directives", "police", None),
        Asked("GET /units", "admin", None),
        Asked("GET /units/<int:unit_id>", "police", "An"),
    ],
    ids=str,
)
def test_the_crowd_is_on_the_page(as_: SignIn, world: World, crowded: Flask, asked: Asked) -> None:
    """Without this, pages that show nothing more would prove nothing."""
    among_many: Any = crowded.test_client()
    among_many.enter(asked.who)
    rows = [_get(client, asked, world).text.count("<li") for client in (as_(asked.who), among_many)]
    assert rows[1] >= rows[0] + 9


def test_the_next_page_of_a_list_asks_as_often_as_the_first(crowded: Flask, world: World) -> None:
    client: Any = crowded.test_client()
    client.enter("police")
    with counted(crowded) as first:
        text = client.get(f"/households?village={world.units['Na']}").text
    assert text.count('id="household-') - text.count('id="household-list"') == PAGE
    following = text.split('hx-get="/households?')[-1].split('"')[0].replace("&amp;", "&")
    with counted(crowded) as second:
        assert client.get(f"/households?{following}").status_code == 200
    assert len(second) == len(first)


@contextmanager
def counted(app: Flask) -> Iterator[list[str]]:
    """Yield a list that takes up the statements executed meanwhile, the bounds of transactions left out."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.lstrip().upper().startswith(BETWEEN):
            seen.append(" ".join(statement.split()))

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)


def _queries_of(client: Client, asked: Asked, world: World) -> tuple[list[str], TestResponse]:
    with counted(client.application) as statements:
        answer = _get(client, asked, world)
    return statements, answer


def _get(client: Client, asked: Asked, world: World) -> TestResponse:
    to = address(asked.name, targets(ROUTES[asked.name], world).get(asked.place))
    return client.get(f"{to}{'&' if '?' in to else '?'}{asked.query}".rstrip("?&"))
