"""Groups in Chromium: a village head on a phone and commune police at a desk add groups and move a household."""

import re

import pytest
from playwright.sync_api import Page, Route, ViewportSize, expect

from app.vietnamese import fold
from tests.browser.conftest import DESK, PHONE, Visit
from tests.browser.phones import fill_household, invented
from tests.browser.test_look import SMALL, violations

pytestmark = pytest.mark.browser
LABEL = re.compile(r"^Nhóm liên gia tự quản số \d+$")


def add_group(page: Page, leader: str, village: bool) -> tuple[str, str]:
    """Found a group by the form, with the number that is filled in; return its address and what it is called."""
    page.goto("/groups")
    page.click(".edge .btn")
    expect(page.locator("h1")).to_have_text("Thêm nhóm")
    if village:
        page.select_option("#village", index=2)  # the first choice says what to do, the second is the commune
    page.fill("#leader_name", leader)
    page.fill("#leader_phone", "0987 654 321")
    page.click(".edge .btn")
    expect(page.locator("h1")).to_have_text(LABEL)
    expect(page.locator("main")).to_contain_text(leader)
    return page.url, page.inner_text("h1")


def register(page: Page, name: str, village: bool) -> None:
    """Register a household, which is in no group yet, in the village of the groups."""
    page.goto("/households/new")
    if village:
        page.select_option("#village", index=1)  # the first choice says what to do
    fill_household(page, name)


def tick(page: Page, name: str) -> None:
    """Find a household without accents and tick it."""
    page.fill("#q", fold(name))
    choice = page.locator("#candidates .choice", has=page.get_by_text(name, exact=False)).first
    expect(page.locator("#candidates .choice", has_not_text=name)).to_have_count(0)
    choice.locator("input").check()


@pytest.mark.parametrize(
    ("username", "viewport", "leaders"),
    [("truongban", PHONE, ("Lò Văn Nhất", "Vì Thị Hai")), ("congan", DESK, ("Hà Văn Nhất", "Cà Thị Hai"))],
    ids=["village head on a phone", "police at a desk"],
)
def test_add_groups_and_move_a_household(
    visit: Visit, username: str, viewport: ViewportSize, leaders: tuple[str, str]
) -> None:
    page, name = visit(username, viewport=viewport), invented(31 if username == "congan" else 32, "Lèo Văn")
    register(page, name, username == "congan")
    first, first_label = add_group(page, leaders[0], username == "congan")
    page.click("text=Thêm hộ vào nhóm")
    tick(page, name)
    page.click(".edge .btn")
    expect(page.locator("h1")).to_have_text(first_label)
    expect(page.locator("#group-members")).to_contain_text(name)

    second, second_label = add_group(page, leaders[1], username == "congan")
    assert second_label != first_label, "the next number is filled in"
    page.click("text=Thêm hộ vào nhóm")
    tick(page, name)
    page.click(".edge .btn")
    expect(page.locator("#members-form [role=alert]")).to_contain_text(f"đang ở {first_label}")
    page.click("text=Chuyển sang nhóm này")
    expect(page.locator("h1")).to_have_text(second_label)
    expect(page.locator("#group-members")).to_contain_text(name)
    page.goto(first)
    expect(page.locator("#group-members")).not_to_contain_text(name)
    page.click("#group-history summary")
    expect(page.locator("#group-history")).to_contain_text(name)

    page.goto("/groups")
    page.fill("#q", fold(leaders[1]))
    expect(page.locator("#group-list .row")).to_have_count(1)
    expect(page.locator("#group-list .row")).to_contain_text(second_label)
    for address in ("/groups", "/groups/new", second, f"{second}/edit", f"{second}/members/new"):
        page.goto(address)
        assert page.evaluate(SMALL) == [], address
        assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"], address
        assert violations(page) == [], address
        page.set_viewport_size(viewport)


def test_another_kind_has_a_number_of_its_own_and_what_was_typed_stays(visit: Visit) -> None:
    page = visit("truongban")
    add_group(page, "Quàng Văn Ba", village=False)
    page.goto("/groups/new")
    expect(page.locator("#number")).not_to_have_value("1")
    page.fill("#leader_name", "Lò Văn An")
    page.check("#kind input[value=security]")
    expect(page.locator("#number")).to_have_value("1")
    expect(page.locator("#leader_name")).to_have_value("Lò Văn An")
    page.fill("#number", "0")
    page.click(".edge .btn")
    expect(page.locator("#number-why")).to_contain_text("từ 1 đến 999")
    expect(page.locator("#leader_name")).to_have_value("Lò Văn An")


@pytest.mark.parametrize(("typed", "stays"), [("77", True), ("", False)])
def test_a_number_that_is_suggested_late_takes_the_place_of_none_that_was_typed(
    visit: Visit, typed: str, stays: bool
) -> None:
    page = visit("truongban", service_workers="block")
    page.goto("/groups/new")
    asked: list[Route] = []
    page.route("**/groups/new?*", lambda route: asked.append(route))  # noqa: PLW0108 (Playwright marks what it is given)
    page.evaluate("""() => { globalThis.answered = new Promise((resolve) => {
      document.addEventListener("htmx:finally:request", resolve, { once: true }); }); }""")
    page.fill("#number", "77")
    with page.expect_request("**/groups/new?*"):
        page.check("input[name=kind][value=security]")
    page.fill("#number", typed)
    asked[0].continue_()
    page.evaluate("answered.then(() => true)")
    expect(page.locator("#number")).to_have_value(typed if stays else re.compile(r"^\d$"))
