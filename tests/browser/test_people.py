"""Who is signed in while items wait: a session that ended, another person on the phone, another phone of the person."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPhone, Server, Visit, sign_in
from tests.browser.line import SENDING, Line, Mood
from tests.browser.phones import (
    add_household,
    enter,
    invented,
    picture,
    prepared,
    rows,
    send_all,
    sign_here,
    sign_in_above,
    sign_out,
    until,
    waiting,
)
from tests.browser.records import households_named

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SHEET = "dialog:has(#sign-in)"
# Somebody who goes on to type for five seconds; how many sheets came meanwhile.
TYPING = """() => new Promise((resolve) => {
  let keys = 0;
  const typing = setInterval(() => {
    document.querySelector("#head_name").dispatchEvent(new Event("input", { bubbles: true }));
    if (++keys < 25) return;
    clearInterval(typing);
    resolve(document.querySelectorAll("dialog[open]").length);
  }, 200);
})"""


def waits_on(visit: Visit, name: str, address: str) -> Page:
    """Return a page without a network, at an address, on a phone where a household waits."""
    page = visit("truongban")
    prepared(page)
    page.context.set_offline(True)
    add_household(page, name)
    page.goto(address)
    return page


def test_signing_in_above_the_form_sends_all_that_waited(visit: Visit, server: Server) -> None:
    names = [invented(place, "Cà Văn") for place in range(3)]
    page = visit("truongban")
    prepared(page)
    page.context.set_offline(True)
    for name in names[:2]:
        add_household(page, name)
    page.goto("/households/new")
    page.fill("#head_name", names[2])
    page.fill("#member_count", "5")
    page.context.clear_cookies()
    page.context.set_offline(False)
    expect(page.locator(SHEET)).to_be_visible()
    expect(page.locator(SHEET)).to_contain_text("Những gì bạn nhập vẫn còn trên máy")
    page.fill(f"{SHEET} #username", "truongban")
    page.fill(f"{SHEET} #password", "nhầm mất rồi")
    page.click(f"{SHEET} #sign-in button")
    expect(page.locator(f"{SHEET} [data-error-summary]")).to_contain_text("chưa đúng")
    sign_in_above(page, "truongban")
    expect(page.locator(SHEET)).to_have_count(0)
    expect(page.locator("#head_name")).to_have_value(names[2])
    until(lambda: all(len(households_named(server, name)) == 1 for name in names[:2]))
    page.click(".edge button")
    page.wait_for_url("**/pledge/new")
    until(lambda: not waiting(page))
    assert [len(households_named(server, name)) for name in names] == [1, 1, 1]


def test_the_sheet_waits_until_nobody_types(visit: Visit) -> None:
    name = invented(5, "Cà Văn")
    page = waits_on(visit, invented(6, "Cà Văn"), "/households/new")
    page.context.clear_cookies()
    page.context.set_offline(False)
    page.fill("#head_name", name)
    assert page.evaluate(TYPING) == 0
    expect(page.locator(SHEET)).to_be_visible()
    expect(page.locator(f"{SHEET} #username")).to_have_value("")
    sign_in_above(page, "truongban")
    expect(page.locator(SHEET)).to_have_count(0)
    expect(page.locator("#head_name")).to_have_value(name)


def test_who_signed_in_is_not_asked_again(visit: Visit) -> None:
    page = waits_on(visit, invented(7, "Cà Văn"), "/households/new")
    page.evaluate("setInterval(() => dispatchEvent(new Event('focus')), 300)")  # and so the outbox is tried
    page.context.clear_cookies()
    page.context.set_offline(False)
    expect(page.locator(SHEET)).to_be_visible()
    sign_in_above(page, "truongban")
    expect(page.locator(SHEET)).to_have_count(0)
    until(lambda: not waiting(page))
    page.wait_for_timeout(3_000)  # longer than any of the tries waits for calm
    assert page.locator(SHEET).count() == 0


def test_who_closes_the_sheet_loses_nothing(visit: Visit, server: Server) -> None:
    name = invented(3, "Cà Văn")
    page = visit("truongban")
    page.goto("/households/new")
    page.fill("#head_name", name)
    page.fill("#member_count", "5")
    page.context.clear_cookies()
    page.click(".edge button")
    page.click(f"{SHEET} >> text=Để sau")
    expect(page.locator(SHEET)).to_have_count(0)
    expect(page.locator("#head_name")).to_have_value(name)
    assert [item["about"] for item in waiting(page)] == [name]
    expect(page.locator("#sync [role=status]")).to_have_text("1 mục chờ gửi", use_inner_text=True)
    page.click("#sync a")
    page.fill("#username", "truongban")
    page.fill("#password", "banyen-demo")
    page.click("#sign-in button[type=submit]")
    page.wait_for_url("**/outbox")
    expect(page.locator("#sent")).to_contain_text(name)
    assert len(households_named(server, name)) == 1


def test_gui_ngay_asks_again_after_the_sheet_was_closed(visit: Visit) -> None:
    page = waits_on(visit, invented(4, "Cà Văn"), "/outbox")
    page.context.clear_cookies()
    page.context.set_offline(False)
    for _again in range(2):
        page.click(f"{SHEET} >> text=Để sau")
        expect(page.locator(SHEET)).to_have_count(0)
        page.click("#send-now")
    sign_in_above(page, "truongban")
    expect(page.locator(".outbox-item")).to_have_count(0)


def test_another_person_on_the_phone(handset: NewPhone, line: Line, server: Server) -> None:
    mine, unsaved, theirs = (invented(place, "Lường Văn") for place in range(3))
    phone = handset()
    page = phone.start()
    enter(page)
    owner = page.get_attribute("body", "data-user") or ""
    line.swallow(*SENDING)
    add_household(page, mine)
    page.goto("/households/new")
    page.fill("#head_name", unsaved)
    until(lambda: rows(page, "drafts"))
    page.goto("/")
    page.click("header summary")
    page.click("[data-sign-out] button")
    expect(page.locator("dialog")).to_contain_text("Còn 1 mục chưa gửi trên máy này")
    page.click("dialog >> text=Ở lại")
    expect(page.locator("h1")).to_contain_text("chưa ký")
    sign_out(page)

    line.swallow()
    enter(page, "truongban2")
    assert_nothing_of(page, owner, mine)
    page.goto("/households/new")
    expect(page.locator("#head_name")).to_be_visible()
    assert page.locator("text=Lần trước nhập dở").count() == 0
    add_household(page, theirs)
    until(lambda: households_named(server, theirs))
    assert [(item["about"], item["owner"]) for item in waiting(page)] == [(mine, owner)]
    assert households_named(server, mine) == []

    sign_out(page)
    sign_in(page, "truongban")
    send_all(page)
    assert [kept.author for name in (mine, theirs) for kept in households_named(server, name)] == [
        "truongban",
        "truongban2",
    ]
    expect(page.locator("#sent")).to_contain_text(mine)
    expect(page.locator("#sent")).not_to_contain_text(theirs)
    page.goto("/households/new")
    page.click("text=Điền lại")
    expect(page.locator("#head_name")).to_have_value(unsaved)


def assert_nothing_of(page: Page, owner: str, name: str) -> None:
    """The person signed in now finds neither items, pages nor books of the one before."""
    page.goto("/outbox")
    expect(page.locator("#nothing")).to_be_visible()
    expect(page.locator("#sync [role=status]")).to_have_text("Đã gửi hết", use_inner_text=True)
    assert name not in page.content()
    caches: list[str] = page.evaluate("caches.keys()")
    assert [each for each in caches if owner in each] == []
    assert [book["owner"] for book in rows(page, "packs") if book["owner"] == owner] == []


def test_a_rescue_file_is_sent_from_another_phone_exactly_once(
    handset: NewPhone, line: Line, server: Server, tmp_path: Path
) -> None:
    name = invented(0, "Quàng Thị")
    broken = handset()
    page = broken.start()
    enter(page)
    until(lambda: any(row["name"] == "rescue-key" for row in rows(page, "meta")))
    line.become(Mood.DOWN)
    add_household(page, name)
    sign_here(page, picture(tmp_path, "to"))
    page.goto("/outbox")
    page.click("summary:has-text('tệp cứu hộ')")
    with page.expect_download() as saved:
        page.click("#save-rescue")
    file = tmp_path / "cuu-ho.json"
    saved.value.save_as(file)
    assert name not in file.read_text()

    line.become(Mood.UP)
    stranger = handset().start()
    enter(stranger, "truongban2")
    give_rescue_file(stranger, file)
    expect(stranger.locator("#rescue-why")).to_be_visible()
    assert waiting(stranger) == []
    other = handset().start()
    enter(other)
    give_rescue_file(other, file)
    expect(other.locator("#rescue-done")).to_have_text("Đã nhận 3 mục từ tệp.")
    send_all(other)
    [kept] = households_named(server, name)
    assert kept.has_photo
    send_all(page)
    assert households_named(server, name) == [kept]
    expect(page.locator("#nothing")).to_be_visible()


def give_rescue_file(page: Page, file: Path) -> None:
    page.goto("/outbox")
    page.click("summary:has-text('tệp cứu hộ')")
    page.set_input_files("#rescue", file)


def test_signing_out_and_another_language_need_a_network_and_say_so(visit: Visit) -> None:
    page = visit("truongban")
    prepared(page)
    page.context.set_offline(True)
    for button in ("[data-sign-out] button", ".languages [value=en]"):
        page.goto("/")
        page.wait_for_selector("body[data-drawn]")
        page.click("header summary")
        page.click(button)
        expect(page.locator("#flashes")).to_contain_text("cần có mạng")
        assert len(rows(page, "packs")) == 1
    page.context.set_offline(False)
    sign_out(page)
    assert rows(page, "packs") == []


def test_commune_police_find_their_first_page_after_one_visit(visit: Visit) -> None:
    page = visit("congan")
    prepared(page)
    page.context.set_offline(True)
    page.goto("/")
    expect(page.locator("#flashes")).to_contain_text("như lúc xem lần cuối")
