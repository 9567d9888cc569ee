"""Who is told of a submission's course: its unit when it comes back or is through, and who is only informed."""

from app.clock import today
from tests.conftest import SignIn
from tests.pages import parse, words
from tests.papers import pdf
from tests.reviews.test_course import YEAR
from tests.world import World, file


def test_a_notice_names_what_came_back_and_whose(as_: SignIn, world: World) -> None:
    place = f"/reviews/{world.submissions['Na']}/decision"
    assert as_("police").send(place, decision="return", reason="Thiếu ảnh", due_on=f"{today()}").status_code == 303
    assert f"Bị trả lại, cần sửa rồi gửi lại: Hồ sơ bản năm {YEAR}, Bản Na" in _told(as_, "head")


def test_who_is_informed_is_told_once_it_is_through(as_: SignIn, world: World) -> None:
    sent = as_("police").send("/submissions", unit=str(world.units["An"]), year=str(YEAR))
    assert sent.status_code == 303
    assert "Xã An" not in _told(as_, "province")
    assert as_("district").send(f"{sent.location}/decision", decision="approve").status_code == 303
    assert f"Bên dưới đã được duyệt: Đăng ký của xã năm {YEAR}, Xã An" in _told(as_, "province")
    assert f"Đã được duyệt: Đăng ký của xã năm {YEAR}, Xã An" in _told(as_, "police")
    assert as_("province").get(str(sent.location)).status_code == 200


def test_a_document_goes_along_with_a_comment_to_all_who_read_it(as_: SignIn, world: World) -> None:
    place = f"/reviews/{world.submissions['Na']}"
    sent = as_("police").send(f"{place}/comments", words="Xem biên bản", document=file(pdf(), "Biên bản họp.pdf"))
    assert sent.status_code == 303
    page = parse(as_("head").get(place).text)
    [first, *_rest] = [each.get("href") for each in page.iter("a") if (each.get("href") or "").endswith("/document")]
    for who, status in (("head", 200), ("district", 200), ("head2", 404), (None, 303)):
        assert as_(who).get(str(first)).status_code == status
    assert as_("head").get(str(first)).headers["Content-Disposition"].startswith("attachment")
    refused = as_("police").send(f"{place}/comments", words="Xem bản này", document=file(b"MZ", "chay.exe"))
    assert refused.status_code == 422
    assert "Chỉ nhận PDF" in refused.text
    assert "Xem bản này" in refused.text


def _told(as_: SignIn, who: str) -> str:
    return words(parse(as_(who).get("/notices").text))
