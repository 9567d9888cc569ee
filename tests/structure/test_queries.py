"""A page asks the database as often for a village of sixty as for one of five, seldom, and never writes."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import event
from werkzeug.test import TestResponse

from app.accounts.models import User
from app.attachments.photos import Photo
from app.clock import now, today
from app.config import Settings
from app.extensions import db
from app.groups.models import ActivityKind, GroupKind
from app.groups.operations.founding import GroupTerms, found_group
from app.groups.operations.logging import ActivityTerms, log_activity
from app.groups.regularity import window
from app.households.models import DepartureKind, Household
from app.households.operations import Departure, HouseholdTerms, bring_back, depart, register
from app.households.queries import PAGE
from app.pledges.models import Pledge, SigningMethod
from app.pledges.operations import PledgeTerms, sign, withdraw
from app.units.models import Succession, Unit, UnitKind
from app.units.operations import Founding, found
from app.web.transaction import begin_writing
from tests.client import Client
from tests.conftest import Ground, SignIn, own_app
from tests.structure.routes import ROUTES, SEATS, About, address, may, targets
from tests.world import World, photo

MOST = 12
NOT_PAGES = {"GET /healthz", "GET /readyz", "GET /units/mine", "GET /pledges/<uuid:pledge_id>/photo", "GET /receipts"}
PAGES = [name for name in ROUTES if name.startswith("GET ") and name not in NOT_PAGES]
# Further ways to ask for a page; what is asked without a query is tried for every page.
NARROWED = {
    "GET /households": ["status=missing", "status=signed", "status=away", "q=van", "q=a&status=missing"],
    "GET /households/new": ["name=Ban"],
    "GET /households/<uuid:household_id>/pledge/new": [f"year={today().year - 1}"],
    "GET /groups/regularity": ["verdict=all", "verdict=silent", "verdict=regular"],
    "GET /activities/effect": [f"year={today().year - 1}"],
    "GET /units": ["q=a", "kind=village", "q=ban+n"],
}
BETWEEN = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")
MANY = 60
FAMILIES = ("Lò Văn", "Quàng Thị", "Giàng A", "Vì Thị")
GIVEN = ("Án", "Bun", "Chiến", "Dín", "Đông", "Hặc", "Kẹo", "Lả", "Muôn", "Nọi", "Panh", "Sơ", "Tủa", "Ví", "Yên")


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
    yield Asked("GET /progress/<int:unit_id>", "district", "An")
    yield Asked("GET /units/<int:unit_id>", "province", "An")
    yield Asked("GET /groups/regularity", "police", "Na")
    yield Asked("GET /groups/regularity", "district", "An")


def _place(name: str, who: str | None) -> str | None:
    places: dict[About | None, str | None] = {None: None, About.UNIT: SEATS[who][1] if who else None}
    place = places.get(ROUTES[name].about, "Na")
    return place if may(who, name, place) else "nowhere"


@pytest.fixture(scope="module")
def crowded(settings: Settings, ground: Ground) -> Iterator[Flask]:
    """An application over the cast in a crowd: many households, pledges, residences, villages, communes, photos."""
    with own_app(settings, ground, "crowded") as app:
        with app.app_context():
            world = World.read()
            begin_writing()
            units = {name: db.session.get_one(Unit, id_) for name, id_ in world.units.items()}
            head = db.session.get_one(User, world.users["head"])
            _more_units(units)
            for number in range(MANY):
                _one_more(number, units["Na"], head)
            for number in range(MANY):
                _one_more_silent_group(number, units["Na" if number % 2 else "Pa"], head)
            for name in ("Ánh", "Cúc"):
                _long_history(db.session.get_one(Household, world.households[name]), head)
            db.session.commit()
        yield app


@pytest.mark.parametrize("asked", list(ways()), ids=str)
def test_the_queries_of_a_page_are_few_and_do_not_grow(as_: SignIn, world: World, crowded: Flask, asked: Asked) -> None:
    among_many: Any = crowded.test_client()
    if asked.who:
        among_many.enter(asked.who)
    few, few_said = _queries_of(as_(asked.who), asked, world)
    many, many_said = _queries_of(among_many, asked, world)
    assert [statement for statement in many if not statement.startswith(("SELECT", "WITH"))] == []
    assert len(few) == len(many), "\n\n".join(set(many) - set(few))
    assert len(many) <= MOST, "\n\n".join(many)
    assert few_said.status_code == many_said.status_code
    assert many_said.status_code in ROUTES[asked.name].status


@pytest.mark.parametrize(
    "asked",
    [
        Asked("GET /households", "head", "Na"),
        Asked("GET /households", "police", None, "status=signed"),
        Asked("GET /households/<uuid:household_id>", "head", "Na"),
        Asked("GET /progress/<int:unit_id>", "district", "Một"),
        Asked("GET /groups/regularity", "head", "Na"),
        Asked("GET /groups/regularity", "district", "Một"),
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


def _more_units(units: dict[str, Unit]) -> None:
    """Found villages in two communes and communes in the district, and announce mergers of one of them."""
    for number in range(30):
        for code, parent in (("a", "An"), ("b", "Bình")):
            found(Founding("thu", f"{code}{number}", UnitKind.VILLAGE, "bản", f"Nà {number}"), units[parent], by=None)
        found(Founding("thu", f"c{number}", UnitKind.COMMUNE, "xã", f"Mẫu {number}"), units["Một"], by=None)
        later = found(Founding("sau", f"{number}", UnitKind.COMMUNE, "xã", f"Mới {number}", None), None, by=None)
        pairs = [(units["An"], later)] if number % 2 else [(later, units["An"])]
        for before, after in pairs:
            db.session.add(
                Succession(predecessor_id=before.id, successor_id=after.id, effective_on=today(), partly=True)
            )


def _one_more(number: int, village: Unit, by: User) -> None:
    """Register a household; three of four sign, every third of them with a photo; some leave."""
    name = f"{FAMILIES[number % len(FAMILIES)]} {GIVEN[number % len(GIVEN)]}"
    terms = HouseholdTerms(name, 1 + number % 9, 1950 + number, f"+849120{number:05}", "cuối bản")
    household = register(uuid4(), terms, village, duplicate_seen=True, by=by)
    if number % 4:
        _sign(household, today(), None if number % 3 else photo(), by)
    if number % 5 == 0:
        depart(household, Departure(DepartureKind.MOVED_OUT, today(), "Về quê"), by=by)


def _one_more_silent_group(number: int, village: Unit, by: User) -> None:
    """Found a group that met seldom, and not last month."""
    terms = GroupTerms(GroupKind.LIEN_GIA, 500 + number, date(today().year - 3, 1, 1), "Lò Văn Trưởng")
    group = found_group(uuid4(), terms, village, by=by)
    met = ActivityTerms(ActivityKind.MEETING, window(today())[number % 9], now(), 1, 3, outcomes={"weapons": 1})
    log_activity(uuid4(), met, village, [group], by=by)


def _long_history(household: Household, by: User) -> None:
    """Let a household leave, come back, sign for the year before and withdraw, again and again."""
    for number in range(10):
        depart(household, Departure(DepartureKind.MOVED_OUT, today(), f"Đi làm xa {number}"), by=by)
        bring_back(household, today(), by=by)
        withdraw(_sign(household, date(today().year - 1, 5, 1 + number), None, by), f"Ghi sai {number}", by=by)


def _sign(household: Household, day: date, picture: Photo | None, by: User) -> Pledge:
    terms = PledgeTerms(uuid4(), day, household.head_name, None, SigningMethod.PAPER, now(), picture)
    return sign(household, terms, by=by)
