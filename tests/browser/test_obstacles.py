"""A difficulty's way in Chromium on phones: raised, passed up, answered for all, seen and settled."""

import re

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.browser.conftest import PHONE, Phone, Visit
from tests.browser.line import Line, Mood
from tests.browser.phones import enter, send_all, until
from tests.browser.test_look import SMALL, violations

pytestmark = pytest.mark.browser
ONE = re.compile(r"/obstacles/[0-9a-f-]{36}$")
NARROW = ViewportSize(width=360, height=740)
TITLE = "Chưa có mẫu sổ giao ban của nhóm liên gia"
KEPT = """async () => (await Promise.all((await caches.keys()).map(async (name) =>
  (await (await caches.open(name)).keys()).map(({ url }) => url)))).flat().join(" ")"""
ANSWER = "Tỉnh gửi mẫu sổ kèm công văn tuần này."


def looks_well(page: Page) -> None:
    """Let nothing on the page be too small, too wide, or against the rules of access."""
    assert page.evaluate(SMALL) == [], page.url
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], page.url
    assert violations(page) == [], page.url
    page.set_viewport_size(NARROW)


def open_listed(page: Page, address: str) -> None:
    """Open the obstacle from the list at ``address``."""
    page.goto(address)
    looks_well(page)
    page.click(f".row:has(b:text-is('{TITLE}'))")
    page.wait_for_url(ONE)


def test_a_difficulty_goes_up_and_its_answer_comes_back(visit: Visit) -> None:
    police = visit("congan", viewport=NARROW)
    police.goto("/obstacles")
    police.click(".edge .btn")
    police.click(".edge button")
    expect(police.locator("#obstacle-form .why").first).to_be_visible()
    police.fill("[name=title]", TITLE)
    police.check("input[name=category][value=legal]")
    police.fill("[name=words]", "Mỗi bản ghi một kiểu, đề nghị cho mẫu chung.")
    looks_well(police)
    police.click(".edge button")
    police.wait_for_url(lambda address: not address.endswith("/new"))
    open_listed(police, "/obstacles?q=mau+so+giao+ban")
    expect(police.locator("#obstacle")).to_contain_text("Huyện Mường Mẫu")
    looks_well(police)

    district = visit("huyen", viewport=NARROW)
    expect(district.locator(".due", has_text="vướng mắc chờ trả lời")).to_be_visible()
    open_listed(district, "/obstacles?state=open")
    district.click("#passing-form summary")
    district.fill("#passing-words", "Cả huyện cùng vướng, đề nghị tỉnh ban hành mẫu chung.")
    looks_well(district)
    district.click("#passing-form button")
    expect(district.locator("#obstacle")).to_contain_text("Đã chuyển lên tỉnh")
    expect(district.locator("#answer-form")).to_have_count(0)

    province = visit("tinh", viewport=NARROW)
    open_listed(province, "/obstacles?state=passed_up")
    province.click(".edge button")
    expect(province.locator("#answer-form .error, #answer-words:invalid").first).to_be_visible()
    province.fill("#answer-words", ANSWER)
    province.check("#answer-form [name=shared]")
    looks_well(province)
    province.click(".edge button")
    expect(province.locator("#answer")).to_contain_text(ANSWER)

    police.goto("/")
    police.click(".due:has-text('vướng mắc đã có trả lời')")
    police.click(f".row:has(b:text-is('{TITLE}'))")
    police.wait_for_url(ONE)
    expect(police.locator("#answer")).to_contain_text(ANSWER)
    looks_well(police)
    police.click(".edge button")
    expect(police.locator("#obstacle")).to_contain_text("Đã xong")

    head = visit("truongban2", viewport=NARROW)
    head.goto("/obstacles/answered")
    head.fill("#q", "mau so")
    lesson = head.locator("#lessons li", has_text=TITLE)
    expect(lesson).to_contain_text("Một xã · Huyện Mường Mẫu")
    expect(head.locator("#lessons li")).to_have_count(1)
    expect(lesson).to_contain_text(ANSWER)
    expect(head.locator("#lessons")).not_to_contain_text("Vì Văn Công")
    looks_well(head)


def test_a_difficulty_is_written_without_a_network_and_goes_up_later(phone: Phone, line: Line) -> None:
    page = phone().new_page()
    enter(page, "congan")
    until(lambda: "difficulty" in page.evaluate(KEPT))
    line.become(Mood.DOWN)
    page.goto("/obstacles/new")
    title = "Chưa có loa kéo tay cho tổ tuần tra"
    page.fill("[name=title]", title)
    page.check("input[name=category][value=legal]")
    page.fill("[name=words]", "Mỗi bản ghi một kiểu.")
    page.click(".edge button")
    page.wait_for_url("**/outbox")
    expect(page.locator("main")).to_contain_text(title)
    line.become(Mood.UP)
    send_all(page, "congan")
    page.goto("/obstacles?q=loa+keo+tay")
    expect(page.locator(f".row:has(b:text-is('{title}'))")).to_have_count(1)
