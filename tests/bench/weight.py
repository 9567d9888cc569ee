"""How many bytes a phone pays: the first visit from a cold cache, later pages, fragments, boards, packs."""

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from random import Random

from playwright.sync_api import Browser, BrowserContext, Page

from app.identity import new_id
from app.seeds.names import People, head_name
from tests.bench.browser import chromium
from tests.bench.figures import Aim, Readings
from tests.bench.part import Part, Run
from tests.bench.sender import Sender, household, item, pledge
from tests.bench.served import demo
from tests.bench.wire import KB, Transfer, Wire, kilobytes
from tests.browser.chromium import PHONE, sign_in
from tests.browser.phones import prepared as settled
from tests.browser.serving import Gunicorn

HEAD, POLICE, DISTRICT, OTHER_HEAD = "truongban", "congan", "huyen", "truongban2"
LARGE_VILLAGE = 120
QUIET = 3_000  # milliseconds in which a worker begins whatever it has to do
LOGGED = re.compile(r"^sent (\d+) (\S+)$", re.MULTILINE)

SIGN_IN = Aim("sign-in page, first visit: HTML + CSS + JS", "KB", at_most=30)
SIGN_IN_FORM = Aim("  of it until its form can be used: HTML + CSS", "KB", at_most=14)
FIRST = Aim("village head's first page, first visit: HTML + CSS + JS", "KB", at_most=30)
FIRST_SEEN = Aim("  of it until it can be used: HTML + CSS", "KB", at_most=14)
FIRST_SCRIPTS = Aim("  of it JS", "KB")
FIRST_APART = Aim("  apart: icons, manifest, pack and other calls", "KB")
FIRST_WORKER = Aim("  apart: what the worker fetches by itself, bodies only", "KB")
LATER = {
    path: Aim(f"later page: {name}", "KB", at_most=6)
    for path, name in {
        "/": "first page",
        "/households": "list of households",
        "/households/new": "form of a new household",
        "/households/{missing}": "household",
        "/households/{missing}/pledge/new": "form of a pledge",
        "/pledges/{pledge}": "pledge",
        "/outbox": "outbox",
    }.items()
}
SEARCH = Aim("fragment: a search in the list", "KB", at_most=3)
MORE = Aim("fragment: more rows of the list", "KB", at_most=3)
BOARDS = {
    username: Aim(f"board of {whose}", "KB", at_most=25)
    for username, whose in ((POLICE, "a commune"), (DISTRICT, "a district"))
}
PACK = Aim("pack of a village, 52 households (demo)", "KB", at_most=15)
LARGE_PACK = Aim(f"pack of a village, {LARGE_VILLAGE} households, all signed", "KB", at_most=15)
COMMUNE_PACK = Aim("pack of a commune (10 villages)", "KB", at_most=60)


