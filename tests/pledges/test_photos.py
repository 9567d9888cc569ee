"""The photo of a signed page that comes by itself, after its pledge: promised, sent in parts, there once."""

import base64
import hashlib
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from PIL import Image
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from app.attachments.models import Attachment
from app.clock import today
from app.extensions import db
from app.pledges.models import Pledge, VillagePledges
from tests.client import Client
from tests.conftest import SignIn
from tests.offline.sending import replay
from tests.pages import parse, words
from tests.world import World, file, jpeg

PHOTO = jpeg("olive", (1800, 1200))
COMING, ABSENT = "còn 1 ảnh chưa gửi", "chưa có ảnh"


def send_parts(client: Client, content: bytes = PHOTO) -> tuple[str, str]:
    """Send a photo in two parts; return its upload and its hash."""
    upload, hash_ = str(uuid4()), hashlib.sha256(content).hexdigest()
    middle = len(content) // 2
    for start, end in ((0, middle), (middle, len(content))):
        client.send(
            f"/attachments/{upload}/chunks", key=str(uuid4()), offset=str(start), total=str(len(content)), hash=hash_,
            chunk=file(content[start:end], "blob"),
        )  # fmt: skip
    return upload, hash_


def attach(client: Client, pledge: object, upload: str, hash_: str, **more: Any) -> TestResponse:
    """Say that the photo has arrived."""
    return client.send(f"/pledges/{pledge}/photo", upload=upload, hash=hash_, **({"key": str(uuid4())} | more))


def sign(client: Client, household: object, **more: str) -> str:
    """Sign for a household without a photo, and return the pledge's address."""
    fields = {"signed_on": today().isoformat(), "signer_name": "Lò Văn Ánh", "method": "paper", **more}
    return str(client.send(f"/households/{household}/pledge", **fields).headers["Location"])


def uploads(client: Client, user: object) -> list[Path]:
    data_dir: Path = client.application.config["SETTINGS"].data_dir
    return list((data_dir / "uploads" / str(user)).glob("*.part"))


def count(client: Client, model: type[Any]) -> int:
    with client.application.app_context():
        found = db.session.scalar(select(func.count()).select_from(model)) or 0
        db.session.remove()
    return found


def without_photo(client: Client, village: int) -> int:
    with client.application.app_context():
        found = db.session.get_one(VillagePledges, (village, today().year)).without_photo
        db.session.remove()
    return found


def test_a_photo_that_came_in_parts_is_prepared_as_any_photo(as_: SignIn, world: World) -> None:
    head, pledge = as_("head"), world.pledges["Cúc"]
    upload, hash_ = send_parts(head)
    assert upload in {path.stem for path in uploads(head, world.users["head"])}
    answer = attach(head, pledge, upload, hash_)
    assert (answer.status_code, answer.headers["Banyen-Record"]) == (201, str(pledge))
    with Image.open(BytesIO(head.get(f"/pledges/{pledge}/photo").data)) as image:
        assert (image.format, image.size) == ("JPEG", (1600, 1067))
    assert upload not in {path.stem for path in uploads(head, world.users["head"])}
    assert without_photo(head, world.units["Na"]) == 0


def test_the_same_replay_is_answered_the_same_though_its_parts_are_gone(as_: SignIn, world: World) -> None:
    head, pledge, key = as_("head"), world.pledges["Cúc"], str(uuid4())
    upload, hash_ = send_parts(head)
    first = attach(head, pledge, upload, hash_, key=key)
    again = attach(head, pledge, upload, hash_, key=key)
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.headers["Banyen-Receipt"] == first.headers["Banyen-Receipt"]


def test_the_same_photo_under_another_key_is_kept_once(as_: SignIn, world: World) -> None:
    """Another phone sends a rescue file, or the first one has lost its answer and begun again."""
    head, pledge = as_("head"), world.pledges["Cúc"]
    attach(head, pledge, *send_parts(head))
    kept, before = count(head, Attachment), uploads(head, world.users["head"])
    assert attach(head, pledge, *send_parts(head)).status_code == 201
    assert count(head, Attachment) == kept
    assert uploads(head, world.users["head"]) == before


@pytest.mark.parametrize("key", [None, "one"])
def test_parts_that_are_not_all_there_are_asked_for_again(as_: SignIn, world: World, key: str | None) -> None:
    head, pledge, upload = as_("head"), world.pledges["Cúc"], str(uuid4())
    hash_ = hashlib.sha256(PHOTO).hexdigest()
    half = {"offset": "0", "total": str(len(PHOTO)), "hash": hash_, "chunk": file(PHOTO[:5000], "blob")}
    head.send(f"/attachments/{upload}/chunks", key=str(uuid4()), **half)
    for wanted in ((upload, hash_), (str(uuid4()), hash_), (upload, "0" * 64), (upload, "")):
        answer = attach(head, pledge, *wanted, key=str(uuid4()) if key else None)
        assert (answer.status_code, answer.headers["Banyen-Reason"]) == (422, "incomplete")
        assert 'id="pledge-photo"' in answer.text
        why = [element for element in parse(answer.text).iter() if element.get("id") == "photo-why"]
        assert words(why[0]) == "Ảnh chưa đến đủ. Máy sẽ gửi lại."
    assert upload in {path.stem for path in uploads(head, world.users["head"])}
    assert head.get(f"/pledges/{pledge}/photo").status_code == 404


