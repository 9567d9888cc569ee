"""Logging what groups did, with a thumb: few taps, several groups at once, without a network."""

import re
from pathlib import Path
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from app.groups.models import ActivityKind
from tests.browser.conftest import DESK, PHONE, NewPhone, Server, Visit
from tests.browser.groups import activities_of, groups_of
from tests.browser.line import Line, Mood
from tests.browser.phones import enter, picture, rows, send_all, until, waiting
from tests.browser.records import stored

pytestmark = pytest.mark.browser
MOST_TAPS = 6
MANY = 10
KINDS = list(ActivityKind)
LOGGED = re.compile(r"/activities/[0-9a-f]{8}(-[0-9a-f]+){4}$")


class Thumb:
    """Taps, and counts them."""

    def __init__(self, page: Page) -> None:
        """Begin with none."""
        self.page, self.taps = page, 0

    def tap(self, what: str) -> None:
        """Tap the first thing of that kind that is to be seen."""
        self.page.locator(what).locator("visible=true").first.click()
        self.taps += 1


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_commune_police_log_a_meeting_with_few_taps(visit: Visit, server: Server, viewport: dict[str, int]) -> None:
    [group] = groups_of(server, "congan", 1)
    page = visit("congan", viewport=viewport)
    thumb = Thumb(page)
    if viewport is PHONE:
        thumb.tap("header summary")
    thumb.tap("header a[href='/activities/new']")
    page.wait_for_url("**/activities/new")
    thumb.tap(f"#group-{group}")
    thumb.tap(".edge button")
    page.wait_for_url(f"**/groups/{group}/activities/new")
    expect(page.locator("input[name=kind]:checked")).to_have_value("meeting")
    thumb.tap(".edge button")
    page.wait_for_url(LOGGED)
    expect(page.locator("h1")).to_contain_text("Họp nhóm")
    assert thumb.taps <= MOST_TAPS
    assert [kind for _id, kind, _households, _words in activities_of(server, group)] == ["meeting"]


def test_to_go_on_without_a_group_is_told_what_to_do(visit: Visit, server: Server) -> None:
    [group] = groups_of(server, "congan", 1)
    page = visit("congan")
    page.goto("/activities/new")
    page.click(".edge button")
    expect(page.locator("#unchosen")).to_contain_text("Chưa chọn nhóm nào")
    expect(page.locator("#unchosen")).to_be_focused()
    page.check(f"#group-{group}")
    page.click(".edge button")
    page.wait_for_url(f"**/groups/{group}/activities/new")


def test_last_time_is_one_tap_away(visit: Visit, server: Server) -> None:
    [group] = groups_of(server, "congan", 1)
    page = visit("congan")
    page.goto(f"/groups/{group}/activities/new")
    page.check("input[name=kind][value=tip]")
    page.locator("[data-of=tip] [data-step='1']").first.click(click_count=2)
    expect(page.locator("[name=outcome-received]")).to_have_value("1")
    page.fill("#summary", "Tin về pháo")
    page.click(".edge button")
    page.wait_for_url(LOGGED)
    page.goto(f"/groups/{group}/activities/new")
    expect(page.locator("input[name=kind]:checked")).to_have_value("tip")
    expect(page.locator("#summary")).to_have_value("")
    page.click("a[href$='like=last']")
    expect(page.locator("#summary")).to_have_value("Tin về pháo")
    expect(page.locator("[name=outcome-received]")).to_have_value("1")


def test_three_groups_patrol_together(visit: Visit, server: Server) -> None:
    groups = groups_of(server, "congan", 3)
    page = visit("congan")
    page.goto("/activities/new")
    for group in groups:
        page.click(f"#group-{group}")
    page.click(".edge button")
    page.wait_for_url("**/activities/new?group=*")
    expect(page.locator("input[name=kind]:checked")).to_have_value("patrol")
    page.fill("#outcome-people", "9")
    page.click(".edge button")
    page.wait_for_url(LOGGED)
    found = [activities_of(server, group) for group in groups]
    assert [len(each) for each in found] == [1, 1, 1]
    assert len({each[0][0] for each in found}) == 1, "one activity of three groups"


def test_only_the_counts_of_the_kind_are_shown_and_a_refusal_keeps_them(visit: Visit, server: Server) -> None:
    [group] = groups_of(server, "congan", 1)
    page = visit("congan")
    page.goto(f"/groups/{group}/activities/new")
    expect(page.locator("#outcome-cases")).to_be_hidden()
    page.click("#kind-2")
    expect(page.locator("#outcome-times")).to_be_hidden()
    page.fill("#outcome-cases", "1")
    page.fill("#outcome-settled", "2")
    page.click(".edge button")
    expect(page.locator("#outcome-settled-why")).to_contain_text("Không thể nhiều hơn")
    expect(page.locator("#outcome-cases")).to_have_value("1")
    expect(page.locator("#outcome-times")).to_be_hidden()
    assert activities_of(server, group) == []


def test_ten_activities_without_a_network_are_sent_exactly_once(
    handset: NewPhone, line: Line, server: Server, tmp_path: Path
) -> None:
    groups = groups_of(server, "congan", 3)
    phone = handset()
    page = phone.start()
    enter(page, "congan")
    until(lambda: all(group in str(rows(page, "packs")) for group in groups))
    line.become(Mood.DOWN)
    for number in range(MANY):
        page.goto(f"/groups/{groups[number % 3]}/activities/new")
        page.wait_for_selector("body[data-drawn]")
        last = KINDS[max(number // 3 - 1, 0)]  # of this group, which waits
        expect(page.locator("input[name=kind]:checked")).to_have_value(last)
        page.click(f"#kind-{number // 3}")
        page.fill("#summary", f"Việc {number}")
        if number == 0:
            page.click(".more summary")
            page.set_input_files("#photo", [picture(tmp_path, color, color) for color in ("red", "blue")])
        save_and_go_on(page)
    page.goto("/activities/new")
    page.wait_for_selector("body[data-drawn]")
    for group in groups:
        page.click(f"#group-{group}")
    page.click(".edge button")
    page.wait_for_url("**/activities/new?group=*")
    page.wait_for_selector("body[data-drawn]")
    save_and_go_on(page)
    assert len(waiting(page)) == MANY + 1 + 2
    phone.kill()

    page = phone.start()
    line.become(Mood.UP)
    send_all(page, "congan")
    found = [activities_of(server, group) for group in groups]
    said = [words for each in found for _id, _kind, _households, words in each if words]
    assert sorted(said) == sorted(f"Việc {number}" for number in range(MANY))
    together = [{id_ for id_, _kind, _households, words in each if not words} for each in found]
    assert together[0] == together[1] == together[2]
    assert len(together[0]) == 1
    [[first]] = [[id_ for id_, _kind, _households, words in found[0] if words == "Việc 0"]]
    photos = "SELECT count(*) FROM activity_photos WHERE activity_id = ?"
    assert stored(server, photos, UUID(first).hex) == [(2,)]


def save_and_go_on(page: Page) -> None:
    """Send the form that is open; returns when its person has gone on to the next."""
    page.click(".edge button")
    page.wait_for_url(re.compile(r":\d+/activities/new$"))
    expect(page.locator("h1")).to_have_text("Ghi hoạt động")
    expect(page.locator("#activity-form")).to_have_count(0)
