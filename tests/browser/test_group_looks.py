"""The pages of groups and activities as they look: what stands on the first screen, what is found, what is printed."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, Phone, Server, Visit
from tests.browser.groups import groups_of
from tests.browser.line import Line, Mood
from tests.browser.phones import enter, rows, until

pytestmark = pytest.mark.browser
# The words of the cards that a line's end cuts in two.
BROKEN = """() => [...document.querySelectorAll('.choice label')].flatMap(label => {
  const walker = document.createTreeWalker(label, NodeFilter.SHOW_TEXT), found = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    for (const { 0: word, index } of node.data.matchAll(/[^\\s-]+/g)) {
      const range = document.createRange();
      range.setStart(node, index);
      range.setEnd(node, index + word.length);
      if (new Set([...range.getClientRects()].map(({ top }) => top)).size > 1) found.push(word);
    }
  }
  return found;
})"""


def shown(page: Page) -> list[str]:
    """Return the places whose groups are to be seen on the page that chooses."""
    return page.locator("#choice-form legend:visible").all_inner_texts()


def filter_cards(page: Page) -> None:
    """Type a village's name, tick its group, go on to another's: the first stays ticked, and both go to the form."""
    everywhere = shown(page)
    assert len(everywhere) > 2
    page.fill("#q", "ban na mau")
    assert shown(page) == ["Bản Nà Mẫu"]
    page.locator("#choice-form .choice:visible input").first.click()
    page.fill("#q", "mau hin")
    assert shown(page) == ["Bản Mẫu Hin", "Bản Nà Mẫu"] or shown(page) == ["Bản Nà Mẫu", "Bản Mẫu Hin"]
    assert page.locator("#choice-form .choice:visible :checked").count() == 1
    page.press("#q", "Enter")
    assert shown(page) != everywhere, "the page stays"
    page.fill("#q", "khong co")
    assert shown(page) == ["Bản Nà Mẫu"]
    page.locator("#choice-form .choice:visible input").first.click()
    page.fill("#q", "khong co nhom nao")
    expect(page.locator("#not-found")).to_be_visible()
    page.fill("#q", "")
    assert shown(page) == everywhere
    expect(page.locator("#not-found")).to_be_hidden()


def test_groups_are_found_by_village_without_accents_and_stay_ticked(visit: Visit) -> None:
    page = visit("congan")
    page.goto("/activities/new")
    filter_cards(page)


def test_groups_are_found_without_a_network_too(phone: Phone, line: Line, server: Server) -> None:
    groups = groups_of(server, "congan", 2)
    page = phone().new_page()
    enter(page, "congan")
    until(lambda: all(group in str(rows(page, "packs")) for group in groups))
    line.become(Mood.DOWN)
    page.goto("/activities/new")
    page.wait_for_selector("body[data-drawn]")
    filter_cards(page)


def test_the_log_begins_on_the_first_screen_of_a_phone(visit: Visit) -> None:
    page = visit("congan")
    for address, first in [("/activities", "#activity-log tbody tr"), ("/groups", "#group-list .row")]:
        page.goto(address)
        box = page.locator(first).first.bounding_box()
        assert box is not None
        assert box["y"] < PHONE["height"] - 80, address  # above the button at the edge
        page.click("#narrowing summary")
        expect(page.locator("#kind")).to_be_visible()


@pytest.mark.parametrize("language", ["vi-VN", "en-GB"])
def test_no_word_on_a_card_is_cut_in_two(visit: Visit, server: Server, language: str) -> None:
    [group] = groups_of(server, "congan", 1)
    page = visit("congan", locale=language)
    for width in (360, 412, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        for address in (f"/groups/{group}/activities/new", "/activities/new", "/groups/new"):
            page.goto(address)
            assert page.evaluate(BROKEN) == [], (width, address)


def test_a_group_s_book_on_paper_is_headed_ruled_and_signed(visit: Visit) -> None:
    page = visit("congan")
    page.goto("/groups")
    page.goto(f"{page.locator('#group-list .row').first.get_attribute('href')}/book")
    heads = page.locator(".book-head, .signatures")
    assert [heads.nth(number).is_visible() for number in range(2)] == [False, False]
    page.emulate_media(media="print")
    assert [heads.nth(number).is_visible() for number in range(2)] == [True, True]
    for gone in ("header", "#narrowing", ".page-head", ".pager", ".edge"):
        expect(page.locator(gone).first).to_be_hidden()
    styles = page.evaluate(
        """() => ['thead', 'tbody tr', 'tbody td', '.signatures'].map(part => {
          const style = getComputedStyle(document.querySelector(part));
          return [style.display, style.breakInside, style.borderLeftWidth !== '0px'];
        })"""
    )
    assert styles[0][0] == "table-header-group", "it stands on every page"
    assert styles[1][1] == "avoid", "no row is cut"
    assert styles[2][2], "the table is ruled"
    assert styles[3][1] == "avoid"
    expect(page.locator(".signatures")).to_contain_text("Nhóm trưởng")
    expect(page.locator(".signatures")).to_contain_text("ngày …… tháng …… năm")
