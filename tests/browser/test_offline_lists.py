"""What waits on the phone stands in its place: in lists, on pages, in forms and in numbers, off line and on."""

import re
import time

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.book import address_of, enter, names, shown
from tests.browser.conftest import PHONE, Phone, Server
from tests.browser.line import SENDING, Line, Mood
from tests.browser.phones import until
from tests.browser.records import households_named

pytestmark = pytest.mark.browser


@pytest.fixture
def context(phone: Phone) -> BrowserContext:
    """A phone at the end of the line."""
    return phone()


def missing(page: Page) -> int:
    found = re.search(r"Còn (\d+) hộ", page.inner_text("main"))
    assert found
    return int(found[1])


def register(page: Page, name: str) -> str:
    """Register a household that stays on the phone; return the address of its page."""
    shown(page, "/households/new")
    page.fill("#head_name", name)
    page.fill("#member_count", "4")
    page.click(".edge .btn")
    page.wait_for_url("**/pledge/new")
    page.wait_for_selector("body[data-drawn]")
    return page.url.removesuffix("/pledge/new")


def row_of(page: Page, name: str) -> str:
    return " ".join(page.locator("#household-list .row", has_text=name).inner_text().split())


def test_a_day_of_work_without_a_network_stands_everywhere_it_belongs(line: Line, context: BrowserContext) -> None:
    page = enter(context, "truongban")
    before = missing(page)
    line.become(Mood.DOWN)
    household = register(page, "Ca Thi Ban Moi")
    expect(page.locator("#signer_name")).to_have_value("Ca Thi Ban Moi")
    shown(page, "/")
    assert missing(page) == before + 1
    shown(page, "/households?q=ban+moi")
    assert "chờ gửi" in row_of(page, "Ca Thi Ban Moi")
    assert "chưa ký" in row_of(page, "Ca Thi Ban Moi")

    shown(page, f"{household}/edit")
    page.fill("#head_name", "Cà Thị Bàn Mới")
    page.click(".edge .btn")
    page.wait_for_url(household)
    page.wait_for_selector("body[data-drawn]")
    expect(page.locator("h1")).to_have_text("Cà Thị Bàn Mới")

    page.click(".edge .btn")
    page.wait_for_url("**/pledge/new")
    page.wait_for_selector("body[data-drawn]")
    page.click(".edge .btn")
    page.wait_for_url("**/households?*status=missing*")
    page.wait_for_selector("body[data-drawn]")
    assert "Cà Thị Bàn Mới" not in names(page)
    shown(page, "/")
    assert missing(page) == before
    shown(page, "/households?status=signed&q=moi")
    assert "chờ gửi" in row_of(page, "Cà Thị Bàn Mới")
    shown(page, household)
    page.click("#pledges .row")
    expect(page.locator("h1")).to_contain_text("Cam kết năm")
    page.wait_for_selector("body[data-drawn]")
    expect(page.locator("#pledge-photo")).to_contain_text("Chưa có ảnh")

    line.become(Mood.UP)
    page.goto("/outbox")
    expect(page.locator("#nothing")).to_be_visible(timeout=30_000)
    page.goto("/households?q=moi")
    expect(page.locator("body")).not_to_have_attribute("data-shell", re.compile(".*"))
    assert "đã ký" in row_of(page, "Cà Thị Bàn Mới")
    assert "chờ gửi" not in row_of(page, "Cà Thị Bàn Mới")


def test_what_waits_stands_in_a_list_that_the_server_made(line: Line, context: BrowserContext) -> None:
    page = enter(context, "truongban")
    line.become(Mood.DOWN)
    household = register(page, "Quàng Văn Chờ")
    line.swallow(*SENDING)
    line.become(Mood.UP)
    page.goto("/households")
    assert page.locator("body[data-shell]").count() == 0, "the server made this page"
    until(lambda: "Quàng Văn Chờ" in names(page))
    assert "chờ gửi" in row_of(page, "Quàng Văn Chờ")
    page.fill("#q", "quang van cho")
    expect(page.locator("#household-list .row")).to_have_count(1)
    page.goto("/")
    until(lambda: page.locator("#household-list .row").count() > 0)
    page.fill("input[name=q]", "quang van cho")
    expect(page.locator("#household-list .row b")).to_have_text(["Quàng Văn Chờ"])

    page.goto(household)
    page.wait_for_selector("body[data-drawn]")
    expect(page.locator("h1")).to_have_text("Quàng Văn Chờ")
    assert page.goto("/households/01900000-0000-7000-8000-000000000000").status == 404  # type: ignore[union-attr]

    line.swallow()
    page.goto("/outbox")
    expect(page.locator("#nothing")).to_be_visible(timeout=30_000)
    page.goto(household)
    assert page.locator("body[data-shell]").count() == 0
    expect(page.locator("h1")).to_have_text("Quàng Văn Chờ")


