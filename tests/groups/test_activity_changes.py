"""Editing an activity within its time, correcting it afterwards, the log of a month and a group's book."""

from datetime import timedelta
from uuid import uuid4

from flask import Flask

from app.clock import now, today
from app.extensions import db
from app.groups.models import Activity
from tests.conftest import SignIn
from tests.contents import changed, contents
from tests.pages import parse, words
from tests.world import World, file, jpeg

DAY = today() - timedelta(days=1)
EDIT = {"kind": "meeting", "held_on": f"{today()}", "summary": "Họp về pháo", "version": "1"}


def grow_old(app: Flask, world: World, days: int) -> None:
    """Let Na's activity have been received so many days ago."""
    with app.app_context():
        db.session.get_one(Activity, world.activities["Na"]).received_at = now() - timedelta(days=days)
        db.session.commit()
        db.session.remove()


def rows(text: str) -> list[str]:
    """Return the words of each row in the page's table."""
    return [words(row) for body in parse(text).iter("tbody") for row in body.iter("tr")]


def compared(text: str) -> list[list[str]]:
    """Return the lines of the table that shows two versions: the field, what is stored, what was typed."""
    return [[words(cell) for cell in row] for body in parse(text).iter("tbody") for row in body.iter("tr")]


def test_an_edit_keeps_what_stood_there(app: Flask, as_: SignIn, world: World) -> None:
    to, head = f"/activities/{world.activities['Na']}", as_("head")
    assert "Bàn chuyện giữ bản" in head.get(f"{to}/edit").text
    assert head.send(to, **EDIT).status_code == 303
    page = words(parse(head.get(to).text))
    assert "Họp về pháo" in page
    assert "Trước đó ghi:" in page
    assert "Bàn chuyện giữ bản" in page
    before = contents(app)
    assert head.send(to, **{**EDIT, "version": "2"}).status_code == 303
    assert changed(before, contents(app)) == {}, "the same again needs no writing"


def test_an_edit_of_an_old_form_overwrites_nothing_unseen(app: Flask, as_: SignIn, world: World) -> None:
    to = f"/activities/{world.activities['Na']}"
    assert as_("police").send(to, **EDIT).status_code == 303
    before = contents(app)
    answer = as_("head").send(to, **{**EDIT, "summary": "Họp về lửa rừng"})
    assert answer.status_code == 409
    assert answer.headers["Banyen-Reason"] == "version"
    assert "Cán bộ police vừa sửa hoạt động này" in answer.text
    assert compared(answer.text) == [["Nội dung, kết quả", "Họp về pháo", "Họp về lửa rừng"]]
    assert changed(before, contents(app)) == {}
    assert as_("head").send(to, **{**EDIT, "summary": "Họp về lửa rừng", "version": "2"}).status_code == 303


def test_an_edit_of_an_old_form_shows_each_field_in_both_versions(as_: SignIn, world: World) -> None:
    to = f"/activities/{world.activities['Na']}"
    theirs = {"kind": "mediation", "held_on": f"{DAY}", "people_present": "6", "outcome-cases": "2", "version": "1"}
    assert as_("police").send(to, **theirs).status_code == 303
    for htmx in (False, True):
        answer = as_("head").send(to, htmx=htmx, **EDIT, plan="Họp lại")
        assert answer.status_code == 409
        assert compared(answer.text) == [
            ["Việc đã làm", "Hoà giải", "Họp nhóm"],
            ["Ngày làm", f"{DAY:%d/%m/%Y}", f"{today():%d/%m/%Y}"],
            ["Số người có mặt", "6", "(để trống)"],
            ["Nội dung, kết quả", "(để trống)", "Họp về pháo"],
            ["Việc tháng tới", "(để trống)", "Họp lại"],
            ["Số vụ hoà giải", "2", "(để trống)"],
        ]
        assert 'name="version" value="2"' in answer.text, "saved again, it is meant"
    assert as_("head").send(to, **{**EDIT, "version": "2"}, plan="Họp lại").status_code == 303


def test_only_the_author_and_the_police_edit(as_: SignIn, world: World) -> None:
    both = [str(world.groups[name]) for name in ("Na", "Pa")]
    made = as_("police").send("/activities", kind="patrol", held_on=f"{DAY}", group=both).location
    page = as_("head").get(made)
    assert page.status_code == 200
    assert f"{made}/edit" not in page.text
    answer = as_("head").send(made, kind="patrol", held_on=f"{DAY}", summary="Khác", version="1")
    assert answer.status_code == 403
    assert as_("head").get(f"{made}/edit").status_code == 403


