"""An assessment without a network: its pages open, it is answered and planned for, and each answer arrives once."""

import re
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from playwright.sync_api import Locator, Page, expect

from app.clock import today
from tests.browser.book import WAITS
from tests.browser.conftest import Phone, Server, Visit
from tests.browser.line import Line, Mood
from tests.browser.phones import enter, go, rows, send_all, sign_out, until, waiting
from tests.browser.records import stored

pytestmark = pytest.mark.browser
HOLDS = """async (address) => Boolean(await caches.match(address, { ignoreVary: true }))"""
HREFS = "links => links.map((link) => link.getAttribute('href'))"
ANSWERS = "SELECT code, note, version FROM answers WHERE assessment_id = ? ORDER BY code"
PLANS = "SELECT code, words FROM remedies WHERE assessment_id = ? ORDER BY id"


def begun(page: Page, by: str = "mau-nangcao", back: int = 0) -> str:
    """Begin an assessment of the person's own unit for this year or an earlier one, and return its address."""
    go(page, "/assessments/new")
    page.check(f"input[name=set][value={by}]")
    page.fill("#year", str(today().year - back))
    page.click(".edge button")
    page.wait_for_url(re.compile(r"/assessments/[0-9a-f-]{36}$"))
    return urlsplit(page.url).path


def id_in(address: str) -> str:
    return UUID(address.split("/")[2]).hex


def indicators(page: Page) -> list[str]:
    """Return the addresses of the indicators that are listed."""
    found: list[str] = page.locator("#indicators a").evaluate_all(HREFS)
    return found


def kept(page: Page, *addresses: str) -> None:
    """Wait until the phone holds the pages at these addresses."""
    until(lambda: all(page.evaluate(HOLDS, address) for address in addresses))


def shown(page: Page, address: str) -> Page:
    """Open a page that the phone kept."""
    page.goto(address)
    expect(page.locator("#flashes")).to_contain_text("Trang này như lúc xem lần cuối")
    return page


def answer(page: Page, address: str, stance: str, note: str) -> None:
    """Answer the indicator at an address; returns when its person has gone on."""
    page.goto(address)
    page.check(f"input[name=stance][value={stance}]")
    page.fill("#note", note)
    page.click(".edge button")
    page.wait_for_url(lambda url: not url.endswith(address))


def answered(page: Page, address: str, note: str) -> None:
    """Answer whatever the indicator at an address asks."""
    page.goto(address)
    cards = page.locator("input[name=stance]")
    if cards.count():
        cards.first.check()
    for name in ("part-0", "whole-0", "value", "last_year"):
        if page.locator(f"#{name}").count():
            page.fill(f"#{name}", "1")
    page.fill("#note", note)
    page.click(".edge button")
    page.wait_for_url(lambda url: not url.endswith(address))


def plan(page: Page, address: str, words: str) -> None:
    """Plan a remedy in the form at an address."""
    page.goto(address)
    page.fill("#words", words)
    page.select_option("#post", "police_chief")
    page.fill("#due_on", today().replace(month=12, day=31).isoformat())
    page.click(".edge button")
    page.wait_for_url(lambda url: "/remedies/" not in url)


def row(page: Page, code: str) -> Locator:
    return page.locator(f"#indicator-{code}")


