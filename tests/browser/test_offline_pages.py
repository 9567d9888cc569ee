"""Pages without a network, in Chromium: after one visit they open, are true, are one person's, and are renewed."""

import re
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect

from app.vietnamese import fold
from tests.browser.conftest import CHECKOUT, CHROMIUM, FLAGS, PHONE, Server, serving, sign_in
from tests.browser.line import Line, Mood
from tests.browser.test_look import SMALL, violations

pytestmark = pytest.mark.browser
PATIENCE = 20  # seconds for what happens at leisure
KEPT = """async () => {
  const kept = {};
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    kept[name] = [];
    for (const request of await cache.keys()) {
      const text = /\\.(js|css|svg)$/.test(request.url) ? '' : await (await cache.match(request)).text();
      kept[name].push([new URL(request.url).pathname, text.slice(0, 15)]);
    }
  }
  return kept;
}"""
BOOKS = """() => new Promise((resolve) => {
  const opening = indexedDB.open('banyen');
  opening.onsuccess = () => {
    const asked = opening.result.transaction('packs').objectStore('packs').getAll();
    asked.onsuccess = () => { opening.result.close(); resolve(asked.result); };
  };
})"""


Phone = Callable[..., BrowserContext]


@pytest.fixture
def phone(line: Line, browser: Browser) -> Iterator[Phone]:
    """Phones at the end of the line."""
    made: list[BrowserContext] = []
    faults: list[str] = []

    def context() -> BrowserContext:
        context = browser.new_context(base_url=address_of(line), viewport=PHONE, locale="vi-VN")
        context.on("weberror", lambda error: faults.append(str(error.error)))
        made.append(context)
        return context

    yield context
    for each in made:
        each.close()
    assert faults == []


def address_of(line: Line) -> str:
    return f"http://127.0.0.1:{line.port}"


def enter(context: BrowserContext, username: str) -> Page:
    """Sign in, and wait until the phone has what it needs."""
    page = context.new_page()
    sign_in(page, username)
    prepared(page)
    return page


def prepared(page: Page) -> None:
    """Wait until the worker keeps the person's pages and the book is there."""
    user = page.get_attribute("body", "data-user")
    reads = page.get_attribute("body", "data-role") in {"village_head", "commune_police"}

    def ready() -> bool:
        pages = [name for name in kept(page) if name.startswith(f"pages-{user}-")]
        books = [book for book in page.evaluate(BOOKS) if book["owner"] == user]
        return bool(pages and kept(page)[pages[0]]) and (bool(books) or not reads)

    until(ready)


def kept(page: Page) -> dict[str, list[list[str]]]:
    """Return what lies in each cache: [path, beginning]."""
    found: dict[str, list[list[str]]] = page.evaluate(KEPT)
    return found


def until(true: Callable[[], Any]) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        with suppress(Error):  # the page may be led elsewhere while it is asked
            if true():
                return
        time.sleep(0.1)
    raise AssertionError("it did not come to be")


def shown(page: Page, address: str) -> str:
    """Open an address and return the text of its page, once it is drawn."""
    page.goto(address)
    if page.locator("body[data-shell]").count():
        page.wait_for_selector("body[data-drawn]")
    return page.inner_text("main")


def names(page: Page) -> list[str]:
    return page.locator("#household-list .row b").all_inner_texts()


def row_texts(page: Page) -> list[str]:
    return [" ".join(text.split()) for text in page.locator("#household-list .row").all_inner_texts()]


