"""Pages without a network, in Chromium: after one visit they open, are true, and are one person's."""

import re
import time
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from app.vietnamese import fold
from tests.browser.book import address_of, caches, enter, kept, names, row_texts, shown
from tests.browser.conftest import CHROMIUM, FLAGS, PHONE, Phone, sign_in
from tests.browser.foreign import foreign
from tests.browser.line import Line, Mood
from tests.browser.phones import prepared, rows, until
from tests.browser.test_look import SMALL, violations

pytestmark = pytest.mark.browser


def test_after_one_visit_all_of_the_village_opens_without_the_server(line: Line, phone: Phone) -> None:
    context = phone()
    enter(context, "truongban").close()
    line.become(Mood.DOWN)
    page = context.new_page()
    assert re.search(r"Còn \d+ hộ chưa ký", shown(page, "/"))
    assert page.title() == f"{page.inner_text('h1')} · Bản Yên"
    shown(page, "/households")
    folded = [fold(each) for each in names(page)]
    name = next(each for each in names(page) if sum(fold(each) in other for other in folded) == 1)
    page.fill("#q", fold(name))
    expect(page.locator("#household-list .row b")).to_have_text([name])
    page.click("#household-list .row")
    expect(page.locator("h1")).to_have_text(name)
    household = page.url
    shown(page, f"{household}/edit")
    expect(page.locator("#head_name")).to_have_value(name)
    assert "⟦" not in page.content().split("<template", 1)[0]
    assert name in shown(page, f"{household}/departure/new")
    expect(page.locator("#on")).to_have_value(re.compile(r"^20\d\d-\d\d-\d\d$"))
    shown(page, "/households?status=missing")
    missing = names(page)[0]
    page.click("#household-list .row >> nth=0")
    expect(page.locator("h1")).to_have_text("Ký cam kết")
    expect(page.locator("#signer_name")).to_have_value(missing)
    shown(page, "/households/new")
    expect(page.locator("#head_name")).to_be_focused()
    assert re.match("[0-9a-f-]{36}$", page.input_value("#household-form [name=id]"))
    assert "chưa có trên máy" in shown(page, "/account")


def test_drawn_pages_are_clear_for_everyone(line: Line, phone: Phone) -> None:
    page = enter(phone(), "truongban")
    line.become(Mood.DOWN)
    shown(page, "/households?status=signed")
    household = page.locator("#household-list .row").first.get_attribute("href") or ""
    for address in ("/", "/households", household, f"{household}/edit", "/households/new", "/account"):
        shown(page, address)
        page.wait_for_timeout(300)
        assert page.evaluate(SMALL) == [], address
        assert violations(page) == [], address
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], address


def test_a_cold_start_of_the_whole_browser(browser: Browser, line: Line, tmp_path: Path) -> None:
    def start() -> BrowserContext:
        return browser.browser_type.launch_persistent_context(
            tmp_path / "profile",
            executable_path=CHROMIUM,
            args=FLAGS,
            base_url=address_of(line),
            viewport=PHONE,
            locale="vi-VN",
        )

    context = start()
    enter(context, "truongban")
    time.sleep(1)  # the browser writes its cookies when it likes
    context.close()
    line.become(Mood.DOWN)
    context = start()
    assert re.search(r"Còn \d+ hộ chưa ký", shown(context.new_page(), "/"))
    context.close()


def test_lists_and_numbers_are_those_of_the_server(line: Line, phone: Phone) -> None:
    context = phone()
    page = enter(context, "truongban")
    addresses = ["/", "/households?status=missing", "/households?status=away", "/households?q=lo+v&status=all"]
    online = {}
    for address in addresses:
        page.goto(address)
        online[address] = (page.inner_text("h1"), row_texts(page), page.locator("svg.ring").all_inner_texts())
    signed = "/households?status=signed"
    page.goto(signed)
    first_signed = row_texts(page)
    line.become(Mood.DOWN)
    for address in addresses:
        shown(page, address)
        assert (page.inner_text("h1"), row_texts(page), page.locator("svg.ring").all_inner_texts()) == online[address]
    shown(page, signed)
    assert row_texts(page) == first_signed


