"""The browser that measures: a Chromium without a window, as a slow phone on a slow line where that is asked."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.chromium import CHROMIUM, FLAGS

BYTES_A_SECOND = 50_000 // 8  # 50 kbit/s
LATENCY = 500  # milliseconds
SLOWER = 6  # times: a cheap phone's processor beside this machine's


@contextmanager
def chromium() -> Iterator[Browser]:
    """Yield a fresh browser."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


def slow_processor(page: Page) -> None:
    """Let the page's processor be a cheap phone's."""
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})


def slow_line(page: Page) -> None:
    """Let the page's line be a village's."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    line = {"downloadThroughput": BYTES_A_SECOND, "uploadThroughput": BYTES_A_SECOND}
    session.send("Network.emulateNetworkConditions", {"offline": False, "latency": LATENCY, **line})
