"""What one's unit was told: the list, its marks per person, the count on every page."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts.models import User
from app.accounts.operations import NewAccount, create_user
from app.clock import now, today
from app.extensions import db
from app.groups.models import Group
from app.groups.operations.reminding import remind
from app.groups.regularity import month_before, month_of
from app.notices.models import Notice
from app.notices.operations import tell_units
from app.notices.queries import PAGE
from app.policy import Role
from app.units.models import Unit
from app.web.transaction import begin_writing
from tests.conftest import SignIn
from tests.contents import changed, contents
from tests.offline.test_races import entered
from tests.pages import parse, words
from tests.reviews.test_races import at_once, cast
from tests.world import PASSWORD, World, id_of

TOPIC = "something-gone"  # that nobody has words for any more


def count(text: str) -> str:
    """Return what the bell says: how many wait, or nothing."""
    [bell] = [link for link in parse(text).iter("a") if link.get("class") == "bell"]
    shown = bell.find("b")
    return words(shown).split()[0] if shown is not None else ""


def rows(text: str) -> list[Any]:
    """Return the notices of a page."""
    return [each for each in parse(text).iter("li") if (each.get("id") or "").startswith("notice-")]


def unread(text: str) -> list[str]:
    """Return what the notices say that were not read."""
    return [words(each) for each in rows(text) if each.get("class") == "unread"]


def told(app: Flask, unit: int, many: int) -> None:
    """Tell a unit of many things, one a moment until now."""
    with app.app_context():
        begin_writing()
        for number in range(many):
            tell_units([unit], TOPIC, id_of(f"thing {number}"), today(), by=None)
        rows_ = db.session.scalars(select(Notice).where(Notice.topic == TOPIC)).all()
        for number, notice in enumerate(rows_):
            notice.created_at = now() - timedelta(milliseconds=number)
        db.session.commit()
        db.session.remove()


def told_late(app: Flask, unit: int) -> None:
    """Tell a unit of something with a time before others that were stored before it."""
    with app.app_context():
        begin_writing()
        tell_units([unit], TOPIC, id_of("stored late"), today(), by=None)
        late = db.session.scalars(select(Notice).where(Notice.subject_id == id_of("stored late"))).one()
        late.created_at = now() - timedelta(seconds=30)
        db.session.commit()
        db.session.remove()


def test_a_unit_sees_what_it_was_told_the_newest_first_and_nothing_else(as_: SignIn, app: Flask, world: World) -> None:
    told(app, world.units["Na"], 2)
    page = as_("head").get("/notices").text
    said = unread(page)
    assert len(said) == 5
    assert said[0].startswith("Thông báo"), "whose topic nobody knows any more"
    assert any("Việc được giao, hạn" in each for each in said[2:])
    assert len(unread(as_("head3").get("/notices").text)) == 2
    assert "Chưa có thông báo nào." in as_("district2").get("/notices").text


def test_every_page_counts_what_the_person_has_not_read(as_: SignIn, app: Flask, world: World) -> None:
    head = as_("head")
    assert [count(head.get(to).text) for to in ("/", "/households", "/account")] == ["3", "3", "3"]
    assert count(as_("district2").get("/").text) == ""
    told(app, world.units["Na"], 120)
    assert count(head.get("/").text) == "99+"
    assert 'class="bell"' not in as_("admin").get("/").text
    assert count(head.get("/nothing").text) == "", "a page that tells of a fault asks nothing more"
    assert count(head.get("/offline/shells/offline").text) == "", "a page that is kept would go on saying it"


def test_a_notice_is_read_by_its_button_and_not_by_looking(as_: SignIn, app: Flask, world: World) -> None:
    head, notice = as_("head"), world.notices["Na"]
    before = contents(app)
    assert head.get("/notices").status_code == 200
    assert changed(before, contents(app)) == {}
    for _time in range(2):
        answer = head.send(f"/notices/{notice}/reading")
        assert (answer.status_code, answer.location) == (303, f"/notices#notice-{notice}")
    page = head.get("/notices").text
    assert (len(unread(page)), len(rows(page)), count(page)) == (2, 3, "2")


def test_opening_marks_and_leads_on(as_: SignIn, world: World) -> None:
    head = as_("head")
    answer = head.send(f"/notices/{world.notices['Na']}/reading", open="1")
    assert answer.status_code == 303
    assert answer.location.startswith("/directives/")
    assert count(head.get(answer.location).text) == "2"


@pytest.mark.parametrize("form", ["reading", "readings"])
def test_two_taps_at_once_are_one(fresh_app: Flask, form: str) -> None:
    address, taps = f"/notices/{cast(fresh_app).notices['Na']}/{form}", [entered(fresh_app) for _finger in range(2)]
    assert at_once(*(lambda tap=tap: tap.send(address) for tap in taps)) == [303, 303]


def test_marks_are_each_person_s_own(as_: SignIn, app: Flask, world: World) -> None:
    with app.app_context():
        begin_writing()
        village = db.session.get_one(Unit, world.units["Na"])
        create_user(NewAccount("deputy", "Cán bộ deputy", Role.VILLAGE_HEAD, village, PASSWORD), by=None)
        db.session.commit()
        db.session.remove()
    assert as_("head").send(f"/notices/{world.notices['Na']}/readings").status_code == 303
    assert count(as_("deputy").get("/").text) == "3"
    assert count(as_("head").get("/").text) in {"", "1", "2"}


def test_all_are_read_up_to_the_newest_that_was_shown(as_: SignIn, app: Flask, world: World) -> None:
    told(app, world.units["Na"], 40)
    head = as_("head")
    page = head.get("/notices").text
    [whole] = [form for form in parse(page).iter("form") if (form.get("action") or "").endswith("/readings")]
    with app.app_context():
        begin_writing()
        tell_units([world.units["Na"]], TOPIC, id_of("later"), today(), by=None)
        db.session.commit()
        db.session.remove()
    told_late(app, world.units["Na"])
    [shown] = [box.get("value") for box in whole.iter("input") if box.get("name") == "shown"]
    assert head.send(whole.get("action") or "", shown=shown).status_code == 303
    after = head.get("/notices").text
    assert (len(unread(after)), count(after)) == (1, "2"), "the later one; on a further page the one stored later"
    assert head.send(whole.get("action") or "", shown="rubbish '; --").status_code == 303
    assert count(head.get("/").text) == "2"


def test_further_pages_follow_and_a_read_one_leads_back_to_its_own(as_: SignIn, app: Flask, world: World) -> None:
    told(app, world.units["Na"], PAGE + 5)
    head = as_("head")
    page = head.get("/notices").text
    assert len(rows(page)) == PAGE
    [more] = [link for link in parse(page).iter("a") if "after=" in (link.get("href") or "")]
    rest = head.get(more.get("href") or "").text
    assert len(rows(rest)) == 8
    assert not {each.get("id") for each in rows(rest)} & {each.get("id") for each in rows(page)}
    part = head.part(more.get("href") or "").text
    assert "<h1" not in part
    assert len(rows(f"<ul>{part}</ul>")) == 8
    after = (more.get("href") or "").partition("after=")[2]
    first = (rows(rest)[0].get("id") or "").removeprefix("notice-")
    answer = head.send(f"/notices/{first}/reading", after=after)
    assert answer.location == f"/notices?after={after}#notice-{first}"
    assert len(rows(head.get("/notices?after=rubbish").text)) == PAGE


def test_what_another_unit_was_told_is_nobody_else_s(as_: SignIn, world: World) -> None:
    for who in ("head2", "police", "district"):
        for verb in ("reading", "readings"):
            assert as_(who).send(f"/notices/{world.notices['Na']}/{verb}").status_code == 404
    assert as_("admin").get("/notices").status_code == 403


def test_a_group_that_did_not_meet_leads_to_its_log(as_: SignIn, app: Flask, world: World) -> None:
    month = month_before(month_of(today()))
    with app.app_context():
        begin_writing()
        by, group = db.session.get_one(User, world.users["police"]), db.session.get_one(Group, world.groups["Na"])
        notice = remind(group, month, by=by).id
        db.session.commit()
        db.session.remove()
    head = as_("head")
    assert f"số 1 chưa họp tháng {month:%m/%Y}" in unread(head.get("/notices").text)[0]
    there = head.send(f"/notices/{notice}/reading", open="1").location
    assert there.startswith(f"/groups/{world.groups['Na']}/activities/new")
    assert head.get(there).status_code == 200
