"""The pages of open assessments for the phone: of one's own unit, for who keeps them, as they are, and few bytes."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts.models import User
from app.assessments.models import Assessment
from app.assessments.operations.course import begin, withdraw
from app.clock import today
from app.criteria.models import CriteriaSet
from app.extensions import db
from app.identity import new_id
from app.units.models import Unit
from app.web.transaction import begin_writing
from tests.client import Client
from tests.conftest import SignIn
from tests.offline.sending import answers, item, replay, send_batch
from tests.pages import parse, words
from tests.structure.assessment_forms import answer, code_of
from tests.structure.test_queries import counted
from tests.world import World

# They are the same over every database.
pytestmark = pytest.mark.once

KEEPERS = {"head": "Na", "head2": "Pa", "head3": "Hạ", "police": "An", "police2": "Bình"}
ANSWERED = "Ghi ở trang này"


def told(client: Client, since: str = "") -> dict[str, Any]:
    found: dict[str, Any] = client.get(f"/offline/assessments?since={since}").get_json()
    return found


def listed(said: dict[str, Any]) -> set[str]:
    """Return the addresses of the assessments whose pages are given."""
    return {address for address in said["pages"] if address.count("/") == 2}


def further(app: Flask, place: str, *years: int) -> list[Any]:
    """Begin further assessments of a unit, for so many years ago; return their ids."""
    with app.app_context():
        begin_writing()
        unit = db.session.scalars(select(Unit).where(Unit.name == place)).one()
        by = db.session.scalars(select(User).where(User.unit_id == unit.id)).first()
        assert by
        one = db.session.scalars(
            select(CriteriaSet).where(CriteriaSet.code == "antt-tt124-2021", CriteriaSet.unit_kind == unit.kind)
        ).first()
        assert one
        made = [begin(new_id(), unit, one, today().year - back, by=by).id for back in years]
        db.session.commit()
        db.session.remove()
    return made


@pytest.mark.parametrize("who", KEEPERS)
def test_who_keeps_an_assessment_has_its_pages_and_nobody_else_s(as_: SignIn, world: World, who: str) -> None:
    pages = told(as_(who))["pages"]
    own = str(world.assessments[KEEPERS[who]])
    assert {address.split("/")[2] for address in pages if address.count("/") > 1} == {own}
    indicators = sum("/answers/" in address for address in pages)
    assert indicators > 5
    assert len(pages) == 3 + 2 * indicators
    others = [str(id_) for place, id_ in world.assessments.items() if place != KEEPERS[who]]
    assert not [address for address, html in pages.items() for id_ in others if id_ in html and "unit" not in address]


@pytest.mark.parametrize("who", ["district", "province", "admin"])
def test_others_have_none(as_: SignIn, who: str) -> None:
    assert as_(who).get("/offline/assessments").status_code == 403


def test_a_page_is_the_page_that_the_server_sends(as_: SignIn) -> None:
    client = as_("head")
    for address, html in told(client)["pages"].items():
        mine, theirs = parse(html).find(".//main"), parse(client.get(address).text).find(".//main")
        assert mine is not None
        assert theirs is not None
        assert words(mine) == words(theirs), address


def test_a_plan_has_no_id_yet(as_: SignIn) -> None:
    """Two plans that are made of one page on the phone are two."""
    plans = [html for address, html in told(as_("head"))["pages"].items() if "/remedies/new" in address]
    ids = [field for html in plans for field in parse(html).findall(".//input[@name='id']")]
    assert len(ids) == len(plans)
    assert {field.get("value") for field in ids} == {""}


def test_who_knows_the_pages_is_given_them_when_something_was_said(as_: SignIn, world: World) -> None:
    client, id_ = as_("police"), world.assessments["An"]
    stamp = told(client)["stamp"]
    assert told(client, stamp) == {"stamp": stamp, "pages": None}
    address = f"/assessments/{id_}/answers/{code_of(id_)}"
    assert client.send(address, **{**answer(id_), "note": ANSWERED}).status_code == 303
    fresh = told(client, stamp)
    assert fresh["stamp"] != stamp
    assert ANSWERED in fresh["pages"][address]
    assert "Đã lưu chỉ tiêu" not in str(fresh), "that is for the next page of its person"
    client.send("/locale", locale="en")
    assert told(client, fresh["stamp"])["pages"]


def test_only_open_ones_the_latest_three(as_: SignIn, app: Flask, world: World) -> None:
    this_year = world.assessments["An"]
    made = further(app, "An", 1, 2, 3)
    assert listed(told(as_("police"))) == {f"/assessments/{id_}" for id_ in (this_year, *made[:2])}
    with app.app_context():
        begin_writing()
        found = db.session.get_one(Assessment, this_year)
        withdraw(found, "Lập nhầm", by=found.author)
        db.session.commit()
        db.session.remove()
    assert listed(told(as_("police"))) == {f"/assessments/{id_}" for id_ in made}


def test_three_are_small_and_asked_for_seldom(as_: SignIn, app: Flask) -> None:
    client = as_("police")
    with counted(app) as first:
        one = told(client)
    further(app, "An", 1, 2)
    with counted(app) as second:
        three = client.get("/offline/assessments", headers={"Accept-Encoding": "br"})
    assert len(three.data) <= 24 * 1024
    assert one["pages"]
    assert len(second) <= 3 * len(first), "by assessment, not by answer"
    stamp = told(client)["stamp"]
    with counted(app) as known:
        assert told(client, stamp)["pages"] is None
    assert len(known) < len(first)


@pytest.fixture
def closed(app: Flask, world: World) -> str:
    """Withdraw the commune's assessment, and return the address of an answer to it."""
    id_ = world.assessments["An"]
    with app.app_context():
        begin_writing()
        found = db.session.get_one(Assessment, id_)
        withdraw(found, "Lập nhầm", by=found.author)
        db.session.commit()
        db.session.remove()
    return f"/assessments/{id_}/answers/{code_of(id_)}"


def test_what_is_closed_is_refused_in_words_alone_and_in_a_batch(as_: SignIn, world: World, closed: str) -> None:
    client, fields = as_("police"), answer(world.assessments["An"])
    alone = replay(client, closed, fields)
    assert (alone.status_code, alone.headers["Banyen-Reason"]) == (423, "sealed")
    [told_] = answers(send_batch(client, [item(closed, fields)]))
    assert (told_["status"], told_["reason"]) == (423, "sealed")
    for html in (alone.text, told_["html"]):
        assert "problem" in html
        assert "rút" in html
