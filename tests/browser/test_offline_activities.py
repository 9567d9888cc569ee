"""What groups did, without a network: an activity's page, its edit and its correction, last time's words, the year."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from app.clock import today
from tests.browser.book import WAITS, opened
from tests.browser.conftest import Phone, Server
from tests.browser.groups import activities_of, groups_of, log_for
from tests.browser.line import Line, Mood
from tests.browser.phones import enter, rows, send_all, until
from tests.browser.records import stored

pytestmark = pytest.mark.browser


def with_book(phone: Phone, username: str, *known: str) -> Page:
    """Return the page of a phone whose book knows these ids."""
    page = phone().new_page()
    enter(page, username)
    until(lambda: all(id_ in str(rows(page, "packs")) for id_ in known))
    return page


def test_an_activity_is_edited_without_a_network(phone: Phone, line: Line, server: Server) -> None:
    [group] = groups_of(server, "truongban", 1)
    activity = log_for(server, "truongban", group, "Họp lần đầu")
    page = with_book(phone, "truongban", activity)
    line.become(Mood.DOWN)
    opened(page, "/activities")
    page.locator("#activity-log .row", has_text="Họp lần đầu").click()
    page.wait_for_selector("body[data-drawn]")
    expect(page.locator("h1")).to_contain_text("Họp nhóm ngày")
    assert "Họp lần đầu" in page.inner_text("main")
    page.click("main a[href$='/edit']")
    page.wait_for_selector("#activity-form")
    expect(page.locator("input[name=kind]:checked")).to_have_value("meeting")
    expect(page.locator("#people_present")).to_have_value("7")
    expect(page.locator("#summary")).to_have_value("Họp lần đầu")
    page.fill("#summary", "Họp, có cán bộ xã dự")
    page.fill("#people_present", "9")
    page.fill("#outcome-weapons", "1")
    page.click(".edge button")
    page.wait_for_url(f"**/activities/{activity}")
    page.wait_for_selector("body[data-drawn]")
    main = page.locator("main")
    expect(main).to_contain_text("Họp, có cán bộ xã dự")
    expect(page.locator("#flashes")).to_contain_text("1 mục chờ gửi")
    opened(page, "/activities")
    expect(page.locator("#activity-log .row", has_text="có cán bộ xã dự")).to_contain_text(WAITS)

    line.become(Mood.UP)
    send_all(page)
    [(_id, kind, _households, words)] = activities_of(server, group)
    assert (kind, words) == ("meeting", "Họp, có cán bộ xã dự")
    assert "Vũ khí" in page.context.request.get(f"/activities/{activity}").text()


def test_an_old_entry_is_corrected_without_a_network(phone: Phone, line: Line, server: Server) -> None:
    [group] = groups_of(server, "congan", 1)
    activity = log_for(server, "truongban", group, "Ghi nhầm ở Khiêm", days_ago=40)
    page = with_book(phone, "congan", activity)
    line.become(Mood.DOWN)
    said = opened(page, f"/activities/{activity}")
    assert "Ghi bản đính chính" in said
    assert page.locator("main a[href$='/edit']").count() == 0
    page.click("text=Ghi bản đính chính")
    page.wait_for_selector("#activity-form")
    page.fill("#people_present", "5")
    page.fill("#summary", "Đúng ở Khiêm")
    page.click(".edge button")
    page.wait_for_url(re.compile(r":\d+/activities/new$"))
    opened(page, "/activities?q=o+khiem")
    shown = page.locator("#activity-log .row")
    expect(shown).to_have_count(2)
    expect(shown.filter(has_text="Đúng ở Khiêm")).to_contain_text("bản đính chính")
    expect(shown.filter(has_text="Ghi nhầm")).to_contain_text("đã đính chính, không tính")
    opened(page, f"/activities/{activity}")
    page.click("text=Mở bản đính chính")
    expect(page.locator("main")).to_contain_text("thay một mục đã ghi")

    line.become(Mood.UP)
    send_all(page, "congan")
    corrected = "SELECT count(*) FROM activities WHERE corrects_id IS NOT NULL AND summary = ?"
    assert stored(server, corrected, "Đúng ở Khiêm") == [(1,)]


def test_last_time_is_one_tap_away_without_a_network(phone: Phone, line: Line, server: Server) -> None:
    [group] = groups_of(server, "truongban", 1)
    log_for(server, "truongban", group, "Nhắc phòng cháy rừng")
    page = with_book(phone, "truongban", group)
    line.become(Mood.DOWN)
    opened(page, f"/groups/{group}/activities/new")
    expect(page.locator("#summary")).to_have_value("")
    page.click("text=Giống lần trước")
    page.wait_for_url("**?like=last")
    expect(page.locator("#summary")).to_have_value("Nhắc phòng cháy rừng")
    page.fill("#summary", "Nhắc phòng cháy và trộm cắp")
    page.check("input[name=kind][value=tip]")
    page.fill("#outcome-received", "2")
    page.click(".edge button")
    page.wait_for_url(re.compile(r":\d+/activities/new$"))
    opened(page, f"/groups/{group}/activities/new?like=last")
    expect(page.locator("#summary")).to_have_value("Nhắc phòng cháy và trộm cắp")
    expect(page.locator("input[name=kind]:checked")).to_have_value("tip")
    expect(page.locator("#outcome-received")).to_have_value("2")


def test_a_group_s_year_and_its_book_without_a_network(phone: Phone, line: Line, server: Server) -> None:
    [group] = groups_of(server, "truongban", 1)
    log_for(server, "truongban", group, "Buổi họp trong sổ")
    page = with_book(phone, "truongban", group)
    online = page.context.request.get(f"/groups/{group}/year").text()
    line.become(Mood.DOWN)
    opened(page, f"/groups/{group}")
    expect(page.locator("#group-year .months span")).to_have_count(12)
    page.goto(f"/groups/{group}/year")
    expect(page.locator(".months span.silent")).to_have_count(online.count('<span class="silent"><i></i>') - 1)
    last_month = today().replace(day=1) - timedelta(days=1)
    expect(page.locator("main .list li").first).to_contain_text(f"Tháng {last_month:%m/%Y}")
    expect(page.locator("main")).to_contain_text("Máy này giữ các hoạt động từ ngày")
    opened(page, f"/groups/{group}/activities/new")
    page.check("input[name=kind][value=meeting]")
    page.fill("#held_on", last_month.isoformat())
    page.click(".edge button")
    page.wait_for_url(re.compile(r":\d+/activities/new$"))
    opened(page, f"/groups/{group}/year")
    expect(page.locator("main .list li").first).to_contain_text("có họp")
    opened(page, f"/groups/{group}/book?year={today().year}")
    lines = page.locator("tbody tr")
    expect(lines.filter(has_text="Buổi họp trong sổ")).to_have_count(1)
    expect(page.locator("h1")).to_contain_text(str(today().year))
    page.emulate_media(media="print")
    expect(lines.first).to_be_visible()


def test_an_entry_by_mistake_is_taken_back_without_a_network(phone: Phone, line: Line, server: Server) -> None:
    [group] = groups_of(server, "truongban", 1)
    activity = log_for(server, "truongban", group, "Việc của nhóm khác")
    page = with_book(phone, "truongban", activity)
    line.become(Mood.DOWN)
    opened(page, f"/activities/{activity}")
    page.click("#withdrawal-form summary")
    page.fill("#reason", "Ghi nhầm nhóm")
    page.check("#sure")
    page.click("#withdrawal-form button[type=submit]")
    expect(page.locator("main .notice.bad").first).to_contain_text("Ghi nhầm nhóm")
    expect(page.locator("#withdrawal-form")).to_have_count(0)
    opened(page, "/activities?q=nhom+khac")
    shown = page.locator("#activity-log .row", has_text="Việc của nhóm khác")
    expect(shown).to_contain_text("đã rút, không tính")
    expect(shown).to_contain_text(WAITS)

    line.become(Mood.UP)
    send_all(page)
    taken = "SELECT withdrawn_reason FROM activities WHERE summary = ?"
    assert stored(server, taken, "Việc của nhóm khác") == [("Ghi nhầm nhóm",)]
