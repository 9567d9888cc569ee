"""A real gunicorn over a fresh demo, and a real Chromium at phone and desk size."""

import fcntl
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, ViewportSize, expect, sync_playwright

from tests.browser.chromium import CHROMIUM, DESK, FLAGS, PASSWORD, PHONE, sign_in
from tests.browser.line import Line
from tests.browser.phones import Handset
from tests.browser.serving import Gunicorn

__all__ = ["CHROMIUM", "DESK", "FLAGS", "PASSWORD", "PHONE", "sign_in"]  # tests take them from here

CHECKOUT = Path(__file__).resolve().parents[2]
DATABASE = "banyen.sqlite3"  # in a data folder

expect.set_options(timeout=30_000)  # milliseconds: as long as Playwright waits for an act


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take longest."""
    items.sort(key=lambda item: not (item.get_closest_marker("browser") and item.get_closest_marker("slow")))


@dataclass(frozen=True)
class Server:
    """Where the application answers, and where its data lies."""

    url: str
    data_dir: Path


@contextmanager
def serving(data_dir: Path, checkout: Path = CHECKOUT, **settings: str) -> Iterator[Server]:
    """Serve what lies in ``data_dir`` from a checkout; keywords are further settings of its environment.

    One process is enough for one person at a time, and starts in half the time; the tests of faults have two.
    """
    served = Gunicorn(data_dir, checkout, **{"WEB_CONCURRENCY": "1", **settings})
    served.start()
    try:
        yield Server(served.url, data_dir)
    finally:
        served.kill()  # to end it gently takes seconds, and nothing of it is looked at any more


@pytest.fixture(scope="session")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Fill a folder with the demo, once for all workers; it is copied, and never served itself."""
    own = tmp_path_factory.getbasetemp()
    of_all_workers = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    folder = of_all_workers / "seeded"
    with (of_all_workers / "seeded.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            begun = tmp_path_factory.mktemp("begun")
            Gunicorn(begun, CHECKOUT).seed()
            begun.rename(folder)
    return folder


@pytest.fixture(scope="session")
def new_demo(seeded: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Path]:
    """Make folders with a demo of their own."""
    return lambda: shutil.copytree(seeded, tmp_path_factory.mktemp("demo") / "served")


@pytest.fixture(scope="session")
def the_server(new_demo: Callable[[], Path]) -> Iterator[Server]:
    """The worker's server: to start one for each file takes longer than what many a file tries."""
    with serving(new_demo()) as served:
        yield served


@pytest.fixture(scope="session")
def begin_anew(the_server: Server, seeded: Path) -> Callable[[], Server]:
    """Put the demo back into the worker's server as it was seeded, while that goes on."""

    def put_back() -> Server:
        with (
            closing(sqlite3.connect(seeded / DATABASE)) as begun,
            closing(sqlite3.connect(the_server.data_dir / DATABASE)) as served,
        ):
            begun.backup(served)
        photos = the_server.data_dir / "photos"
        shutil.rmtree(photos)
        shutil.copytree(seeded / "photos", photos)
        return the_server

    return put_back


@pytest.fixture(scope="module")
def server(begin_anew: Callable[[], Server]) -> Server:
    """Serve a fresh demo to the tests of one file."""
    return begin_anew()


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """What drives browsers; there can be one of it."""
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """One Chromium for the session."""
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
    yield browser
    browser.close()


Visit = Callable[..., Page]


@contextmanager
def visiting(server: Server, browser: Browser) -> Iterator[Visit]:
    """Yield what opens pages; they are closed at the end, and nothing may have failed in them."""
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def open_page(username: str | None = None, *, viewport: ViewportSize | None = None, **options: object) -> Page:
        context = browser.new_context(
            base_url=server.url,
            viewport=viewport or PHONE,
            **{"locale": "vi-VN", **options},  # type: ignore[arg-type]
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda said: faults.append(said.text) if "Content Security Policy" in said.text else None)
        if username:
            sign_in(page, username)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert faults == []


@pytest.fixture
def visit(server: Server, browser: Browser) -> Iterator[Visit]:
    """Open pages: ``visit("truongban")`` is a phone, signed in; keywords go to the browser's context."""
    with visiting(server, browser) as open_page:
        yield open_page


@pytest.fixture
def line(server: Server) -> Iterator[Line]:
    """A line to the server, which can be bad."""
    there = urlsplit(server.url)
    made = Line((there.hostname or "", there.port or 0))
    yield made
    made.close()


Phone = Callable[[], BrowserContext]


@pytest.fixture
def phone(line: Line, browser: Browser) -> Iterator[Phone]:
    """Make phones at the end of the line that are gone with the test; nothing may fail in their pages."""
    made: list[BrowserContext] = []
    faults: list[str] = []

    def context() -> BrowserContext:
        context = browser.new_context(base_url=f"http://127.0.0.1:{line.port}", viewport=PHONE, locale="vi-VN")
        context.on("weberror", lambda error: faults.append(str(error.error)))
        made.append(context)
        return context

    yield context
    for each in made:
        each.close()
    assert faults == []


NewPhone = Callable[[], Handset]


@pytest.fixture
def handset(playwright: Playwright, line: Line, tmp_path: Path) -> Iterator[NewPhone]:
    """Make phones at the end of the line, each with a profile of its own; nothing may fail in their pages."""
    made: list[Handset] = []
    faults: list[str] = []

    def new() -> Handset:
        profile = tmp_path / f"phone-{len(made)}"
        made.append(Handset(playwright, profile, f"http://127.0.0.1:{line.port}", faults))
        return made[-1]

    yield new
    for phone in made:
        phone.close()
    assert faults == []
