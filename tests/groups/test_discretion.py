"""Numbers by which a person can be found are told from counts and days, however they are written."""

import re
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from werkzeug.test import TestResponse
from wtforms.validators import StopValidation

from app.clock import today
from app.web.discretion import DAY, NoPersonalNumbers
from tests.conftest import SignIn
from tests.structure.answers import why
from tests.world import World

CITIZEN, PHONE = "căn cước", "điện thoại"
ZERO_WIDTH, SOFT, WIDE = "\u200b", "\u00ad", str.maketrans("0123456789", "０１２３４５６７８９")
GAPS = st.text(alphabet=" .,/_()-\u2010\u2011\u2012\u2013\u2014\u2015", max_size=3)


def told(text: str) -> str | None:
    """Return why a text is refused."""
    field: Any = SimpleNamespace(data=text)
    form: Any = None
    try:
        NoPersonalNumbers()(form, field)
    except StopValidation as stop:
        return str(stop)
    return None


@pytest.fixture(autouse=True)
def words(app: Any) -> Any:
    """Let the words be Vietnamese."""
    with app.test_request_context():
        yield


@pytest.mark.parametrize(
    "text",
    [
        "014203001234", "Số 014 203 001 234.", "014.203.001.234", "014,203,001,234", "014/203/001/234",
        "014_203_001_234",
        "(014) 203 001 234", "014 - 203 - 001 - 234", "014–203—001‑234", "0 1 4 2 0 3 0 0 1 2 3 4",
        f"014{ZERO_WIDTH}203{SOFT}001234", "014203001234".translate(WIDE), "014\u00a0203\u2009001 234",
        "35 người, 014203001234", "014203001234 12/05/2026", "100200300400",
    ],
)  # fmt: skip
def test_a_citizen_s_number_is_refused(text: str) -> None:
    assert CITIZEN in (told(text) or "")


@pytest.mark.parametrize(
    "text",
    [
        "0912345678", "gọi 0912 345 678 nhé", "0912.345.678", "0912,345,678", "0912/345/678", "0912_345_678",
        "(0912) 345 678", "0912 – 345 — 678", "+84 912 345 678", "+84912345678", "84912345678", "+84 (0) 912 345 678",
        "0084 912 345 678", f"09{ZERO_WIDTH}12345678", "0912345678".translate(WIDE), "09-12-34-56-78",
        "0912345678 3 người", "35 0912345678", "024 3825 1234", "ngày 12/05/2026 0912345678", "30/02/2026 0912345678",
    ],
)  # fmt: skip
def test_a_telephone_number_is_refused(text: str) -> None:
    assert PHONE in (told(text) or "")


@pytest.mark.parametrize(
    "text",
    [
        "120 tờ rơi, 35 người", "Phát 1.200 tờ rơi cho 35 hộ, 140 người", "12/05/2026", "2026-05-12",
        "Từ 01/05/2026 - 31/05/2026", "12/05/2026, 13/05/2026, 14/05/2026", "12.05.2026 35 người",
        "19:30 ngày 2/9/2026", "05/01/26, 12/01/26, 19/01/26",
        "Tuần tra các tối 05/01, 12/01, 19/01, 26/01", "09/01, 12/01, 19/01", "Giao nộp 100.000.000 đồng",
        "12 người, 1234567 tờ", "12/15 hộ, 120-150 người", "Quyết định 12/2026/QĐ-UBND", "3 súng, 0,5 kg pháo", "",
    ],
)  # fmt: skip
def test_counts_and_days_are_fine(text: str) -> None:
    assert told(text) is None


@given(digits=st.from_regex(r"0(?:0[1-9]|[1-8][0-9]|9[0-6])[0-9]{9}", fullmatch=True), data=st.data())
def test_any_gaps_up_to_three_hide_no_citizen_s_number(digits: str, data: st.DataObject) -> None:
    gaps = [data.draw(GAPS) for _ in digits]
    text = "".join(digit + gap for digit, gap in zip(digits, gaps, strict=True))
    assume(not re.search(rf"{DAY.pattern}|/\d{{1,2}}\W{{1,3}}\d{{1,2}}/", text))  # it may be read as days
    assert told(f"số {text}người") is not None


@given(day=st.dates(date(1950, 1, 1), date(2099, 12, 31)), count=st.integers(1, 999))
def test_any_day_is_fine(day: date, count: int) -> None:
    for text in (f"{day:%d/%m/%Y} {count} người", f"{day:%Y-%m-%d}, {count} tờ rơi", f"{day:%d.%m.%Y}"):
        assert told(text) is None, text


def _asked(answer: TestResponse, field: str) -> bool:
    return answer.status_code == 422 and PHONE in (why(answer, field) or "")


def test_every_free_text_of_an_activity_is_looked_at(as_: SignIn, world: World) -> None:
    head, text = as_("head"), "gọi 0912 - 345 - 678"
    form = {"kind": "tip", "held_on": f"{today()}"}
    made = f"/activities/{world.activities['Na']}"
    to = (f"/groups/{world.groups['Na']}/activities", made, f"{made}/correction")
    for field in ("summary", "plan"):
        for address in to:
            assert _asked(head.send(address, **form, version="1", **{field: text}), field), (address, field)
    assert _asked(head.send(f"{made}/withdrawal", reason=text, sure="y"), "reason")
