"""Two people edit one household, or one activity, at the same time, on a phone, with and without JavaScript."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.test_activities import LOGGED
from tests.browser.test_look import SMALL, violations

pytestmark = pytest.mark.browser


@pytest.fixture
def address(visit: Visit) -> str:
    """The page of a household of the demo's model village."""
    page = visit("truongban")
    page.goto("/households?status=signed")
    return page.locator("#household-list .row").first.get_attribute("href") or ""


def open_edit(page: Page, address: str) -> None:
    page.goto(f"{address}/edit")
    if not page.locator("#address").is_visible():
        page.locator("#household-form summary").click()


def another(count: str) -> str:
    """Return another number of people than ``count``."""
    return str(int(count) % 9 + 1)


@pytest.mark.parametrize("script", [True, False])
def test_the_second_chooses_field_by_field(visit: Visit, address: str, script: bool) -> None:
    head, police = visit("truongban"), visit("congan", java_script_enabled=script)
    open_edit(police, address)
    open_edit(head, address)
    before = head.input_value("#member_count")
    theirs, mine = another(before), another(another(before))
    place = f"cuối bản, nhà thứ {theirs}{mine}"
    head.fill("#member_count", theirs)
    head.fill("#address", place)
    head.click(".edge button")
    expect(head.locator("dl.facts").first).to_contain_text(place)

    police.fill("#member_count", mine)
    police.click(".edge button")
    choices = police.locator("#household-form fieldset")
    expect(choices).to_have_count(2)
    expect(police.get_by_text("Cà Văn Đôi đã sửa hộ này lúc")).to_be_visible()
    assert police.evaluate("document.documentElement.scrollWidth") == 360
    if script:
        assert police.evaluate(SMALL) == []
        assert violations(police) == []

    police.click(".edge button")
    expect(choices, "what both changed must be chosen first").to_have_count(2)
    police.locator("#member_count-mine").check()
    police.click(".edge button")
    expect(police.locator("dl.facts").first).to_contain_text(place)
    expect(police.locator("dl.facts").first).to_contain_text(mine)


@pytest.mark.parametrize("script", [True, False])
def test_the_second_sees_both_versions_of_an_activity(visit: Visit, script: bool) -> None:
    head, police = visit("truongban"), visit("congan", java_script_enabled=script)
    head.goto("/activities/new")
    head.locator("a.row").first.click()
    head.locator(f'input[name="kind"][value="{"tip" if script else "help"}"]').check(force=True)
    head.fill("#summary", "Nói về lửa rừng")
    head.click(".edge button")
    head.wait_for_url(LOGGED)
    made = head.url
    for page in (head, police):
        page.goto(f"{made}/edit")
    head.fill("#summary", "Nói về pháo nổ")
    head.click(".edge button")
    expect(head.get_by_text("Trước đó ghi:")).to_be_visible()

    police.fill("#summary", "Nói về trộm cắp")
    police.click(".edge button")
    stale = police.locator("#activity-form table")
    expect(stale).to_contain_text("Nói về pháo nổ")
    expect(stale).to_contain_text("Nói về trộm cắp")
    expect(police.get_by_text("vừa sửa hoạt động này lúc")).to_be_visible()
    assert police.evaluate("document.documentElement.scrollWidth") == 360
    if script:
        assert police.evaluate(SMALL) == []
        assert violations(police) == []
    police.click(".edge button")
    police.wait_for_url(made)
    expect(police.get_by_text("Nói về trộm cắp")).to_be_visible()
