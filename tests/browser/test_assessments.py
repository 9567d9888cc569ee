"""Self-assessment in Chromium: commune police at both sizes and a village head go all the way, the district reads."""

import re
from collections.abc import Callable, Collection
from datetime import date

import pytest
from playwright.sync_api import Locator, Page, ViewportSize, expect

from app.clock import today
from tests.browser.conftest import DESK, PHONE, Server, Visit
from tests.browser.test_look import SMALL, violations

pytestmark = pytest.mark.browser
OWN, NATIONAL = "mau-nangcao", "antt-tt124-2021"
ASSESSMENT = re.compile(r"/assessments/[0-9a-f-]{36}(#.*)?$")
CARD = re.compile(r"/assessments/[0-9a-f-]{36}/answers/([^/#?]+)$")
WHY = "Huyện đã họp xét; quyết định mới ký hôm qua."
UNEXPLAINED, UNPLANNED = "khác sổ sách, chưa giải thích", "chưa đạt, chưa có việc khắc phục"


@pytest.fixture
def server(begin_anew: Callable[[], Server]) -> Server:
    """Serve each test a fresh demo: a unit begins a year's assessment once."""
    return begin_anew()


def begin(page: Page, set_code: str) -> str:
    """Begin the unit's assessment of this year by a set, and return its address."""
    page.goto("/assessments")
    page.click(".edge .btn")
    expect(page.locator("[name=year]")).to_have_value(str(today().year))
    page.check(f"input[name=set][value='{set_code}']")
    page.click(".edge .btn")
    page.wait_for_url(ASSESSMENT)
    return page.url


def answer_all(page: Page, *, disputed: str = "", unmet: Collection[str] = ()) -> list[str]:
    """Answer what is asked next until all is answered, as the records prove or as met; return the codes in turn."""
    answered: list[str] = []
    while True:
        if ASSESSMENT.search(page.url):
            following = page.locator(".edge a[href*='/answers/']")
            if not following.count():
                return answered
            following.click()
            page.wait_for_url(CARD)
        [code] = CARD.findall(page.url)
        assert code not in answered, "what is answered is not asked again"
        fill(page, contrary=code == disputed, no=code in unmet)
        save(page, code)
        answered.append(code)


def save(page: Page, code: str) -> None:
    """Press the one button of an indicator, and wait until one is led on."""
    page.click(".edge button")
    page.wait_for_url(lambda address: not address.endswith(f"/answers/{code}"))
    page.wait_for_load_state()


def fill(page: Page, *, contrary: bool, no: bool) -> None:
    """Fill in an indicator; what the records prove is there already, and is said the other way where contested."""
    stances = page.locator("#answer-form [name=stance]")
    if stances.count():
        proved = page.locator("#answer-form [name=stance]:checked").count()
        if contrary:
            page.locator("#answer-form [name=stance]:not(:checked)").check()
        elif no or not proved:
            stances.nth(1 if no else 0).check()
    for name, number in (("value", "2"), ("last_year", "3")):
        field = page.locator(f"#answer-form [name={name}]")
        if field.count():
            field.fill(number)


def mend(page: Page) -> int:
    """Send the assessment and give what is missing until nothing is; return how many were planned."""
    address, planned = page.url.partition("#")[0], 0
    while True:
        page.goto(f"{address}/submission")
        page.click(".edge button")
        expect(page.locator("#sending .summary, #comments").first).to_be_visible()
        gap = page.locator("#sending .summary li a").first
        if not gap.count():
            return planned
        unexplained = UNEXPLAINED in gap.inner_text()
        gap.click()
        if unexplained:
            page.fill("#answer-form [name=note]", WHY)
            save(page, *CARD.findall(page.url))
        else:
            plan(page, "Họp bản, phân công từng việc và kiểm tra lại.")
            planned += 1


def plan(page: Page, words: str) -> None:
    """Fill in the form of a remedy, and wait until one is led on."""
    page.fill("#remedy-form [name=words]", words)
    page.select_option("#remedy-form [name=post]", index=1)
    page.fill("#remedy-form [name=due_on]", date(today().year, 12, 31).isoformat())
    page.click(".edge button")
    page.wait_for_url(ASSESSMENT)


def line(page: Page, code: str) -> Locator:
    """Return the line of an indicator on the page of an assessment."""
    return page.locator(f"[id='indicator-{code}']")


def looks_well(page: Page, addresses: Collection[str], viewport: ViewportSize) -> None:
    """Let nothing on the pages be too small, too wide, or against the rules of access."""
    for address in addresses:
        fits(page, [address], viewport)
        assert violations(page) == [], address


