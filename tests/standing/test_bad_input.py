"""What each mistake in a form of standing is answered: words by its field, all that was typed, and nothing stored."""

from datetime import timedelta

import pytest
from flask import Flask

from app.clock import today
from tests.conftest import SignIn
from tests.contents import changed, contents
from tests.standing.filled import FILLED, LAST
from tests.structure.answers import typed, why
from tests.world import World

TOMORROW = f"{today() + timedelta(days=1)}"
AHEAD = "Ngày này chưa tới. Chọn ngày hôm nay hoặc trước đó."
EARLIER = f"{LAST - 1}-12-31"


@pytest.mark.parametrize(
    ("path", "field", "text", "told"),
    [
        ("registrations", "year", "", "Chưa điền năm."),
        ("registrations", "year", "1999", f"Năm từ 2012 đến {LAST + 2}."),
        ("registrations", "year", "năm nay", "Chỉ gõ chữ số, ví dụ 4."),
        ("registrations", "registered_on", TOMORROW, AHEAD),
        ("registrations", "registered_on", f"{LAST - 2}-02-01",
         f"Đăng ký cho năm {LAST} thì ghi ngày trong năm đó, hoặc cuối năm trước."),
        ("registrations", "document_on", TOMORROW, AHEAD),
        ("registrations", "document_number", "9" * 61, "Dài quá: nhiều nhất 60 chữ cái và dấu cách."),
        ("conventions", "adopted_on", TOMORROW, AHEAD),
        ("conventions", "households_present", "53", "Số hộ dự họp nhiều hơn tổng số hộ. Kiểm tra hai số."),
        ("conventions", "households_invited", "0", "Số hộ từ 1 đến 2000."),
        ("conventions", "since", f"{LAST}-05-04",
         "Quy ước chỉ có hiệu lực từ ngày họp thông qua trở đi. Kiểm tra hai ngày."),
        ("conventions", "since", "2999-01-01", "Ngày này quá xa. Kiểm tra lại năm."),
        ("conventions", "until", f"{LAST}-06-01", "Ngày kết thúc phải sau ngày bắt đầu."),
        ("conventions", "document_on", f"{LAST}-05-04", "Phê duyệt phải sau ngày họp thông qua. Kiểm tra hai ngày."),
        ("recognitions", "year", f"{LAST + 2}", f"Năm từ 2012 đến {LAST + 1}."),
        ("recognitions", "result", "maybe", "Chọn một kết quả."),
        ("recognitions", "basis", "", "Chọn một căn cứ."),
        ("recognitions", "document_number", "", "Chưa điền số quyết định."),
        ("recognitions", "issuer", "", "Chưa điền ai ký."),
        ("recognitions", "document_on", EARLIER, "Quyết định có trước năm được xét. Kiểm tra năm và ngày."),
        ("hotspots", "list_name", "other", "Chọn một danh sách."),
        ("hotspots", "since", TOMORROW, AHEAD),
        ("hotspots", "plan_until", f"{LAST}-05-05", "Ngày kết thúc phải sau ngày bắt đầu."),
        ("borders", "since", "", "Chưa điền ngày."),
        ("new-rural", "status", "", "Chọn một tình trạng."),
        ("new-rural", "document_number", "", "Chưa điền số quyết định."),
        ("new-rural", "document_on", "", "Chưa điền ngày quyết định."),
        ("forces", "headcount", "501", "Số người từ 0 đến 500."),
        ("forces", "rating", "", "Chọn một mức."),
        ("forces", "rated_on", "", "Chưa điền ngày xếp loại."),
        ("forces", "rated_on", EARLIER, "Ngày xếp loại có trước năm này. Kiểm tra năm và ngày."),
        ("forces", "rating", "unrated", None),
        ("forces", "reprimanded", "6", "Số người bị kỷ luật nhiều hơn quân số. Kiểm tra các số."),
        ("forces", "warned_or_more", "-1", "Số người từ 0 đến 500."),
    ],
)  # fmt: skip
def test_a_wrong_fact_is_told_by_its_field(
    app: Flask, as_: SignIn, world: World, path: str, field: str, text: str, told: str | None
) -> None:
    who, place = ("district", "An") if path in {"hotspots", "borders", "new-rural"} else ("police", "Na")
    before, sent = contents(app), FILLED[path] | {field: text}
    answer = as_(who).send(f"/{path}", unit=str(world.units[place]), **sent)
    assert answer.status_code == 422
    at = (field, told) if told else ("rated_on", "Chưa xếp loại thì để trống ngày.")
    assert why(answer, at[0]) == at[1]
    shown = typed(answer)
    boxes = {name: value for name, value in sent.items() if name in shown and name not in CARDS}
    assert {name: (shown[name] or "").strip() for name in boxes} == boxes
    assert changed(before, contents(app)) == {}


CARDS = {"result", "basis", "list_name", "status", "rating", "rating_state", "emulation"}


@pytest.mark.parametrize(("who", "path", "field", "act"), [
    ("head", "conventions", "note", ""), ("district", "hotspots", "plan", ""), ("district", "borders", "note", ""),
    ("head", "conventions", "end_reason", "/end"), ("head", "conventions", "reason", "/withdrawal"),
])  # fmt: skip
def test_numbers_of_people_are_written_nowhere(
    app: Flask, as_: SignIn, world: World, who: str, path: str, field: str, act: str
) -> None:
    before, said = contents(app), {field: "Gọi ông Sùng 0912 345 678"}
    place = world.units["Na" if who == "head" else "An"]
    if act:
        answer = as_(who).send(f"/{path}/{world.conventions['Na']}{act}", until=f"{today()}", **said)
    else:
        answer = as_(who).send(f"/{path}", unit=str(place), **(FILLED[path] | said))
    assert answer.status_code == 422
    assert (why(answer, field) or "").startswith("Có số điện thoại.")
    assert changed(before, contents(app)) == {}


def test_an_end_and_a_withdrawal_need_their_reason(app: Flask, as_: SignIn, world: World) -> None:
    before, to = contents(app), f"/conventions/{world.conventions['Na']}"
    head = as_("head")
    ended = head.send(f"{to}/end", until=TOMORROW, end_reason="")
    assert (why(ended, "until"), why(ended, "end_reason")) == (AHEAD, "Ghi một câu lý do, kết quả.")
    assert why(head.send(f"{to}/withdrawal", reason=" "), "reason") == "Ghi một câu vì sao rút."
    assert why(head.send(f"{to}/photo"), "photo") == "Chưa chọn ảnh."
    assert changed(before, contents(app)) == {}
