"""Groups on a phone that may keep nothing, as in a private window: its person is told so, and works with a network."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Server, Visit, sign_in
from tests.browser.groups import activities_of, groups_of
from tests.browser.phones import picture
from tests.browser.records import stored
from tests.browser.test_memory import REFUSED

pytestmark = pytest.mark.browser
PAGE = re.compile(r"/[0-9a-f]{8}(-[0-9a-f]+){4}$")


def forgetful(visit: Visit, username: str) -> Page:
    """Open a page in a browser that keeps nothing, and sign in."""
    page = visit(service_workers="block")
    page.add_init_script(REFUSED)
    sign_in(page, username)
    return page


def told(page: Page, address: str) -> None:
    """Open a form, which says that it works with a network only."""
    page.goto(address)
    expect(page.locator("#no-memory")).to_contain_text("Chỉ nhập khi có mạng")


def test_an_activity_with_its_photo_is_logged_with_a_network(visit: Visit, server: Server, tmp_path: Path) -> None:
    [group] = groups_of(server, "congan", 1)
    page = forgetful(visit, "congan")
    told(page, f"/groups/{group}/activities/new")
    page.check("input[name=kind][value=fire]")
    page.fill("#summary", "Tập chữa cháy")
    page.locator("details.more summary").last.click()
    page.set_input_files("#photo", picture(tmp_path, "chua-chay"))
    page.click(".edge button")
    page.wait_for_url(PAGE)
    expect(page.locator(".picture")).to_have_count(1)
    expect(page.locator("main")).not_to_contain_text("chưa gửi")
    assert [kind for _id, kind, *_rest in activities_of(server, group)] == ["fire"]


def test_without_a_network_what_was_typed_of_an_activity_stays_on_the_page(visit: Visit, server: Server) -> None:
    group = groups_of(server, "congan", 2)[1]
    page = forgetful(visit, "congan")
    told(page, f"/groups/{group}/activities/new")
    page.check("input[name=kind][value=help]")
    page.fill("#summary", "Giúp lúc mất sóng")
    page.context.set_offline(True)
    page.click(".edge button")
    expect(page.locator("#flashes")).to_contain_text("Phần đã nhập vẫn còn trên trang này")
    expect(page.locator("#summary")).to_have_value("Giúp lúc mất sóng")
    assert activities_of(server, group) == []
    page.context.set_offline(False)
    page.click(".edge button")
    page.wait_for_url(PAGE)
    assert [(kind, words) for _id, kind, _households, words in activities_of(server, group)] == [
        ("help", "Giúp lúc mất sóng")
    ]


def test_a_group_is_founded_takes_a_household_in_and_is_suspended_with_a_network(visit: Visit, server: Server) -> None:
    page = forgetful(visit, "truongban")
    told(page, "/groups/new")
    page.check("input[name=kind][value=security]")
    page.fill("#number", "77")
    page.fill("#leader_name", "Quàng Thị Riêng")
    page.click(".edge button")
    page.wait_for_url(PAGE)
    own = page.url
    told(page, f"{own}/members/new")
    page.locator("input[name=household]").first.check()
    page.click(".edge button")
    page.wait_for_url(own)
    expect(page.locator("#group-members .row").first).to_be_visible()
    told(page, f"{own}/edit")
    page.fill("#leader_name", "Quàng Thị Chung")
    page.click(".edge button")
    page.wait_for_url(own)
    page.click("#standing-form summary")
    page.check("input[name=standing][value=suspended]")
    page.fill("#reason", "Mùa gặt")
    page.click("#standing-form button[type=submit]")
    expect(page.locator("main .notice", has_text="Tạm ngừng từ ngày")).to_be_visible()
    query = "SELECT number, version, standing FROM groups WHERE leader_name = ?"
    assert stored(server, query, "Quàng Thị Chung") == [(77, 3, "suspended")]
