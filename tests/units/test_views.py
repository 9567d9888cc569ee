"""Unit pages and the picker, as each person meets them."""

import pytest

from tests.conftest import SignIn
from tests.pages import parse, words
from tests.world import World


def found(text: str) -> list[str]:
    return [words(row[0]) for row in parse(text).iter() if row.get("class") == "row-text"]


@pytest.mark.parametrize(
    ("who", "typed", "names"),
    [
        ("province", "binh", ["Xã Bình"]),
        ("province", "ban na", ["Bản Na"]),
        ("province", "hu ha", ["Huyện Hai"]),
        ("district", "chung", []),
        ("police", "p", ["Bản Pa"]),
        ("head", "", ["Bản Na"]),
        ("admin", "xa xa", ["Bản Xa"]),
    ],
)
def test_the_picker_narrows_without_accents_and_within_reach(
    as_: SignIn, who: str, typed: str, names: list[str]
) -> None:
    listed = found(as_(who).part(f"/units?q={typed}").text)
    assert [name for name in names if name not in listed] == []
    if typed != "xa xa":
        assert listed == names


def test_a_unit_page_shows_its_path_and_children(as_: SignIn, world: World) -> None:
    text = as_("province").get(f"/units/{world.units['An']}").text
    path = next(element for element in parse(text).iter("nav") if element.get("class") == "path")
    assert [words(step) for step in path.iter("li")] == ["Tỉnh Thử", "Huyện Một", "Xã An"]
    assert found(text) == ["Bản Na", "Bản Pa"]


@pytest.mark.parametrize(
    ("who", "place", "status"),
    [("head", "Na", 200), ("head", "An", 404), ("police", "Hạ", 404), ("district", "Hai", 404), ("admin", "Xa", 200)],
)
def test_a_unit_outside_ones_reach_does_not_exist(as_: SignIn, world: World, who: str, place: str, status: int) -> None:
    assert as_(who).get(f"/units/{world.units[place]}").status_code == status


def test_ones_own_unit(as_: SignIn, world: World) -> None:
    assert as_("police").get("/units/mine").headers["Location"] == f"/units/{world.units['An']}"
