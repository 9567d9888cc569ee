"""What a phone on 2G pays for a page, in compressed bytes as the server sends them; a test may fail on bytes.

Icons, the pack, and what the worker fetches for itself in the background stand apart.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Visit

pytestmark = pytest.mark.browser
KIB = 1024
FIRST_VISIT, LATER_PAGE, FRAGMENT, BOARD = 30 * KIB, 6 * KIB, 3 * KIB, 25 * KIB
# The first page after signing in brings, besides its words and the look, all that makes it work alone from then on.
FIRST_PAGE_OF_A_PHONE = 34 * KIB
COUNTED = {"Document", "Stylesheet", "Script", "Fetch", "XHR"}
APART = ("/offline/", "/service-worker.js", "/manifest.webmanifest")


@contextmanager
def weighed(page: Page) -> Iterator[dict[str, int]]:
    """Yield the compressed bytes of each answer's body that the page asks for meanwhile, by address."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    kinds: dict[str, str] = {}
    headers: dict[str, int] = {}
    weights: dict[str, int] = {}

    def answered(event: dict[str, object]) -> None:
        response = event["response"]
        assert isinstance(response, dict)
        request = str(event["requestId"])
        headers[request] = int(response["encodedDataLength"])
        address = urlsplit(str(response["url"])).path
        if event["type"] in COUNTED and not address.startswith(APART) and not response.get("fromDiskCache"):
            kinds[request] = address

    def ended(event: dict[str, object]) -> None:
        request = str(event["requestId"])
        if request in kinds:
            size = int(str(event["encodedDataLength"]).split(".", maxsplit=1)[0]) - headers[request]
            weights[kinds[request]] = weights.get(kinds[request], 0) + max(0, size)

    session.on("Network.responseReceived", answered)
    session.on("Network.loadingFinished", ended)
    yield weights
    page.wait_for_load_state("networkidle")
    session.detach()


def test_the_first_visit(visit: Visit) -> None:
    page = visit()
    with weighed(page) as weights:
        page.goto("/login")
    assert {"/login"} < set(weights), "scripts and styles are counted"
    assert sum(weights.values()) <= FIRST_VISIT, weights
    assert weights["/login"] + sum(size for name, size in weights.items() if name.endswith(".css")) <= 14 * KIB, weights


def test_the_first_page_of_a_phone_with_an_empty_cache(visit: Visit) -> None:
    cookies = visit("truongban").context.cookies()
    page = visit()
    page.context.add_cookies(cookies)  # type: ignore[arg-type]
    with weighed(page) as weights:
        page.goto("/")
    assert sum(weights.values()) <= FIRST_PAGE_OF_A_PHONE, weights


@pytest.mark.parametrize(
    "address",
    ["/", "/households", "/households?status=missing", "/households/new", "/outbox", "/account", "/groups/regularity"],
)
def test_a_later_page_of_a_phone(visit: Visit, address: str) -> None:
    page = visit("truongban", service_workers="block")  # what the worker fetches, a page cannot weigh
    with weighed(page) as weights:
        page.goto(address)
    path = address.partition("?")[0]
    assert 0 < weights[path] <= LATER_PAGE, weights


def test_a_fragment(visit: Visit) -> None:
    page = visit("truongban", service_workers="block")
    page.goto("/households")
    with weighed(page) as weights, page.expect_response("**/households?q=lo*"):
        page.locator("input[name=q]").press_sequentially("lo")
    assert 0 < weights["/households"] <= FRAGMENT, weights


@pytest.mark.parametrize("username", ["congan", "huyen", "tinh"])
def test_a_board(visit: Visit, username: str) -> None:
    page = visit(username, service_workers="block")
    with weighed(page) as weights:
        page.goto("/")
    assert 0 < weights["/"] <= BOARD, weights
