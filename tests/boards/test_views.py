"""The first page of each role."""

import pytest

from tests.conftest import SignIn
from tests.pages import parse


@pytest.mark.parametrize(
    ("who", "heading"),
    [
        ("head", "Còn 2 hộ chưa ký cam kết"),
        ("police", "Xã An"),
        ("district", "Huyện Một"),
        ("province", "Tỉnh Thử"),
        ("admin", "Quản trị"),
    ],
)
def test_first_page(as_: SignIn, who: str, heading: str) -> None:
    answer = as_(who).get("/")
    assert answer.status_code == 200
    assert heading in answer.text


def test_more_of_the_first_page_s_list_is_more_of_who_is_missing(as_: SignIn) -> None:
    head = as_("head")
    for number in range(10):
        head.send("/households", head_name=f"Lò Văn {'ABCDEGHIKL'[number]}", member_count="3")
    more = [
        link.get("hx-get") or ""
        for link in parse(head.get("/").text).iter("a")
        if "after=" in (link.get("hx-get") or "")
    ]
    assert len(more) == 1
    answer = head.part(more[0]).text
    assert "Lò Văn L" in answer
    assert "đã ký" not in answer
