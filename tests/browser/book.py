"""What a phone keeps of the application: its pages, its books; and pages as a person finds them there."""

from playwright.sync_api import BrowserContext, Page

from tests.browser import phones
from tests.browser.line import Line

WAITS = "chờ gửi"  # what the phone says of what stands in a list and was not sent yet
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


def address_of(line: Line) -> str:
    """Return where the line begins."""
    return f"http://127.0.0.1:{line.port}"


def enter(context: BrowserContext, username: str) -> Page:
    """Open a page, sign in, and wait until the phone has what it needs."""
    page = context.new_page()
    phones.enter(page, username)
    return page


def caches(page: Page) -> list[str]:
    """Return the names of the caches; to be asked for while they may go, for whoever looks into one makes it anew."""
    found: list[str] = page.evaluate("caches.keys()")
    return found


def kept(page: Page) -> dict[str, list[list[str]]]:
    """Return what lies in each cache: [path, beginning]."""
    found: dict[str, list[list[str]]] = page.evaluate(KEPT)
    return found


def opened(page: Page, address: str) -> str:
    """Open an address, wait until the phone has drawn it, and return what it says."""
    page.goto(address)
    page.wait_for_selector("body[data-drawn]")
    return page.inner_text("main")


def shown(page: Page, address: str) -> str:
    """Open an address, whoever makes its page, and return what it says."""
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
