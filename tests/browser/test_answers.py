"""Answers that our server never gives: nothing of them is believed; what was typed is sent once the line is good."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Phone, Server
from tests.browser.foreign import foreign
from tests.browser.line import Line
from tests.browser.phones import PATIENCE, add_household, enter, fill_household, invented, send_all, until, waiting
from tests.browser.records import households_named

pytestmark = pytest.mark.browser
ANSWERS: dict[str, tuple[int, dict[str, str]]] = {
    "a captive portal": (200, {}),
    "a redirect to a foreign page": (302, {"Location": "http://127.0.0.1:9/wi-fi"}),
    "a proxy that asks who one is": (401, {}),
    "a proxy that lets nobody through": (403, {}),
    "a proxy that knows no such page": (404, {}),
    "too many requests": (429, {"Retry-After": "600"}),
    "a proxy that failed": (500, {}),
    "a proxy without its server": (502, {}),
    "a proxy at maintenance": (503, {"Retry-After": "3600"}),
}


@pytest.mark.parametrize("kind", ANSWERS)
def test_what_is_typed_waits_for_an_answer_of_ours(phone: Phone, line: Line, server: Server, kind: str) -> None:
    first, second = (invented(2 * list(ANSWERS).index(kind) + which, "Hà Văn") for which in (0, 1))
    page = phone().new_page()
    enter(page)
    page.goto("/households/new")
    with foreign(*ANSWERS[kind]) as network:
        line.lead_to(network.url)
        fill_household(page, first)
        assert "POST /households" in network.asked
        assert_waits(page, 1)
        add_household(page, second)
        page.goto("/outbox")
        until(lambda: "POST /offline/batch" in network.asked)
        assert_waits(page, 2)
        expect(page.locator(".outbox-item")).to_have_count(2)
        assert [item["state"] for item in waiting(page)] == ["waiting"] * 2
        line.lead_to(server.url)
    send_all(page)
    expect(page.locator("#sync [role=status]")).to_have_text("Đã gửi hết", use_inner_text=True)
    assert [len(households_named(server, name)) for name in (first, second)] == [1, 1]


def assert_waits(page: Page, count: int) -> None:
    """The bar tells the one truth: nobody of ours was reached, and so many items wait."""
    bar = page.locator("#sync")
    wait = PATIENCE * 1000
    expect(bar.locator("[role=status]")).to_have_text(
        "Không có mạng – vẫn nhập được", use_inner_text=True, timeout=wait
    )
    expect(bar.locator("a")).to_contain_text(f"{count} mục chờ gửi")
    assert page.locator("dialog #sign-in").count() == 0
    assert "Wi-Fi" not in page.inner_text("body")
