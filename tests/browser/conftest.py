"""A real gunicorn over a fresh demo, and a real Chromium at phone and desk size."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, sync_playwright

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
READY_IN = 60  # seconds; a start that takes longer is a fault of the machine, and the message says so


@dataclass(frozen=True)
class Server:
    """Where the application answers, and where its data lies."""

    url: str
    data_dir: Path


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Serve a copy of the demo, on SQLite."""
    data_dir = tmp_path_factory.mktemp("served")
    environment = _environment(data_dir)
    for command in (("db", "upgrade"), ("seed", "demo")):
        subprocess.run([_tool("flask"), "--app", "app", *command], env=environment, cwd=CHECKOUT, check=True)
    with (data_dir / "log").open("w") as log:
        process = subprocess.Popen(
            [_tool("gunicorn"), "--config", ".ci/gunicorn.conf.py", "app:create_app()"],
            env=environment,
            cwd=CHECKOUT,
            stdout=log,
            stderr=log,
        )
        try:
            yield Server(_ready(f"http://127.0.0.1:{environment['PORT']}", process, data_dir / "log"), data_dir)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=30)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the session."""
    with sync_playwright() as playwright:
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


def _environment(data_dir: Path) -> dict[str, str]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    kept = {
        name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "SECRET_KEY", "REDIS_URL"}
    }
    return {**kept, "BANYEN_PROFILE": "demo", "BANYEN_DATA_DIR": str(data_dir), "PORT": str(port)}


def _tool(name: str) -> str:
    return str(Path(sys.executable).parent / name)


def _ready(url: str, process: subprocess.Popen[bytes], log: Path) -> str:
    for _ in range(READY_IN * 10):
        if process.poll() is not None:
            break
        try:
            urllib.request.urlopen(f"{url}/readyz", timeout=1)  # noqa: S310 (our own address)
        except OSError:
            time.sleep(0.1)
        else:
            return url
    raise RuntimeError(f"the server does not answer:\n{log.read_text()}")
