"""What stands in a new activity's form: what just those who act did last time, of the kind that is asked for."""

from datetime import timedelta
from typing import Any

import pytest

from app.clock import today
from app.groups.regularity import month_before, month_of
from tests.conftest import SignIn
from tests.groups.test_activities import DAY, value, whys
from tests.offline.test_pack import pack_of, rows
from tests.pages import parse
from tests.world import World

COUNTED = {"held_on": f"{DAY}", "households_present": "1", "people_present": "7"}


def begun(text: str) -> tuple[str | None, str | None, str | None]:
    """Return the kind, households and people with which a form begins."""
    return value(text, "kind"), value(text, "households_present") or "", value(text, "people_present") or ""


def opened(client: Any, *groups: object, **asked: str) -> str:
    """Return the form of what these groups do together."""
    text: str = client.get("/activities/new", query_string={"group": [*map(str, groups)], **asked}).text
    return text


def test_several_groups_begin_with_a_patrol_and_no_counts_then_with_what_they_did_together(
    as_: SignIn, world: World
) -> None:
    police, both = as_("police"), [world.groups[name] for name in ("Na", "Pa")]
    assert begun(opened(police, *both)) == ("patrol", "", "")
    assert "Giống lần trước" not in opened(police, *both)
    assert police.send("/activities", kind="outreach", group=[*map(str, both)], **COUNTED).status_code == 303
    assert begun(opened(police, *both)) == ("outreach", "1", "7")
    assert "Giống lần trước" in opened(police, *both)
    one = f"/groups/{world.groups['Na']}/activities/new"
    assert begun(police.get(one).text) == ("meeting", "1", "4"), "what it did without the other"
    done = rows(pack_of(police)["activities"])
    alone = [(each["kind"], each["people"]) for each in done if each["groups"] == [str(world.groups["Na"])]]
    assert alone == [("meeting", 4)], "the phone's form begins with the same"


def test_a_kind_that_is_asked_for_stands_in_the_form_with_who_came_then(as_: SignIn, world: World) -> None:
    head, to = as_("head"), f"/groups/{world.groups['Na']}/activities"
    patrol = {**COUNTED, "kind": "patrol", "held_on": f"{today()}", "summary": "Tuần tra"}
    assert head.send(to, **patrol).status_code == 303
    assert begun(head.get(f"{to}/new").text) == ("patrol", "1", "7")
    page = head.get(f"{to}/new?kind=meeting").text
    assert begun(page) == ("meeting", "1", "4")
    [like] = [link.get("href") or "" for link in parse(page).iter("a") if "like=last" in (link.get("href") or "")]
    assert "Bàn chuyện giữ bản" in head.get(like).text
    assert begun(head.get(f"{to}/new?kind=tip").text) == ("tip", "", "")
    assert begun(head.get(f"{to}/new?kind=rubbish").text) == ("patrol", "1", "7")


@pytest.mark.parametrize("who", ["police", "head"])
def test_a_group_that_did_not_meet_is_one_tap_from_its_meeting(as_: SignIn, world: World, who: str) -> None:
    group = world.groups["Na"]
    as_("police").send(f"/groups/{group}/reminder")
    as_("police").send(f"/groups/{group}/activities", kind="patrol", held_on=f"{today()}")
    links = [link.get("href") or "" for link in parse(as_(who).get("/").text).iter("a")]
    [to] = [link for link in links if link.startswith(f"/groups/{group}/activities/new")]
    assert value(as_(who).get(to).text, "kind") == "meeting"


def day_box(text: str) -> dict[str, str | None]:
    """Return the attributes of the box for the day."""
    [box] = [box for box in parse(text).iter("input") if box.get("name") == "held_on"]
    return dict(box.attrib)


@pytest.mark.parametrize(
    ("who", "page"), [("police", "/"), ("police", "/groups/regularity?verdict=silent"), ("head", "/")]
)
def test_the_meeting_of_a_silent_month_has_no_day_yet_but_its_bounds(
    as_: SignIn, world: World, who: str, page: str
) -> None:
    group, end = world.groups["Na"], month_of(today()) - timedelta(days=1)
    as_("police").send(f"/groups/{group}/reminder")
    links = [link.get("href") or "" for link in parse(as_(who).get(page).text).iter("a")]
    [to] = [link for link in links if link.startswith(f"/groups/{group}/activities/new?kind=meeting")]
    text = as_(who).get(to).text
    box = day_box(text)
    assert (box["value"], box["min"], box["max"]) == ("", f"{end:%Y-%m}-01", f"{end}")
    said = f"Tháng {end:%m/%Y} chưa ghi buổi họp nào. Chọn ngày đã họp."
    assert said in text
    empty = as_(who).send(to.split("?")[0].removesuffix("/new"), kind="meeting", held_on="", month=f"{end:%Y-%m}")
    assert whys(empty)["held_on"] == "Chưa điền ngày."
    assert said in empty.text
    assert day_box(empty.text)["max"] == f"{end}"
    assert f"month={end:%Y-%m}" in next(link for link in _links(text) if "like=last" in link)


@pytest.mark.parametrize("month", ["", "rác", "2026-13", "1999-01", "9999-12", "\u0662\u0660\u0662\u0666-01", "this"])
def test_a_month_that_is_none_or_not_over_begins_with_today(as_: SignIn, world: World, month: str) -> None:
    asked = {"month": f"{today():%Y-%m}" if month == "this" else month}
    text = as_("head").get(f"/groups/{world.groups['Na']}/activities/new", query_string=asked).text
    assert (day_box(text)["value"], "min" in day_box(text), "chưa ghi buổi họp" in text) == (f"{today()}", False, False)


def test_the_day_in_another_month_is_taken_all_the_same(as_: SignIn, world: World) -> None:
    """The bounds help who chooses; what was typed without them, or months ago on a phone, is judged as ever."""
    to, month = f"/groups/{world.groups['Na']}/activities", month_before(month_of(today()))
    sent = {"kind": "meeting", "held_on": f"{today() - timedelta(days=60)}", "month": f"{month:%Y-%m}"}
    assert as_("head").send(to, **sent).status_code == 303


def _links(text: str) -> list[str]:
    return [link.get("href") or "" for link in parse(text).iter("a")]
