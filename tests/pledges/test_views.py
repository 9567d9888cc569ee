"""Signing, withdrawing and photos, as each person meets them."""

import gc
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from PIL import Image
from sqlalchemy import select

from app.clock import local, now, today
from app.extensions import db
from app.pledges.models import Pledge, VillagePledges
from tests.client import Client
from tests.conftest import SignIn
from tests.pages import parse, words
from tests.world import World, file, jpeg

YEAR = today().year


def good(**changes: Any) -> dict[str, Any]:
    """Return the fields of a sound pledge."""
    return {"signed_on": today().isoformat(), "signer_name": "Lò Văn Ánh", "method": "paper", **changes}


def counted(client: Client, village: int, year: int = YEAR) -> tuple[int, int]:
    """Return the kept counts of a village: signed, without photo."""
    with client.application.app_context():
        row = db.session.get(VillagePledges, (village, year))
        found = (row.signed, row.without_photo) if row else (0, 0)
        db.session.remove()
    return found


def pledges_of(client: Client, household: object) -> list[Pledge]:
    with client.application.app_context():
        found = list(db.session.scalars(select(Pledge).where(Pledge.household_id == household)))
        db.session.expunge_all()
        db.session.remove()
    return found


def test_the_page_has_the_text_and_everything_filled_in(as_: SignIn, world: World) -> None:
    text = as_("head").get(f"/households/{world.households['Ánh']}/pledge/new").text
    tree = parse(text)
    values = {control.get("name"): control.get("value") for control in tree.iter("input")}
    assert (values["signed_on"], values["signer_name"]) == (today().isoformat(), "Lò Văn Ánh")
    assert len(next(element for element in tree.iter("ol") if element.get("class") == "terms")) == 8
    assert "mẫu gợi ý, chưa phải mẫu chính thức" in text


def test_signing_with_a_photo_counts_and_offers_the_next(as_: SignIn, world: World) -> None:
    head, anh = as_("head"), world.households["Ánh"]
    signed = head.send(f"/households/{anh}/pledge", photo=file(jpeg(size=(3000, 2000))), **good())
    assert signed.status_code == 303
    assert counted(head, world.units["Na"]) == (3, 1)
    page = head.get(signed.headers["Location"])
    assert "Ký tiếp: Tòng Văn Đức" in page.text
    photo = head.get(f"{signed.headers['Location']}/photo")
    with Image.open(BytesIO(photo.data)) as image:
        assert (image.format, image.size) == ("JPEG", (1600, 1067))
        assert not image.getexif()


def test_a_photo_may_come_later(as_: SignIn, world: World) -> None:
    head, anh = as_("head"), world.households["Ánh"]
    address = head.send(f"/households/{anh}/pledge", **good()).headers["Location"]
    assert counted(head, world.units["Na"]) == (3, 2)
    assert "Chưa có ảnh" in head.get(address).text
    assert head.get(f"{address}/photo").status_code == 404
    assert head.send(f"{address}/photo", photo=file(jpeg())).status_code == 303
    assert counted(head, world.units["Na"]) == (3, 1)
    assert head.send(f"{address}/photo", photo=file(jpeg("red"))).status_code == 303
    assert counted(head, world.units["Na"]) == (3, 1)


def test_a_second_valid_pledge_is_refused_with_a_link_to_the_first(as_: SignIn, world: World) -> None:
    head, binh = as_("head"), world.households["Bình"]
    again = head.send(f"/households/{binh}/pledge", **good())
    assert (again.status_code, again.headers["Banyen-Reason"]) == (409, "already-signed")
    assert f"/pledges/{world.pledges['Bình']}" in again.text
    assert head.get(f"/households/{binh}/pledge/new").headers["Location"] == f"/pledges/{world.pledges['Bình']}"


def test_a_withdrawn_pledge_stays_and_the_household_may_sign_anew(as_: SignIn, world: World) -> None:
    head, binh, first = as_("head"), world.households["Bình"], world.pledges["Bình"]
    assert head.send(f"/pledges/{first}/withdrawal", reason=" ").status_code == 422
    assert head.send(f"/pledges/{first}/withdrawal", reason="Ký nhầm hộ").status_code == 303
    assert counted(head, world.units["Na"]) == (1, 1)
    assert head.send(f"/pledges/{first}/withdrawal", reason="Lần hai").status_code == 409
    assert head.send(f"/households/{binh}/pledge", **good()).status_code == 303
    assert len(pledges_of(head, binh)) == 2
    assert counted(head, world.units["Na"]) == (2, 2)
    assert "Ký nhầm hộ" in head.get(f"/pledges/{first}").text


