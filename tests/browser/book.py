"""What a phone keeps of the application: its pages, its books; and pages as a person finds them there."""

import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from playwright.sync_api import BrowserContext, Error, Page

from tests.browser.chromium import sign_in
from tests.browser.line import Line

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
HAS_PAGES = """async (user) => {
  const cacheName = (await caches.keys()).find((name) => name.startsWith(`pages-${user}-`));
  return Boolean(cacheName && (await caches.match('/offline/shells', { cacheName })));
}"""
BOOKS = """() => new Promise((resolve) => {
  const opening = indexedDB.open('banyen');
  opening.onsuccess = () => {
    const asked = opening.result.transaction('packs').objectStore('packs').getAll();
    asked.onsuccess = () => { opening.result.close(); resolve(asked.result); };
  };
})"""


def address_of(line: Line) -> str:
    """Return where the line begins."""
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

    def ready() -> Any:
        books = [book for book in page.evaluate(BOOKS) if book["owner"] == user]
        return page.evaluate(HAS_PAGES, user) and (bool(books) or not reads)

    until(ready)


def caches(page: Page) -> list[str]:
    """Return the names of the caches; to be asked for while they may go, for whoever looks into one makes it anew."""
    found: list[str] = page.evaluate("caches.keys()")
    return found


def kept(page: Page) -> dict[str, list[list[str]]]:
    """Return what lies in each cache: [path, beginning]."""
    found: dict[str, list[list[str]]] = page.evaluate(KEPT)
    return found


def until(true: Callable[[], Any]) -> None:
    """Wait until it is true."""
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
    """Return the names in the list of households."""
    return page.locator("#household-list .row b").all_inner_texts()


def row_texts(page: Page) -> list[str]:
    """Return what stands on each row of the list of households."""
    return [" ".join(text.split()) for text in page.locator("#household-list .row").all_inner_texts()]
