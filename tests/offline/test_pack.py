"""The pack: who gets which, what is in it, how small it is, and that deltas lead to the same book."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, select

from app.accounts.models import User
from app.audit.operations import record
from app.clock import now, today
from app.extensions import db
from app.households.models import DepartureKind, Household
from app.households.operations import Departure, HouseholdTerms, bring_back, depart, register, update
from app.identity import new_id
from app.offline.pack import OLDEST, OVERLAP, Cursor, read_cursor
from app.pledges.models import Pledge, SigningMethod
from app.pledges.operations import PledgeTerms, add_photo, sign, withdraw
from app.seeds.names import People, head_name
from app.units.models import Unit
from app.web.transaction import begin_writing
from tests.client import Client
from tests.conftest import SignIn
from tests.scripts import call_script
from tests.structure.test_queries import MOST
from tests.world import World, photo

Pack = dict[str, Any]
PEOPLES = tuple(People)


def rows(columns: dict[str, list[Any]]) -> list[dict[str, Any]]:
    """Return columns as rows."""
    return [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]


def pack_of(client: Client, village: int | None = None, since: object = None) -> Pack:
    """Return a pack."""
    asked = {"village": village, "since": since and str(since)}
    answer = client.get("/offline/pack", query_string={name: value for name, value in asked.items() if value})
    assert answer.status_code == 200
    pack: Pack = answer.get_json()
    return pack


def later(pack: Pack) -> Cursor:
    """Return the cursor of a pack as if its overlap had passed, so that it asks for what came after it and no more."""
    cursor = read_cursor(pack["cursor"])
    assert cursor
    return replace(cursor, at=cursor.at + OVERLAP)


def test_a_village_head_gets_the_own_village(as_: SignIn, world: World) -> None:
    pack = pack_of(as_("head"))
    assert (pack["unit"], pack["name"], pack["full"]) == (world.units["Na"], "Bản Na", True)
    households = rows(pack["households"])
    assert [household["name"] for household in households] == [
        "Lò Văn Ánh", "Quàng Thị Bình", "Lường Thị Cúc", "Cà Văn Dũng", "Tòng Văn Đức",
    ]  # fmt: skip
    dung = households[3]
    assert (dung["away"], dung["version"], dung["twin"]) == (today().isoformat(), 2, False)
    assert {household["away"] for household in households if household is not dung} == {None}
    pledges = {pledge["household"]: pledge for pledge in rows(pack["pledges"])}
    assert pledges.keys() == {str(world.households["Bình"]), str(world.households["Cúc"])}
    binh, cuc = (pledges[str(world.households[name])] for name in ("Bình", "Cúc"))
    assert (binh["photo"], cuc["photo"]) == (2, 0)
    assert (binh["signer"], binh["signed_on"], binh["year"]) == (None, today().isoformat(), today().year)


def test_commune_police_get_places_and_numbers_then_a_village(as_: SignIn, world: World) -> None:
    police = as_("police")
    pack = pack_of(police)
    assert pack["villages"] == [[world.units["Na"], "Bản Na", 4, 2, 1], [world.units["Pa"], "Bản Pa", 2, 1, 0]]
    assert "households" not in pack
    pa = pack_of(police, world.units["Pa"])
    assert [household["name"] for household in rows(pa["households"])] == ["Vì Thị Giang", "Lò Thị Hoa"]


@pytest.mark.parametrize(
    ("who", "village", "status"),
    [
        ("head", "Pa", 404), ("head", "An", 404), ("head3", "Na", 404), ("police", "Hạ", 404), ("police2", "Na", 404),
        ("police", "An", 404), ("district", "Na", 403), ("province", "Na", 403), ("admin", "Na", 403),
    ],
)  # fmt: skip
def test_nobody_gets_another_s(as_: SignIn, world: World, who: str, village: str, status: int) -> None:
    answer = as_(who).get(f"/offline/pack?village={world.units[village]}")
    assert answer.status_code == status
    assert "Lò Văn Ánh" not in answer.text


def test_a_pack_is_kept_by_no_cache_and_is_one_person_s(as_: SignIn, world: World) -> None:
    answer = as_("head").get("/offline/pack", headers={"Accept-Encoding": "br"})
    assert answer.headers["Cache-Control"] == "no-store"
    assert {"cookie", "accept-encoding"} <= {name.lower() for name in answer.vary}
    assert answer.headers["Banyen-Owner"] == str(world.users["head"])


def test_what_no_longer_counts_is_not_in_it(as_: SignIn, app: Flask, world: World) -> None:
    head = as_("head")
    head.send(f"/pledges/{world.pledges['Cúc']}/withdrawal", reason="Ký nhầm hộ")
    with app.app_context():
        begin_writing()
        old = db.session.get_one(Pledge, world.pledges["Bình"])
        old.year, old.signed_on = today().year - 2, today() - timedelta(days=731)
        db.session.commit()
    assert rows(pack_of(head)["pledges"]) == []


def test_a_delta_holds_what_changed_and_nothing_else(as_: SignIn, world: World) -> None:
    head = as_("head")
    before = pack_of(head)
    assert pack_of(head, since=later(before))["touched"] == []
    head.send(f"/pledges/{world.pledges['Cúc']}/withdrawal", reason="Ký nhầm hộ")
    head.send(f"/households/{world.households['Ánh']}", version="1", head_name="Lò Văn Ảnh", member_count="5")
    delta = pack_of(head, since=later(before))
    assert delta["full"] is False
    assert set(delta["touched"]) == {str(world.households["Cúc"]), str(world.households["Ánh"])}
    assert [household["name"] for household in rows(delta["households"])] == ["Lò Văn Ảnh", "Lường Thị Cúc"]
    assert rows(delta["pledges"]) == []


def test_what_was_written_in_the_last_minutes_is_told_again(as_: SignIn, world: World) -> None:
    head = as_("head")
    head.send(f"/households/{world.households['Ánh']}", version="1", head_name="Lò Văn Ảnh", member_count="5")
    assert str(world.households["Ánh"]) in pack_of(head, since=pack_of(head)["cursor"])["touched"]


def test_a_cursor_that_is_old_strange_or_of_another_place_gets_the_whole(as_: SignIn, app: Flask, world: World) -> None:
    head = as_("head")
    cursor = later(pack_of(head))
    assert pack_of(head, since=cursor)["full"] is False
    for other in (
        replace(cursor, at=now() - OLDEST - timedelta(minutes=1)),
        replace(cursor, at=now() + timedelta(hours=1)),
        replace(cursor, year=cursor.year - 1),
        replace(cursor, path="1/2/99/"),
        *("x", "%00", "W10", "WzFd", "eyJhIjoxfQ", "A" * 5000, "WzFlNDAwLDEsIngiXQ", "bnVsbA"),
    ):
        assert pack_of(head, since=other)["full"] is True
    with app.app_context():
        begin_writing()
        village = db.session.get_one(Unit, world.units["Na"])
        record("unit:rename", village, by=None, unit_id=village.id)
        db.session.commit()
    assert pack_of(head, since=cursor)["full"] is True, "what is not understood is no delta"


def test_another_village_s_events_are_not_told(as_: SignIn, world: World) -> None:
    before = pack_of(as_("head"))
    as_("head2").send(f"/households/{world.households['Hoa']}", version="1", head_name="Lò Thị Hoà", member_count="2")
    assert pack_of(as_("head"), since=later(before))["touched"] == []


def test_small_enough_for_two_bars_of_signal(fresh_app: Flask) -> None:
    """A village of 120 households, each with a phone, a year of birth, a place, and pledges of two years."""
    rng = Random(120)  # noqa: S311 (the same every time)
    with fresh_app.app_context():
        begin_writing()
        head = db.session.scalars(select(User).where(User.username == "head")).one()
        for number in range(120):
            terms = HouseholdTerms(
                head_name(rng, rng.choice(PEOPLES), woman=number % 5 == 0), rng.randint(1, 9), rng.randint(1940, 2000),
                f"+849{rng.randrange(10**8):08}", rng.choice(("đầu bản", "cuối bản", "cạnh nhà văn hoá", "bên suối")),
            )  # fmt: skip
            household = register(new_id(), terms, head.unit, duplicate_seen=True, by=head)
            for year in (today().year - 1, today().year):
                day = today().replace(year=year, month=1, day=1) + timedelta(days=rng.randrange(28))
                signer = terms.head_name if rng.random() < 0.8 else head_name(rng, rng.choice(PEOPLES), woman=True)
                sign(household, PledgeTerms(new_id(), day, signer, None, SigningMethod.PAPER, now(), None), by=head)
        db.session.commit()
    client: Any = fresh_app.test_client()
    client.enter("head")
    sizes = {}
    for coding in ("br", "gzip"):
        answer = client.get("/offline/pack", headers={"Accept-Encoding": coding})
        assert answer.headers["Content-Encoding"] == coding
        sizes[coding] = len(answer.data)
    assert sizes["br"] <= 15 * 1024
    assert sizes["gzip"] <= 15 * 1024


def test_the_number_of_queries_does_not_grow(as_: SignIn, app: Flask, world: World) -> None:
    head, police = as_("head"), as_("police")
    first = pack_of(head)
    head.send("/households", head_name="Hà Văn Xuân", member_count="3")
    asked = {"whole": lambda: pack_of(head), "delta": lambda: pack_of(head, since=later(first)),
             "commune": lambda: pack_of(police)}  # fmt: skip
    before = {name: _counted(app, ask) for name, ask in asked.items()}
    for number in range(12):
        head.send("/households", head_name=f"Lò Văn {'ABCDEGHIKLMN'[number]}", member_count="3")
    head.send(f"/pledges/{world.pledges['Cúc']}/withdrawal", reason="Ký nhầm hộ")
    after = {name: _counted(app, ask) for name, ask in asked.items()}
    assert after == before
    assert max(after.values()) <= MOST


@pytest.mark.parametrize("seed", range(12))
def test_deltas_lead_to_the_same_book(as_: SignIn, app: Flask, seed: int) -> None:
    """Whatever happened, in whatever order: an old pack with its deltas is the full pack."""
    rng = Random(seed)  # noqa: S311 (the same every time)
    head = as_("head")
    packs = [pack_of(head)]
    for _visit in range(5):
        with app.app_context():
            for _act in range(rng.randrange(6)):
                begin_writing()
                _do_something(rng)
                db.session.commit()
        packs.append(pack_of(head, since=later(packs[-1])))
    assert [pack["full"] for pack in packs] == [True, False, False, False, False, False]
    whole = pack_of(head)
    assert _book_after(packs) == _book_after([whole])


def test_a_delta_of_any_age_leads_to_the_same_book(as_: SignIn, app: Flask) -> None:
    rng, head = Random(7), as_("head")  # noqa: S311 (the same every time)
    packs = []
    for _visit in range(6):
        packs.append(pack_of(head))
        with app.app_context():
            for _act in range(4):
                begin_writing()
                _do_something(rng)
                db.session.commit()
    whole = _book_after([pack_of(head)])
    for old in packs:
        assert _book_after([old, pack_of(head, since=later(old))]) == whole


def _book_after(packs: list[Pack]) -> dict[str, Any]:
    """Return the book that the phone's own script makes of packs that came one after the other."""
    book = None
    for pack in packs:
        [book] = call_script("offline/pack.js", [["renewed", book, pack, 0]])
    assert book
    kept: dict[str, Any] = {name: value for name, value in book.items() if name != "cursor"}
    return kept


