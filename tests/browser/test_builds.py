"""A new build on a phone that has an older one: taken by consent, or as a page starts; and the end of the worker."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.book import caches, enter, shown
from tests.browser.conftest import CHECKOUT, Phone, Server, serving
from tests.browser.line import Line, Mood
from tests.browser.phones import PATIENCE, add_household, go, invented, rows, send_all, until, waiting
from tests.browser.records import households_named

pytestmark = [pytest.mark.browser, pytest.mark.slow]
MANY = 30
NOTICE = "text=Có bản mới"
# What browsers do by themselves, at leisure.
LOOK_FOR_A_NEWER = "async () => { await (await navigator.serviceWorker.ready).update(); }"


@pytest.fixture(scope="module")
def newer(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Serve the same data by a build in which one template says something else."""
    with serving(server.data_dir, _changed_checkout(tmp_path_factory.mktemp("newer"))) as build:
        yield build


def test_a_new_build_waits_for_consent_and_loses_nothing(line: Line, phone: Phone, newer: Server) -> None:
    page = enter(phone(), "truongban")
    old = versions(page)
    page.goto("/households/new")
    page.fill("#head_name", "Cầm Văn Đang Gõ")
    until(lambda: rows(page, "drafts"))
    line.lead_to(newer.url)
    page.evaluate(LOOK_FOR_A_NEWER)
    expect(page.locator(NOTICE)).to_be_visible(timeout=PATIENCE * 1000)
    expect(page.locator("#head_name")).to_have_value("Cầm Văn Đang Gõ")
    assert old <= versions(page), "the former build is whole until the new one is taken"
    page.click("text=Dùng bản mới")
    until(lambda: is_renewed(page, old))
    expect(page.locator(NOTICE)).to_have_count(0, timeout=PATIENCE * 1000)  # the page was read anew, or stays
    page.goto("/households/new")
    page.click("text=Điền lại")
    expect(page.locator("#head_name")).to_have_value("Cầm Văn Đang Gõ")
    line.become(Mood.DOWN)
    assert "Còn" in shown(page, "/")


def test_a_new_build_is_taken_by_itself_when_a_page_starts(line: Line, phone: Phone, newer: Server) -> None:
    page = enter(phone(), "truongban")
    old = versions(page)
    line.lead_to(newer.url)
    take_newer(page, old)


def test_a_new_build_sends_what_the_former_one_queued(line: Line, phone: Phone, server: Server, newer: Server) -> None:
    names = [invented(place, "Đèo Văn") for place in range(MANY)]
    page = enter(phone(), "truongban")
    old = versions(page)
    line.become(Mood.DOWN)
    for name in names:
        add_household(page, name)
    assert len(waiting(page)) == MANY
    line.lead_to(newer.url)
    line.become(Mood.UP)
    take_newer(page, old)
    send_all(page)
    assert [len(households_named(server, name)) for name in names] == [1] * MANY


def test_the_worker_can_be_ended(line: Line, phone: Phone, server: Server) -> None:
    page = enter(phone(), "truongban")
    with serving(server.data_dir, BANYEN_SERVICE_WORKER="off") as ended:
        line.lead_to(ended.url)
        page.goto("/")
        until(lambda: caches(page) == [])
        page.goto("/")
        until(lambda: page.evaluate("async () => (await navigator.serviceWorker.getRegistrations()).length") == 0)
        assert rows(page, "packs") != [], "what is on the phone stays"


def take_newer(page: Page, old: set[str]) -> None:
    """Open pages until the new build is taken: the first takes what came before it was ready, and offers the rest."""
    go(page, "/")
    until(lambda: page.locator(NOTICE).count() or is_renewed(page, old))
    go(page, "/households")
    until(lambda: is_renewed(page, old))


def is_renewed(page: Page, old: set[str]) -> bool:
    """Tell whether nothing of the former build is left."""
    return bool(versions(page)) and not versions(page) & old


def versions(page: Page) -> set[str]:
    """Return the builds whose files are kept."""
    return {name.removeprefix("shell-") for name in caches(page) if name.startswith("shell-")}


def _changed_checkout(folder: Path) -> Path:
    """Return a copy of what is served, in which one template says something else."""
    copy = folder / "checkout"
    for name in ("app", "templates", "static/dist", "migrations", ".ci"):
        shutil.copytree(CHECKOUT / name, copy / name)
    page = copy / "templates" / "offline" / "offline.html"
    page.write_text(page.read_text().replace("{% block content %}", "{% block content %}<p>…</p>"))
    return copy
