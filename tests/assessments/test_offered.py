"""What a unit is offered, and what is behind its figures: sets, counts of nothing, incidents, rows."""

from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.clock import today
from app.criteria.models import CriteriaSet
from app.criteria.terms import LONGEST_CODE
from app.extensions import db
from tests.assessments.begun import LETTER, begun, said
from tests.conftest import SignIn
from tests.pages import parse, words
from tests.world import World


def test_where_there_is_nothing_to_count_one_can_say_so_and_it_is_undetermined(as_: SignIn, world: World) -> None:
    client = as_("police")
    place = begun(client, world.units["An"])
    zero = client.send(f"{place}/answers/5", **{"part-0": "0", "whole-0": "0"})
    assert "Không có gì để tính thì xoá hai số này rồi chọn ô bên dưới." in said(zero)
    both = client.send(f"{place}/answers/5", **{"part-0": "1", "whole-0": "2", "nothing": "y"})
    assert "Đã ghi số bên trên." in said(both)
    assert client.send(f"{place}/answers/5", nothing="y").status_code == 303
    shown = client.get(f"{place}/answers/5")
    assert "Chưa xác định" in said(shown)
    assert parse(shown.text).find(".//input[@name='nothing'][@checked]") is not None
    assert "chưa có số liệu" in said(client.get(f"{place}/paper"))


def test_what_may_not_occur_is_listed_before_one_says_that_none_did(as_: SignIn, world: World) -> None:
    shown = as_("police").get(f"/assessments/{world.assessments['An']}/answers/4.3")
    [asked] = parse(shown.text).findall(".//section[@id='asked']")
    assert "đ. Đòi ly khai, tự trị" in words(asked)


def test_an_indicator_of_the_longest_code_has_remedies(app: Flask, as_: SignIn, world: World) -> None:
    code = "x" * LONGEST_CODE
    with app.app_context():
        one = db.session.scalars(select(CriteriaSet).where(CriteriaSet.code == LETTER["set"])).one()
        one.indicators[0].code = code
        db.session.commit()
    client = as_("police")
    place = begun(client, world.units["An"])
    plan = {"code": code, "words": "Họp", "post": "chair", "due_on": f"{today():%Y-%m-%d}"}
    assert client.send(f"{place}/remedies", **plan).status_code == 303


def test_sets_that_hold_for_no_late_period_are_offered_apart(as_: SignIn, world: World) -> None:
    client = as_("police")
    page = client.get("/assessments/new")
    assert sets_offered(page) == ["antt-tt124-2021"]
    [older] = parse(page.text).findall(".//form[@id='assessment-form']//a")
    assert sets_offered(client.get(str(older.get("href")))) == [
        "antt-tt124-2021", "antt-tt23-2012", "ntm-19.2-2016", "sonla-nangcao-2018",
    ]  # fmt: skip
    refused = client.send("/assessments", unit=str(world.units["An"]), set=LETTER["set"], year="2022")
    assert sets_offered(refused) == ["antt-tt124-2021", LETTER["set"]], "what was chosen stays to be seen"


def sets_offered(page: TestResponse) -> list[str | None]:
    """Return the sets that the form offers."""
    return [choice.get("value") for choice in parse(page.text).findall(".//input[@name='set']")]


def test_the_rows_behind_a_figure_open_for_all_who_read_it(as_: SignIn, world: World) -> None:
    """The log of activities is nobody's above the commune: there it is the page of their sums."""
    place = begun(as_("police"), world.units["An"])
    for who, opened in (
        ("police", "/activities?"),
        ("district", "/activities/effect?"),
        ("province", "/activities/eff"),
    ):
        links = [parse(as_(who).get(f"{place}/answers/{code}").text).findall(".//section[@id='asked']//a")
                 for code in "1234569"]  # fmt: skip
        addresses = [str(link.get("href")) for [link] in links]
        assert {as_(who).get(address).status_code for address in addresses} == {200}
        assert addresses[5].startswith(opened)
