"""A phone that keeps nothing, has no room, or does not know the day: its person is told the truth and loses nothing."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from app.clock import today
from tests.browser.conftest import Server, Visit, sign_in
from tests.browser.phones import (
    PATIENCE,
    add_household,
    fill_household,
    invented,
    opened_again,
    prepared,
    sign_here,
    until,
    waiting,
)
from tests.browser.records import households_named, stored

pytestmark = pytest.mark.browser
REFUSED = "indexedDB.open = () => { throw new DOMException('refused', 'SecurityError'); };"
FULL = """
  const put = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = function (value) {
    if (this.name === 'outbox') throw new DOMException('no room', 'QuotaExceededError');
    return put.call(this, value);
  };
"""
CLOCK = """
  const Real = Date;
  globalThis.Date = class extends Real {
    constructor(...given) { given.length ? super(...given) : super(Real.now() + %d); }
    static now() { return Real.now() + %d; }
  };
"""
DAY = 24 * 3600_000  # milliseconds


def test_without_a_memory_the_page_says_so_and_works_with_a_network(visit: Visit, server: Server) -> None:
    name = invented(0, "Hoàng Thị")
    page = visit(service_workers="block")
    page.add_init_script(REFUSED)
    sign_in(page, "truongban")
    page.goto("/households/new")
    expect(page.locator("#no-memory")).to_contain_text("Chỉ nhập khi có mạng")
    fill_household(page, name)
    assert len(households_named(server, name)) == 1


def test_without_room_the_form_goes_straight_to_the_server(visit: Visit, server: Server) -> None:
    name = invented(1, "Hoàng Thị")
    page = visit("truongban")
    page.add_init_script(FULL)
    page.goto("/households/new")
    fill_household(page, name)
    assert len(households_named(server, name)) == 1
    assert waiting(page) == []


def test_without_room_or_a_network_what_was_typed_stays_on_the_page(visit: Visit, server: Server) -> None:
    name = invented(2, "Hoàng Thị")
    page = visit("truongban")
    prepared(page)
    page.add_init_script(FULL)
    page.goto("/households/new")
    page.fill("#head_name", name)
    page.fill("#member_count", "4")
    page.context.set_offline(True)
    page.click(".edge button")
    expect(page.locator("#flashes")).to_contain_text("trang này")  # it is only there, says either sentence
    expect(page.locator("#head_name")).to_have_value(name)
    assert households_named(server, name) == []
    page.context.set_offline(False)
    page.click(".edge button")
    page.wait_for_url("**/pledge/new")
    assert len(households_named(server, name)) == 1


@pytest.mark.parametrize("days", [1, -1, 365, -365])
def test_a_wrong_clock_makes_no_wrong_day(visit: Visit, server: Server, days: int) -> None:
    name = invented(days % 11, "Hoàng Văn")
    page = visit("truongban")
    prepared(page)
    page.add_init_script(CLOCK % (days * DAY, days * DAY))
    page.goto("/")
    until(lambda: abs(int(page.get_attribute("html", "data-skew") or 0) + days * DAY) < DAY / 24)
    page.context.set_offline(True)
    add_household(page, name)
    sign_here(page)
    page.context.set_offline(False)
    until(lambda: households_named(server, name) and households_named(server, name)[0].pledge)
    query = "SELECT signed_on, captured_at FROM pledges JOIN households h ON h.id = household_id WHERE head_name = ?"
    [(signed_on, captured_at)] = stored(server, query, name)
    assert signed_on == today().isoformat()
    assert abs(today() - today().fromisoformat(captured_at[:10])) <= timedelta(days=1)


@pytest.mark.parametrize("days", [500, -500])
def test_a_clock_that_went_wrong_without_a_network_is_said_and_mended(visit: Visit, server: Server, days: int) -> None:
    name = invented(20 + days // 500, "Hoàng Văn")
    page = visit("truongban")
    prepared(page)
    page.context.set_offline(True)
    page.add_init_script(CLOCK % (days * DAY, days * DAY))
    add_household(page, name)
    sign_here(page)
    page.goto("/outbox")
    page.context.set_offline(False)
    for _household_then_pledge in range(2):
        expect(page.locator(".outbox-item").first).to_contain_text(
            "Mở ra để sửa", use_inner_text=True, timeout=PATIENCE * 1000
        )
        page.locator(".outbox-item [data-open]").first.click()
        opened_again(page)
        expect(page.locator("main")).to_contain_text("Máy báo lúc nhập là")
        if page.locator("#signed_on").count():
            page.fill("#signed_on", today().isoformat())
        page.click(".edge button")
        page.wait_for_url(lambda url: "#item=" not in url)
        page.goto("/outbox")
    until(lambda: not waiting(page))
    query = "SELECT signed_on FROM pledges JOIN households h ON h.id = household_id WHERE head_name = ?"
    assert stored(server, query, name) == [(today().isoformat(),)]
