"""What is typed without a network is sent once it is there: exactly once, after kills, from two tabs."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import NewPhone, Server, Visit
from tests.browser.line import Line, Mood
from tests.browser.phones import add_household, enter, invented, picture, send_all, sign_here, until, waiting
from tests.browser.records import households_named, stored

pytestmark = [pytest.mark.browser, pytest.mark.slow]
MANY = 20
BAR = "#sync [role=status]"
BATCH = b"POST /offline/batch"


def test_a_day_without_a_network_and_an_empty_battery(
    handset: NewPhone, line: Line, server: Server, tmp_path: Path
) -> None:
    names = [invented(place, "Tòng Văn") for place in range(MANY)]
    phone = handset()
    page = phone.start()
    enter(page)
    before = stored(server, "SELECT count(*) FROM audit_events")[0][0]
    line.become(Mood.DOWN)
    for place, name in enumerate(names):
        add_household(page, name)
        sign_here(page, picture(tmp_path, f"to-{place}"))
    expect(page.locator(BAR)).to_have_text("Không có mạng – vẫn nhập được", use_inner_text=True)
    page.goto("/households?q=tong+van&status=all")
    expect(page.locator("#household-list .row", has_text="chờ gửi")).to_have_count(MANY)
    phone.kill()

    page = phone.start()
    page.goto("/outbox")
    expect(page.locator(".outbox-item")).to_have_count(3 * MANY)
    line.become(Mood.UP)
    send_all(page)
    expect(page.locator(BAR)).to_have_text("Đã gửi hết", use_inner_text=True)
    expect(page.locator(".outbox-item")).to_have_count(0)
    found = [households_named(server, name) for name in names]
    assert [len(each) for each in found] == [1] * MANY
    assert all(kept.pledge and kept.has_photo for [kept] in found)
    assert stored(server, "SELECT count(*) FROM audit_events")[0][0] - before == 4 * MANY  # the photo as a file, too


def test_two_tabs_send_each_item_once(handset: NewPhone, line: Line, server: Server) -> None:
    names = [invented(place, "Lò Thị") for place in range(6)]
    phone = handset()
    page = phone.start()
    enter(page)
    line.become(Mood.DOWN)
    for name in names:
        add_household(page, name)
    assert phone.context
    other = phone.context.new_page()
    for tab in (page, other):
        tab.goto("/outbox")
        expect(tab.locator(".outbox-item")).to_have_count(len(names))
    assert line.count(BATCH) == 0
    line.become(Mood.UP)
    for tab in (page, other, page, other):
        tab.evaluate("document.querySelector('#send-now').click()")
    for tab in (page, other):
        expect(tab.locator(".outbox-item")).to_have_count(0)
        expect(tab.locator(BAR)).to_have_text("Đã gửi hết", use_inner_text=True)
    assert [len(households_named(server, name)) for name in names] == [1] * len(names)
    assert (line.count(BATCH), line.count(b"POST /households")) == (1, 0)


def test_a_reply_that_is_cut_after_the_commit_doubles_nothing(handset: NewPhone, line: Line, server: Server) -> None:
    name = invented(0, "Vì Thị")
    phone = handset()
    page = phone.start()
    enter(page)
    page.goto("/households/new")
    page.fill("#head_name", name)
    page.fill("#member_count", "3")
    line.become(Mood.CUT)
    page.click(".edge button")
    page.wait_for_url("**/pledge/new")
    until(lambda: households_named(server, name))
    [item] = waiting(page)
    assert (item["about"], item["state"]) == (name, "waiting")
    line.become(Mood.UP)
    send_all(page)
    assert len(households_named(server, name)) == 1
    expect(page.locator("#sent")).to_contain_text(name)


def test_the_receipt_is_in_the_outbox_and_the_commune_finds_it(visit: Visit) -> None:
    page, name = visit("truongban"), invented(1, "Vì Thị")
    add_household(page, name)
    page.goto("/outbox")
    line = page.locator("#sent li", has_text=name)
    receipt = line.locator("[data-receipt]").inner_text()
    assert re.fullmatch(r"BY-[0-9A-Z]{4}-[0-9A-Z]{2}", receipt)
    police = visit("congan")
    police.goto("/receipts")
    police.fill("#code", receipt.lower().replace("-", " "))
    police.click("main form button[type=submit]")
    expect(police.locator("h1")).to_have_text(f"Biên nhận {receipt}")
    expect(police.locator("dl")).to_contain_text(name)
    expect(police.locator("dl")).to_contain_text("Cà Văn Đôi")
    line.locator("a").click()
    expect(page.locator("h1")).to_contain_text("Ký cam kết")
