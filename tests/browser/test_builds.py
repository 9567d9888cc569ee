"""A new build on a phone that has an older one: taken by consent, or as a page starts; and the end of the worker."""

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.book import BOOKS, PATIENCE, enter, kept, shown, until
from tests.browser.conftest import CHECKOUT, Phone, Server, serving
from tests.browser.line import Line, Mood

pytestmark = pytest.mark.browser


def test_a_new_build_waits_for_consent_and_loses_nothing(
    line: Line, phone: Phone, server: Server, tmp_path: Path
) -> None:
    page = enter(phone(), "truongban")
    old = versions(page)
    with serving(server.data_dir, _changed_checkout(tmp_path)) as newer:
        line.lead_to(newer.url)
        page.goto("/households/new")
        page.fill("#head_name", "Cầm Văn Đang Gõ")
        expect(page.locator("text=Có bản mới")).to_be_visible(timeout=PATIENCE * 1000)
        expect(page.locator("#head_name")).to_have_value("Cầm Văn Đang Gõ")
        assert old <= versions(page), "the former build is whole until the new one is taken"
        page.wait_for_timeout(1500)  # the draft is on the phone
        page.click("text=Dùng bản mới")
        until(lambda: versions(page) and not versions(page) & old)
        page.click("text=Điền lại")
        expect(page.locator("#head_name")).to_have_value("Cầm Văn Đang Gõ")
        line.become(Mood.DOWN)
        assert "Còn" in shown(page, "/")


def test_a_new_build_is_taken_by_itself_when_a_page_starts(
    line: Line, phone: Phone, server: Server, tmp_path: Path
) -> None:
    page = enter(phone(), "truongban")
    old = versions(page)
    with serving(server.data_dir, _changed_checkout(tmp_path)) as newer:
        line.lead_to(newer.url)
        page.goto("/")
        expect(page.locator("text=Có bản mới")).to_be_visible(timeout=PATIENCE * 1000)
        page.goto("/households")
        until(lambda: versions(page) and not versions(page) & old)


def test_the_worker_can_be_ended(line: Line, phone: Phone, server: Server) -> None:
    page = enter(phone(), "truongban")
    with serving(server.data_dir, BANYEN_SERVICE_WORKER="off") as ended:
        line.lead_to(ended.url)
        page.goto("/")
        until(lambda: kept(page) == {})
        page.goto("/")
        until(lambda: page.evaluate("async () => (await navigator.serviceWorker.getRegistrations()).length") == 0)
        assert page.evaluate(BOOKS) != [], "what is on the phone stays"


def versions(page: Page) -> set[str]:
    """Return the builds whose files are kept."""
    return {name.removeprefix("shell-") for name in kept(page) if name.startswith("shell-")}


def _changed_checkout(folder: Path) -> Path:
    """Return a copy of what is served, in which one template says something else."""
    copy = folder / "checkout"
    for name in ("app", "templates", "static/dist", "migrations", ".ci"):
        shutil.copytree(CHECKOUT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    page = copy / "templates" / "offline" / "offline.html"
    page.write_text(page.read_text().replace("{% block content %}", "{% block content %}<p>…</p>"))
    return copy
