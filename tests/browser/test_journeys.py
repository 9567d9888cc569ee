"""The main job at phone size: find a missing household, sign it, go on to the next; with and without JavaScript."""

import re
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from app.clock import today
from app.vietnamese import fold
from tests.browser.conftest import DESK, Visit
from tests.browser.phones import PATIENCE, add_household, invented, until

pytestmark = pytest.mark.browser


def sheet(tmp_path: Path) -> Path:
    """Return a photo of a signed page."""
    content = BytesIO()
    Image.new("RGB", (2000, 1500), "beige").save(content, "JPEG")
    path = tmp_path / "to-da-ky.jpg"
    path.write_bytes(content.getvalue())
    return path


def missing(page: Page) -> int:
    """Return how many households the first page says are missing."""
    page.goto("/")
    found = re.search(r"\d+", page.inner_text("h1"))
    assert found, page.inner_text("h1")
    return int(found.group())


def name_of_third_row(page: Page) -> str:
    return page.locator("#household-list .row b").nth(2).inner_text()


def test_find_sign_with_a_photo_and_be_offered_the_next(visit: Visit, tmp_path: Path) -> None:
    page = visit("truongban")
    before = missing(page)
    name = name_of_third_row(page)
    page.fill("input[name=q]", fold(name))
    expect(page.locator("#household-list .row")).to_have_count(1)
    page.click("#household-list .row")
    expect(page.locator("h1")).to_have_text("Ký cam kết")
    expect(page.locator("#commitments li")).to_have_count(8)
    page.set_input_files("#photo", sheet(tmp_path))
    page.click("text=Đã ký xong")
    page.wait_for_url("**/pledges/*")
    expect(page.locator("#flashes")).to_contain_text(f"Đã ký cho hộ {name}")
    photo = page.locator("#pledge-photo .picture img")
    expect(photo).to_have_count(1, timeout=1000 * PATIENCE)  # it comes after its pledge, by itself
    expect(page.locator("#flashes"), "what was said stays").to_contain_text(f"Đã ký cho hộ {name}")
    photo.scroll_into_view_if_needed()
    expect(photo).to_have_js_property("naturalWidth", 1600)
    page.click("text=Ký tiếp")
    expect(page.locator("h1")).to_have_text("Ký cam kết")
    expect(page.locator("main")).not_to_contain_text(name)
    assert missing(page) == before - 1


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_add_a_household_then_its_pledge(visit: Visit, tmp_path: Path, scripts: bool) -> None:
    page = visit("truongban", java_script_enabled=scripts)
    before = missing(page)
    name = "Vì Thị Ngân Hà" if scripts else "Vì Thị Ngân Giang"
    page.click(".edge .btn")
    page.fill("#head_name", name)
    page.fill("#member_count", "4")
    page.click(".edge .btn")
    page.wait_for_url("**/pledge/new")
    assert "mẫu gợi ý, chưa phải mẫu chính thức" in page.inner_text("#commitments")
    page.click(".edge .btn")
    page.wait_for_url("**/pledges/*")
    assert "Chưa có ảnh" in page.inner_text("#pledge-photo")
    page.set_input_files("#photo", sheet(tmp_path))
    page.click("#photo-form button[type=submit]")
    page.wait_for_load_state()
    expect(page.locator("#pledge-photo img[loading=lazy]")).to_have_count(1)
    assert missing(page) == before


def test_find_and_sign_without_javascript(visit: Visit, tmp_path: Path) -> None:
    page = visit("truongban", java_script_enabled=False)
    before = missing(page)
    name = name_of_third_row(page)
    page.fill("input[name=q]", fold(name))
    page.click("form[role=search] button")
    page.click("#household-list .row")
    page.set_input_files("#photo", sheet(tmp_path))
    page.click("text=Đã ký xong")
    page.wait_for_url("**/pledges/*")
    assert missing(page) == before - 1


def test_a_likely_duplicate_is_shown_and_saved_with_one_more_tap(visit: Visit) -> None:
    page = visit("truongban")
    page.goto("/households?status=all")
    name = page.locator("#household-list .row b").first.inner_text()
    page.goto("/households/new")
    page.fill("#head_name", fold(name))
    page.fill("#member_count", "3")
    page.click("text=Lưu và ký cam kết")
    expect(page.locator("#household-form")).to_contain_text("Bản đã có hộ giống hộ này")
    expect(page.locator("#head_name")).to_have_value(fold(name))
    page.click("text=Hộ khác, vẫn lưu")
    page.wait_for_url("**/pledge/new")


