"""What each mistake in a form is answered: the words by its field, the rest of the form, and nothing stored."""

from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import select

from app.clock import today
from app.extensions import db
from app.households.models import Household
from tests.conftest import SignIn
from tests.contents import changed, contents
from tests.structure.answers import HOUSEHOLD, pledge, typed, why
from tests.world import World, file, jpeg

YEAR = today().year
EMPTY_NAME = "Chưa điền họ tên chủ hộ."
LONG_NAME = "Họ tên dài quá 80 chữ cái. Kiểm tra lại."
DIGITS = "Họ tên không có chữ số. Xoá số rồi gõ lại."
STRANGE = "Họ tên chỉ gồm chữ cái, dấu cách và dấu gạch nối. Xoá ký tự khác đi."
BIRTH = f"Năm sinh từ 1900 đến {YEAR}."
MEMBERS = "Số người từ 1 đến 30. Nếu đông hơn, tách thành hai hộ."
ONLY_DIGITS = "Chỉ gõ chữ số, ví dụ 4."
PHONE = "Số điện thoại chưa đúng. Gõ đủ 10 số, ví dụ 0912 345 678, hoặc để trống."
LAST_MOMENT = "9999-12-31T23:00:00+00:00"  # no clock of ours can show it
AHEAD = "Ngày này chưa tới. Chọn ngày hôm nay hoặc trước đó."
CLOSED = f"Chỉ nhận cam kết ký trong năm {YEAR - 1} hoặc {YEAR}."
NO_DAY = "Ngày chưa đúng. Gõ ngày/tháng/năm, ví dụ 2/9/2026."
NO_PHOTO = "Tệp này không phải ảnh. Chọn ảnh JPEG, PNG hoặc WebP."
DAMAGED = "Ảnh bị hỏng hoặc chưa tải đủ. Chụp lại rồi gửi."
PIXELS = "Ảnh có quá nhiều điểm ảnh. Chụp lại bằng máy ảnh của điện thoại."


def huge_image() -> bytes:
    """Return a file of 100 megapixels, which is small: all of it is one colour."""
    content = BytesIO()
    Image.new("1", (10_000, 10_000)).save(content, "PNG")
    return content.getvalue()


@pytest.mark.parametrize(
    ("field", "text", "told"),
    [
        ("head_name", "", EMPTY_NAME),
        ("head_name", "   ", EMPTY_NAME),
        ("head_name", "A" * 200, LONG_NAME),
        ("head_name", "Lò Văn 5", DIGITS),
        ("head_name", "0912345678", DIGITS),
        ("head_name", "Lò \x07Văn Ánh", STRANGE),
        ("head_name", "Lò\x00 Văn", STRANGE),
        ("head_name", "Lò Văn 😀", STRANGE),
        ("birth_year", str(YEAR + 1), BIRTH),
        ("birth_year", "1899", BIRTH),
        ("birth_year", "-1970", BIRTH),
        ("birth_year", "năm 70", ONLY_DIGITS),
        ("member_count", "", "Chưa điền số người trong hộ."),
        ("member_count", "0", MEMBERS),
        ("member_count", "31", MEMBERS),
        ("member_count", "60", MEMBERS),
        ("member_count", "-4", MEMBERS),
        ("member_count", "--5", ONLY_DIGITS),
        ("member_count", "4,5", ONLY_DIGITS),
        ("member_count", "٤", ONLY_DIGITS),
        ("member_count", "9" * 400, ONLY_DIGITS),
        ("member_count", "9" * 5000, ONLY_DIGITS),  # Python itself refuses to read so long a number
        ("phone", "0912 345 67", PHONE),
        ("phone", "+1 202 555 0100", PHONE),
        ("phone", "+856 20 5555 5555", PHONE),
        ("phone", "số của con", PHONE),
        ("address", "sau đồi\x1b", "Có ký tự lạ không đọc được. Xoá đi rồi gõ lại."),
        ("address", "a" * 201, "Dài quá: nhiều nhất 200 chữ cái và dấu cách."),
    ],
)
@pytest.mark.parametrize("edited", [False, True])
def test_a_wrong_fact_of_a_household(
    app: Flask, as_: SignIn, world: World, field: str, text: str, told: str, edited: bool
) -> None:
    before = contents(app)
    to = f"/households/{world.households['Ánh']}" if edited else "/households"
    answer = as_("head").send(to, version="1", **(HOUSEHOLD | {field: text}))
    assert (answer.status_code, why(answer, field)) == (422, told)
    assert {name: value for name, value in typed(answer).items() if name in HOUSEHOLD and name != field} == {
        name: value for name, value in HOUSEHOLD.items() if name != field
    }
    assert changed(before, contents(app)) == {}


