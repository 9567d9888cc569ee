"""How long the very first visit takes on a slow line and a slow phone."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser

from tests.bench.browser import chromium, slow_line, slow_processor
from tests.bench.figures import Aim, Readings
from tests.bench.part import Part, Run
from tests.bench.served import demo
from tests.bench.watch import seconds, watch
from tests.browser.chromium import PHONE, sign_in
from tests.browser.serving import Gunicorn

HEAD = "truongban"
MOMENTS = {"paint": ("first paint", 2.5), "usable": ("usable", 5), "live": ("scripts run", None)}
SIGN_IN, FIRST = (
    {moment: Aim(f"{page}: {words}", "s", at_most=most) for moment, (words, most) in MOMENTS.items()}
    for page in ("sign-in page", "village head's first page")
)


class Visits:
    """First visits to a server, each with a browser that has never been there."""

    def __init__(self, server: Gunicorn, browser: Browser) -> None:
        """Sign the village head in once: a first page comes after that; then all is forgotten but who it is."""
        self.server, self.browser = server, browser
        context = browser.new_context(base_url=server.url, viewport=PHONE, service_workers="block")
        sign_in(context.new_page(), HEAD)
        self.signed_in: Any = context.storage_state()
        context.close()

    def both(self) -> Readings:
        """Visit the sign-in page, then the village head's first page."""
        return {
            **self._visit("/login", "#sign-in button[type=submit]", SIGN_IN, None),
            **self._visit("/", ".edge a", FIRST, self.signed_in),
        }

    def _visit(self, path: str, control: str, aims: dict[str, Aim], state: Any) -> Readings:
        context = self.browser.new_context(
            base_url=self.server.url, viewport=PHONE, locale="vi-VN", storage_state=state
        )
        page = context.new_page()
        watch(page, control)
        slow_line(page)
        slow_processor(page)
        page.goto(path, wait_until="commit", timeout=60_000)
        found = seconds(page)
        context.close()
        return {aim: found[moment] for moment, aim in aims.items()}


@contextmanager
def prepared() -> Iterator[Run]:
    """Serve the demo to a fresh browser."""
    with demo() as server, chromium() as browser:
        yield Visits(server, browser).both


PART = Part("first visits at 50 kbit/s, 500 ms latency and a sixth of this machine's processor", prepared)
