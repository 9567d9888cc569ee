"""What waits on a phone is found again: opened in its own form, shown where its record is, sent in its order."""

import sqlite3
from pathlib import Path
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from app.clock import today
from tests.browser.conftest import DATABASE, Phone, Server, Visit
from tests.browser.line import SENDING, Line, Mood
from tests.browser.phones import (
    add_household,
    enter,
    go,
    invented,
    opened_again,
    picture,
    prepared,
    rows,
    send_all,
    sign_here,
    until,
    waiting,
)
from tests.browser.records import households_named, stored

pytestmark = pytest.mark.browser
ITEM = ".outbox-item"
# A person who is faster than the page's script.
TYPED_EARLY = """new MutationObserver((_changes, looking) => {
  const field = document.querySelector("#member_count");
  if (field) looking.disconnect(), (field.value = "9");
}).observe(document, { childList: true, subtree: true });"""


def missing(page: Page, place: int = 0) -> tuple[str, str]:
    """Return the address and the name of a household of the phone's person that has not signed yet."""
    go(page, "/households?status=missing")
    row = page.locator("#household-list .row").nth(place)
    address = (row.get_attribute("href") or "").removesuffix("/pledge/new")
    return address, row.locator("b").first.inner_text()


def sign_offline(page: Page, address: str, photo: Path, relation: str) -> None:
    """Sign the pledge of a household, with what another person would have to type again."""
    go(page, f"{address}/pledge/new")
    page.wait_for_selector("body[data-drawn]")
    page.fill("#signer_relation", relation)  # a page of the phone unfolds what it has filled in
    sign_here(page, photo)


def open_pledge(page: Page) -> None:
    """Open the pledge of the household whose page the phone draws; until it is drawn, it leads to a new one's form."""
    page.wait_for_selector("body[data-drawn]")
    page.locator("#pledges a[href^='/pledges/']").first.click()
    page.wait_for_url("**/pledges/*")
    page.wait_for_selector("body[data-drawn]")


def open_item(page: Page, place: int = 0) -> None:
    go(page, "/outbox")
    page.locator(f"{ITEM} [data-open]").nth(place).click()
    opened_again(page)


def test_what_was_stored_in_earlier_words_goes_on_as_an_edit(phone: Phone, line: Line, server: Server) -> None:
    name = invented(0, "Mè Văn")
    page = phone().new_page()
    enter(page)
    line.become(Mood.CUT)
    add_household(page, name)  # stored, and no answer is heard
    until(lambda: len(households_named(server, name)) == 1)
    line.become(Mood.DOWN)
    open_item(page)
    page.fill("#member_count", "9")
    page.click(".edge button")
    page.wait_for_url("**/pledge/new")
    line.become(Mood.UP)
    send_all(page)
    until(lambda: not waiting(page))
    assert [kept.members for kept in households_named(server, name)] == [9]
    assert stored(server, "SELECT version FROM households WHERE head_name = ?", name) == [(2,)]


def test_what_is_typed_before_an_item_stands_in_its_form_stays(visit: Visit, server: Server) -> None:
    name = invented(3, "Mè Văn")
    page = visit("truongban")
    prepared(page)
    page.context.set_offline(True)
    add_household(page, name)
    page.add_init_script(TYPED_EARLY)
    open_item(page)
    expect(page.locator("#head_name")).to_have_value(name)
    expect(page.locator("#member_count")).to_have_value("9")
    page.click(".edge button")
    page.wait_for_url("**/pledge/new")
    page.context.set_offline(False)
    send_all(page)
    assert [kept.members for kept in households_named(server, name)] == [9]