def test_a_text_that_is_far_too_long_is_refused_as_it_is(as_: SignIn) -> None:
    """To compose it first would take time by the square of its accents."""
    marks = "a" + "\u0301\u0316" * 20_000
    answer = as_("head").send("/households", **(HOUSEHOLD | {"address": marks}))
    assert (answer.status_code, why(answer, "address")) == (422, "Dài quá: nhiều nhất 200 chữ cái và dấu cách.")
    assert typed(answer)["address"] == marks


@pytest.mark.parametrize(
    ("field", "text"),
    [("head_name", "Y"), ("head_name", "a" * 80), ("member_count", "1"), ("member_count", "30"),
     ("birth_year", "1900"), ("birth_year", str(YEAR)), ("phone", "")],
)  # fmt: skip
def test_what_is_just_right_is_taken(as_: SignIn, field: str, text: str) -> None:
    assert as_("head").send("/households", **(HOUSEHOLD | {field: text})).status_code == 303


@pytest.mark.parametrize(
    "number", ["0912345678", "+84912345678", "84912345678", "0912 345 678", "0912.345.678", "+84 912.345.678"]
)
def test_every_spelling_of_a_number_is_stored_and_shown_alike(app: Flask, as_: SignIn, number: str) -> None:
    head = as_("head")
    made = head.send("/households", **(HOUSEHOLD | {"phone": number}))
    page = head.get(made.headers["Location"].removesuffix("/pledge/new"))
    assert "0912 345 678" in page.text
    with app.app_context():
        stored = select(Household.phone).where(Household.head_name == HOUSEHOLD["head_name"])
        assert db.session.scalar(stored) == "+84912345678"


@pytest.mark.parametrize(
    ("change", "field", "told"),
    [
        ({"signed_on": f"{today() + timedelta(days=1)}"}, "signed_on", AHEAD),
        ({"signed_on": f"{YEAR + 1}-01-01"}, "signed_on", AHEAD),
        ({"signed_on": "9999-12-31"}, "signed_on", AHEAD),
        ({"signed_on": f"{date(YEAR - 2, 12, 31)}"}, "signed_on", CLOSED),
        ({"signed_on": "1900-01-01"}, "signed_on", CLOSED),
        ({"signed_on": "30/2/2026"}, "signed_on", NO_DAY),
        ({"signed_on": "0001-01-01"}, "signed_on", NO_DAY),
        ({"signed_on": "hôm nay"}, "signed_on", NO_DAY),
        ({"signed_on": ""}, "signed_on", "Chưa điền ngày ký."),
        (
            {"signed_on": f"{today() + timedelta(days=1)}", "captured_at": "9999-12-31T23:00:00+00:00"},
            "signed_on",
            AHEAD,
        ),
        ({"signer_name": ""}, "signer_name", "Chưa điền tên người ký."),
        ({"signer_name": "3 người"}, "signer_name", DIGITS),
        ({"photo": file(b"khong phai anh", "to.jpg")}, "photo", NO_PHOTO),
        ({"photo": file(b"", "to.jpg")}, "photo", NO_PHOTO),
        ({"photo": file(jpeg()[:-200], "to.jpg")}, "photo", DAMAGED),
        ({"photo": file(huge_image(), "to.png")}, "photo", PIXELS),
    ],
)
def test_a_wrong_fact_of_a_pledge(
    app: Flask, as_: SignIn, world: World, change: dict[str, Any], field: str, told: str
) -> None:
    before = contents(app)
    sent = pledge(signer_relation="vợ", **change)
    answer = as_("head").send(f"/households/{world.households['Ánh']}/pledge", **sent)
    assert (answer.status_code, why(answer, field)) == (422, told)
    for name in ("signed_on", "signer_name", "signer_relation"):
        assert (typed(answer)[name] or "") == sent[name]
    assert changed(before, contents(app)) == {}


@pytest.mark.parametrize(
    ("content", "told"), [(b"%PDF-1.7", NO_PHOTO), (jpeg()[:-200], DAMAGED), (huge_image(), PIXELS)]
)
def test_a_wrong_photo_that_comes_later(app: Flask, as_: SignIn, world: World, content: bytes, told: str) -> None:
    before = contents(app)
    answer = as_("head").send(f"/pledges/{world.pledges['Cúc']}/photo", photo=file(content))
    assert (answer.status_code, why(answer, "photo")) == (422, told)
    assert changed(before, contents(app)) == {}
    nothing = as_("head").send(f"/pledges/{world.pledges['Cúc']}/photo", photo="to.jpg")
    assert (nothing.status_code, why(nothing, "photo")) == (422, "Chưa chọn ảnh.")