def test_whoever_goes_on_is_not_held_back_by_a_page_whose_record_has_just_arrived(
    line: Line, context: BrowserContext, server: Server
) -> None:
    page = enter(context, "truongban")
    line.become(Mood.DOWN)
    shown(page, register(page, "Vì Văn Đi"))
    line.hold(b"GET /notices")
    line.become(Mood.UP)
    page.evaluate("setTimeout(() => document.dispatchEvent(new Event('banyen:send')), 300)")
    page.locator("a[href='/notices']").first.click(no_wait_after=True)
    until(lambda: households_named(server, "Vì Văn Đi"))  # whatever asks the page itself waits for the next one
    time.sleep(1)  # what reads the page anew has done so
    line.hold()
    page.wait_for_url("**/notices")


def test_a_household_leaves_and_comes_back_without_a_network(line: Line, context: BrowserContext) -> None:
    page = enter(context, "truongban")
    line.become(Mood.DOWN)
    shown(page, "/households?status=missing")
    name = names(page)[1]
    shown(page, "/households?status=all")
    page.locator("#household-list .row", has_text=name).first.click()
    page.wait_for_selector("body[data-drawn]")
    household = page.url
    page.click("text=Hộ chuyển đi hoặc nhập nhầm")
    page.wait_for_selector("body[data-drawn]")
    page.check("#kind-0")
    page.fill("#reason", "Về quê vợ")
    page.click(".edge .btn")
    page.wait_for_url(lambda url: "departure" not in url)
    shown(page, "/households?status=away")
    assert "chờ gửi" in row_of(page, name)
    shown(page, household)
    page.click("#return-form button[type=submit]")
    page.wait_for_timeout(1000)
    shown(page, "/households?status=missing")
    assert name in names(page)
    line.become(Mood.UP)
    page.goto("/outbox")
    expect(page.locator("#nothing")).to_be_visible(timeout=30_000)


def test_fifty_are_shown_and_the_rest_on_asking(line: Line, context: BrowserContext) -> None:
    page = enter(context, "truongban")
    line.become(Mood.DOWN)
    shown(page, "/households")
    assert len(names(page)) == 50
    page.click("text=Xem thêm")
    until(lambda: len(names(page)) > 50)
    assert page.locator("text=Xem thêm").count() == 0
    page.fill("#q", "lo")
    until(lambda: len(names(page)) < 50)


def test_in_another_application_it_is_said_where_to_open_this(line: Line, browser: Browser) -> None:
    agent = "Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 Chrome/120 Mobile Safari/537.36 Zalo android/1"
    zalo = browser.new_context(base_url=address_of(line), viewport=PHONE, locale="vi-VN", user_agent=agent)
    page = enter(zalo, "truongban")
    expect(page.locator("#flashes")).to_contain_text("Mở bằng Chrome")
    zalo.close()


def test_installing_is_offered_after_the_first_success_and_can_be_put_off(context: BrowserContext) -> None:
    offer = "() => dispatchEvent(Object.assign(new Event('beforeinstallprompt', {cancelable: true}), {prompt() {}}))"
    context.add_init_script(f"addEventListener('DOMContentLoaded', {offer})")
    page = enter(context, "truongban")
    page.goto("/households/new")
    page.wait_for_timeout(1500)
    assert page.locator("text=Cài Bản Yên").count() == 0, "never before the first success"
    page.fill("#head_name", "Lường Văn Cài Đặt")
    page.fill("#member_count", "3")
    page.click(".edge .btn")
    page.wait_for_url("**/pledge/new")
    page.goto("/households")
    expect(page.locator("#flashes")).to_contain_text("Cài Bản Yên lên màn hình chính")
    page.click("text=Để sau")
    page.goto("/")
    page.wait_for_timeout(1500)
    assert page.locator("text=Cài Bản Yên").count() == 0


def test_what_waits_is_sent_in_the_background_by_the_worker_alone(line: Line, context: BrowserContext) -> None:
    page = enter(context, "truongban")
    picture = page.get_attribute("link[rel=icon]", "href") or ""
    line.become(Mood.DOWN)
    household = register(page, "Lò Văn Nền")
    page.goto(picture)  # a page without a script of ours
    registrations: list[dict[str, str]] = []
    browser = context.new_cdp_session(page)
    browser.on("ServiceWorker.workerRegistrationUpdated", lambda news: registrations.extend(news["registrations"]))
    browser.send("ServiceWorker.enable")

    def known_by_now() -> bool:
        page.wait_for_timeout(100)  # lets the news in
        return bool(registrations)

    until(known_by_now)
    line.become(Mood.UP)
    [known] = registrations
    browser.send(
        "ServiceWorker.dispatchSyncEvent",
        {
            "origin": known["scopeURL"].rstrip("/"),
            "registrationId": known["registrationId"],
            "tag": "banyen-outbox",
            "lastChance": False,
        },
    )
    until(lambda: context.request.get(household).status == 200)