class Scales:
    """Weighs pages of a server in one browser."""

    def __init__(self, server: Gunicorn, browser: Browser) -> None:
        """Ask who is there: ids of the demo are not known before."""
        self.server, self.browser = server, browser
        book = Sender(server.port, HEAD).get("/offline/pack")
        households, pledges = book["households"]["id"], book["pledges"]
        self.pledge = pledges["id"][-1]
        signed = {id_ for id_, year in zip(pledges["household"], pledges["year"], strict=True) if year == book["year"]}
        self.missing = next(id_ for id_ in households if id_ not in signed)

    def weigh(self) -> Readings:
        """Weigh everything once, each beginning with an empty cache."""
        return {
            **self._sign_in_page(), **self._first_page(), **self._later_pages(), **self._fragments(),
            **{aim: self._board(username) for username, aim in BOARDS.items()},
            PACK: self._pack(HEAD), LARGE_PACK: self._pack(OTHER_HEAD), COMMUNE_PACK: self._pack(POLICE),
        }  # fmt: skip

    def _sign_in_page(self) -> Readings:
        with self._phone() as page:
            wire = Wire(page)
            page.goto("/login", wait_until="networkidle")
            return {SIGN_IN: kilobytes(wire.of_page()), SIGN_IN_FORM: kilobytes(_seen(wire.of_page()))}

    def _first_page(self) -> Readings:
        with self._phone() as cookies:
            sign_in(cookies, HEAD)
            state = cookies.context.storage_state()
        with self._phone(state) as page:
            wire, before = Wire(page), len(self._sent())
            page.goto("/", wait_until="networkidle")
            settled(page)
            page.wait_for_timeout(QUIET)
            own, others = wire.of_page(), wire.others()
            by_worker = _besides([*own, *others], self._sent()[before:])
        scripts = [each for each in own if each.mime == "text/javascript"]
        return {
            FIRST: kilobytes(own), FIRST_SEEN: kilobytes(_seen(own)), FIRST_SCRIPTS: kilobytes(scripts),
            FIRST_APART: kilobytes(others), FIRST_WORKER: by_worker / KB,
        }  # fmt: skip

    def _later_pages(self) -> Readings:
        ids = {"missing": self.missing, "pledge": self.pledge}
        found: dict[Aim, float] = {}
        with self._phone(worker=False) as page:
            sign_in(page, HEAD)
            for path, aim in LATER.items():
                page.goto(path.format(**ids), wait_until="networkidle")  # what all of them share is kept from here on
                wire = Wire(page)
                page.goto(path.format(**ids), wait_until="networkidle")
                found[aim] = kilobytes(wire.of_page())
        return found

    def _fragments(self) -> Readings:
        with self._phone(worker=False) as page:
            sign_in(page, HEAD)
            page.goto("/households", wait_until="networkidle")
            wire = Wire(page)
            page.locator(".pager a").click()
            page.wait_for_load_state("networkidle")
            page.wait_for_timeout(300)
            more = kilobytes(wire.of_page())
            wire.forget()
            with page.expect_response("**/households?*"):
                page.locator("#q").press_sequentially("lo")
            page.wait_for_load_state("networkidle")
            page.wait_for_timeout(300)
            return {SEARCH: kilobytes(wire.of_page()), MORE: more}

    def _board(self, username: str) -> float:
        with self._phone(worker=False) as page:
            sign_in(page, username)
            page.wait_for_load_state("networkidle")
            wire = Wire(page)
            page.goto("/", wait_until="networkidle")
            return kilobytes(wire.of_page())

    def _pack(self, username: str) -> float:
        with self._phone(worker=False) as page:
            sign_in(page, username)
            page.wait_for_load_state("networkidle")
            wire = Wire(page)
            page.evaluate("fetch('/offline/pack', { cache: 'no-store' }).then((answer) => answer.text())")
            page.wait_for_timeout(300)
            return kilobytes(each for each in wire.others() if each.path == "/offline/pack")

    @contextmanager
    def _phone(self, state: object = None, *, worker: bool = True) -> Iterator[Page]:
        context: BrowserContext = self.browser.new_context(
            base_url=self.server.url, viewport=PHONE, locale="vi-VN", storage_state=state,  # type: ignore[arg-type]
            service_workers="allow" if worker else "block",
        )  # fmt: skip
        try:
            yield context.new_page()
        finally:
            context.close()

    def _sent(self) -> list[tuple[str, int]]:
        """Return path and length of each body that the server has sent, by its own log."""
        return [(path, int(length)) for length, path in LOGGED.findall(self.server.log.read_text())]


@contextmanager
def prepared() -> Iterator[Run]:
    """Serve the demo with one village that is as large as they come, to a fresh browser."""
    told = "--access-logfile - --access-logformat 'sent %({content-length}o)s %(U)s'"
    with demo(GUNICORN_CMD_ARGS=told) as server, chromium() as browser:
        _fill(Sender(server.port, OTHER_HEAD))
        yield Scales(server, browser).weigh


PART = Part(
    "what is sent, compressed and with its headers, 1 KB = 1,000 bytes, in Chromium from a cold cache", prepared
)


def _seen(transfers: list[Transfer]) -> list[Transfer]:
    """Return what a page needs to be seen and used: every page works without its scripts."""
    return [each for each in transfers if each.mime in {"text/html", "text/css"}]


def _besides(heard: list[Transfer], sent: list[tuple[str, int]]) -> int:
    """Return how many bytes were sent that the page did not hear of: to the worker."""
    left = Counter(each.path for each in heard if each.whole)
    total = 0
    for path, length in sent:
        if left[path]:
            left[path] -= 1
        else:
            total += length
    return total


def _fill(head: Sender) -> None:
    """Add households to a village until it is large, and a pledge of this year for each that has none."""
    rng = Random(7)  # noqa: S311 (the same every time is what it is for)
    book = head.get("/offline/pack")
    households = dict(zip(book["households"]["id"], book["households"]["name"], strict=True))
    items = []
    for _ in range(LARGE_VILLAGE - len(households)):
        id_, name = str(new_id()), head_name(rng, People.THAI, woman=rng.random() < 0.3)
        items.append(item("/households", household(id_, name)))
        households[id_] = name
    pledges = zip(book["pledges"]["household"], book["pledges"]["year"], strict=True)
    signed = {id_ for id_, year in pledges if year == book["year"]}
    items += [item(f"/households/{id_}/pledge", pledge(name)) for id_, name in households.items() if id_ not in signed]
    for start in range(0, len(items), 50):
        head.accept_all(items[start : start + 50])