def test_after_one_visit_all_of_the_village_opens_without_the_server(line: Line, phone: Phone) -> None:
    context = phone()
    enter(context, "truongban").close()
    line.become(Mood.DOWN)
    page = context.new_page()
    assert re.search(r"Còn \d+ hộ chưa ký", shown(page, "/"))
    assert page.title() == f"{page.inner_text('h1')} · Bản Yên"
    shown(page, "/households")
    name = names(page)[0]
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
    until(lambda: not [name for name in kept(page) if name.startswith("pages-")])
    assert page.evaluate(BOOKS) == []
    line.become(Mood.DOWN)
    for address in ("/", "/households"):
        text = shown(page, address)
        assert not [name for name in theirs if name in text]
    line.become(Mood.UP)
    sign_in(page, "truongban2")
    prepared(page)
    user = page.get_attribute("body", "data-user")
    assert {name for name in kept(page) if name.startswith("pages-") and not name.startswith(f"pages-{user}")} == set()
    assert {book["owner"] for book in page.evaluate(BOOKS)} == {user}
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
    assert {path for path, _ in pages} == {"/", "/units"}
    assert {start.lower() for _, start in pages} == {"<!doctype html>"}


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
    until(lambda: any("households" in book for book in page.evaluate(BOOKS)))
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
    with portal() as foreign:
        lead(line, foreign)
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


def test_a_new_build_waits_for_consent_and_loses_nothing(
    line: Line, phone: Phone, server: Server, tmp_path: Path
) -> None:
    page = enter(phone(), "truongban")
    old = versions(page)
    with serving(server.data_dir, _changed_checkout(tmp_path)) as newer:
        lead(line, newer.url)
        page.goto("/households/new")
        page.fill("#head_name", "Cầm Văn Đang Gõ")
        expect(page.locator("text=Có bản mới")).to_be_visible(timeout=PATIENCE * 1000)
        expect(page.locator("#head_name")).to_have_value("Cầm Văn Đang Gõ")
        assert old <= versions(page), "the former build is whole until the new one is taken"
        page.wait_for_timeout(1500)  # the draft is on the phone
        page.click("text=Dùng bản mới")
        until(lambda: versions(page) and not versions(page) & old)
        page.click("text=Điền lại")
        expect(page.locator("#head_name")).to_have_value("Cầm Văn Đang Gõ")
        line.become(Mood.DOWN)
        assert "Còn" in shown(page, "/")


def test_a_new_build_is_taken_by_itself_when_a_page_starts(
    line: Line, phone: Phone, server: Server, tmp_path: Path
) -> None:
    page = enter(phone(), "truongban")
    old = versions(page)
    with serving(server.data_dir, _changed_checkout(tmp_path)) as newer:
        lead(line, newer.url)
        page.goto("/")
        expect(page.locator("text=Có bản mới")).to_be_visible(timeout=PATIENCE * 1000)
        page.goto("/households")
        until(lambda: versions(page) and not versions(page) & old)


def test_the_worker_can_be_ended(line: Line, phone: Phone, server: Server) -> None:
    page = enter(phone(), "truongban")
    with serving(server.data_dir, BANYEN_SERVICE_WORKER="off") as ended:
        lead(line, ended.url)
        page.goto("/")
        until(lambda: kept(page) == {})
        page.goto("/")
        until(lambda: page.evaluate("async () => (await navigator.serviceWorker.getRegistrations()).length") == 0)
        assert page.evaluate(BOOKS) != [], "what is on the phone stays"


def lead(line: Line, url: str) -> None:
    """Let the line lead to another server, with nothing left of the connections to the former."""
    line.become(Mood.DOWN)
    line.server = ("127.0.0.1", urlsplit(url).port or 0)
    line.become(Mood.UP)


def versions(page: Page) -> set[str]:
    """Return the builds whose files are kept."""
    return {name.removeprefix("shell-") for name in kept(page) if name.startswith("shell-")}


def _changed_checkout(folder: Path) -> Path:
    """Return a copy of what is served, in which one template says something else."""
    copy = folder / "checkout"
    for name in ("app", "templates", "static/dist", "migrations", ".ci"):
        shutil.copytree(CHECKOUT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    page = copy / "templates" / "offline" / "offline.html"
    page.write_text(page.read_text().replace("{% block content %}", "{% block content %}<p>…</p>"))
    return copy


class Portal(BaseHTTPRequestHandler):
    """A network that answers everything with its own page."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<!doctype html><h1>Wi-Fi</h1>")

    def log_message(self, *_args: Any) -> None:
        """Say nothing."""


@contextmanager
def portal() -> Iterator[str]:
    """Serve the portal, and yield where."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Portal)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
