"""The list of households: order, search, status, pages, and the fragment that live filtering asks for."""

import pytest

from tests.conftest import SignIn
from tests.pages import parse, words
from tests.world import World


def names(answer_text: str) -> list[str]:
    """Return the names on the rows of a list, in order."""
    rows = [element for element in parse(answer_text).iter() if element.get("class") == "row-text"]
    return [words(row[0]) for row in rows]


def test_the_list_is_ordered_by_given_name(as_: SignIn) -> None:
    assert names(as_("head").get("/households").text) == [
        "Lò Văn Ánh", "Quàng Thị Bình", "Lường Thị Cúc", "Tòng Văn Đức",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("anh", ["Lò Văn Ánh"]),
        ("LO VAN", ["Lò Văn Ánh"]),
        ("duc tong", ["Tòng Văn Đức"]),
        ("đức", ["Tòng Văn Đức"]),
        ("thi", ["Quàng Thị Bình", "Lường Thị Cúc"]),
        ("nh", []),
        ("%", ["Lò Văn Ánh", "Quàng Thị Bình", "Lường Thị Cúc", "Tòng Văn Đức"]),
        ("x" * 10_000, []),
    ],
)
def test_search_needs_no_accents_and_takes_beginnings_in_any_order(as_: SignIn, typed: str, found: list[str]) -> None:
    assert names(as_("head").get("/households", query_string={"q": typed}).text) == found


@pytest.mark.parametrize(
    ("status", "found"),
    [
        ("missing", ["Lò Văn Ánh", "Tòng Văn Đức"]),
        ("signed", ["Quàng Thị Bình", "Lường Thị Cúc"]),
        ("away", ["Cà Văn Dũng"]),
        ("nonsense", ["Lò Văn Ánh", "Quàng Thị Bình", "Lường Thị Cúc", "Tòng Văn Đức"]),
    ],
)
def test_the_list_shows_one_status(as_: SignIn, status: str, found: list[str]) -> None:
    assert names(as_("head").get(f"/households?status={status}").text) == found


def test_a_signed_household_without_photo_says_so(as_: SignIn) -> None:
    text = as_("head").get("/households?status=signed&q=cuc").text
    assert "chưa có ảnh" in text
    assert "chưa có ảnh" not in as_("head").get("/households?status=signed&q=binh").text


def test_commune_police_search_the_whole_commune(as_: SignIn, world: World) -> None:
    assert names(as_("police").get("/households?q=thi").text) == [
        "Quàng Thị Bình", "Lường Thị Cúc", "Vì Thị Giang", "Lò Thị Hoa",
    ]  # fmt: skip
    one = as_("police").get(f"/households?village={world.units['Pa']}")
    assert names(one.text) == ["Vì Thị Giang", "Lò Thị Hoa"]


def test_pages_follow_each_other_without_gap_or_repeat(as_: SignIn) -> None:
    head = as_("head")
    for number in range(60):
        head.send(
            "/households", head_name=f"Lò Văn {'ABCDEGHIKL'[number // 6]}{'aeiouy'[number % 6]}", member_count="3"
        )
    seen: list[str] = []
    address = "/households"
    for _page in range(5):
        tree = parse(head.get(address).text)
        seen += [words(row[0]) for row in tree.iter() if row.get("class") == "row-text"]
        more = [link.get("href") for link in tree.iter("a") if "after=" in (link.get("href") or "")]
        if not more:
            break
        address = more[0] or ""
    assert len(seen) == len(set(seen)) == 64


@pytest.mark.parametrize("cursor", ["x", "%00", "W10", "WyJhIiwgIngiXQ", "A" * 5000])
def test_a_broken_cursor_is_the_first_page(as_: SignIn, cursor: str) -> None:
    answer = as_("head").get("/households", query_string={"after": cursor})
    assert names(answer.text)[0] == "Lò Văn Ánh"


def test_the_fragment_is_part_of_the_page(as_: SignIn) -> None:
    head = as_("head")
    whole, part = head.get("/households?q=thi"), head.part("/households?q=thi")
    assert names(part.text) == names(whole.text)
    assert part.text.strip() in whole.text
    assert "HX-Request" in part.headers["Vary"]