def test_a_household_that_leaves_takes_its_pledge_out_of_the_count(as_: SignIn, world: World) -> None:
    head, binh = as_("head"), world.households["Bình"]
    head.send(f"/households/{binh}/departure", kind="moved_out", on=today().isoformat(), reason="Về quê")
    assert counted(head, world.units["Na"]) == (1, 1)
    assert head.send(f"/households/{binh}/pledge", **good()).status_code == 409
    head.send(f"/households/{binh}/return")
    assert counted(head, world.units["Na"]) == (2, 1)


def test_the_pledge_year_is_the_year_of_signing(as_: SignIn, world: World) -> None:
    head, anh = as_("head"), world.households["Ánh"]
    assert head.send(f"/households/{anh}/pledge", **good(signed_on=f"31/12/{YEAR - 1}")).status_code == 303
    assert head.send(f"/households/{anh}/pledge", **good()).status_code == 303
    assert {pledge.year for pledge in pledges_of(head, anh)} == {YEAR - 1, YEAR}
    assert counted(head, world.units["Na"], YEAR - 1) == (1, 1)


def test_a_signature_is_judged_at_the_moment_of_capture(as_: SignIn, world: World) -> None:
    """One signed and captured at the end of a year counts for it, though two years have begun since."""
    head, anh = as_("head"), world.households["Ánh"]
    captured = now() - timedelta(days=330)
    first_open = captured.year - 1
    sent = good(signed_on=f"{first_open}-12-31", captured_at=captured.isoformat())
    assert head.send(f"/households/{anh}/pledge", **sent).status_code == 303
    assert [pledge.year for pledge in pledges_of(head, anh)] == [first_open]


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"signed_on": (today() + timedelta(days=1)).isoformat()}, "signed_on"),
        ({"signed_on": date(YEAR - 2, 12, 31).isoformat()}, "signed_on"),
        ({"signed_on": "30/2/2026"}, "signed_on"),
        ({"signed_on": ""}, "signed_on"),
        ({"year": str(YEAR - 1)}, "signed_on"),
        ({"signer_name": "3 người"}, "signer_name"),
        ({"signer_name": ""}, "signer_name"),
        ({"signer_relation": "x" * 61}, "signer_relation"),
        ({"photo": file(b"khong phai anh")}, "photo"),
        ({"photo": file(b"")}, "photo"),
        ({"photo": file(jpeg()[:-200])}, "photo"),
        ({"photo": file(b"%PDF-1.7 " + b"x" * 500)}, "photo"),
        ({"method": "screen"}, "signature"),
        ({"method": "screen", "signature": "data:image/png;base64,AAAA"}, "signature"),
    ],
)
def test_bad_input_gets_words_by_its_field_and_stores_nothing(
    as_: SignIn, world: World, fields: dict[str, Any], field: str
) -> None:
    head, anh = as_("head"), world.households["Ánh"]
    answer = head.send(f"/households/{anh}/pledge", **good(**fields))
    assert answer.status_code == 422
    why = [element for element in parse(answer.text).iter() if element.get("id") == f"{field}-why"]
    assert words(why[0])
    assert pledges_of(head, anh) == []
    assert counted(head, world.units["Na"]) == (2, 1)


@pytest.mark.parametrize("fields", [{"method": "oath"}, {"captured_at": "hôm qua"}, {"id": "không"}])
def test_what_no_page_of_ours_sends_is_refused(as_: SignIn, world: World, fields: dict[str, Any]) -> None:
    answer = as_("head").send(f"/households/{world.households['Ánh']}/pledge", **good(**fields))
    assert answer.status_code == 422
    assert "Chưa lưu được" in answer.text


@pytest.mark.parametrize("days", [2, -400])
def test_a_clock_far_off_is_refused(as_: SignIn, world: World, days: int) -> None:
    captured = (now() + timedelta(days=days)).isoformat()
    answer = as_("head").send(f"/households/{world.households['Ánh']}/pledge", **good(captured_at=captured))
    assert answer.status_code == 422


def test_a_photo_of_too_many_pixels_is_refused_before_it_is_decoded(as_: SignIn, world: World) -> None:
    content = BytesIO()
    Image.new("1", (12_000, 9_000)).save(content, "PNG")
    answer = as_("head").send(f"/households/{world.households['Ánh']}/pledge", **good(photo=file(content.getvalue())))
    assert answer.status_code == 422
    assert "quá nhiều điểm ảnh" in answer.text


