"""What is typed and not sent is offered back: after a reload, a killed browser, a camera; and dropped when asked."""

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Route, expect

from app.clock import today
from tests.browser.conftest import NewPhone, Server, Visit, sign_in
from tests.browser.phones import add_household, enter, fill_household, invented, picture, rows, until, waiting
from tests.browser.records import households_named, stored

pytestmark = pytest.mark.browser
OFFER = "text=Lần trước nhập dở"
FORMS = re.compile(r"/forms-[^/]+\.js$")  # the part of the script that keeps drafts
# What a form holds that it did not begin with, or the other way round; the token is not part of it.
NOT_BEGUN_WITH = """(form) => {
  const text = ([name, value]) => `${name}=${value}`;
  const typed = ([name, value]) => name !== 'csrf_token' && typeof value === 'string';
  const holds = [...new FormData(form)].filter(typed).map(text);
  const began = JSON.parse(form.dataset.began).map(text);
  return [...holds.filter((one) => !began.includes(one)), ...began.filter((one) => !holds.includes(one))];
}"""


def kept(page: Page, value: str) -> None:
    """Wait until a draft holds the value."""
    until(lambda: any(value in dict(draft["fields"]).values() for draft in rows(page, "drafts")))


def open_on_a_slow_line(page: Page) -> Route:
    """Open the form of a pledge; return the script's part, which is still on its way."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route(FORMS, hold)
    page.goto("/households?status=missing")
    with page.expect_request(FORMS):
        page.click("#household-list .row >> nth=0")
    expect(page.locator("h1")).to_have_text("Ký cam kết")
    return held[0]


def test_a_reload_offers_back_what_was_typed_and_the_photo(visit: Visit, server: Server, tmp_path: Path) -> None:
    page = visit("truongban")
    page.goto("/households?status=missing")
    name = page.locator("#household-list .row b").first.inner_text()
    page.click("#household-list .row >> nth=0")
    page.set_input_files("#photo", picture(tmp_path, "to"))
    page.locator("#pledge-form summary").first.click()
    page.fill("#signer_relation", "con trai cả")
    kept(page, "con trai cả")
    until(lambda: any(draft["files"] for draft in rows(page, "drafts")))
    page.reload()
    expect(page.locator(OFFER)).to_be_visible()
    expect(page.locator("#signer_relation")).to_have_value("")
    page.click("text=Điền lại")
    expect(page.locator("#signer_relation")).to_have_value("con trai cả")
    expect(page.locator("[data-photo] img").first).to_be_visible()
    page.click(".edge button")
    page.wait_for_url("**/pledges/*")
    until(lambda: any(line.has_photo for line in households_named(server, name)))
    pledge = page.url.rpartition("/")[2].replace("-", "")
    assert stored(server, "SELECT signer_relation FROM pledges WHERE id = ?", pledge) == [("con trai cả",)]
    page.go_back()
    assert rows(page, "drafts") == []


def test_a_killed_browser_offers_it_back_without_a_network(handset: NewPhone) -> None:
    name = invented(0, "Bạc Cầm")
    phone = handset()
    page = phone.start()
    enter(page)
    page.goto("/households/new")
    page.type("#head_name", name)
    kept(page, name)
    phone.kill()
    page = phone.start()
    page.goto("/households/new")
    if page.locator("#username").count():
        sign_in(page, "truongban")  # a fresh cookie may die with the browser
        page.goto("/households/new")
    page.click("text=Điền lại")
    expect(page.locator("#head_name")).to_have_value(name)


def test_what_is_typed_and_chosen_before_the_script_is_there_is_kept(visit: Visit, tmp_path: Path) -> None:
    page = visit("truongban", service_workers="block")
    arriving = open_on_a_slow_line(page)
    page.locator("#pledge-form summary").first.click()
    page.fill("#signer_relation", "con trai cả")
    page.set_input_files("#photo", picture(tmp_path, "to"))
    assert rows(page, "drafts") == []
    arriving.continue_()
    kept(page, "con trai cả")
    until(lambda: any(draft["files"] for draft in rows(page, "drafts")))


def test_a_file_that_was_chosen_before_the_script_is_there_is_judged(visit: Visit, tmp_path: Path) -> None:
    no_photo = tmp_path / "anh.jpg"
    no_photo.write_text("không phải ảnh")
    page = visit("truongban", service_workers="block")
    arriving = open_on_a_slow_line(page)
    page.set_input_files("#photo", no_photo)
    arriving.continue_()
    expect(page.locator("#photo-why")).to_contain_text("không phải ảnh")


@pytest.mark.parametrize("then", ["", "/edit", "/departure/new", "/pledge/new"])
def test_a_form_begins_with_what_the_server_put_into_it(visit: Visit, then: str) -> None:
    page = visit("truongban")
    page.goto("/households?status=missing")
    household = (page.locator("#household-list .row").first.get_attribute("href") or "").removesuffix("/pledge/new")
    page.goto(f"{household}{then}" if then else "/households/new")
    form = page.locator("form[data-outbox][data-began]").first
    expect(form).to_be_attached()
    assert form.evaluate(NOT_BEGUN_WITH) == []


def test_a_draft_that_is_not_wanted_goes(visit: Visit) -> None:
    page = visit("truongban")
    page.goto("/households/new")
    page.fill("#head_name", "Lò Văn Bỏ Dở")
    kept(page, "Lò Văn Bỏ Dở")
    page.reload()
    page.click("text=Bỏ đi")
    expect(page.locator(OFFER)).to_have_count(0)
    until(lambda: not rows(page, "drafts"))
    page.reload()
    expect(page.locator("#head_name")).to_have_value("")
    expect(page.locator(OFFER)).to_have_count(0)


def test_an_offer_that_is_passed_over_stays_with_its_photo(visit: Visit, tmp_path: Path) -> None:
    page = visit("truongban")
    page.goto("/households?status=missing")
    page.locator("#household-list .row").nth(2).click()
    page.set_input_files("#photo", picture(tmp_path, "to"))
    until(lambda: any(draft["files"] for draft in rows(page, "drafts")))
    page.reload()
    offer = page.locator("[data-offer]")
    expect(offer).to_be_in_viewport()
    page.locator("#pledge-form summary").first.click()
    page.fill("#signer_relation", "con gái út")
    kept(page, "con gái út")
    assert sorted(bool(draft["files"]) for draft in rows(page, "drafts")) == [False, True]
    page.fill("#signer_relation", "")
    until(lambda: len(rows(page, "drafts")) == 1)
    page.reload()
    page.click("text=Điền lại")
    expect(page.locator("[data-photo] img").first).to_be_visible()
    expect(offer).to_have_count(0)
    until(lambda: [draft["files"] for draft in rows(page, "drafts")] == [["photo"]])


def test_what_is_sent_past_an_offer_takes_only_itself_away(visit: Visit, server: Server) -> None:
    first, other = invented(2, "Bạc Cầm"), invented(3, "Bạc Cầm")
    page = visit("truongban")
    page.goto("/households/new")
    page.fill("#head_name", first)
    kept(page, first)
    page.reload()
    expect(page.locator(OFFER)).to_be_visible()
    fill_household(page, other)
    assert len(households_named(server, other)) == 1
    page.goto("/households/new")
    page.click("text=Điền lại")
    expect(page.locator("#head_name")).to_have_value(first)


def test_two_tabs_with_one_form_keep_a_draft_each(visit: Visit) -> None:
    first, other = invented(4, "Bạc Cầm"), invented(5, "Bạc Cầm")
    page = visit("truongban")
    tab = page.context.new_page()
    for each, name in ((page, first), (tab, other)):
        each.goto("/households/new")
        each.fill("#head_name", name)
        kept(each, name)
    assert len(rows(page, "drafts")) == 2
    assert {draft["form"] for draft in rows(page, "drafts")} == {"household-form"}
    page.fill("#member_count", "4")
    page.click(".edge button")
    page.wait_for_url("**/pledge/new")
    tab.reload()
    tab.click("text=Điền lại")
    expect(tab.locator("#head_name")).to_have_value(other)


def test_every_form_is_on_its_way_once(visit: Visit) -> None:
    page = visit("truongban")
    page.goto("/households?status=missing")
    household = (page.locator("#household-list .row").first.get_attribute("href") or "").removesuffix("/pledge/new")
    for then in ("/pledge/new", "/edit", "/departure/new"):
        tab = page.context.new_page()  # what was sent leads its page on
        tab.goto(f"{household}{then}")
        form = tab.locator("main form[method=post]").first
        sent = form.evaluate("(form) => { form.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }));"
                             " return form.dataset.sending; }")  # fmt: skip
        assert sent == "", then


def test_a_draft_of_one_year_is_none_of_another(visit: Visit) -> None:
    page = visit("truongban")
    add_household(page, invented(6, "Bạc Cầm"))  # one that has signed for no year
    address = urlsplit(page.url).path
    page.goto(f"{address}?year={today().year - 1}")
    page.locator("#pledge-form summary").first.click()
    page.fill("#signer_relation", "vợ cả")
    kept(page, "vợ cả")
    page.goto(address)
    expect(page.locator("form[data-began]").first).to_be_attached()
    page.wait_for_timeout(300)
    expect(page.locator(OFFER)).to_have_count(0)
    page.goto(f"{address}?year={today().year - 1}")
    expect(page.locator(OFFER)).to_be_visible()


def test_what_was_emptied_again_is_no_draft(visit: Visit) -> None:
    page = visit("truongban")
    page.goto("/households/new")
    page.fill("#head_name", "Lò Văn Xoá Đi")
    kept(page, "Lò Văn Xoá Đi")
    page.fill("#head_name", "")
    until(lambda: not rows(page, "drafts"))


def test_a_draft_of_an_edit_overwrites_nobody_unseen(visit: Visit, server: Server) -> None:
    page, police = visit("truongban"), visit("congan")
    page.goto("/households?status=signed")
    address = page.locator("#household-list .row").nth(4).get_attribute("href") or ""
    household = address.rpartition("/")[2].replace("-", "")
    [(before,)] = stored(server, "SELECT member_count FROM households WHERE id = ?", household)
    for person in (page, police):
        person.goto(f"{address}/edit")
        if not person.locator("#address").is_visible():
            person.locator("#household-form summary").click()
    page.fill("#address", "trên đồi chè")
    kept(page, "trên đồi chè")
    police.fill("#member_count", str(before % 9 + 1))
    police.click(".edge button")
    police.wait_for_url(f"**{address}")
    page.reload()
    page.click("text=Điền lại")
    page.click(".edge button")
    expect(page.locator("#household-form fieldset"), "both stand side by side").to_have_count(2)
    page.click(".edge button")
    page.wait_for_url(lambda url: "edit" not in url)
    query = "SELECT member_count, address FROM households WHERE id = ?"
    assert stored(server, query, household) == [(before % 9 + 1, "trên đồi chè")]


def test_what_waits_in_the_outbox_is_no_draft_besides(visit: Visit, server: Server) -> None:
    name = invented(1, "Bạc Cầm")
    page = visit("truongban", service_workers="block")
    page.goto("/households/new")
    page.fill("#head_name", name)
    page.fill("#member_count", "4")
    kept(page, name)
    page.context.set_offline(True)
    page.click(".edge button")
    expect(page.locator("#flashes")).to_contain_text("Đã ghi trên máy này")
    page.evaluate("""() => {
      Object.defineProperty(document, 'visibilityState', { value: 'hidden' });
      document.dispatchEvent(new Event('visibilitychange'));
    }""")
    page.wait_for_timeout(1000)
    assert rows(page, "drafts") == []
    page.click(".edge button")  # once more: the same item
    expect(page.locator(".edge button")).not_to_have_attribute("aria-busy", "true")
    assert len(waiting(page)) == 1
    page.context.set_offline(False)
    until(lambda: households_named(server, name))
    page = page.context.new_page()  # the other one may be on its way to the pledge
    page.goto("/households/new")
    until(lambda: not waiting(page))
    assert len(households_named(server, name)) == 1
    expect(page.locator("#head_name")).to_have_value("")
    expect(page.locator(OFFER)).to_have_count(0)