def test_another_person_finds_nothing_of_the_first(line: Line, phone: Phone) -> None:
    context = phone()
    page = enter(context, "truongban")
    page.goto("/households")
    theirs = names(page)
    page.click("summary:has-text('Mục lục')")
    page.click("text=Đăng xuất")
    page.wait_for_url("**/login*")
    until(lambda: not [name for name in caches(page) if name.startswith("pages-")])
    assert rows(page, "packs") == []
    line.become(Mood.DOWN)
    for address in ("/", "/households"):
        text = shown(page, address)
        assert not [name for name in theirs if name in text]
    line.become(Mood.UP)
    sign_in(page, "truongban2")
    prepared(page)
    user = page.get_attribute("body", "data-user")
    assert {name for name in kept(page) if name.startswith("pages-") and not name.startswith(f"pages-{user}")} == set()
    assert {book["owner"] for book in rows(page, "packs")} == {user}
    line.become(Mood.DOWN)
    assert "Bản Nà Mẫu" not in shown(page, "/households")


def test_who_signs_in_over_a_lost_session_finds_nothing_either(line: Line, phone: Phone) -> None:
    context = phone()
    page = enter(context, "truongban")
    page.goto("/households")
    theirs = names(page)
    context.clear_cookies()
    sign_in(page, "congan2")
    prepared(page)
    line.become(Mood.DOWN)
    text = shown(page, "/households")
    assert not [name for name in theirs if name in text]


def test_only_what_was_meant_is_kept_and_never_a_fragment(phone: Phone) -> None:
    page = enter(phone(), "congan")
    page.click(".bars a >> nth=1")
    page.fill("#q", "lo")
    page.wait_for_timeout(800)
    page.goto("/households/new")
    page.fill("#head_name", "Lò Văn 3")
    page.fill("#member_count", "3")
    page.select_option("#village", index=1)
    page.click(".edge .btn")
    expect(page.locator("#head_name-why")).to_be_visible()
    page.goto("/units")
    page.goto("/account")
    page.goto("/nothing")
    page.goto("/")
    page.wait_for_timeout(500)
    found = kept(page)
    every = [line for lines in found.values() for line in lines]
    pages = [(path, start) for path, start in every if not path.startswith(("/static/", "/offline/shells"))]
    assert {path for path, _ in pages} == {"/", "/units", "/offline/assessments"}
    assert {start.lower() for path, start in pages if path in {"/", "/units"}} == {"<!doctype html>"}


def test_boards_are_shown_as_they_were_last_seen(line: Line, phone: Phone) -> None:
    page = enter(phone(), "huyen")
    page.goto("/")
    before = page.inner_text("h1")
    page.wait_for_timeout(500)
    line.become(Mood.DOWN)
    shown(page, "/")
    expect(page.locator("#flashes")).to_contain_text(
        re.compile(r"như lúc xem lần cuối, \d\d:\d\d ngày \d\d/\d\d/20\d\d")
    )
    assert page.inner_text("h1") == before
    assert "chưa có trên máy" in shown(page, "/units")


def test_commune_police_have_the_villages_they_opened(line: Line, phone: Phone) -> None:
    page = enter(phone(), "congan")
    opened, other = (page.locator(".bars a").nth(place).get_attribute("href") or "" for place in (0, 1))
    page.goto(opened)
    missing = names(page)
    until(lambda: any("households" in book for book in rows(page, "packs")))
    line.become(Mood.DOWN)
    shown(page, opened)
    assert names(page) == missing
    text = shown(page, other)
    assert "chưa có trên máy này" in text
    assert names(page) == []
    page.select_option("#village", value=re.search(r"village=(\d+)", opened)[1])  # type: ignore[index]
    until(lambda: names(page) == missing)


def test_a_captive_portal_is_never_shown_as_ours_nor_kept(line: Line, phone: Phone) -> None:
    page = enter(phone(), "truongban")
    with foreign(200, {}) as portal:
        line.lead_to(portal.url)
        for address in ("/", "/households", "/account", "/units"):
            assert "Wi-Fi" not in shown(page, address)
        assert "Còn" in shown(page, "/")
        caught = [start for lines in kept(page).values() for _, start in lines if "Wi-Fi" in start]
    assert caught == []


def test_a_line_that_hangs_costs_four_seconds(line: Line, phone: Phone) -> None:
    page = enter(phone(), "truongban")
    line.become(Mood.HANG)
    started = time.monotonic()
    assert "Còn" in shown(page, "/")
    assert 3.5 < time.monotonic() - started < 15
