"""The pages of sets as each person meets them, and what a province sets and adds."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts.models import User
from app.criteria.models import CriteriaSet
from app.criteria.operations.versions import take_into_use
from app.criteria.shipped import DATA
from app.extensions import db
from app.web.transaction import begin_writing
from tests.conftest import SignIn
from tests.contents import changed, contents
from tests.world import World

LETTER = "sonla-nangcao-2018/commune"


def stored(app: Flask, id_: int) -> CriteriaSet:
    """Return a version with its indicators, for a look outside of a request."""
    with app.app_context():
        one = db.session.get_one(CriteriaSet, id_)
        assert one.indicators
        db.session.expunge_all()
        return one


def use(app: Flask, id_: int) -> None:
    """Put a version into use."""
    with app.app_context():
        begin_writing()
        by = db.session.scalars(select(User).where(User.username == "police")).one()
        take_into_use(db.session.get_one(CriteriaSet, id_), by=by)
        db.session.commit()


def led_to(location: str) -> int:
    """Return the version that an answer leads to."""
    return int(location.rpartition("/")[2])


@pytest.mark.parametrize(("who", "status"), [("head", 200), ("police", 200), ("district", 200), ("admin", 403)])
def test_sets_are_read_by_whom_they_judge(as_: SignIn, world: World, who: str, status: int) -> None:
    client = as_(who)
    answers = [client.get("/criteria"), client.get(f"/criteria/{world.sets[LETTER]}")]
    assert {answer.status_code for answer in answers} == {status}


def test_a_page_says_what_is_asked_and_where_it_is_written(as_: SignIn, world: World) -> None:
    text = as_("police").get(f"/criteria/{world.sets['antt-tt124-2021/commune']}").text
    said = ("Ít nhất 70%", "Điều 5, khoản 4", "Bất khả kháng", "đ. Đòi ly khai, tự trị", "16/11 đến 15/11", "20/11")
    assert [words for words in said if words not in text] == []
    assert "Đặt phần của tỉnh" not in text
    assert "At least 70%" in _english(as_, f"/criteria/{world.sets['antt-tt124-2021/commune']}")


def _english(as_: SignIn, address: str) -> str:
    client = as_("police")
    client.set_cookie("locale", "en")
    return client.get(address).text


def test_an_incomplete_source_is_said(as_: SignIn, world: World) -> None:
    head = as_("head")
    assert head.get("/criteria").text.count("nguồn chưa đầy đủ") == 3
    assert "Nguồn chưa đầy đủ: Điều 5" in head.get(f"/criteria/{world.sets['antt-tt23-2012/village']}").text
    assert "Nguồn chưa đầy đủ" not in head.get(f"/criteria/{world.sets['antt-tt124-2021/village']}").text


@pytest.mark.parametrize(("typed", "share"), [("66%", "33/50"), ("66,5 %", "133/200"), ("2/3", "2/3"), ("100%", "1/1")])
def test_a_province_sets_a_share_in_a_version_of_its_own(
    app: Flask, as_: SignIn, world: World, typed: str, share: str
) -> None:
    id_, province = world.sets[LETTER], as_("province")
    done = province.send(f"/criteria/{id_}/indicators/5", share=typed)
    made = led_to(done.location)
    before, after = stored(app, id_), stored(app, made)
    assert (after.version, after.unit_id, after.based_on_id) == (2, world.units["Thử"], id_)
    assert [each.share for each in (*before.indicators, *after.indicators) if each.code == "5"] == ["1/2", share]
    page = province.get(done.location).text
    assert "Khác với Phiên bản 1" in page
    again = province.send(f"/criteria/{made}/indicators/5", share="3/4")
    assert led_to(again.location) == made, "nobody uses it yet"


@pytest.mark.parametrize("typed", ["70", "0%", "101%", "7/0", "3/2", "bảy phần mười", "", "٧/١٠"])
def test_what_is_no_share_is_refused(app: Flask, as_: SignIn, world: World, typed: str) -> None:
    before = contents(app)
    answer = as_("province").send(f"/criteria/{world.sets[LETTER]}/indicators/5", share=typed)
    assert answer.status_code == 422
    assert changed(before, contents(app)) == {}


def test_only_the_newest_version_is_changed_and_never_one_in_use(app: Flask, as_: SignIn, world: World) -> None:
    id_, province = world.sets[LETTER], as_("province")
    second = led_to(province.send(f"/criteria/{id_}/indicators/5", share="60%").location)
    old = province.send(f"/criteria/{id_}/indicators/5", share="70%")
    assert (old.status_code, old.headers["Banyen-Reason"]) == (409, "version")
    assert f"/criteria/{second}" in old.text
    use(app, second)
    third = led_to(province.send(f"/criteria/{second}/indicators/5", share="80%").location)
    shares = {
        id_: next(each.share for each in stored(app, id_).indicators if each.code == "5") for id_ in (second, third)
    }
    assert shares == {second: "3/5", third: "4/5"}


def test_what_the_document_says_is_nobodys_to_set(app: Flask, as_: SignIn, world: World) -> None:
    province, before = as_("province"), contents(app)
    tt124, tt23 = world.sets["antt-tt124-2021/commune"], world.sets["antt-tt23-2012/commune"]
    answers = [
        province.send(f"/criteria/{tt23}/indicators/6.4", share="60%"),
        province.send(f"/criteria/{tt124}/deadline", decide_before="1/12"),
        province.send(f"/criteria/{tt124}/indicators/4.2/removal"),
        province.send(f"/criteria/{tt124}/indicators/9.9/removal"),
    ]
    assert [answer.status_code for answer in answers] == [404, 422, 422, 422]
    assert changed(before, contents(app)) == {}


def test_a_province_says_how_kinds_are_read_whether_the_pledge_counts_and_by_when(
    app: Flask, as_: SignIn, world: World
) -> None:
    province = as_("province")
    commune, village = world.sets["antt-tt124-2021/commune"], world.sets["antt-tt124-2021/village"]
    read = stored(app, led_to(province.send(f"/criteria/{commune}/indicators/5.4b", reading="per_kind").location))
    assert [each.reading for each in read.indicators if each.code == "5.4b"] == ["per_kind"]
    counted = stored(app, led_to(province.send(f"/criteria/{village}/indicators/4.1c", pledge="no").location))
    assert [each.judging_measure for each in counted.indicators if each.code == "4.1c"] == [None]
    due = province.send(f"/criteria/{world.sets['antt-tt23-2012/village']}/deadline", decide_before="15/11")
    assert stored(app, led_to(due.location)).calendar == {"decide_before": "11-15"}


def test_an_indicator_of_the_provinces_own_comes_and_goes(app: Flask, as_: SignIn, world: World) -> None:
    id_, province = world.sets[LETTER], as_("province")
    given = {
        "label": "Không có vụ đua xe",
        "test": "none_of",
        "incidents": "Đua xe\n\nĐua xe\nTụ tập",
        "basis": "KH 12",
    }
    done = province.send(f"/criteria/{id_}/indicators", **given)
    [own] = [each for each in stored(app, led_to(done.location)).indicators if each.own]
    assert (own.code, own.position, [each["code"] for each in own.incidents or ()]) == ("t1", 10, ["1", "2"])
    assert "Không có vụ đua xe" in as_("head").get(done.location).text
    gone = province.send(f"{done.location}/indicators/t1/removal")
    assert gone.location == done.location
    assert [each.code for each in stored(app, led_to(gone.location)).indicators if each.own] == []


@pytest.mark.parametrize(
    "given",
    [
        {"label": "", "test": "yes_no"},
        {"label": "12", "test": "yes_no"},
        {"label": "a" * 91, "test": "yes_no"},
        {"label": "Đủ", "test": "ratio_at_least"},
        {"label": "Đủ", "test": "count_at_least", "least": "0"},
        {"label": "Đủ", "test": "none_of", "incidents": " \n "},
        {"label": "Đủ", "test": "none_of", "incidents": "\n".join(map(str, range(21)))},
        {"label": "Đủ", "test": "yes_no", "measure": "nothing"},
        {"label": "Đủ"},
    ],
)
def test_an_indicator_that_cannot_be_judged_is_refused(
    app: Flask, as_: SignIn, world: World, given: dict[str, str]
) -> None:
    before = contents(app)
    assert as_("province").send(f"/criteria/{world.sets[LETTER]}/indicators", **given).status_code == 422
    assert changed(before, contents(app)) == {}


def test_the_code_of_an_indicator_that_went_is_not_given_again(app: Flask, as_: SignIn, world: World) -> None:
    id_, province = world.sets[LETTER], as_("province")
    first = province.send(f"/criteria/{id_}/indicators", label="Không đua xe", test="yes_no").location
    use(app, led_to(first))
    second = province.send(f"{first}/indicators/t1/removal").location
    third = province.send(f"{second}/indicators", label="Có tủ sách", test="yes_no").location
    assert [each.code for each in stored(app, led_to(third)).indicators if each.own] == ["t2"]


@pytest.mark.parametrize("gone", ["decide_before: 11-20", "from: 11-16\n      to: 11-15"])
def test_versions_whose_calendars_differ_are_compared(app: Flask, as_: SignIn, tmp_path: Path, gone: str) -> None:
    text = (DATA / "antt-tt124-2021.yaml").read_text()
    (tmp_path / "new.yaml").write_text(text.replace("version: 1", "version: 2", 1).replace(gone, "", 1))
    assert app.test_cli_runner().invoke(args=["criteria", "load", str(tmp_path / "new.yaml")]).exit_code == 0
    with app.app_context():
        new = db.session.scalar(
            select(CriteriaSet.id).where(
                CriteriaSet.code == "antt-tt124-2021", CriteriaSet.unit_kind == "commune", CriteriaSet.version == 2
            )
        )
    page = as_("police").get(f"/criteria/{new}")
    assert page.status_code == 200
    assert "Thời hạn" in page.text