@pytest.mark.parametrize("fields", [{}, {"upload": "không"}, {"upload": str(uuid4())}, {"hash": "x" * 500}])
def test_rubbish_is_no_photo(as_: SignIn, world: World, fields: dict[str, str]) -> None:
    answer = as_("head").send(f"/pledges/{world.pledges['Cúc']}/photo", key=str(uuid4()), **fields)
    assert answer.status_code == 422
    assert "Chưa lưu được" in answer.text


def test_a_file_that_is_no_photo_is_told_apart_from_one_that_is_not_all_there(as_: SignIn, world: World) -> None:
    head = as_("head")
    answer = attach(head, world.pledges["Cúc"], *send_parts(head, b"%PDF-1.7 " + b"x" * 500))
    assert (answer.status_code, answer.headers["Banyen-Reason"]) == (422, "invalid")
    assert "không phải ảnh" in answer.text


def test_a_photo_that_waited_does_not_replace_one_that_another_person_added_meanwhile(
    as_: SignIn, world: World
) -> None:
    head, pledge = as_("head"), sign(as_("head"), world.households["Ánh"], photo_coming="1")
    assert as_("police").send(f"{pledge}/photo", photo=file(jpeg("red"))).status_code == 303
    newer = head.get(f"{pledge}/photo").data
    upload, hash_ = send_parts(head)
    waited = replay(head, f"{pledge}/photo", {"upload": upload, "hash": hash_}, Banyen_Queued="1")
    assert (waited.status_code, waited.headers["Banyen-Reason"]) == (409, "photo-there")
    assert head.get(f"{pledge}/photo").data == newer
    assert attach(head, pledge.rsplit("/", 1)[1], upload, hash_).status_code == 201  # its person says so now
    assert head.get(f"{pledge}/photo").data != newer


def test_nobody_can_use_the_parts_of_another(as_: SignIn, world: World) -> None:
    upload, hash_ = send_parts(as_("head"))
    assert attach(as_("police"), world.pledges["Cúc"], upload, hash_).status_code == 422
    assert attach(as_("head2"), world.pledges["Giang"], upload, hash_).status_code == 422
    assert attach(as_("head"), world.pledges["Giang"], upload, hash_).status_code == 404
    assert attach(as_("head"), world.pledges["Cúc"], upload, hash_).status_code == 201


def test_a_promised_photo_is_said_to_be_on_its_way_until_it_is_there(as_: SignIn, world: World) -> None:
    head, anh = as_("head"), world.households["Ánh"]
    address = sign(head, anh, photo_coming="1")
    listed, shown = "/households?status=signed&q=anh", f"/households/{anh}"
    for page in (listed, shown):
        text = head.get(page).text
        assert COMING in text
        assert ABSENT not in text
    assert "ảnh đang ở trên điện thoại của Cán bộ head" in head.get(address).text
    assert without_photo(head, world.units["Na"]) == 2
    attach(head, address.rsplit("/", 1)[1], *send_parts(head))
    for page in (listed, shown, address):
        assert COMING not in head.get(page).text.lower()
    assert without_photo(head, world.units["Na"]) == 1


def test_without_a_promise_there_is_no_photo(as_: SignIn, world: World) -> None:
    head, anh = as_("head"), world.households["Ánh"]
    sign(head, anh)
    text = head.get(f"/households/{anh}").text
    assert ABSENT in text
    assert COMING not in text


@pytest.mark.parametrize(
    "more", [{"photo": file(jpeg()), "method": "paper"}, {"method": "screen", "signature": "SIGNED"}]
)
def test_what_has_its_photo_promises_none(as_: SignIn, world: World, more: dict[str, Any]) -> None:
    head, anh = as_("head"), world.households["Ánh"]
    if more.get("signature"):
        more = more | {"signature": f"data:image/png;base64,{signature()}"}
    sign(head, anh, photo_coming="1", **more)
    with head.application.app_context():
        pledge = db.session.scalars(select(Pledge).where(Pledge.household_id == anh)).one()
        assert (pledge.photo_promised_at, pledge.photo_id is None) == (None, False)


def signature() -> str:
    """Return a drawn signature, in base64."""
    content = BytesIO()
    Image.new("RGB", (80, 40), "white").save(content, "PNG")
    return base64.b64encode(content.getvalue()).decode()


def test_a_form_that_comes_back_still_promises_its_photo(as_: SignIn, world: World) -> None:
    anh = world.households["Ánh"]
    fields = {"signed_on": today().isoformat(), "signer_name": "", "photo_coming": "1"}
    answer = as_("head").send(f"/households/{anh}/pledge", key=str(uuid4()), **fields)
    hidden = {control.get("name"): control.get("value") for control in parse(answer.text).iter("input")}
    assert (answer.status_code, hidden["photo_coming"]) == (422, "1")