def fits(page: Page, addresses: Collection[str], viewport: ViewportSize) -> None:
    """Let nothing on the pages be too small or too wide."""
    page.set_viewport_size(viewport)
    for address in addresses:
        page.goto(address)
        assert page.evaluate(SMALL) == [], address
        assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"], address


def test_commune_police_assess_their_commune(visit: Visit) -> None:
    page = visit("congan")
    address = begin(page, OWN)
    expect(page.locator("#result")).to_contain_text("0 trên 9 chỉ tiêu")
    page.goto(f"{address}/answers/2")
    expect(page.locator("#asked")).to_contain_text("Sổ sách ghi")
    recorded = re.findall(r"(\d+) trên (\d+)", page.inner_text("#asked .notice"))
    assert [(page.input_value("[name=part-0]"), page.input_value("[name=whole-0]"))] == recorded

    page.goto(address)
    assert answer_all(page, disputed="1", unmet=["7", "8"]) == [str(number) for number in range(1, 10)]
    expect(page.locator("#result")).to_contain_text("9 trên 9 chỉ tiêu")
    page.click(".edge a")
    page.click(".edge button")
    gaps = page.locator("#sending .summary")
    expect(gaps).to_be_focused()
    expect(gaps.locator("li a[href$='/answers/1']")).to_contain_text(UNEXPLAINED)
    for code in ("7", "8"):
        expect(gaps.locator(f"li a[href$='/remedies/new?code={code}']")).to_contain_text(UNPLANNED)
    page.goto(address)
    expect(page.locator("#result")).to_contain_text("đang làm")

    assert mend(page) >= 2
    sent = page.url
    page.goto(address)
    expect(page.locator("#result .row-tags")).to_contain_text("đã gửi")
    expect(page.locator("#remedies")).to_contain_text("Chỉ tiêu 7")
    expect(line(page, "1")).to_contain_text("khác sổ sách")
    page.goto(f"{address}/answers/1")
    expect(page.locator("#answered")).to_contain_text(WHY)
    expect(page.locator("#answer-form")).to_have_count(0)

    page.goto(sent)
    page.click("text=Rút lại để sửa")
    page.goto(address)
    expect(page.locator("#result .row-tags")).to_contain_text("đang làm")
    pages = ("/assessments", "/assessments/new", address, f"{address}/answers/1", f"{address}/answers/2",
             f"{address}/remedies/new?code=7", f"{address}/trend", f"{address}/paper", "/remedies")  # fmt: skip
    looks_well(page, pages, PHONE)
    page.click(".list .row")
    looks_well(page, [page.url], PHONE)
    fits(page, [*pages, page.url], DESK)


def test_a_village_head_assesses_the_village(visit: Visit) -> None:
    page = visit("truongban")
    address = begin(page, NATIONAL)
    assert len(answer_all(page)) == 11
    assert mend(page) >= 1, "not all households have signed"
    cards = [f"{address}/answers/{code}" for code in ("4.1c", "4.3", "4.4a", "4.4b")]
    page.click("text=Rút lại để sửa")
    page.goto(address)
    expect(page.locator("#result .row-tags")).to_contain_text("đang làm")
    looks_well(page, cards, PHONE)
    page.goto(f"{address}/answers/4.3")
    for stance, asked in (("some", 7), ("none", 0)):
        page.check(f"[name=stance][value={stance}]")
        expect(page.locator("[name^=count-]").filter(visible=True)).to_have_count(asked)


def test_the_district_reads_and_has_no_form(visit: Visit) -> None:
    page = visit("huyen", viewport=DESK)
    page.goto("/assessments")
    page.click(".row:has(b:text-is('Xã Huổi Mẫu'))")
    page.click("text=Tiêu chí an ninh, trật tự xã nông thôn mới nâng cao")
    address = page.url
    expect(line(page, "1")).to_contain_text("khác sổ sách")
    expect(line(page, "3")).to_contain_text("Chưa đạt")
    expect(page.locator("main form, .edge .btn")).to_have_count(0)
    line(page, "3").locator("a").click()
    expect(page.locator("#answered")).to_contain_text("Chưa đạt")
    expect(page.locator("main form, .edge .btn")).to_have_count(0)
    answer = page.goto("/assessments/new")
    assert answer is not None
    assert answer.status == 403
    looks_well(page, ["/assessments", address, "/remedies"], DESK)
