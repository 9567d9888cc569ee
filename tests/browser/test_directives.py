"""Directives in Chromium: the district asks two communes, one reads and does it, the district reminds the other."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from app.clock import today
from tests.browser.conftest import DESK, PHONE, Visit
from tests.browser.test_assessments import looks_well

pytestmark = pytest.mark.browser
DIRECTIVE = re.compile(r"/directives/[0-9a-f-]{36}$")
TITLE = "Báo số buổi tuyên truyền"
ONE, OTHER = "Xã Mường Mẫu Thượng", "Xã Mường Mẫu Hạ"


def waits(page: Page) -> int:
    """Return how many notices the bell says are unread."""
    return int(page.locator(".bell b").inner_text().split()[0])


def test_a_directive_goes_down_and_its_answer_comes_up(visit: Visit) -> None:
    district = visit("huyen")
    district.goto("/directives/new")
    district.fill("[name=title]", TITLE)
    district.fill("[name=words]", "Báo số buổi tuyên truyền\ntrong tháng của từng bản.")
    district.check("[name=to][value=chosen]")
    district.click(".edge button")
    expect(district.locator("#errors")).to_contain_text("Chưa điền hạn.")
    expect(district.locator("#errors")).to_contain_text("Chưa chọn đơn vị nào.")
    expect(district.locator("[name=title]")).to_have_value(TITLE)
    district.fill("[name=due_on]", (today() + timedelta(days=3)).isoformat())
    for place in (ONE, OTHER):
        district.get_by_label(place, exact=True).check()
    district.click(".edge button")
    district.wait_for_url(DIRECTIVE)
    address = district.url
    expect(district.locator("#flashes")).to_contain_text("Đã gửi cho 2 đơn vị.")
    expect(district.locator("#addressees")).to_contain_text("2 chưa đọc")

    police = visit("congan")
    expect(police.locator("#open-directives")).to_contain_text(TITLE)
    waiting = waits(police)
    police.click(".bell")
    police.locator(".unread", has_text=TITLE).get_by_role("button", name="Mở").click()
    police.wait_for_url(DIRECTIVE)
    assert waits(police) == waiting - 1
    expect(police.locator("#directive")).to_contain_text("trong tháng của từng bản.")
    police.click(".edge button")
    expect(police.locator("#completion-form")).to_be_visible()
    expect(police.locator("#answer")).to_contain_text("Đã đọc")
    police.fill("[name=words]", "Đã báo: 6 buổi ở 4 bản.")
    police.click(".edge button")
    expect(police.locator("#answer .tag.ok")).to_contain_text("đã xong")
    police.goto("/")
    expect(police.locator("main")).not_to_contain_text(TITLE)

    district.goto(address)
    expect(district.locator("#addressees li", has_text=ONE)).to_contain_text("Đã báo: 6 buổi ở 4 bản.")
    expect(district.locator("#addressees li", has_text=OTHER)).to_contain_text("chưa đọc")
    district.get_by_role("button", name="Nhắc 1 đơn vị chưa xong").click()
    expect(district.locator("#flashes")).to_contain_text("Đã nhắc 1 đơn vị.")
    expect(district.get_by_role("button", name=re.compile("Nhắc"))).to_have_count(0)

    other = visit("congan2")
    other.goto("/notices")
    expect(other.locator(".unread").first).to_contain_text(
        f"Nhắc làm, hạn {today() + timedelta(days=3):%d/%m/%Y}: {TITLE}"
    )
    other.click("text=Đánh dấu đã đọc hết")
    expect(other.locator(".unread")).to_have_count(0)
    expect(other.locator(".bell b")).to_have_count(0)


def test_what_a_guidance_hides_and_a_search_finds(visit: Visit) -> None:
    page = visit("congan")
    page.goto("/directives/new")
    expect(page.locator("[name=due_on]")).to_be_visible()
    page.check("[name=kind][value=guidance]")
    expect(page.locator("[name=due_on]")).to_be_hidden()
    expect(page.locator(".for-chosen")).to_be_hidden()
    page.check("[name=to][value=chosen]")
    expect(page.locator(".for-chosen")).to_be_visible()
    page.goto("/directives")
    page.fill("#q", "chup to")
    expect(page.locator("#directive-list li")).to_have_count(1)
    expect(page.locator("#directive-list")).to_contain_text("Cách chụp tờ cam kết cho rõ")


@pytest.mark.parametrize(
    ("username", "viewport"),
    [("truongban", PHONE), ("congan", DESK), ("huyen", PHONE), ("tinh", DESK)],
    ids=["truongban, phone", "congan, desk", "huyen, phone", "tinh, desk"],
)
def test_pages_look_well(visit: Visit, username: str, viewport: dict[str, int]) -> None:
    page = visit(username, viewport=viewport)
    page.goto("/directives")
    rows = page.locator("#directive-list .row")
    found = [rows.nth(number).get_attribute("href") or "" for number in range(min(rows.count(), 4))]
    assert found
    pages = ["/", "/notices", "/directives", *found]
    if username != "truongban":
        pages += ["/directives/new", "/directives/new?to=chosen"]
    looks_well(page, pages, viewport)  # type: ignore[arg-type]
