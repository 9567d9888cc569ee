"""Groups without a network: the list, a group and the log open from the book; what waits stands in its place."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.book import WAITS, opened
from tests.browser.conftest import Phone, Server
from tests.browser.groups import activities_of, groups_of
from tests.browser.line import Line, Mood
from tests.browser.phones import enter, rows, send_all, until

pytestmark = pytest.mark.browser


def test_a_village_head_keeps_groups_without_a_network(phone: Phone, line: Line, server: Server) -> None:
    [group] = groups_of(server, "truongban", 1)
    page = phone().new_page()
    enter(page, "truongban")
    until(lambda: group in str(rows(page, "packs")))
    line.become(Mood.DOWN)

    assert "Lò Văn Mẫu" in opened(page, "/groups")
    page.fill("#q", "van mau")
    expect(page.locator("#group-list")).to_contain_text("Lò Văn Mẫu")
    page.fill("#q", "khong ai ca")
    expect(page.locator("#group-list")).to_contain_text("Không thấy nhóm nào như vậy")
    assert "q=khong+ai+ca" in page.url
    assert "Lò Văn Mẫu" in opened(page, f"/groups/{group}")

    opened(page, "/groups/new")
    page.fill("#leader_name", "Hà Thị Mới")
    page.click(".edge button")
    page.wait_for_url("**/groups")
    expect(page.locator("#group-list .row", has_text="Hà Thị Mới")).to_contain_text(WAITS)

    opened(page, f"/groups/{group}/activities/new")
    page.fill("#summary", "Việc lúc mất sóng")
    page.click(".edge button")
    page.wait_for_url(re.compile(r":\d+/activities/new$"))
    assert "Việc lúc mất sóng" in opened(page, "/activities")
    expect(page.locator("#activity-log .row", has_text="Việc lúc mất sóng")).to_contain_text(WAITS)
    page.fill("#q", "mat song")
    expect(page.locator("#activity-log .row")).to_have_count(1)

    line.become(Mood.UP)
    send_all(page, "truongban")
    page.goto("/groups")
    expect(page.locator("#group-list .row", has_text="Hà Thị Mới")).to_have_count(1)
    expect(page.locator("#group-list")).not_to_contain_text(WAITS)
    page.goto("/activities")
    expect(page.locator("#activity-log")).to_contain_text("Việc lúc mất sóng")


def test_commune_police_see_their_groups_and_the_log_without_a_network(
    phone: Phone, line: Line, server: Server
) -> None:
    groups = groups_of(server, "congan", 2)
    page = phone().new_page()
    enter(page, "congan")
    until(lambda: all(group in str(rows(page, "packs")) for group in groups))
    line.become(Mood.DOWN)
    opened(page, "/groups")
    everywhere = page.locator("#group-list .row").count()
    page.click("#narrowing summary")
    page.select_option("#village", index=2)
    until(lambda: 0 < page.locator("#group-list .row").count() < everywhere)
    assert "Họp nhóm" in opened(page, "/activities")
    page.click("text=Tháng trước")
    page.wait_for_url("**/activities?month=*")
    page.wait_for_selector("body[data-drawn]")
    expect(page.locator("#activity-log .row").first).to_be_visible()


def test_a_group_founded_without_a_network_is_logged_for_at_once(phone: Phone, line: Line, server: Server) -> None:
    page = phone().new_page()
    enter(page, "truongban")
    line.become(Mood.DOWN)
    opened(page, "/groups/new")
    page.check("input[name=kind][value=fire]")
    page.fill("#number", "41")
    page.fill("#leader_name", "Quàng Văn Lửa")
    page.click(".edge button")
    page.wait_for_url("**/groups")
    page.locator("#group-list .row", has_text="Quàng Văn Lửa").click()
    expect(page.locator("h1")).to_have_text("Tổ phòng cháy, chữa cháy số 41")
    expect(page.locator("#flashes")).to_contain_text("1 mục chờ gửi")
    group = page.url.rpartition("/")[2]

    opened(page, "/activities/new")
    expect(page.locator(".choice", has_text="số 41")).to_contain_text(WAITS)
    page.check(f"#group-{group}")
    page.click(".edge button")
    page.wait_for_selector("#activity-form")
    expect(page.locator("main")).to_contain_text("Tổ phòng cháy, chữa cháy số 41")
    page.fill("#summary", "Tập chữa cháy lần đầu")
    page.click(".edge button")
    page.wait_for_url(re.compile(r":\d+/activities/new$"))
    assert "Tổ phòng cháy, chữa cháy số 41" in opened(page, "/activities")

    line.become(Mood.UP)
    send_all(page, "truongban")
    assert [words for _id, _kind, _households, words in activities_of(server, group)] == ["Tập chữa cháy lần đầu"]


def test_a_group_is_edited_and_its_members_change_without_a_network(phone: Phone, line: Line, server: Server) -> None:
    [group] = groups_of(server, "truongban", 1)
    page = phone().new_page()
    enter(page, "truongban")
    until(lambda: group in str(rows(page, "packs")))
    line.become(Mood.DOWN)
    opened(page, f"/groups/{group}")
    page.click("main a[href$='/edit']")
    page.wait_for_selector("#group-form")
    expect(page.locator("input[name=kind]:checked")).to_have_value("lien_gia")
    expect(page.locator("#leader_name")).to_have_value("Lò Văn Mẫu")
    page.check("input[name=kind][value=security]")
    page.fill("#leader_name", "Lường Văn Thay")
    page.fill("#leader_phone", "0987654321")
    page.click(".edge button")
    page.wait_for_url(f"**/groups/{group}")
    page.wait_for_selector("body[data-drawn]")
    expect(page.locator("main")).to_contain_text("Lường Văn Thay")
    expect(page.locator("main")).to_contain_text("0987 654 321")
    expect(page.locator("h1")).to_contain_text("Tổ an ninh nhân dân số")
    opened(page, "/groups")
    expect(page.locator("#group-list .row", has_text="Lường Văn Thay")).to_contain_text(WAITS)

    opened(page, f"/groups/{group}/members/new")
    choices = page.locator("#candidates .choice")
    first, second = (choices.nth(place).locator("label").inner_text().split("\n")[0] for place in (0, 1))
    choices.first.locator("input").check()
    page.fill("#q", second)
    expect(choices).to_have_count(2)
    expect(choices.first.locator("input")).to_be_checked()
    choices.last.locator("input").check()
    page.click(".edge button")
    page.wait_for_url(f"**/groups/{group}")
    page.wait_for_selector("body[data-drawn]")
    members = page.locator("#group-members > .list .row")
    expect(members).to_have_count(2)
    expect(members.first).to_contain_text(WAITS)

    page.click("#group-members details summary")
    page.locator("#group-members details form", has_text=first).locator("button").click()
    page.wait_for_timeout(500)
    opened(page, f"/groups/{group}")
    expect(members).to_have_count(1)
    expect(members.first).to_contain_text(second)

    line.become(Mood.UP)
    send_all(page, "truongban")
    page.goto(f"/groups/{group}")
    expect(page.locator("body")).not_to_have_attribute("data-shell", re.compile(".*"))
    expect(page.locator("main")).to_contain_text("Lường Văn Thay")
    expect(members).to_have_count(1)
    expect(members.first).to_contain_text(second)


def test_boards_of_groups_say_without_a_network_that_they_are_not_here(
    phone: Phone, line: Line, server: Server
) -> None:
    [group] = groups_of(server, "congan", 1)
    page = phone().new_page()
    enter(page, "congan")
    until(lambda: group in str(rows(page, "packs")))
    line.become(Mood.DOWN)
    for address in ("/groups/regularity?verdict=silent", "/activities/effect", f"/groups/{group}/photo"):
        assert "Trang này chưa có trên máy" in opened(page, address)
