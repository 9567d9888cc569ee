"""Groups in Chromium: a village head at 360 px and commune police at a desk add a group and move a household to it."""

import re

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from app.vietnamese import fold
from tests.browser.conftest import DESK, Visit
from tests.browser.records import stored
from tests.browser.test_look import overflowing

pytestmark = pytest.mark.browser
SMALL: ViewportSize = {"width": 360, "height": 740}


def add_group(page: Page, leader: str, village: str | None = None) -> str:
    """Found a group by the form, with the number that is filled in, and return its address."""
    page.goto("/groups")
    page.click(".edge .btn")
    expect(page.locator("h1")).to_have_text("Thêm nhóm")
    if village:
        page.select_option("#village", label=village)
    page.fill("#leader_name", leader)
    page.fill("#leader_phone", "0987 654 321")
    page.click(".edge .btn")
    page.wait_for_url(re.compile(r"/groups/[0-9a-f-]{36}$"))
    expect(page.locator("main")).to_contain_text(leader)
    return page.url
