"""A person's phone: a Chromium with a profile of its own, which can be killed; its memory; and what its person does."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import BrowserContext, Error, Page, Playwright, expect

from tests.browser.chromium import CHROMIUM, FLAGS, PASSWORD, PHONE, sign_in

PATIENCE = 60  # seconds; what takes longer on the busiest machine is a fault
SYLLABLES = (
    "Bạch", "Chiềng", "Dương", "Giáp", "Hiền", "Khải", "Lâm", "Mạnh", "Nghiêm", "Phượng", "Quỳnh", "Sáng", "Thuỷ",
    "Uyên", "Vọng", "Xuân",
)  # fmt: skip
ROWS = """(name) => new Promise((resolve, reject) => {
  const opening = indexedDB.open('banyen');
  opening.onerror = () => reject(opening.error);
  opening.onupgradeneeded = () => opening.transaction.abort();
  opening.onsuccess = () => {
    const asked = opening.result.transaction(name).objectStore(name).getAll();
    asked.onsuccess = () => {
      opening.result.close();
      resolve(asked.result.map((row) => ({ ...row, blob: row.blob?.size, files: Object.keys(row.files ?? {}) })));
    };
  };
})"""
PREPARED = """async (user) => {
  if (!navigator.serviceWorker.controller) return false;
  const cacheName = (await caches.keys()).find((name) => name.startsWith(`pages-${user}-`));
  return Boolean(cacheName && (await caches.match('/offline/shells', { cacheName }))); // open() would make it anew
}"""


class Handset:
    """A phone; ``page`` is what its person looks at."""

    def __init__(self, playwright: Playwright, profile: Path, url: str, faults: list[str]) -> None:
        """Nothing is started; faults of pages are noted in ``faults``."""
        self.playwright, self.profile, self.url, self.faults = playwright, profile, url, faults
        self.context: BrowserContext | None = None

    def start(self) -> Page:
        """Start the browser on what it kept, and return its page."""
        self.context = self.playwright.chromium.launch_persistent_context(
            self.profile, executable_path=CHROMIUM, args=FLAGS, base_url=self.url, viewport=PHONE, locale="vi-VN"
        )
        self.context.on("weberror", lambda error: self.faults.append(str(error.error)))
        return self.page

    @property
    def page(self) -> Page:
        """The first page."""
        assert self.context
        return self.context.pages[0]

    def kill(self) -> None:
        """Kill the browser's own processes at once, as an empty battery does."""
        for group in {os.getpgid(pid) for pid in self._processes()} - {os.getpgid(0)}:
            os.killpg(group, signal.SIGKILL)
        until(lambda: not list(self._processes()))
        self.close()

    def close(self) -> None:
        """Close the browser, if it still runs."""
        if self.context:
            with suppress(Error):
                self.context.close()
        self.context = None

    def _processes(self) -> Iterator[int]:
        """Yield the ids of the processes that work on this profile."""
        for folder in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                if f"--user-data-dir={self.profile}" in (folder / "cmdline").read_text().split("\0"):
                    yield int(folder.name)


def until(true: Callable[[], Any], patience: float = PATIENCE) -> None:
    """Wait until it is so; a page that is led elsewhere while it is asked is asked again."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        with suppress(Error):
            if true():
                return
        time.sleep(0.2)
    raise AssertionError("it did not come to be")


def go(page: Page, address: str) -> None:
    """Open a page, also while the one before is still being led elsewhere or read anew by its own script."""
    with suppress(Error):
        page.goto(address)
        return
    page.wait_for_load_state()
    page.goto(address)


def enter(page: Page, username: str = "truongban") -> None:
    """Sign in, and wait until the phone holds what it needs to work alone."""
    sign_in(page, username)
    prepared(page)


def prepared(page: Page) -> None:
    """Wait until the worker answers, has the person's pages, and the book is there."""
    user = page.get_attribute("body", "data-user")
    reads = page.get_attribute("body", "data-role") in {"village_head", "commune_police"}
    until(lambda: page.evaluate(PREPARED, user))
    until(lambda: not reads or any(book["owner"] == user for book in rows(page, "packs")))


