"""The pages of regularity as each person meets them; reminders from a commune to a village."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask

from app.accounts.models import User
from app.clock import now, today
from app.extensions import db
from app.groups.measures import GROUPS_REGULAR, GROUPS_SILENT
from app.groups.models import ActivityKind, Group, GroupKind, Standing, StandingSpell
from app.groups.operations.founding import GroupTerms, found_group
from app.groups.operations.logging import ActivityTerms, log_activity
from app.groups.regularity import month_before, month_of, window
from app.measures.registry import Period
from app.units.models import Unit
from app.web.transaction import begin_writing
from tests.conftest import SignIn
from tests.contents import changed, contents
from tests.pages import parse, words
from tests.structure.shown import blanks
from tests.world import World

MORE = {GroupKind.MEDIATION, GroupKind.FIRE, GroupKind.SECURITY}
LAST_MONTH = month_before(month_of(today()))


def met(app: Flask, world: World, group: UUID, months: list[date]) -> None:
    """Let a group meet in these months."""
    with app.app_context():
        begin_writing()
        by, found = db.session.get_one(User, world.users["police"]), db.session.get_one(Group, group)
        for first in months:
            log_activity(uuid4(), ActivityTerms(ActivityKind.MEETING, first, now()), found.unit, [found], by=by)
        db.session.commit()
        db.session.remove()


def another(app: Flask, world: World, place: str, kind: GroupKind = GroupKind.LIEN_GIA) -> UUID:
    """Found one more group, three years ago."""
    with app.app_context():
        begin_writing()
        by, unit = db.session.get_one(User, world.users["police"]), db.session.get_one(Unit, world.units[place])
        terms = GroupTerms(kind, 2, date(today().year - 3, 1, 1), "Lò Văn Trưởng")
        id_ = found_group(uuid4(), terms, unit, by=by).id
        db.session.commit()
        db.session.remove()
    return id_


def strips(answer: Any) -> list[str]:
    """Return what a screen reader says of each strip."""
    return [part.get("aria-label") or "" for part in parse(answer.text).iter("div") if part.get("class") == "months"]


def test_the_months_of_a_group_are_a_fragment_and_a_page(app: Flask, as_: SignIn, world: World) -> None:
    met(app, world, world.groups["Na"], window(today())[2:])
    head, to = as_("head"), f"/groups/{world.groups['Na']}/year"
    fragment, page = head.part(to), head.get(to)
    silent = ", ".join(f"{first:%m/%Y}" for first in window(today())[:2])
    for answer in (fragment, page):
        assert strips(answer) == [f"Họp 10 trên 12 tháng. Không họp: {silent}."]
        assert "Họp 10/12 tháng" in answer.text
        assert "Thường xuyên" in answer.text
    assert "<h1" not in fragment.text
    assert f"/activities?group={world.groups['Na']}&amp;month={LAST_MONTH:%Y-%m}" in page.text


def test_each_sees_own_figures_and_only_the_low_levels_groups(app: Flask, as_: SignIn, world: World) -> None:
    met(app, world, world.groups["Na"], window(today()))
    for who, unit, said in [
        ("head", "Na", "1 trên 1 nhóm"), ("police", "An", "1 trên 2 nhóm"), ("police", "Pa", "0 trên 1 nhóm"),
        ("district", "Một", "1 trên 3 nhóm"), ("province", "An", "1 trên 2 nhóm"),
        ("district2", "Hai", "chưa có số liệu"),
    ]:  # fmt: skip
        answer = as_(who).get(f"/groups/regularity?unit={world.units[unit]}&verdict=all")
        assert said in answer.text, who
        assert bool(strips(answer)) == (who in {"head", "police"})


def test_a_figure_opens_the_groups_behind_it(app: Flask, as_: SignIn, world: World) -> None:
    met(app, world, world.groups["Na"], window(today()))
    another(app, world, "Na", GroupKind.FIRE)
    police, to = as_("police"), f"/groups/regularity?unit={world.units['An']}"
    answers = {name: police.get(f"{to}&verdict={name}") for name in ("regular", "irregular", "early", "silent", "all")}
    assert {name: len(strips(answer)) for name, answer in answers.items()} == {
        "regular": 1, "irregular": 1, "early": 0, "silent": 2, "all": 3,
    }  # fmt: skip
    assert len(strips(police.get(to))) == 1, "a commune begins with those that are not regular"
    shown = [
        words(link) for link in parse(answers["all"].text).iter("a") if "verdict=silent" in (link.get("href") or "")
    ]
    assert shown == ["2 không họp tháng trước, mọi loại nhóm"]


def test_a_figure_of_a_past_day_opens_the_groups_as_they_were_then(app: Flask, as_: SignIn, world: World) -> None:
    day = date(today().year - 1, 12, 31)
    met(app, world, world.groups["Na"], window(day))
    with app.app_context():
        unit = db.session.get_one(Unit, world.units["An"])
        found = GROUPS_REGULAR.compute(unit, Period.year(day.year), day)
    page = as_("police").get(found.trace.address)
    assert f"{found.figure.value} trên {found.figure.of} nhóm" in page.text
    assert f"tính đến hết ngày {day:%d/%m/%Y}" in page.text
    assert len(strips(page)) == found.figure.value == 1
    assert f"on={day}" in page.text
    assert "Đã nhắc" not in page.text
    assert f"{found.figure.value} trên {found.figure.of} nhóm" in as_("district").get(found.trace.address).text


@pytest.fixture
def another_group(app: Flask, world: World) -> UUID:
    """A second group of Na."""
    return another(app, world, "Na")


def test_who_did_not_meet_last_month_heads_the_commune_s_page(app: Flask, as_: SignIn, world: World) -> None:
    page = as_("police").get("/").text
    assert f"2 nhóm không họp tháng {LAST_MONTH:%m/%Y}" in page
    assert page.index('id="missed"') < page.index('class="bars')
    assert f'href="/groups/{world.groups["Pa"]}/activities/new?kind=meeting&amp;month={LAST_MONTH:%Y-%m}"' in page
    met(app, world, world.groups["Pa"], [LAST_MONTH])
    assert f"1 nhóm không họp tháng {LAST_MONTH:%m/%Y}" in as_("police").get("/").text
    met(app, world, world.groups["Na"], [LAST_MONTH])
    assert "không họp tháng" not in as_("police").get("/").text
    for who in ("district", "province"):
        assert "missed" not in as_(who).get("/").text


def test_a_reminder_reaches_the_village_until_the_meeting_is_logged(app: Flask, as_: SignIn, world: World) -> None:
    police, group = as_("police"), world.groups["Na"]
    said = f"Nhóm liên gia tự quản số 1 chưa họp tháng {LAST_MONTH:%m/%Y}"
    assert said not in as_("head").get("/").text
    assert police.send(f"/groups/{group}/reminder").status_code == 303
    assert "đã nhắc trưởng bản" in police.get("/").text
    assert said in as_("head").get("/").text
    assert said not in as_("head2").get("/").text
    met(app, world, group, [LAST_MONTH])
    assert said not in as_("head").get("/").text


def test_a_reminder_is_sent_once_and_only_where_there_is_reason(app: Flask, as_: SignIn, world: World) -> None:
    police = as_("police")
    met(app, world, world.groups["Pa"], [LAST_MONTH])
    police.send(f"/groups/{world.groups['Na']}/reminder")
    before = contents(app)
    again, needless = (police.send(f"/groups/{world.groups[name]}/reminder") for name in ("Na", "Pa"))
    assert (again.status_code, again.headers["Banyen-Reason"]) == (409, "already-told")
    assert (needless.status_code, needless.headers["Banyen-Reason"]) == (409, "nothing-to-remind")
    assert changed(before, contents(app)) == {}


def test_the_village_sees_this_month_s_meetings_that_are_not_logged(
    app: Flask, as_: SignIn, world: World, another_group: UUID
) -> None:
    said = f"Tháng {today():%m/%Y} chưa ghi buổi họp"
    page = as_("head").get("/").text
    assert said in page
    assert f'href="/groups/{another_group}/activities/new?kind=meeting"' in page
    assert f'href="/groups/{world.groups["Na"]}/activities/new?kind=meeting"' not in page, "it met today"
    _suspend(app, world, another_group)
    assert said not in as_("head").get("/").text


def _suspend(app: Flask, world: World, id_: UUID) -> None:
    with app.app_context():
        begin_writing()
        group = db.session.get_one(Group, id_)
        group.standing = Standing.SUSPENDED
        group.spells.append(
            StandingSpell(standing=Standing.SUSPENDED, since=today(), reason="Mùa vụ", created_by=world.users["police"])
        )
        db.session.commit()
        db.session.remove()


def test_each_group_that_did_not_meet_has_its_acts_in_the_whole_list_too(app: Flask, as_: SignIn, world: World) -> None:
    police, to = as_("police"), f"/groups/regularity?unit={world.units['An']}&verdict=silent"
    for place in ("Na", "Pa"):
        page = police.get(to).text
        assert f'href="/groups/{world.groups[place]}/activities/new?kind=meeting&amp;month={LAST_MONTH:%Y-%m}"' in page
        [remind] = [form for form in blanks(page) if form.action == f"/groups/{world.groups[place]}/reminder"]
        answer = police.send(remind.action, **remind.held)
        assert answer.location == f"/groups/regularity?unit={world.units['An']}&verdict=silent#groups"
    done = police.get(to).text
    assert done.count("đã nhắc trưởng bản") == 2
    assert "/reminder" not in done
    assert police.send(f"/groups/{another(app, world, 'Na')}/reminder", unit="x").location == "/"


def test_who_may_not_remind_has_only_the_meeting_to_log(as_: SignIn, world: World) -> None:
    page = as_("head").get("/groups/regularity?verdict=silent").text
    assert f'href="/groups/{world.groups["Na"]}/activities/new?kind=meeting&amp;month={LAST_MONTH:%Y-%m}"' in page
    assert "/reminder" not in page
    assert "/activities/new?kind=meeting" not in as_("head").get("/groups/regularity?verdict=irregular").text


def test_a_group_that_is_dissolved_since_waits_for_no_meeting(
    app: Flask, as_: SignIn, world: World, another_group: UUID
) -> None:
    police, head = as_("police"), as_("head")
    assert police.send(f"/groups/{another_group}/reminder").status_code == 303
    assert f"3 nhóm không họp tháng {LAST_MONTH:%m/%Y}" in police.get("/").text
    end = {"standing": "dissolved", "since": f"{today()}", "reason": "Gộp vào nhóm số 1"}
    assert head.send(f"/groups/{another_group}/standing", **end).status_code == 303
    board = police.get("/").text
    assert f"2 nhóm không họp tháng {LAST_MONTH:%m/%Y}" in board
    for page in (board, head.get("/").text, police.get("/groups/regularity?verdict=silent").text):
        assert str(another_group) not in page
    before = contents(app)
    needless = police.send(f"/groups/{another_group}/reminder")
    assert (needless.status_code, needless.headers["Banyen-Reason"]) == (409, "nothing-to-remind")
    assert changed(before, contents(app)) == {}
    with app.app_context():
        commune = db.session.get_one(Unit, world.units["An"])
        found = GROUPS_SILENT.compute(commune, Period.year(today().year), today())
        assert (found.figure.value, another_group in found.trace.ids()) == (2, False)
        db.session.remove()


def test_all_meetings_that_are_not_logged_this_month_are_one_tap_away(
    app: Flask, as_: SignIn, world: World, another_group: UUID
) -> None:
    head = as_("head")
    waiting = {another_group, *(another(app, world, "Na", kind) for kind in GroupKind if kind in MORE)}
    [more] = [link for link in parse(head.get("/").text).iter("a") if words(link) == f"Xem cả {len(waiting)} nhóm"]
    page = head.get(str(more.get("href"))).text
    links = [str(link.get("href")) for link in parse(page).iter("a")]
    assert {link for link in links if link.endswith("/year")} == {f"/groups/{id_}/year" for id_ in waiting}
    assert {link for link in links if link.endswith("?kind=meeting")} == {
        f"/groups/{id_}/activities/new?kind=meeting" for id_ in waiting
    }
    assert "/reminder" not in page