def test_a_photo_over_ten_megabytes_and_a_request_over_the_bound(as_: SignIn, world: World) -> None:
    head, anh = as_("head"), world.households["Ánh"]
    large = jpeg() + b"\0" * 10 * 1024 * 1024
    assert "lớn quá 10 MB" in head.send(f"/households/{anh}/pledge", **good(photo=file(large))).text
    endless = (
        b'--x\r\nContent-Disposition: form-data; name="photo"; filename="a.jpg"\r\n\r\n' + b"\0" * 25 * 1024 * 1024
    )
    answer = head.post(f"/households/{anh}/pledge", data=endless, content_type="multipart/form-data; boundary=x")
    assert (answer.status_code, answer.headers["Banyen-Reason"]) == (413, "too-large")
    gc.collect()  # what the client left open is closed, with its warning, within this test


def test_a_refused_pledge_leaves_no_file_behind(as_: SignIn, world: World) -> None:
    head = as_("head")
    folder: Path = head.application.config["SETTINGS"].data_dir / "photos"
    before = set(folder.rglob("*.jpg"))
    again = head.send(f"/households/{world.households['Bình']}/pledge", photo=file(jpeg("blue")), **good())
    assert again.status_code == 409
    assert set(folder.rglob("*.jpg")) == before


def test_the_same_form_sent_twice_is_told_apart(as_: SignIn, world: World) -> None:
    head, anh, id_ = as_("head"), world.households["Ánh"], str(uuid4())
    head.send(f"/households/{anh}/pledge", **good(id=id_))
    again = head.send(f"/households/{anh}/pledge", **good(id=id_))
    assert (again.status_code, again.headers["Banyen-Reason"]) == (409, "id-taken")


@pytest.mark.parametrize(("who", "status"), [("head2", 404), ("police2", 404), ("district", 403), ("admin", 403)])
def test_pledges_and_photos_are_not_for_others(as_: SignIn, world: World, who: str, status: int) -> None:
    pledge = world.pledges["Bình"]
    for address in (f"/pledges/{pledge}", f"/pledges/{pledge}/photo"):
        assert as_(who).get(address).status_code == status
    assert as_(who).send(f"/pledges/{pledge}/withdrawal", reason="x").status_code == status


def test_a_photo_is_kept_by_no_shared_cache(as_: SignIn, world: World) -> None:
    answer = as_("police").get(f"/pledges/{world.pledges['Bình']}/photo")
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert answer.mimetype == "image/jpeg"


@pytest.mark.parametrize("days", [2, -400, 40_000])
def test_a_wrong_clock_is_told_and_saving_again_uses_the_right_time(as_: SignIn, world: World, days: int) -> None:
    head, anh = as_("head"), world.households["Ánh"]
    captured = now() + timedelta(days=days)
    answer = head.send(f"/households/{anh}/pledge", **good(captured_at=captured.isoformat()))
    assert answer.status_code == 422
    said = words(next(element for element in parse(answer.text).iter() if element.get("id") == "errors"))
    assert f"Máy báo lúc nhập là {local(captured):%H:%M ngày %d/%m/%Y}" in said
    assert f"{local(now()):%d/%m/%Y}" in said
    hidden = {control.get("name"): control for control in parse(answer.text).iter("input")}
    assert (hidden["captured_at"].get("value"), "data-captured" in hidden["captured_at"].attrib) == ("", True)
    assert head.send(f"/households/{anh}/pledge", **good(captured_at="")).status_code == 303
    assert abs(pledges_of(head, anh)[0].captured_at - now()) < timedelta(minutes=1)


@pytest.mark.parametrize("captured", ["9999-12-31T23:59:59+00:00", "0001-01-01T00:00:00+14:00", "x" * 5000, "²"])
def test_no_moment_is_too_strange_to_be_refused(as_: SignIn, world: World, captured: str) -> None:
    answer = as_("head").send(f"/households/{world.households['Ánh']}/pledge", **good(captured_at=captured))
    assert answer.status_code == 422


def test_a_sound_moment_comes_back_with_the_form(as_: SignIn, world: World) -> None:
    captured = (now() - timedelta(days=3)).isoformat()
    answer = as_("head").send(
        f"/households/{world.households['Ánh']}/pledge", **good(captured_at=captured, signer_name="")
    )
    values = {control.get("name"): control.get("value") for control in parse(answer.text).iter("input")}
    assert values["captured_at"] == captured