def test_bad_input_stands_by_its_field_and_what_was_typed_stays(visit: Visit, tmp_path: Path) -> None:
    page = visit("truongban")
    page.goto("/households/new")
    page.fill("#head_name", "Lò Văn 3")
    page.fill("#member_count", "60")
    page.click("text=Lưu và ký cam kết")
    expect(page.locator("#head_name-why")).to_contain_text("không có chữ số")
    expect(page.locator("#member_count-why")).to_be_visible()
    expect(page.locator("#head_name")).to_have_value("Lò Văn 3")
    expect(page.locator("#member_count")).to_have_value("60")
    page.goto("/households?status=missing")
    page.click("#household-list .row")
    false_photo = tmp_path / "anh.jpg"
    false_photo.write_text("không phải ảnh")
    page.set_input_files("#photo", false_photo)
    expect(page.locator("#photo-why")).to_contain_text("không phải ảnh")


def test_an_expired_session_keeps_what_was_typed(visit: Visit) -> None:
    page = visit("truongban")
    page.goto("/households/new")
    page.fill("#head_name", "Cầm Văn Kiên Trì")
    page.fill("#member_count", "5")
    page.context.clear_cookies()
    page.click("text=Lưu và ký cam kết")
    sheet = page.locator("dialog")
    expect(sheet).to_be_visible()
    expect(page.locator("#head_name")).to_have_value("Cầm Văn Kiên Trì")
    sheet.locator("input[name=username]").fill("truongban")
    sheet.locator("input[name=password]").fill("banyen-demo")
    sheet.locator("#sign-in button").click()
    page.wait_for_url("**/pledge/new")
    expect(page.locator("main")).to_contain_text("Cầm Văn Kiên Trì")


def draw(page: Page) -> str:
    """Draw on the canvas where it stands still; return what the form holds then."""
    page.locator("canvas").hover(position={"x": 40, "y": 60})
    box = page.locator("canvas").bounding_box()
    assert box
    page.mouse.down()
    for step in range(10):
        page.mouse.move(box["x"] + 40 + 15 * step, box["y"] + 60 + (step % 3) * 20)
    page.mouse.up()
    return page.input_value("#signature")


def test_signing_with_a_finger(visit: Visit) -> None:
    page = visit("truongban")
    page.goto("/households?status=missing")
    page.click("#household-list .row")
    page.check("#method-1")
    until(lambda: draw(page).startswith("data:image/png;base64,"))  # a page that still moves is drawn on anew
    drawn = page.input_value("#signature")
    page.click("summary:has-text('Ngày ký')")
    page.fill("#signed_on", "1999-01-01")
    page.click("text=Đã ký xong")
    expect(page.locator("#signed_on-why")).to_be_visible()
    assert page.input_value("#signature") == drawn
    page.fill("#signed_on", today().isoformat())
    page.click("text=Đã ký xong")
    page.wait_for_url("**/pledges/*")
    expect(page.locator("main")).to_contain_text("bằng ngón tay trên màn hình")
    expect(page.locator("#pledge-photo img")).to_have_count(1)


def test_a_triple_tap_saves_once(visit: Visit) -> None:
    page = visit("truongban")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    page.goto("/households/new")
    page.fill("#head_name", "Lường Thị Ba Lần")
    page.fill("#member_count", "2")
    page.locator(".edge .btn").evaluate("button => { button.click(); button.click(); button.click() }")
    page.wait_for_url("**/pledge/new")
    assert [urlsplit(address).path for address in sent].count("/households") == 1


def test_a_search_is_still_there_after_going_back(visit: Visit) -> None:
    page, name = visit("truongban"), invented(41, "Điêu Văn")  # nobody else is called so
    add_household(page, name)
    page.goto("/households")
    page.fill("#q", fold(name))
    expect(page.locator("#household-list .row")).to_have_count(1)
    page.click("#household-list .row")
    expect(page.locator("h1")).to_have_text(name)
    page.go_back()
    expect(page.locator("#household-list .row")).to_have_count(1)
    expect(page.locator("#q")).to_have_value(fold(name))


def test_english_is_remembered(visit: Visit) -> None:
    page = visit("truongban")
    page.click("summary:has-text('Mục lục')")
    page.click("text=English")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.goto("/households")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.click("summary:has-text('Menu')")
    page.click("text=Tiếng Việt")  # the tests after this one share the person
    expect(page.locator("html")).to_have_attribute("lang", "vi")


def test_commune_police_choose_the_village_and_district_sees_no_names(visit: Visit) -> None:
    page = visit("congan", viewport=DESK)
    page.click(".bars a >> nth=1")
    expect(page.locator("#village option[selected]")).to_have_count(1)
    name = page.locator("#household-list .row b").first.inner_text()
    page.goto("/households/new")
    page.fill("#head_name", "Bùi Thị Chọn Bản")
    page.fill("#member_count", "3")
    page.click("text=Lưu và ký cam kết")
    expect(page.locator("#village-why")).to_be_visible()
    page.select_option("#village", index=1)
    page.click("text=Lưu và ký cam kết")
    page.wait_for_url("**/pledge/new")
    district = visit("huyen", viewport=DESK)
    for _level in range(2):
        district.click(".bars a >> nth=0")
        expect(district.locator("main")).not_to_contain_text(name)
    assert district.goto("/households").status == 403  # type: ignore[union-attr]
