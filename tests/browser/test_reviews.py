"""Sending and review in Chromium: up, back, mended without a network, sealed; an assessment to the province."""

import re
from collections.abc import Callable
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from app.clock import today
from tests.browser.conftest import DESK, PHONE, NewPhone, Server, Visit
from tests.browser.line import Line, Mood
from tests.browser.phones import enter, go, send_all, sign_here, waiting
from tests.browser.records import stored

pytestmark = [pytest.mark.browser, pytest.mark.slow]
REVIEW = re.compile(r"/reviews/[0-9a-f-]{36}$")
REASON = "Chụp lại bản ký giúp, ảnh mờ."


@pytest.fixture
def server(begin_anew: Callable[[], Server]) -> Server:
    """Serve each test a fresh demo: a dossier of a year goes up once."""
    return begin_anew()


def sent(page: Page, address: str) -> str:
    """Look at what would be sent, send it, and return the address of the submission."""
    go(page, address)
    page.click(".edge button")
    page.wait_for_url(REVIEW)
    return urlsplit(page.url).path


def returned(page: Page, part: str, reason: str) -> None:
    """Mark one part of the page that is open to be returned."""
    article = page.locator(f"[id='part-{part}']")
    fold = page.locator("details.person", has=article)
    if fold.count() and fold.get_attribute("open") is None:
        fold.locator("> summary").click()
    article.locator("[data-reason] > summary").click()
    article.locator("textarea").fill(reason)
    article.locator("button[value=return]").click()
    expect(page.locator(f"[id='part-{part}'] .verdict .tag.bad")).to_have_text("Trả lại")


def test_a_village_dossier_goes_up_comes_back_and_is_sealed(
    handset: NewPhone, line: Line, server: Server, visit: Visit
) -> None:
    phone = handset()
    page = phone.start()
    enter(page)
    address = sent(page, "/submissions/new")
    expect(page.locator(".steps [aria-current=step]")).to_contain_text("Xã Mường Mẫu Thượng")

    police = visit("congan", viewport=DESK)
    go(police, address)
    people = [urlsplit(link).path for link in _links(police, "#roll .judged > h2 a")][:2]
    for household in people:
        returned(police, f"household-{household.rsplit('/', 1)[1]}", REASON)
    police.fill("#decision-form [name=reason]", "Sửa hai hộ rồi gửi lại.")
    police.click("#decision-form [value=return]")
    police.wait_for_url(lambda url: not url.endswith(address))

    go(page, "/")
    expect(page.locator("#returned")).to_contain_text(REASON)
    go(page, people[0])
    expect(page.locator(".notice.bad").first).to_contain_text(REASON)
    # Mended without a network, and sent by the phone once there is one.
    line.become(Mood.DOWN)
    for household in people:
        go(page, f"{household}/edit")
        page.fill("#member_count", "9")
        page.click(".edge button")
        page.wait_for_url(lambda url: not url.endswith("/edit"))
    assert len(waiting(page)) == 2
    line.become(Mood.UP)
    send_all(page)
    again = sent(page, "/submissions/new")
    assert again == address

    go(police, address)
    expect(police.locator(".changed").first).to_contain_text("9 người")
    # A pledge that is signed before the approval arrives after it.
    line.become(Mood.DOWN)
    go(page, "/households?status=missing")
    page.locator("#household-list a.row").first.wait_for()
    unsigned = urlsplit(_links(page, "#household-list a.row")[0]).path
    go(page, unsigned)
    sign_here(page)
    police.click("#decision-form [value=approve]")
    police.wait_for_url(lambda url: not url.endswith(address))
    district = visit("huyen", viewport=DESK)
    go(district, address)
    expect(district.locator("#roll")).to_contain_text("Danh sách hộ")
    district.click("#decision-form [value=approve]")
    district.wait_for_url(lambda url: not url.endswith(address))
    line.become(Mood.UP)
    send_all(page)
    [(late,)] = stored(server, "SELECT id FROM pledges ORDER BY received_at DESC LIMIT 1")
    go(page, f"/pledges/{UUID(late)}")
    expect(page.locator("main")).to_contain_text("sau khi hồ sơ của bản đã duyệt")
    go(page, address)
    expect(page.locator(".notice.info")).to_contain_text("Hồ sơ đã niêm")


def test_an_assessment_is_returned_on_one_indicator_corrected_and_seen_by_the_province(
    server: Server, visit: Visit
) -> None:
    district, police = visit("huyen", viewport=DESK), visit("congan2", viewport=PHONE)
    [(found,)] = stored(
        server,
        "SELECT a.id FROM assessments a JOIN units u ON u.id = a.unit_id WHERE u.code = 'M2' AND a.year = ? "
        "AND a.set_code = 'mau-nangcao'",
        today().year,
    )
    assessment = UUID(found)
    go(district, f"/assessments/{assessment}/review")
    address = urlsplit(district.url).path
    returned(district, "2", "Ghi rõ bản nào chưa được công nhận.")
    district.click("#decision-form [value=return]")
    district.wait_for_url(lambda url: not url.endswith(address))

    go(police, "/")
    expect(police.locator("#returned")).to_contain_text("Ghi rõ bản nào")
    go(police, f"/assessments/{assessment}/answers/2")
    expect(police.locator(".notice.bad").first).to_contain_text("Ghi rõ bản nào")
    police.fill("#answer-form [name=note]", "Bản Mẫu Tau chưa được công nhận.")
    police.click(".edge button")
    police.wait_for_url(lambda url: not url.endswith("/answers/2"))
    assert sent(police, f"/assessments/{assessment}/submission") == address

    go(district, address)
    expect(district.locator(".changed")).to_contain_text("Bản Mẫu Tau chưa được công nhận.")
    district.click("#decision-form [value=approve]")
    district.wait_for_url(lambda url: not url.endswith(address))
    province = visit("tinh", viewport=DESK)
    go(province, address)
    expect(province.locator(".steps .done")).to_contain_text("Hoàng Văn Duyệt")
    expect(province.locator("#decision-form")).to_have_count(0)


def test_a_reviewer_works_by_the_keyboard(visit: Visit) -> None:
    page = visit("huyen", viewport=DESK)
    go(page, "/reviews?kind=assessment")
    page.locator("a.row[href^='/reviews/']").first.click()
    page.wait_for_url(REVIEW)
    page.keyboard.press("j")
    first = page.locator("[data-part]").first
    expect(first).to_be_focused()
    page.keyboard.press("a")
    expect(page.locator("[data-part]").first.locator(".verdict .tag.ok")).to_have_text("Đồng ý")
    page.keyboard.press("j")
    page.keyboard.press("r")
    expect(page.locator("textarea:focus")).to_have_count(1)
    page.keyboard.type("Thiếu minh chứng")
    expect(page.locator("textarea:focus")).to_have_value("Thiếu minh chứng")
    judged = page.locator("[data-part]").nth(1)
    judged.locator("button[value=return]").focus()
    page.keyboard.press("Enter")
    expect(judged.locator(".verdict .tag.bad")).to_have_text("Trả lại")
    expect(judged).to_be_focused()  # so that J goes on from there
    page.locator("#decision-form [name=due_on]").focus()
    with page.expect_response(lambda answer: answer.request.method == "POST") as refused:
        page.keyboard.press("Enter")
    assert refused.value.status == 422  # Enter in a field decides nothing


def _links(page: Page, where: str) -> list[str]:
    found: list[str] = page.locator(where).evaluate_all("links => links.map((link) => link.href)")
    return found
