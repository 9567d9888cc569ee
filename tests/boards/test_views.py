"""The first page of each role."""

import pytest

from tests.conftest import SignIn


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