def test_a_pledge_that_waits_is_opened_in_its_form_with_its_photo(visit: Visit, server: Server, tmp_path: Path) -> None:
    page = visit("truongban")
    prepared(page)
    address, _name = missing(page)
    page.context.set_offline(True)
    sign_offline(page, address, picture(tmp_path, "to"), "em rể")
    open_item(page)
    expect(page.locator("h1")).to_have_text("Ký cam kết")
    expect(page.locator("#signer_relation")).to_have_value("em rể")
    expect(page.locator("[data-photo] img")).to_be_visible()
    expect(page.locator("[data-photo-name]")).to_contain_text("1 ảnh đang chờ gửi")
    page.fill("#signer_relation", "con rể")
    page.click(".edge button")
    page.wait_for_url(lambda url: "#item=" not in url)
    go(page, address)
    open_pledge(page)
    expect(page.locator("#flashes .due")).to_contain_text("2 mục của hộ này chờ gửi")
    expect(page.locator("#photo-form"), "no second photo is asked for").to_be_hidden()
    page.context.set_offline(False)
    send_all(page)
    query = "SELECT signer_relation, photo_id IS NOT NULL FROM pledges WHERE household_id = ? AND year = ?"
    assert stored(server, query, UUID(address.rpartition("/")[2]).hex, today().year) == [("con rể", 1)]
    page.goto("/")
    expect(page.locator("#flashes"), "nobody is told of each photo afterwards").to_be_empty()


@pytest.mark.parametrize("meanwhile", ["signed", "set aside"])
def test_a_refused_pledge_opens_in_its_form_with_the_reason(visit: Visit, tmp_path: Path, meanwhile: str) -> None:
    page, police = visit("truongban"), visit("congan")
    prepared(page)
    address, _name = missing(page)
    page.context.set_offline(True)
    sign_offline(page, address, picture(tmp_path, "to"), "cháu nội")
    if meanwhile == "signed":
        police.goto(f"{address}/pledge/new")
        sign_here(police)
    else:
        police.goto(f"{address}/departure/new")
        police.click("#kind-0")  # moved away
        police.fill("#reason", "chuyển về huyện khác")
        police.click(".edge button")
        police.wait_for_url(f"**{address}")
    go(page, "/outbox")
    page.context.set_offline(False)
    reason = {"signed": "đã ký cam kết năm", "set aside": "đã ra khỏi danh sách của bản"}[meanwhile]
    expect(page.locator(ITEM).first.locator("[data-refused]")).to_contain_text(reason)
    open_item(page)
    expect(page.locator("#flashes")).to_contain_text(reason)
    expect(page.locator("#signer_relation")).to_have_value("cháu nội")
    expect(page.locator("[data-photo] img")).to_be_visible()
    go(page, "/outbox")
    photo = page.locator(ITEM).nth(1)
    photo.locator("[data-typed] summary").click()
    expect(photo.locator("[data-picture] img")).to_be_visible()
    expect(photo.locator("[data-tried]"), "it waits for nothing but the pledge").to_be_hidden()


def test_a_withdrawal_lets_the_photo_of_its_pledge_go_first(visit: Visit, server: Server, tmp_path: Path) -> None:
    page = visit("truongban")
    prepared(page)
    address, name = missing(page)
    page.context.set_offline(True)
    sign_offline(page, address, picture(tmp_path, "to"), "con dâu")
    go(page, address)
    open_pledge(page)
    page.locator("#withdrawal-form summary").click()
    page.fill("#withdrawal-form textarea", "ký nhầm hộ bên cạnh")
    page.click("#withdrawal-form button.danger")
    page.wait_for_url(f"**{address}")
    page.wait_for_selector("body[data-drawn]")
    go(page, f"{address}/pledge/new")
    page.wait_for_selector("body[data-drawn]")
    sign_here(page)
    assert [item["kind"] for item in waiting(page)] == ["form", "photo", "form", "form"]
    page.context.set_offline(False)
    send_all(page)
    assert waiting(page) == []
    query = """SELECT withdrawn_at IS NOT NULL, photo_id IS NOT NULL
               FROM pledges JOIN households h ON h.id = household_id WHERE head_name = ? ORDER BY pledges.id"""
    assert stored(server, query, name)[-2:] == [(1, 1), (0, 0)]


