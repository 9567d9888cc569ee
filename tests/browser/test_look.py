"""Every page at every size: no sideways scroll, thumb-sized controls, nothing axe objects to."""

from collections.abc import Iterator
from functools import cache

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import CHECKOUT, DESK, PHONE, Server, Visit, visiting

pytestmark = pytest.mark.browser
AXE = CHECKOUT / "node_modules" / "axe-core" / "axe.min.js"
PAGES = {
    None: ["/login"],
    "truongban": ["/", "/households", "/households/new", "/account", "HOUSEHOLD", "HOUSEHOLD/edit", "PLEDGE/new",
                  "HOUSEHOLD/departure/new", "PLEDGE", "/nothing", "/groups/regularity", "GROUP", "/activities/effect",
                  "/submissions", "/submissions/new"],
    "congan": ["/", "/households?status=signed", "/units", "/units/mine", "/groups/regularity", "/activities/effect",
               "/groups/regularity?verdict=silent", "/activities", "/activities/new", "GROUP", "GROUP/book", "/groups",
               "/assessments", "ASSESSMENT", "ASSESSMENT/answers/2", "ASSESSMENT/trend", "/reviews", "REVIEW",
               "REVIEW/versions/1", "/submissions", "/timeliness"],
    "huyen": ["/", "BOARD", "/groups/regularity", "/assessments/grid"],
    "tinh": ["/", "/admin/sending-days"],
    "quantri": ["/", "/units?q=muong"],
}  # fmt: skip
# The journeys of these look at them in one language and scheme.
FURTHER = {
    "truongban": ["/notices", "/directives", "DIRECTIVE"],
    "huyen": ["REVIEW", "/timeliness", "/notices", "/directives", "DIRECTIVE", "/directives/new", "/obstacles",
              "OBSTACLE", "/inspections", "INSPECTION", "/criteria"],
}  # fmt: skip
VISITS = [(username, address) for username, addresses in PAGES.items() for address in addresses]
ALL = VISITS + [(username, address) for username, addresses in FURTHER.items() for address in addresses]

# Links inside a sentence and what JavaScript lays over a card (its label is the target) are excepted.
SMALL = """() => [...document.querySelectorAll('a, button, input:not([type=hidden]), select, textarea, summary')]
  .filter(e => e.checkVisibility() && !e.closest('p, dd, .muted, .skip, nav.path, .fine'))
  .map(e => [e, (e.type === 'radio' || e.type === 'checkbox' || e.type === 'file' ? e.parentElement : e)
    .getBoundingClientRect()])
  .filter(([e, box]) => box.width > 1 && (box.width < 48 || box.height < 48))
  .map(([e, box]) => `${e.outerHTML.slice(0, 120)} ${box.width} x ${box.height}`)"""


def go(page: Page, address: str) -> None:
    """Open an address; a name in capitals stands for the first of its kind."""
    kinds = {
        "HOUSEHOLD": ("/households?status=signed", "#household-list .row"),
        "PLEDGE/new": ("/households?status=missing", "#household-list .row"),
        "PLEDGE": ("/households?status=signed", "#household-list .row"),
        "BOARD": ("/", ".bars a"),
        "GROUP": ("/groups/regularity", "#groups .row"),
        "ASSESSMENT": ("/assessments", "#assessments .row"),
        "REVIEW": ("/reviews", "a.row[href^='/reviews/']"),
        "DIRECTIVE": ("/directives", "a.row[href^='/directives/']"),
        "OBSTACLE": ("/obstacles", "a.row[href^='/obstacles/']"),
        "INSPECTION": ("/inspections", "a.row[href^='/inspections/']"),
    }
    kind = next((kind for kind in kinds if address.startswith(kind)), None)
    if kind is None:
        page.goto(address)
        return
    listing, first = kinds[kind]
    page.goto(listing)
    page.goto(page.locator(first).first.get_attribute("href") or "")
    if kind == "PLEDGE":
        page.goto(page.locator("#pledges .row").first.get_attribute("href") or "")
    elif address != kind:
        page.goto(page.url + address.removeprefix(kind))


def violations(page: Page) -> list[str]:
    """Return what axe objects to (WCAG 2.2 A and AA) on the whole page, with nothing scrolled under its lower edge."""
    width, height = page.evaluate("[innerWidth, document.documentElement.scrollHeight]")
    page.set_viewport_size({"width": width, "height": height})
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    page.evaluate(AXE.read_text())
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    found = page.evaluate("tags => axe.run({runOnly: tags})", tags)
    return [f"{rule['id']}: {node['html'][:160]}" for rule in found["violations"] for node in rule["nodes"]]


SIZES = {"phone": PHONE, "desk": DESK}


@pytest.fixture(scope="module")
def page_of(server: Server, browser: Browser) -> Iterator[Visit]:
    """Give each person one page of a size and scheme, signed in once: looks leave behind but its size and language."""
    with visiting(server, browser) as open_page:

        @cache
        def page(username: str | None, size: str = "phone", scheme: str = "light") -> Page:
            return open_page(username, viewport=SIZES[size], color_scheme=scheme)

        yield page


@pytest.mark.parametrize(("username", "address"), VISITS)
def test_page(page_of: Visit, username: str | None, address: str) -> None:
    page = page_of(username)
    page.set_viewport_size(PHONE)
    go(page, address)
    assert page.locator("h1").count() == 1
    assert page.evaluate(SMALL) == []
    assert violations(page) == []
    for width in (320, 360, 768, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"sideways scroll at {width} px"


@pytest.mark.matrix
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(("username", "address"), ALL)
def test_axe_in_both_languages_and_schemes(
    page_of: Visit, username: str | None, address: str, language: str, scheme: str
) -> None:
    for size, viewport in SIZES.items():
        page = page_of(username, size, scheme)
        page.set_viewport_size(viewport)
        page.context.request.post("/locale", form={"locale": language, "csrf_token": token(page)})
        go(page, address)
        assert page.get_attribute("html", "lang") == language
        assert violations(page) == []


def token(page: Page) -> str:
    """Return the page's token."""
    if page.url == "about:blank":
        page.goto("/login")
    return page.locator("input[name=csrf_token]").first.input_value()
