"""Telephone numbers: every way in which Vietnamese numbers are written is stored in one form; others are refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.phone import NotVietnamese, normalise, pretty

pytestmark = pytest.mark.once

MOBILES = st.builds(
    "+84{}{}".format, st.sampled_from(["32", "56", "70", "86", "91", "98"]), st.from_regex(r"[0-9]{7}", fullmatch=True)
)


@pytest.mark.parametrize(
    "typed",
    [
        "0912345678",
        "+84912345678",
        "84912345678",
        "+84 912 345 678",
        "+84 (0) 912 345 678",
        "0912.345.678",
        "0912-345-678",
        " 0912 345 678 ",
        "(0912) 345678",
        "0084912345678",
    ],
)
def test_every_way_of_writing_a_number_is_stored_alike(typed: str) -> None:
    assert normalise(typed) == "+84912345678"


def test_numbers_of_landlines_are_taken() -> None:
    assert normalise("0212 3852 123") == normalise("+84 212 3852123") == "+842123852123"


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "123",
        "091234567",
        "09123456789",
        "01669123456",  # eleven digits: out of use since 2018
        "+1 202 555 0100",
        "+856 20 5555 5555",
        "+86 138 0013 8000",
        "số của con",
        "0912345678 ext 5",
        "0912345678x",
        "0912345678" * 5,
        "9" * 400,
        "+",
        "😀",
        "\x00",
    ],
)
def test_what_is_no_vietnamese_number_is_refused(typed: str) -> None:
    with pytest.raises(NotVietnamese):
        normalise(typed)


@given(MOBILES)
def test_what_is_shown_can_be_typed_again(number: str) -> None:
    assert normalise(number) == number
    shown = pretty(number)
    assert shown.startswith("0")
    assert len(shown.split()) == 3
    assert normalise(shown) == number


@given(st.text(st.characters(codec="utf-8"), max_size=40))
def test_any_text_is_a_number_in_the_one_form_or_refused(typed: str) -> None:
    try:
        number = normalise(typed)
    except NotVietnamese:
        return
    assert number.startswith("+84")
    assert number[1:].isascii()
    assert number[1:].isdecimal()
    assert normalise(number) == number


def test_what_is_no_number_of_ours_is_shown_as_it_is() -> None:
    assert pretty("+12025550100") == "+12025550100"
    assert pretty("") == ""