def test_what_waits_is_said_on_the_page_of_its_household(phone: Phone, line: Line) -> None:
    page = phone().new_page()
    enter(page)
    address, _name = missing(page, 1)
    line.become(Mood.DOWN)
    page.goto(f"{address}/edit")
    page.wait_for_selector("body[data-drawn]")
    page.fill("#member_count", "8")
    page.click(".edge button")
    page.wait_for_url(f"**{address}")
    said = page.locator("#flashes .due")
    expect(said).to_contain_text("1 mục của hộ này chờ gửi")
    line.swallow(*SENDING)
    line.become(Mood.UP)
    go(page, address)
    expect(page.locator("body[data-shell]"), "the server's own page says it, too").to_have_count(0)
    expect(said).to_contain_text("1 mục của hộ này chờ gửi")
    page.goto(f"{address}/edit")
    expect(said).to_contain_text("1 mục của hộ này chờ gửi")
    said.click()
    expect(page.locator(f"{ITEM} [data-typed]")).to_contain_text("Số người trong hộ")
    line.swallow()
    go(page, address)
    send_all(page)
    go(page, address)
    expect(page.locator("dl.facts").first).to_contain_text("8")
    expect(said).to_have_count(0)


def test_police_sign_the_household_they_just_added_where_no_book_is(visit: Visit, server: Server) -> None:
    name = invented(1, "Mè Văn")
    page = visit("congan")
    prepared(page)
    page.context.set_offline(True)
    page.goto("/households/new")
    page.wait_for_selector("body[data-drawn]")
    page.select_option("#village", index=3)
    page.fill("#head_name", name)
    page.fill("#member_count", "3")
    page.click(".edge button")
    page.wait_for_url("**/pledge/new")
    expect(page.locator("h1")).to_have_text("Ký cam kết")
    expect(page.locator("main")).to_contain_text(name)
    household = page.url.removesuffix("/pledge/new")
    sign_here(page)
    page.goto(household)
    expect(page.locator("h1")).to_have_text(name)
    page.context.set_offline(False)
    send_all(page, "congan")
    assert [bool(kept.pledge) for kept in households_named(server, name)] == [True]


def test_who_moved_to_another_unit_sees_what_they_typed_and_why_it_was_refused(visit: Visit, server: Server) -> None:
    page = visit("truongban")
    prepared(page)
    address, name = missing(page, 2)
    page.context.set_offline(True)
    page.goto(f"{address}/edit")
    page.wait_for_selector("body[data-drawn]")
    page.fill("#member_count", "11")
    page.click(".edge button")
    page.wait_for_url(f"**{address}")
    [(before,)] = stored(server, "SELECT unit_id FROM users WHERE username = 'truongban'")
    move(server, "(SELECT unit_id FROM users WHERE username = 'truongban2')")
    try:
        go(page, "/outbox")
        page.context.set_offline(False)
        item = page.locator(ITEM)
        expect(item.locator("[data-refused]")).to_contain_text("Không có mục này trong đơn vị của bạn")
        item.locator("[data-open]").click()
        page.wait_for_url("**/outbox#item=*")
        expect(item.locator("[data-typed] dl")).to_contain_text("11")
        expect(item.locator("[data-typed] dl")).to_contain_text(name)
        expect(page.locator("main")).not_to_contain_text("Máy đang không có mạng")
    finally:
        move(server, str(before))


def move(server: Server, unit: str) -> None:
    """Let truongban work in another unit; ``unit`` is SQL of this test."""
    with sqlite3.connect(server.data_dir / DATABASE) as database:
        database.execute(f"UPDATE users SET unit_id = {unit} WHERE username = 'truongban'")  # noqa: S608


def test_what_is_removed_is_shown_as_it_was_typed(visit: Visit) -> None:
    name = invented(2, "Mè Văn")
    page = visit("truongban")
    prepared(page)
    page.context.set_offline(True)
    add_household(page, name, members=6)
    go(page, "/outbox")
    page.locator(f"{ITEM} [data-remove]").click()
    lost = page.locator("dialog [data-lost] dl > div")
    expect(lost).to_have_text(["Họ tên chủ hộ" + name, "Số người trong hộ6"])
    expect(page.locator(f"{ITEM} [data-why=tried]"), "nobody is told of tries that met no server").to_be_hidden()
    page.get_by_label("Tôi hiểu và vẫn bỏ").check()
    page.click("dialog button[value=yes]")
    until(lambda: rows(page, "outbox") == [])