def test_answers_and_plans_without_a_network_arrive_once(phone: Phone, line: Line, server: Server) -> None:
    page = phone().new_page()
    enter(page, "congan")
    there = begun(page)
    kept(page, "/assessments", there, f"{there}/answers/1", f"{there}/remedies/new?code=1")
    line.become(Mood.DOWN)
    shown(page, "/assessments").locator(f"main a[href='{there}']").click()
    page.wait_for_url(f"**{there}")
    expect(page.locator(".edge a")).to_have_attribute("href", f"{there}/answers/1")
    for code, note in (("1", "Đã ban hành"), ("3", "Lần đầu"), ("6", "Đủ cả")):
        answer(page, f"{there}/answers/{code}", "no" if code == "3" else "yes", note)
        expect(row(page, code)).to_contain_text(WAITS)
        expect(row(page, code)).not_to_contain_text("chưa trả lời")
    expect(row(page, "7")).not_to_contain_text(WAITS)
    expect(page.locator(".edge a")).to_have_attribute("href", f"{there}/answers/2")

    shown(page, f"{there}/answers/3")
    expect(page.locator("#note")).to_have_value("Lần đầu")
    expect(page.locator("input[name=stance]:checked")).to_have_value("no")
    answer(page, f"{there}/answers/3", "no", "Lần sau")
    for words in ("Họp lại với các bản", "Rà soát từng bản"):
        plan(page, f"{there}/remedies/new?code=3", words)
    assert [item["path"].removeprefix(there) for item in waiting(page)] == [
        "/answers/1", "/answers/3", "/answers/6", "/remedies", "/remedies",
    ]  # fmt: skip

    line.become(Mood.UP)
    send_all(page, "congan")
    assert waiting(page) == []
    written = [(code, note, version) for code, note, version in stored(server, ANSWERS, id_in(there))]
    assert written == [("1", "Đã ban hành", 1), ("3", "Lần sau", 1), ("6", "Đủ cả", 1)]
    assert stored(server, PLANS, id_in(there)) == [("3", "Họp lại với các bản"), ("3", "Rà soát từng bản")]
    assert len([item for item in rows(page, "sent") if item["path"].startswith(there)]) == 5

    line.become(Mood.DOWN)
    shown(page, f"{there}/answers/3")
    expect(page.locator("#note")).to_have_value("Lần sau")
    answer(page, f"{there}/answers/3", "yes", "Xong rồi")
    line.become(Mood.UP)
    send_all(page, "congan")
    assert ("3", "Xong rồi", 2) in stored(server, ANSWERS, id_in(there))


def test_what_has_arrived_since_the_page_was_kept_is_edited_without_a_network(
    phone: Phone, line: Line, server: Server
) -> None:
    page = phone().new_page()
    enter(page, "congan")
    there = begun(page, "antt-tt124-2021")
    [first, second] = indicators(page)[:2]
    kept(page, first, second)
    line.swallow(b"GET /offline/assessments")  # they are not renewed
    answered(page, first, "Khi có mạng")
    until(lambda: not waiting(page))
    line.become(Mood.CUT)  # done, and not heard of
    answered(page, second, "Lần đầu")
    line.become(Mood.DOWN)
    shown(page, first)
    expect(page.locator("#note")).to_have_value("Khi có mạng")
    for address in (first, second):
        answered(page, address, "Lần sau")
    line.become(Mood.UP)
    send_all(page, "congan")
    until(lambda: not waiting(page))
    assert [line[1:] for line in stored(server, ANSWERS, id_in(there))] == [("Lần sau", 2)] * 2


def test_an_answer_that_met_another_waits_with_both_and_one_of_a_closed_assessment_says_so(
    phone: Phone, line: Line, visit: Visit
) -> None:
    page, other = phone().new_page(), visit("congan")
    enter(page, "congan")
    there = begun(page, "antt-tt124-2021", back=1)
    [first, second] = indicators(page)[:2]
    kept(page, first, second)
    line.become(Mood.DOWN)
    for address in (first, second):
        answered(page, address, "Ghi ở bản")
    answered(other, first, "Ghi ở nơi khác")
    line.become(Mood.UP)
    send_all(page, "congan")
    [item] = waiting(page)
    assert (item["state"], item["reason"]) == ("fix", "version")
    go(page, first)
    expect(page.locator("#answer-form")).to_contain_text("Ghi ở nơi khác")
    expect(page.locator("#note")).to_have_value("Ghi ở bản")
    page.click(".edge button")
    until(lambda: not waiting(page))

    go(page, second)
    kept(page, second)
    line.become(Mood.DOWN)
    answered(page, second, "Sửa khi đã rút")
    other.goto(there)
    other.click("#withdrawal-form summary")
    other.fill("#reason", "Lập nhầm")
    other.click("#withdrawal-form button[type=submit]")
    expect(other.locator("main")).to_contain_text("Lập nhầm")
    line.become(Mood.UP)
    send_all(page, "congan")
    [item] = waiting(page)
    assert (item["state"], item["status"], item["reason"]) == ("fix", 423, "sealed")
    go(page, "/outbox")
    expect(page.locator(".outbox-item")).to_contain_text("đã rút")
    expect(page.locator(".outbox-item [data-open]")).to_be_visible()


def test_signing_out_takes_the_pages_away(phone: Phone) -> None:
    page = phone().new_page()
    enter(page, "truongban")
    there = begun(page, "antt-tt124-2021")
    kept(page, there)
    sign_out(page)
    assert not page.evaluate(HOLDS, there)
    enter(page, "huyen")
    assert not page.evaluate(HOLDS, there)
