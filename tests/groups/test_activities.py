"""Logging what groups did, as the village head and the commune police meet it."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from app.clock import today
from app.extensions import db
from app.groups.models import Activity, Group, Standing, StandingSpell
from app.offline.models import LedgerEntry
from tests.conftest import SignIn
from tests.contents import changed, contents
from tests.offline.sending import answers, item, send_batch
from tests.pages import parse, words
from tests.world import World, file, jpeg

DAY = today() - timedelta(days=1)
MEETING = {"kind": "meeting", "held_on": f"{DAY:%Y-%m-%d}", "households_present": "1", "people_present": "5"}


def stored(answer: TestResponse) -> Activity:
    """Return the activity to which an answer leads, in the open application context."""
    assert answer.status_code == 303, answer.text
    return db.session.get_one(Activity, UUID(answer.location.rsplit("/", 1)[1]))


def whys(answer: TestResponse) -> dict[str, str]:
    """Return what is said beside each wrong field, by the id of its control."""
    assert answer.status_code == 422, answer.text
    elements = parse(answer.text).iter("p")
    return {
        str(p.get("id")).removesuffix("-why"): words(p) for p in elements if p.get("class") == "why" and p.get("id")
    }


def value(text: str, name: str) -> str | None:
    """Return what stands in the box ``name``."""
    tree = parse(text)
    boxes = [box for box in tree.iter("input") if box.get("name") == name]
    checked = [box for box in boxes if box.get("type") != "radio" or "checked" in box.attrib]
    return checked[0].get("value") if checked else None


def test_a_meeting_of_a_group(app: Flask, as_: SignIn, world: World) -> None:
    head = as_("head")
    group = world.groups["Na"]
    answer = head.send(f"/groups/{group}/activities", **MEETING, summary="Bàn việc  giữ bản", plan="Họp lại")
    with app.app_context():
        made = stored(answer)
        assert (made.kind, made.held_on, made.households_present, made.people_present) == ("meeting", DAY, 1, 5)
        assert [each.id for each in made.groups] == [group]
        assert made.unit_id == world.units["Na"]
        assert (made.plan, made.version, made.twin_id) == ("Họp lại", 1, None)
        db.session.remove()
    page = head.get(answer.location).text
    assert "Bàn việc" in page
    assert "Đã ghi hoạt động." in page


def test_the_counts_of_the_kind_are_kept_and_no_others(app: Flask, as_: SignIn, world: World) -> None:
    fields = {
        "kind": "mediation",
        "held_on": f"{DAY}",
        "outcome-cases": "3",
        "outcome-settled": "2",
        "outcome-times": "x",
    }
    answer = as_("head").send(f"/groups/{world.groups['Na']}/activities", **fields)
    with app.app_context():
        made = stored(answer)
        assert {outcome.name: outcome.count for outcome in made.outcomes} == {"cases": 3, "settled": 2}
        db.session.remove()
    page = as_("head").get(answer.location).text
    assert "Số vụ hoà giải thành" in page


def test_several_groups_patrol_together(app: Flask, as_: SignIn, world: World) -> None:
    both = [str(world.groups[name]) for name in ("Na", "Pa")]
    police = as_("police")
    page = police.get("/activities/new", query_string={"group": both}).text
    hidden = [box.get("value") for box in parse(page).iter("input") if box.get("name") == "group"]
    assert sorted(map(str, hidden)) == sorted(both)
    answer = police.send("/activities", kind="patrol", held_on=f"{DAY}", group=both)
    with app.app_context():
        made = stored(answer)
        assert {str(group.id) for group in made.groups} == set(both)
        assert made.unit_id == world.units["An"]
        db.session.remove()
    for who in ("head", "head2", "police"):
        assert as_(who).get(answer.location).status_code == 200
    assert as_("head3").get(answer.location).status_code == 404


def test_outreach_without_a_group(app: Flask, as_: SignIn, world: World) -> None:
    commune = str(world.units["An"])
    fields = {"kind": "outreach", "held_on": f"{DAY}", "outcome-listeners": "120", "unit": commune}
    answer = as_("police").send("/activities", **fields)
    with app.app_context():
        made = stored(answer)
        assert (made.groups, made.unit_id) == ([], world.units["An"])
        db.session.remove()
    assert as_("head").send("/activities", **fields).status_code == 404


def test_who_names_nobody_is_asked(as_: SignIn, world: World) -> None:
    answer = as_("police").send("/activities", kind="tip", held_on=f"{DAY}", summary="Tin về pháo")
    assert whys(answer) == {"unit": "Chọn nhóm, hoặc bản hay xã đã làm việc này."}
    assert "Tin về pháo" in answer.text
    offered = [option.get("value") for option in parse(answer.text).iter("option")]
    assert offered == ["", *(str(world.units[name]) for name in ("An", "Na", "Pa"))]


def test_a_group_of_another_commune_is_not_there(app: Flask, as_: SignIn, world: World) -> None:
    before = contents(app)
    for groups in ([world.groups["Hạ"]], [world.groups["Na"], world.groups["Hạ"]], ["x"], [uuid4()] * 2):
        answer = as_("police").send("/activities", kind="patrol", held_on=f"{DAY}", group=[str(id_) for id_ in groups])
        assert answer.status_code == 404
    assert changed(before, contents(app)) == {}


LAST_YEAR = date(today().year - 2, 1, 1)


@pytest.mark.parametrize(
    ("bad", "field", "why"),
    [
        ({"held_on": f"{today() + timedelta(days=1)}"}, "held_on", "Ngày này chưa tới"),
        ({"held_on": f"{LAST_YEAR}"}, "held_on", "13 tháng"),
        ({"held_on": ""}, "held_on", "Chưa điền ngày"),
        ({"held_on": "hôm kia"}, "held_on", "Ngày chưa đúng"),
        ({"kind": "party"}, "kind", "Chọn việc đã làm"),
        ({"households_present": "5"}, "households_present", "Chỉ có 4 hộ"),
        ({"people_present": "81"}, "people_present", "chỉ có 16 người"),
        ({"households_present": "-1"}, "households_present", "Số từ 0"),
        ({"people_present": "2,5"}, "people_present", "chữ số"),
        ({"people_present": "99999"}, "people_present", "Số từ 0"),
        ({"kind": "mediation", "outcome-cases": "1", "outcome-settled": "2"}, "outcome-settled", "Số vụ hoà giải” (1)"),
        ({"kind": "mediation", "outcome-cases": "-4"}, "outcome-cases", "Số từ 0"),
        ({"kind": "outreach", "outcome-leaflets": "1.5"}, "outcome-leaflets", "chữ số"),
        ({"kind": "outreach", "outcome-leaflets": "9999999"}, "outcome-leaflets", "Số từ 0"),
        ({"summary": "a" * 20_000}, "summary", "Dài quá"),
        ({"summary": "Anh ta có số 001 099 012 345"}, "summary", "căn cước"),
        ({"summary": "CCCD 014203001234."}, "summary", "căn cước"),
        ({"plan": "gọi 0912.345.678 nhé"}, "plan", "điện thoại"),
        ({"summary": "gọi +84 912 345 678"}, "summary", "điện thoại"),
        ({"photo": (b"khong phai anh", "a.jpg")}, "photo", "không phải ảnh"),
    ],
)
def test_bad_input_is_told_by_its_field_and_nothing_is_stored(
    app: Flask, as_: SignIn, world: World, bad: dict[str, Any], field: str, why: str
) -> None:
    before = contents(app)
    given = {**MEETING, "summary": "Giữ lại chữ này", "unit": str(world.units["Na"]), **bad}
    sent = {name: file(*value) if isinstance(value, tuple) else value for name, value in given.items()}
    answer = as_("head").send("/activities", **sent)
    told = whys(answer)
    assert set(told) == {field}
    assert why in told[field]
    assert given["summary"] in answer.text
    assert changed(before, contents(app)) == {}


@pytest.mark.parametrize("text", ["Họp ngày 02.10.2026 14 hộ", "Giao nộp 100.000.000 đồng", "12 người, 1234567 tờ"])
def test_numbers_that_are_nobodys_are_fine(as_: SignIn, world: World, text: str) -> None:
    answer = as_("head").send(f"/groups/{world.groups['Na']}/activities", **MEETING, summary=text)
    assert answer.status_code == 303


def test_a_group_without_members_is_judged_by_who_lives_there(as_: SignIn, world: World) -> None:
    head = as_("head")
    group = {"kind": "security", "number": "1", "leader_name": "Hà Văn Xuân", "founded_on": "2024-01-01"}
    to = f"{head.send('/groups', **group).location}/activities"
    assert (
        "chỉ có 16 người"
        in whys(head.send(to, kind="meeting", held_on=f"{DAY}", people_present="81"))["people_present"]
    )
    assert head.send(to, kind="meeting", held_on=f"{DAY}", people_present="80").status_code == 303
    both = [str(world.groups["Pa"]), to.split("/")[2]]
    many = {"kind": "patrol", "held_on": f"{DAY}", "group": both}
    assert "chỉ có 24 người" in whys(as_("police").send("/activities", **many, people_present="121"))["people_present"]
    assert as_("police").send("/activities", **many, people_present="120").status_code == 303


def test_a_day_before_the_founding_and_after_the_end(app: Flask, as_: SignIn, world: World) -> None:
    group_id, recently, end = world.groups["Na"], today() - timedelta(days=40), today() - timedelta(days=5)
    with app.app_context():
        group = db.session.get_one(Group, group_id)
        group.founded_on, group.standing = recently, Standing.DISSOLVED
        by = world.users["head"]
        db.session.add(
            StandingSpell(group_id=group_id, standing=Standing.DISSOLVED, since=end, reason="Gộp", created_by=by)
        )
        db.session.commit()
        db.session.remove()
    to = f"/groups/{group_id}/activities"
    early = as_("head").send(to, **{**MEETING, "held_on": f"{recently - timedelta(days=1)}"})
    assert "thành lập ngày" in whys(early)["held_on"]
    assert "đã giải thể" in whys(as_("head").send(to, **{**MEETING, "held_on": f"{end}"}))["held_on"]
    assert as_("head").send(to, **{**MEETING, "held_on": f"{recently}"}).status_code == 303
    assert str(group_id) not in as_("head").get("/activities/new").text


def test_the_same_twice_is_asked_about(app: Flask, as_: SignIn, world: World) -> None:
    head, to = as_("head"), f"/groups/{world.groups['Na']}/activities"
    again = {**MEETING, "held_on": f"{today()}", "summary": "Họp lần hai"}
    before = contents(app)
    answer = head.send(to, **again)
    assert answer.status_code == 422
    assert f"/activities/{world.activities['Na']}" in answer.text
    assert 'name="duplicate_seen"' in answer.text
    assert "Họp lần hai" in answer.text
    assert changed(before, contents(app)) == {}
    assert head.send(to, **{**again, "kind": "patrol"}).status_code == 303
    assert head.send(to, **again, duplicate_seen="1").status_code == 303


def test_the_same_twice_from_a_phone_is_stored_and_marked(app: Flask, as_: SignIn, world: World) -> None:
    head, id_ = as_("head"), uuid4()
    fields = {**MEETING, "held_on": f"{today()}", "id": id_}
    sent = item(f"/groups/{world.groups['Na']}/activities", fields, queued=True)
    (answer,) = answers(send_batch(head, [sent]))
    assert (answer["status"], answer["record"]) == (201, str(id_))
    (again,) = answers(send_batch(head, [sent]))
    assert (again["status"], again["record"]) == (200, str(id_))
    with app.app_context():
        assert db.session.get_one(Activity, id_).twin_id == world.activities["Na"]
        db.session.remove()
    assert "có thể trùng" in head.get("/activities").text
    assert "Cùng một việc, tính một lần" in head.get(f"/activities/{id_}").text
    assert head.send(f"/activities/{id_}/distinction", same="1").status_code == 303
    page = head.get(f"/activities/{world.activities['Na']}").text
    assert "không còn được tính" in page


def test_a_twin_that_is_another(as_: SignIn, world: World) -> None:
    head, id_ = as_("head"), uuid4()
    sent = item(
        f"/groups/{world.groups['Na']}/activities", {**MEETING, "held_on": f"{today()}", "id": id_}, queued=True
    )
    assert answers(send_batch(head, [sent]))[0]["status"] == 201
    assert head.send(f"/activities/{id_}/distinction").status_code == 303
    assert "có thể trùng" not in head.get("/activities").text


def test_a_receipt_names_the_activity(app: Flask, as_: SignIn, world: World) -> None:
    head = as_("head")
    (answer,) = answers(send_batch(head, [item(f"/groups/{world.groups['Na']}/activities", MEETING, queued=True)]))
    page = head.get(f"/receipts/{answer['receipt']}").text
    assert "Ghi hoạt động" in page
    assert answer["url"] in page
    with app.app_context():
        assert db.session.query(LedgerEntry).filter_by(receipt=answer["receipt"]).count() == 1
        db.session.remove()


def test_what_was_done_last_time_stands_in_the_form(as_: SignIn, world: World) -> None:
    to = f"/groups/{world.groups['Na']}/activities"
    head = as_("head")
    page = head.get(f"{to}/new").text
    assert (value(page, "kind"), value(page, "households_present"), value(page, "held_on")) == (
        "meeting", "1", f"{today()}",
    )  # fmt: skip
    assert "Bàn chuyện giữ bản" not in page
    assert "Bàn chuyện giữ bản" in head.get(f"{to}/new?like=last").text


def test_photos_come_with_the_form_or_later(as_: SignIn, world: World) -> None:
    head = as_("head")
    two = [file(jpeg("red")), file(jpeg("blue"))]
    to = head.send(f"/groups/{world.groups['Na']}/activities", **MEETING, photo=two).location
    for color in ("green", "green", "white"):
        assert head.send(f"{to}/photos", photo=file(jpeg(color))).status_code == 303
    full = head.send(f"{to}/photos", photo=file(jpeg("black")))
    assert "nhiều nhất 4 ảnh" in whys(full)["photo"]
    for number in range(1, 5):
        assert head.get(f"{to}/photos/{number}").mimetype == "image/jpeg"
    assert head.get(f"{to}/photos/5").status_code == 404
    assert as_("head2").get(f"{to}/photos/1").status_code == 404
