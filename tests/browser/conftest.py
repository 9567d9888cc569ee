"""A real gunicorn over a fresh demo, and a real Chromium at phone and desk size."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, ViewportSize, sync_playwright

from tests.browser.serving import Gunicorn

CHECKOUT = Path(__file__).resolve().parents[2]
CHROMIUM = os.environ.get("BANYEN_CHROMIUM", "/usr/bin/chromium")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PASSWORD = "banyen-demo"
PHONE = ViewportSize(width=360, height=760)
DESK = ViewportSize(width=1280, height=900)


@dataclass(frozen=True)
class Server:
    """Where the application answers, and where its data lies."""

    url: str
    data_dir: Path


@contextmanager
def serving(data_dir: Path, checkout: Path = CHECKOUT, **settings: str) -> Iterator[Server]:
    """Serve what lies in ``data_dir`` from a checkout; keywords are further settings of its environment."""
    served = Gunicorn(data_dir, checkout, **settings)
    served.start()
    try:
        yield Server(served.url, data_dir)
    finally:
        served.stop()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Serve a copy of the demo, on SQLite."""
    data_dir = tmp_path_factory.mktemp("served")
    Gunicorn(data_dir, CHECKOUT).seed()
    with serving(data_dir) as served:
        yield served


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


@pytest.fixture
def visit(server: Server, browser: Browser) -> Iterator[Visit]:
    """Open pages: ``visit("truongban")`` is a phone, signed in; keywords go to the browser's context."""
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


def sign_in(page: Page, username: str) -> None:
    """Sign in as a person of the demo."""
    page.goto("/login")
    page.fill("#username", username)
    page.fill("#password", PASSWORD)
    page.click("#sign-in button[type=submit]")
    page.wait_for_url("**/")