def test_after_thirty_days_a_correction_takes_its_place(app: Flask, as_: SignIn, world: World) -> None:
    old, head = world.activities["Na"], as_("head")
    grow_old(app, world, 31)
    assert head.send(f"/activities/{old}", **EDIT).status_code == 409
    page = head.get(f"/activities/{old}").text
    assert f"/activities/{old}/edit" not in page
    assert f"/activities/{old}/correction/new" in page
    id_ = uuid4()
    form = {"kind": "meeting", "held_on": f"{today()}", "people_present": "3", "id": str(id_)}
    answer = head.send(f"/activities/{old}/correction", **form)
    assert (answer.status_code, answer.location) == (303, f"/activities/{id_}")
    assert "không còn được tính" in head.get(f"/activities/{old}").text
    assert "Đây là bản đính chính" in head.get(f"/activities/{id_}").text
    listed = rows(head.get("/activities").text)
    assert sum("đã đính chính, không tính" in row for row in listed) == 1
    assert sum("bản đính chính" in row for row in listed) == 1
    assert "1 hoạt động" in head.get("/activities").text
    again = head.send(f"/activities/{old}/correction", **{**form, "id": str(uuid4())})
    assert again.status_code == 409


def test_photos_are_added_by_whom_and_while_it_may_be_edited(app: Flask, as_: SignIn, world: World) -> None:
    both = [str(world.groups[name]) for name in ("Na", "Pa")]
    joint = as_("police").send("/activities", kind="patrol", held_on=f"{DAY}", group=both).location
    head, own = as_("head"), f"/activities/{world.activities['Na']}"
    before = contents(app)
    for made in (joint, own):
        if made == own:
            grow_old(app, world, 31)
            before = contents(app)
        assert head.send(f"{made}/photos", photo=file(jpeg("red"))).status_code == (403 if made == joint else 409)
        assert f'{made}/photos"' not in head.get(made).text
        assert changed(before, contents(app)) == {}
    assert as_("police").send(f"{joint}/photos", photo=file(jpeg("red"))).status_code == 303


def test_photos_that_a_phone_has_promised_may_come_late(app: Flask, as_: SignIn, world: World) -> None:
    with app.app_context():
        db.session.get_one(Activity, world.activities["Na"]).photos_promised = 2
        db.session.commit()
        db.session.remove()
    grow_old(app, world, 31)
    to, head = f"/activities/{world.activities['Na']}/photos", as_("head")
    assert head.send(to, photo=file(jpeg("red"))).status_code == 303
    assert head.send(to, photo=file(jpeg("blue"))).status_code == 409, "one came with it, one later: that is all"


def test_a_day_within_thirty_days_may_be_edited(app: Flask, as_: SignIn, world: World) -> None:
    grow_old(app, world, 29)
    assert as_("head").send(f"/activities/{world.activities['Na']}", **EDIT).status_code == 303


def test_the_log_of_a_month_is_narrowed(as_: SignIn, world: World) -> None:
    police = as_("police")
    assert as_("police").send("/activities", kind="outreach", held_on=f"{today()}", unit=str(world.units["Na"]),
                              summary="Nói về Pháo nổ", **{"outcome-listeners": "40"}).status_code == 303  # fmt: skip
    assert len(rows(police.get("/activities").text)) == 3
    for query, count in [
        ("q=phao+NO", 1), ("q=khong-co", 0), ("kind=outreach", 1), ("kind=meeting", 2), ("month=2020-01", 0),
        (f"village={world.units['Pa']}", 1), (f"group={world.groups['Na']}", 1), ("month=rubbish", 3),
    ]:  # fmt: skip
        assert len(rows(police.get(f"/activities?{query}").text)) == count, query
    assert "Số lượt người nghe: 40" in police.get("/activities").text
    assert len(rows(as_("head2").get("/activities").text)) == 1
    assert police.get(f"/activities?group={world.groups['Hạ']}").status_code == 404


def test_a_groups_book_of_a_year(as_: SignIn, world: World) -> None:
    head, to = as_("head"), f"/groups/{world.groups['Na']}/book"
    page = head.get(f"{to}?year={today().year}").text
    assert "Bàn chuyện giữ bản" in page
    assert "Nhóm trưởng: Lò Văn Trưởng" in page
    assert "Bàn chuyện giữ bản" not in head.get(f"{to}?year={today().year - 1}").text
    for year in ("", "rubbish", "0000", "9999"):
        assert head.get(f"{to}?year={year}").status_code == 200
