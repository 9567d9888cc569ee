"""How long the app takes to open without a network, in a browser that was closed, after one visit."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, Playwright, sync_playwright

from tests.bench.browser import slow_processor
from tests.bench.figures import Aim, Readings
from tests.bench.part import Part, Run
from tests.bench.served import demo, own_folder
from tests.bench.watch import seconds, watch
from tests.browser.phones import Handset, enter
from tests.browser.serving import Gunicorn

LEISURE = 3_000  # milliseconds for what the worker still writes

# A page of the phone can be used when its control is there and its rows are drawn.
CONTROLS = {"/": (".edge a", "#household-list li"), "/households": ("#q", "#household-list li")}
NAMES = {"/": "first page", "/households": "list of households"}
SLOW = {path: Aim(f"{name}: usable, a sixth of the processor", "s", at_most=1) for path, name in NAMES.items()}
FAST = {path: Aim(f"{name}: usable, the whole processor", "s") for path, name in NAMES.items()}


class Starts:
    """Starts of one phone whose server is gone."""

    def __init__(self, phone: Handset) -> None:
        """The phone has been there once."""
        self.phone = phone

    def all(self) -> Readings:
        """Start on each page, on each processor."""
        return {aims[path]: self._start(path, slow=aims is SLOW) for aims in (SLOW, FAST) for path in CONTROLS}

    def _start(self, path: str, *, slow: bool) -> float:
        page = self.phone.start()
        try:
            watch(page, *CONTROLS[path])
            if slow:
                slow_processor(page)
            page.goto(path, wait_until="commit")
            return seconds(page)["usable"]
        finally:
            self.phone.close()


@contextmanager
def prepared() -> Iterator[Run]:
    """Visit once, with the server; then it is stopped."""
    with sync_playwright() as playwright, own_folder() as folder:
        with demo() as server:
            phone = _visited(playwright, server, folder)
        yield Starts(phone).all


PART = Part("starts without a network, after one visit, the browser closed in between", prepared)


def _visited(playwright: Playwright, server: Gunicorn, folder: Path) -> Handset:
    phone = Handset(playwright, folder, server.url, [])
    page: Page = phone.start()
    enter(page)
    page.wait_for_timeout(LEISURE)
    phone.close()
    return phone
