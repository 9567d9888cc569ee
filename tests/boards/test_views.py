"""The first page of each role."""

from datetime import timedelta

import pytest
from flask import Flask

from app.assessments.models import Remedy
from app.clock import today
from app.extensions import db
from app.measures.registry import Period
from app.pledges.measures import PLEDGE_COVERAGE
from app.units.models import Unit
from app.web.transaction import begin_writing
from tests.conftest import SignIn
from tests.pages import parse, words
from tests.world import World


@pytest.mark.parametrize(
    ("who", "heading"),
    [
        ("head", "Còn 2 hộ chưa ký cam kết"),
        ("police", "Xã An"),
        ("district", "Huyện Một"),
        ("province", "Tỉnh Thử"),
        ("admin", "Quản trị"),
    ],
)
def test_first_page(as_: SignIn, who: str, heading: str) -> None:
    answer = as_(who).get("/")
    assert answer.status_code == 200
    assert heading in answer.text


def test_more_of_the_first_page_s_list_is_more_of_who_is_missing(as_: SignIn) -> None:
    head = as_("head")
    for number in range(10):
        head.send("/households", head_name=f"Lò Văn {'ABCDEGHIKL'[number]}", member_count="3")
    more = [
        link.get("hx-get") or ""
        for link in parse(head.get("/").text).iter("a")
        if "after=" in (link.get("hx-get") or "")
    ]
    assert len(more) == 1
    answer = head.part(more[0]).text
    assert "Lò Văn L" in answer
    assert "đã ký" not in answer


def test_what_commune_police_come_for_is_the_one_button(as_: SignIn) -> None:
    page = parse(as_("police").get("/").text)
    [edge] = [part for part in page.iter("div") if part.get("class") == "edge"]
    assert [(words(link), link.get("href")) for link in edge.iter("a")] == [("Ghi hoạt động", "/activities/new")]
    [add] = [link for link in page.iter("a") if link.get("href") == "/households/new"]
    assert add.get("class") == "btn quiet"


def test_overdue_remedies_head_the_first_pages_of_commune_and_above(as_: SignIn, app: Flask, world: World) -> None:
    pages = {who: as_(who).get("/").text for who in ("police", "district", "province")}
    assert [who for who, page in pages.items() if "khắc phục quá hạn" in page] == []
    overdue(app, world, "An", 3)
    overdue(app, world, "Na", 2)
    overdue(app, world, "Bình", 1)
    [main] = parse(as_("police").get("/").text).iter("main")
    first = next(each for each in main.iter("section") if each.get("class") != "card band")
    said = words(first)
    assert "2 việc khắc phục quá hạn" in said
    assert said.index("Xã An") < said.index("Bản Na"), "the one that waits longest is first"
    for who, unit in (("district", "Một"), ("province", "Thử")):
        page = parse(as_(who).get("/").text)
        [link] = [each for each in page.iter("a") if "khắc phục quá hạn" in words(each)]
        assert words(link) == "3 việc khắc phục quá hạn"
        assert link.get("href") == f"/remedies?unit={world.units[unit]}"
        assert as_(who).get(str(link.get("href"))).text.count("quá hạn") == 3
    assert "2 việc khắc phục quá hạn" in as_("district").get(f"/progress/{world.units['An']}").text


def test_another_commune_s_overdue_remedies_are_not_counted(as_: SignIn, app: Flask, world: World) -> None:
    overdue(app, world, "Bình", 1)
    assert "khắc phục quá hạn" not in as_("police").get("/").text
    assert "quá hạn" not in as_("police").get("/assessments").text
    assert "quá hạn" not in as_("district").get(f"/assessments?unit={world.units['An']}").text
    assert "1 việc khắc phục quá hạn" in as_("district").get(f"/assessments?unit={world.units['Bình']}").text


def test_the_list_of_open_remedies_begins_with_those_overdue(as_: SignIn, app: Flask, world: World) -> None:
    overdue(app, world, "Na", 1)
    rows = [words(each) for each in parse(as_("police").get("/remedies").text).iter("a") if each.get("class") == "row"]
    assert len(rows) > 1
    assert [("quá hạn" in row) for row in rows] == [True, *[False] * (len(rows) - 1)]


def overdue(app: Flask, world: World, unit: str, days: int) -> None:
    """Let the planned remedy of a unit have been due so many days ago."""
    with app.app_context():
        begin_writing()
        db.session.get_one(Remedy, world.remedies[unit]).due_on = today() - timedelta(days=days)
        db.session.commit()


def test_a_figure_of_pledges_opens_what_was_so_on_its_day(app: Flask, as_: SignIn, world: World) -> None:
    with app.app_context():
        unit = db.session.get_one(Unit, world.units["An"])
        day = today() - timedelta(days=1)
        now = PLEDGE_COVERAGE.compute(unit, Period.year(today().year), today())
        found = PLEDGE_COVERAGE.compute(unit, Period.year(day.year), day)
        before = PLEDGE_COVERAGE.compute(unit, Period.year(today().year - 1), today())
    assert now.trace.address == f"/progress/{world.units['An']}"
    for each in (found, before):
        for who in ("police", "district", "province"):
            page = as_(who).get(each.trace.address)
            said = f"{each.figure.value} trên {each.figure.of} hộ đã ký" if each.figure.of else "Chưa có hộ nào"
            assert said in words(parse(page.text)), who


def test_names_behind_a_past_figure_are_read_where_names_are_read(as_: SignIn, world: World) -> None:
    past = f"/progress/{world.units['Na']}/past?year={today().year}&on={today()}"
    named = {who: parse(as_(who).get(past).text).find(".//*[@id='signed']") for who in ("head", "police", "district")}
    assert {who: found is not None for who, found in named.items()} == {"head": True, "police": True, "district": False}
    rows = [link.get("href") for link in parse(as_("head").get(past).text).findall(".//*[@id='signed']//a")]
    assert rows
    assert {as_("head").get(str(row)).status_code for row in rows} == {200}


@pytest.mark.parametrize("asked", ["on=rubbish", "on=0001-01-01&year=1", "on=9999-12-31", "year=99999"])
def test_rubbish_asks_about_today(as_: SignIn, world: World, asked: str) -> None:
    page = as_("police").get(f"/progress/{world.units['An']}/past?{asked}")
    assert f"{today():%d/%m/%Y}" in page.text