def rows(page: Page, store: str) -> list[dict[str, Any]]:
    """Return what the phone's memory holds in ``store``, of photos their size.

    A page that is just being led elsewhere is asked again once it is there.
    """
    with suppress(Error):
        return list(page.evaluate(ROWS, store))
    page.wait_for_load_state()
    return list(page.evaluate(ROWS, store))


def waiting(page: Page) -> list[dict[str, Any]]:
    """Return the items of the outbox, in their order, whosever they are."""
    return sorted(rows(page, "outbox"), key=lambda item: int(item["seq"]))


def add_household(page: Page, name: str, members: int = 4) -> None:
    """Fill in and send the form of a new household; returns when its person has gone on."""
    go(page, "/households/new")
    fill_household(page, name, members)


def fill_household(page: Page, name: str, members: int = 4) -> None:
    """Fill in the form that is open, and send it."""
    page.fill("#head_name", name)
    page.fill("#member_count", str(members))
    page.click(".edge button")
    page.wait_for_url("**/pledge/new")
    expect(page.locator("h1")).to_have_text("Ký cam kết")


def sign_here(page: Page, photo: Path | None = None) -> None:
    """Sign the pledge whose form is open; returns when its person has gone on."""
    here = page.url
    if photo:
        page.set_input_files("#photo", photo)
    page.click(".edge button")
    page.wait_for_url(lambda url: url != here)
    page.wait_for_load_state()


def opened_again(page: Page) -> None:
    """Wait until the item that was opened from the outbox stands in its form."""
    page.wait_for_url("**#item=*")
    page.locator("form[data-key]").wait_for()


def send_all(page: Page, username: str = "truongban") -> None:
    """Send until nothing waits for the person; signs in where that is asked."""
    go(page, "/outbox")
    if page.locator("body[data-user]").count() == 0:  # a killed browser loses a fresh cookie
        sign_in(page, username)
        page.goto("/outbox")
    user = page.get_attribute("body", "data-user")

    def nothing_waits() -> bool:
        if page.locator("dialog #sign-in").is_visible():
            sign_in_above(page, username)
        mine = [item for item in rows(page, "outbox") if item["owner"] == user]
        if any(item["state"] == "waiting" for item in mine) and page.locator("#send-now").is_visible():
            page.evaluate("document.querySelector('#send-now')?.click()")  # it may go while one aims at it
            page.wait_for_timeout(200)
        return not any(item["state"] == "waiting" for item in mine)

    until(nothing_waits)


def sign_in_above(page: Page, username: str) -> None:
    """Sign in on the sheet above the page."""
    sheet = page.locator("dialog:has(#sign-in)")
    sheet.locator("#username").fill(username)
    sheet.locator("#password").fill(PASSWORD)
    sheet.locator("#sign-in button").click()


def sign_out(page: Page) -> None:
    """Sign out, also when items stay behind."""
    page.goto("/")
    page.click("header summary")
    page.click("[data-sign-out] button")
    page.locator("dialog button[value=yes]").or_(page.locator("#username")).first.wait_for()
    if page.locator("dialog button[value=yes]").is_visible():
        page.click("dialog button[value=yes]")
    page.wait_for_url("**/login")


def invented(place: int, family: str = "Quàng Văn") -> str:
    """Return the name of a person whom nobody else is called like: another one for each ``place``."""
    given = []
    for _word in range(3):
        place, which = divmod(place, len(SYLLABLES))
        given.append(SYLLABLES[which])
    return " ".join([family, *reversed(given)])


def picture(folder: Path, name: str, color: str = "beige") -> Path:
    """Return a photo of a signed page, all of one colour."""
    path = folder / f"{name}.jpg"
    Image.new("RGB", (2000, 1500), color).save(path, "JPEG")
    return path
