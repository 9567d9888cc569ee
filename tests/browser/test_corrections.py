"""What the server refused is opened from the outbox, corrected and sent under its own key; or removed, asked twice."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Server, Visit
from tests.browser.phones import (
    add_household,
    fill_household,
    invented,
    prepared,
    rows,
    send_all,
    sign_here,
    until,
    waiting,
)
from tests.browser.records import households_named, stored

pytestmark = pytest.mark.browser
BAR = "#sync [role=status]"


def open_edit(page: Page, household: str) -> None:
    page.goto(f"/households/{household}/edit")
    if not page.locator("#address").is_visible():
        page.locator("#household-form summary").click()


def test_an_edit_that_met_another_is_chosen_field_by_field(visit: Visit, server: Server) -> None:
    name = invented(0, "Vì Văn")
    page, police = visit("truongban"), visit("congan")
    prepared(page)
    add_household(page, name)
    [kept] = households_named(server, name)
    page.goto(f"/households/{kept.id}")
    page.reload()  # the book is renewed with it
    until(lambda: any(one["id"] == kept.id for book in rows(page, "packs") for one in book["households"]))
    page.context.set_offline(True)
    open_edit(page, kept.id)
    page.fill("#member_count", "6")
    page.fill("#address", "nhà bên suối")
    page.click(".edge button")
    page.wait_for_url(f"**/households/{kept.id}")
    expect(page.locator("dl").first).to_contain_text("nhà bên suối")

    open_edit(police, kept.id)
    police.fill("#member_count", "9")
    police.click(".edge button")
    police.wait_for_url(f"**/households/{kept.id}")
    page.context.set_offline(False)
    expect(page.locator(BAR)).to_have_text("1 mục cần sửa", use_inner_text=True)
    page.click("#sync a")
    item = page.locator(".outbox-item")
    expect(item).to_contain_text("cần sửa", use_inner_text=True)
    expect(item).to_contain_text("Người khác vừa sửa cùng hộ", use_inner_text=True)
    [key] = [row["key"] for row in waiting(page)]
    item.locator("[data-open]").click()
    choices = page.locator("#household-form fieldset")
    expect(choices).to_have_count(2)
    expect(choices.first).to_contain_text("6")
    expect(choices.first).to_contain_text("9")
    page.locator("#member_count-theirs").check()
    page.locator("#address-mine").check()
    page.click(".edge button")
    expect(page.locator(BAR)).to_have_text("Đã gửi hết", use_inner_text=True)
    query = "SELECT member_count, address, version FROM households WHERE head_name = ?"
    assert stored(server, query, name) == [(9, "nhà bên suối", 3)]
    assert key in {row["key"] for row in rows(page, "sent")}


def test_what_was_wrong_is_corrected_under_its_own_key_and_what_waited_for_it_follows(
    visit: Visit, server: Server
) -> None:
    name = invented(1, "Vì Văn")
    page = visit("truongban")
    prepared(page)
    page.context.set_offline(True)
    page.goto("/households/new")
    page.click("#household-form summary")
    page.fill("#birth_year", "1850")
    fill_household(page, name, members=60)
    sign_here(page)
    page.goto("/outbox")
    expect(page.locator(".outbox-item")).to_have_count(2)
    expect(page.locator(".outbox-item").nth(1)).to_contain_text("chờ mục trước", use_inner_text=True)
    keys = [item["key"] for item in waiting(page)]
    page.context.set_offline(False)
    refused = page.locator(".outbox-item").first
    expect(refused).to_contain_text("Có chỗ chưa đúng. Mở ra để sửa rồi gửi lại.", use_inner_text=True)
    expect(page.locator(".outbox-item").nth(1)).to_contain_text("chờ mục trước", use_inner_text=True)
    refused.locator("[data-open]").click()
    expect(page.locator("#birth_year-why")).to_contain_text("Năm sinh từ 1900")
    expect(page.locator("#member_count-why")).to_contain_text("Số người từ 1 đến 30")
    expect(page.locator("#head_name")).to_have_value(name)
    expect(page.locator("#birth_year")).to_have_value("1850")
    page.fill("#birth_year", "1980")
    page.fill("#member_count", "6")
    page.click(".edge button")
    page.wait_for_url(lambda url: "/pledge" in url)
    until(lambda: not waiting(page))
    [kept] = households_named(server, name)
    assert (kept.members, bool(kept.pledge)) == (6, True)
    sent = {row["key"]: row["about"] for row in rows(page, "sent")}
    assert set(keys) <= sent.keys()
    assert sent[keys[0]] == name


def test_a_waiting_item_is_opened_and_changed_before_it_is_sent(visit: Visit, server: Server) -> None:
    name = invented(2, "Vì Văn")
    page = visit("truongban")
    prepared(page)
    page.context.set_offline(True)
    add_household(page, name, members=3)
    page.goto("/outbox")
    page.locator(".outbox-item [data-open]").click()
    expect(page.locator("#head_name")).to_have_value(name)
    page.fill("#member_count", "8")
    page.click(".edge button")
    page.wait_for_url("**/pledge/new")
    page.goto("/outbox")
    expect(page.locator(".outbox-item")).to_have_count(1)
    page.context.set_offline(False)
    send_all(page)
    assert [kept.members for kept in households_named(server, name)] == [8]


def test_two_edits_in_a_row_without_a_network_do_not_meet_each_other(visit: Visit, server: Server) -> None:
    page, name = visit("truongban"), invented(3, "Vì Văn")
    prepared(page)
    page.context.set_offline(True)
    add_household(page, name)
    household = page.url.split("/")[-3]
    for count in ("5", "7"):
        open_edit(page, household)
        page.fill("#member_count", count)
        page.click(".edge button")
        page.wait_for_url(f"**/households/{household}")
    page.goto("/outbox")
    page.locator(".outbox-item [data-open]").nth(1).click()
    expect(page.locator("#member_count")).to_have_value("5")
    page.click(".edge button")
    page.wait_for_url(f"**/households/{household}")
    page.context.set_offline(False)
    send_all(page)
    assert stored(server, "SELECT member_count, version FROM households WHERE head_name = ?", name) == [(7, 3)]


def test_removing_asks_twice_and_says_what_is_lost_with_it(visit: Visit, server: Server) -> None:
    name = invented(4, "Vì Văn")
    page = visit("truongban")
    prepared(page)
    page.context.set_offline(True)
    add_household(page, name)
    sign_here(page)
    page.goto("/outbox")
    dialog, items = page.locator("dialog"), page.locator(".outbox-item")
    items.first.locator("[data-remove]").click()
    expect(dialog.locator("[data-lost]")).to_contain_text(name)
    expect(dialog).to_contain_text("Cùng mất: 1 mục khác")
    dialog.locator("text=Giữ lại").click()
    expect(dialog).to_have_count(0)
    expect(items).to_have_count(2)
    items.first.locator("[data-remove]").click()
    dialog.locator("text=Bỏ hẳn").last.click()
    expect(dialog, "it goes only when that was understood").to_be_visible()
    page.keyboard.press("Escape")
    expect(items).to_have_count(2)
    items.first.locator("[data-remove]").click()
    dialog.get_by_label("Tôi hiểu và vẫn bỏ").check()
    dialog.locator("button[value=yes]").click()
    expect(items).to_have_count(0)
    expect(page.locator("#nothing")).to_be_visible()
    page.context.set_offline(False)
    page.goto("/outbox")
    expect(page.locator(BAR)).to_have_text("Đã gửi hết", use_inner_text=True)
    assert households_named(server, name) == []
