"""An inspection in Chromium at a desk: planned, found, concluded; then the commune sees it and answers a demand."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from app.clock import today
from tests.browser.conftest import Visit
from tests.browser.test_look import SMALL, violations

pytestmark = pytest.mark.browser
WIDE = ViewportSize(width=1280, height=800)
ONE = re.compile(r"/inspections/[0-9a-f-]{36}$")
FINDING = re.compile(r"/inspections/[0-9a-f-]{36}/findings/([^/#?]+)$")
TITLE = "Kiểm tra cuối năm ở xã"


def looks_well(page: Page) -> None:
    """Let nothing on the page be too small, too wide, or against the rules of access, on a phone either."""
    for width in (WIDE["width"], 360):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url
        assert page.evaluate(SMALL) == [], page.url
        assert violations(page) == [], page.url
    page.set_viewport_size(WIDE)


def plan(page: Page) -> str:
    """Plan a visit to the first of the demo's communes, and return the inspection's address."""
    page.goto("/inspections")
    looks_well(page)
    page.click(".edge .btn")
    page.fill("[name=title]", TITLE)
    page.fill("[name=planned_from]", f"{today()}")
    page.fill("[name=planned_to]", f"{today() + timedelta(days=2)}")
    page.check("input[name=set][value=mau-nangcao]")
    page.click(".edge button")
    expect(page.locator("#unit-why")).to_be_visible()
    expect(page.locator("[name=title]")).to_have_value(TITLE)
    page.get_by_label("Xã Mường Mẫu Thượng").check()
    looks_well(page)
    page.click(".edge button")
    page.wait_for_url(ONE)
    return page.url


def find(page: Page, code: str) -> None:
    """Write what was found of an indicator: the first is unmet, with a demand."""
    if code == "1":
        page.check("[name=result][value=not_met]")
        page.fill("[name=words]", "Chưa có quyết định của năm nay.")
        page.click("#finding-form summary")
        page.fill("[name=demand]", "Làm hồ sơ đề nghị công nhận.")
        page.fill("[name=due_on]", f"{today() + timedelta(days=20)}")
        looks_well(page)
    else:
        page.check("[name=result][value=met]")
    page.click(".edge button")
    page.wait_for_url(lambda address: not address.endswith(f"/findings/{code}"))
    page.wait_for_load_state()


def test_the_district_inspects_and_the_commune_answers(visit: Visit) -> None:
    district, police = visit("huyen", viewport=WIDE), visit("congan", viewport=WIDE)
    address = plan(district)
    answer = police.goto(address)
    assert answer is not None
    assert answer.status == 404, "the commune sees nothing before the conclusion"
    police.goto("/inspections")
    expect(police.locator("main")).not_to_contain_text(TITLE)

    district.fill("[name=conclusion]", "Xã làm tốt.")
    district.click("#conclusion-form button")
    gaps = district.locator("#conclusion-form .summary")
    expect(gaps.locator("li")).to_have_count(9)
    looks_well(district)
    gaps.locator("a").first.click()
    district.wait_for_url(FINDING)
    written = []
    while FINDING.search(district.url):
        [code] = FINDING.findall(district.url)
        assert code not in written
        written.append(code)
        find(district, code)
    assert written == [str(number) for number in range(1, 10)]
    district.fill("[name=conclusion]", "Xã làm tốt, còn một chỉ tiêu phải sửa.")
    district.click(".edge button")
    expect(district.locator("#inspection")).to_contain_text("Đã kết luận")
    expect(district.locator("#conclusion-form")).to_have_count(0)
    looks_well(district)

    police.goto("/")
    police.click(".due:has-text('yêu cầu khắc phục sau kiểm tra')")
    police.click(f".row:has-text('{TITLE}')")
    police.wait_for_url(ONE)
    looks_well(police)
    police.click("#demand-1 summary")
    police.fill("#demand-1-words", "Đã gửi hồ sơ lên huyện.")
    police.click("#demand-1 button")
    expect(police.locator("#demand-1")).to_contain_text("Đã làm: Đã gửi hồ sơ lên huyện.")

    district.goto(f"{address}/paper")
    expect(district.locator("main")).to_contain_text("Đã gửi hồ sơ lên huyện.")
    looks_well(district)
    district.emulate_media(media="print")
    assert district.evaluate("document.documentElement.scrollWidth") <= WIDE["width"]