def _do_something(rng: Random) -> None:
    """Do one random act of a village head in the open transaction."""
    head = db.session.scalars(select(User).where(User.username == "head")).one()
    households = db.session.scalars(
        select(Household).where(Household.village_id == head.unit_id).order_by(Household.id)
    ).all()
    household = rng.choice(households)
    valid = select(Pledge).where(Pledge.household_id == household.id, Pledge.withdrawn_at.is_(None))
    pledges = db.session.scalars(valid.order_by(Pledge.year)).all()
    match rng.choice(("register", "rename", "move", "sign", "sign", "photo", "withdraw")):
        case "register":
            terms = HouseholdTerms(head_name(rng, rng.choice(PEOPLES), woman=False), rng.randint(1, 9))
            register(new_id(), terms, head.unit, duplicate_seen=True, by=head)
        case "rename":
            terms = HouseholdTerms(head_name(rng, rng.choice(PEOPLES), woman=False), rng.randint(1, 9), 1970)
            update(household, terms, version=household.version, duplicate_seen=True, by=head)
        case "move" if household.resides:
            depart(household, Departure(DepartureKind.MOVED_OUT, today(), "Về quê"), by=head)
        case "move":
            bring_back(household, today(), by=head)
        case "sign" if household.resides:
            year = rng.choice((today().year - 1, today().year))
            if year not in {pledge.year for pledge in pledges}:
                day = today().replace(year=year, month=1, day=1)
                signer = rng.choice((household.head_name, "Lò Thị Ký Thay"))
                sign(household, PledgeTerms(new_id(), day, signer, None, SigningMethod.PAPER, now(), None), by=head)
        case "photo" if pledges:
            add_photo(rng.choice(pledges), photo(), by=head)
        case "withdraw" if pledges:
            withdraw(rng.choice(pledges), "Ký nhầm", by=head)


def _counted(app: Flask, ask: Any) -> int:
    with _statements(app) as statements:
        ask()
    return len(statements)


@contextmanager
def _statements(app: Flask) -> Iterator[list[str]]:
    """Yield the list of statements sent to the database meanwhile."""
    found: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        found.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    yield found
    event.remove(engine, "before_cursor_execute", note)
