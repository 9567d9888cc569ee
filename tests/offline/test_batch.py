"""A batch: every item as if it came alone, in order, in one transaction, each kept or taken back on its own."""

import base64
import gzip
from io import BytesIO
from pathlib import Path
from time import monotonic
from uuid import uuid4

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import func, select

from app.attachments.storage import folder
from app.clock import today
from app.extensions import db
from app.households.models import Household, VillageHouseholds
from app.offline.batch import Progress
from app.offline.items import Item
from app.offline.schemas import HIGHEST
from app.pledges.models import Pledge
from tests.conftest import SignIn
from tests.contents import changed, contents
from tests.offline.sending import answers, examine, household, item, pledge, replay, send_batch, statuses
from tests.pages import check_html
from tests.world import World

NAMES = ["Lò Văn Khoa", "Cầm Thị Liên", "Hà Văn Mạnh", "Quàng Thị Nga", "Vì Văn Ơn"]


def signature() -> str:
    content = BytesIO()
    Image.new("RGB", (60, 30), "white").save(content, "PNG")
    return f"data:image/png;base64,{base64.b64encode(content.getvalue()).decode()}"


def test_each_item_is_answered_as_it_would_be_alone(app: Flask, as_: SignIn, world: World) -> None:
    head, anh = as_("head"), world.households["Ánh"]
    sent = [
        item("/households", household(NAMES[0])),
        item("/households", household(NAMES[1], member_count="0")),
        item(f"/households/{anh}", household("Lò Văn Ảnh", version="9")),
        item(f"/households/{world.households['Hoa']}/pledge", pledge("Lò Thị Hoa")),
        item(f"/households/{world.households['Bình']}/pledge", pledge("Quàng Thị Bình")),
        item(f"/households/{anh}/pledge", pledge("Lò Văn Ánh")),
        item("/nowhere", {}),
        item("/households/new", {}),
    ]
    found = answers(send_batch(head, sent))
    assert [answer["key"] for answer in found] == [one["key"] for one in sent]
    assert [answer["status"] for answer in found] == [201, 422, 409, 404, 409, 201, 404, 404]
    reasons = [None, "invalid", "version", "gone", "already-signed", None, "gone", "gone"]
    assert [answer["reason"] for answer in found] == reasons
    first = found[0]
    assert first["url"] == f"/households/{first['record']}/pledge/new"
    assert first["receipt"].startswith("BY-")
    assert 'id="household-form"' in found[1]["html"]
    assert 'id="household-form"' in found[2]["html"]
    for answer in found:
        assert (answer["html"] is not None) == (answer["status"] in {403, 404, 409, 422})
        if answer["html"]:
            check_html(answer["html"])
            assert "<!doctype" not in answer["html"]
    alone = [replay(head, one["path"], dict(one["fields"]), key=one["key"]) for one in sent]
    assert [answer.status_code for answer in alone] == [200, 422, 409, 404, 409, 200, 404, 404]
    assert [answer.headers.get("Banyen-Receipt") for answer in alone] == [answer["receipt"] for answer in found]
    assert examine(app) == []


def test_what_was_refused_leaves_nothing_and_takes_nothing_with_it(app: Flask, as_: SignIn) -> None:
    before = contents(app)
    good = [item("/households", household(name)) for name in NAMES]
    bad = [item("/households", household(name, birth_year="1")) for name in NAMES]
    mixed = [one for pair in zip(good, bad, strict=True) for one in pair]
    assert statuses(send_batch(as_("head"), mixed)) == [201, 422] * 5
    after = changed(before, contents(app))
    assert set(after) == {"households", "residences", "village_households", "ledger_entries", "audit_events"}
    assert {len(after[table]["came"]) for table in ("households", "residences", "ledger_entries", "audit_events")} == {
        5
    }
    assert examine(app) == []


def test_sent_again_it_is_answered_the_same(as_: SignIn, app: Flask) -> None:
    sent = [item("/households", household(name)) for name in NAMES]
    first, before = answers(send_batch(as_("head"), sent)), contents(app)
    again = answers(send_batch(as_("head"), sent, packed=False))
    assert [answer["status"] for answer in again] == [200] * 5
    assert [{**answer, "status": 201} for answer in again] == first
    assert changed(before, contents(app)) == {}


def test_a_key_twice_in_a_batch_is_done_once(app: Flask, as_: SignIn) -> None:
    key, before = str(uuid4()), contents(app)
    twice = [item("/households", household(name), key=key) for name in (NAMES[0], NAMES[0], NAMES[1])]
    found = answers(send_batch(as_("head"), twice))
    assert [(answer["status"], answer["reason"]) for answer in found] == [
        (201, None), (200, None), (409, "key-reused"),
    ]  # fmt: skip
    assert found[0]["receipt"] == found[1]["receipt"]
    assert len(changed(before, contents(app))["households"]["came"]) == 1


def test_what_builds_on_an_item_waits_for_it(as_: SignIn) -> None:
    id_ = str(uuid4())
    first = item("/households", household(NAMES[0], id=id_))
    second = item(f"/households/{id_}/pledge", pledge(NAMES[0]), after=first["key"])
    third = item(f"/households/{id_}", household("Lò Văn Khoá", version="1"), after=second["key"])
    found = answers(send_batch(as_("head"), [first, second, third]))
    assert [answer["status"] for answer in found] == [201, 201, 201]
    assert [answer["status"] for answer in answers(send_batch(as_("head"), [first, second, third]))] == [200] * 3


def test_what_builds_on_a_refused_item_is_not_judged(app: Flask, as_: SignIn) -> None:
    before, id_ = contents(app), str(uuid4())
    first = item("/households", household(NAMES[0], id=id_, member_count="x"))
    second = item(f"/households/{id_}/pledge", pledge(NAMES[0]), after=first["key"])
    third = item(f"/households/{id_}", household(NAMES[1], version="1"), after=second["key"])
    other = item("/households", household(NAMES[2]), after=str(uuid4()))
    found = answers(send_batch(as_("head"), [first, second, third, other]))
    assert [(answer["status"], answer["reason"]) for answer in found] == [
        (422, "invalid"), (423, "busy"), (423, "busy"), (201, None),
    ]  # fmt: skip
    assert len(changed(before, contents(app))["households"]["came"]) == 1


def test_what_builds_on_an_item_that_cannot_be_read_is_not_judged(as_: SignIn) -> None:
    id_, first = uuid4(), uuid4()
    large = item("/households", household(NAMES[0], id=id_, address="x" * 1_100_000), key=first)
    found = answers(
        send_batch(as_("head"), [large, item(f"/households/{id_}/pledge", pledge(NAMES[0]), after=str(first))])
    )
    assert [(answer["status"], answer["reason"]) for answer in found] == [(413, "too-large"), (423, "busy")]


def test_a_batch_that_takes_too_long_leaves_the_rest_to_the_next_one() -> None:
    one = Item(uuid4(), "/households", "", [], HIGHEST, queued=True, after=None)
    assert not Progress({one.key}).must_wait(one)
    assert Progress({one.key}, until=monotonic() - 1).must_wait(one)


def test_an_item_before_what_it_builds_on_waits_too(as_: SignIn) -> None:
    first = item("/households", household(NAMES[0]))
    early = item("/households", household(NAMES[1]), after=first["key"])
    assert statuses(send_batch(as_("head"), [early, first])) == [423, 201]


ONLINE_ONLY = [
    "/login", "/logout", "/locale", "/account/password", "/offline/batch", "/offline/heartbeat", "/offline/rescue",
    "/attachments/01900000-0000-7000-8000-000000000001/chunks",
]  # fmt: skip


@pytest.mark.parametrize("path", ONLINE_ONLY)
def test_what_is_done_online_is_not_done_in_a_batch(app: Flask, as_: SignIn, path: str) -> None:
    before = contents(app)
    sent = [item(path, {"locale": "en", "username": "head2", "password": "mat khau thu"})]
    [answer] = answers(send_batch(as_("head"), sent))
    assert (answer["status"], answer["reason"]) == (404, "gone")
    assert changed(before, contents(app)) == {}


def test_signed_out_the_whole_batch_waits(as_: SignIn) -> None:
    refused = send_batch(as_(None), [item("/households", household(NAMES[0]))])
    assert (refused.status_code, refused.headers["Banyen-Reason"]) == (401, "signed-out")
    assert refused.headers["Idempotency-Key"]


def files(app: Flask) -> set[Path]:
    """Return every stored file."""
    with app.app_context():
        return {path for path in folder().rglob("*") if path.is_file()}


def test_each_item_finds_what_the_one_before_stored(app: Flask, as_: SignIn, world: World) -> None:
    anh = world.households["Ánh"]
    leave = {"kind": "moved_out", "on": today().isoformat(), "reason": "Về ở với con"}
    sent = [
        item(f"/households/{anh}", household("Lò Văn Ảnh", version="1")),
        item(f"/households/{anh}", household("Lò Văn Anh", version="1")),
        item(f"/households/{anh}", household("Lò Văn Anh", version="2")),
        item(f"/households/{anh}/departure", leave),
        item(f"/households/{anh}/departure", leave),
        item(f"/households/{anh}/pledge", pledge("Lò Văn Anh")),
        item(f"/households/{anh}/return", {}),
        item(f"/households/{anh}/pledge", pledge("Lò Văn Anh")),
        item(f"/households/{anh}/departure", leave),
        item(f"/households/{anh}/return", {}),
    ]
    assert statuses(send_batch(as_("head"), sent)) == [201, 409, 201, 201, 409, 409, 201, 201, 201, 201]
    assert examine(app) == []
    with app.app_context():
        found = db.session.get_one(Household, anh)
        assert (found.head_name, found.away_since, len(found.residences)) == ("Lò Văn Anh", None, 3)


def test_a_signature_stays_when_a_later_item_is_refused(app: Flask, as_: SignIn, world: World) -> None:
    drawn = {"method": "screen", "signature": signature()}
    sent = [
        item(f"/households/{world.households['Ánh']}/pledge", pledge("Lò Văn Ánh", **drawn)),
        item(f"/households/{world.households['Bình']}/pledge", pledge("Quàng Thị Bình", **drawn)),
        item("/households", household(NAMES[0], member_count="")),
    ]
    before = files(app)
    assert statuses(send_batch(as_("head"), sent)) == [201, 409, 422]
    assert len(files(app) - before) == 1
    assert examine(app) == []


def test_items_are_answered_in_text_whatever_the_phone_can_unpack(as_: SignIn) -> None:
    sent = [item("/households", household(NAMES[0], member_count="0")) for _ in range(20)]
    packed = send_batch(as_("head"), sent, Accept_Encoding="gzip, br", HX_Request="true")
    assert packed.headers["Content-Encoding"] in {"br", "gzip"}
    plain = send_batch(as_("head"), sent)
    assert "Content-Encoding" not in plain.headers
    for answer in answers(plain):
        check_html(answer["html"])
    if packed.headers["Content-Encoding"] == "gzip":
        assert gzip.decompress(packed.data) == plain.data


def test_fifty_items_are_taken_and_one_more_is_not(app: Flask, as_: SignIn, world: World) -> None:
    letters = "ABCDEGHIKLMNOPQRSTUVXY"
    names = [f"Lò Thị {one}{other.lower()}" for one in letters for other in letters][:51]
    sent = [item("/households", household(name)) for name in names]
    before = contents(app)
    refused = send_batch(as_("head"), sent)
    assert (refused.status_code, refused.headers["Banyen-Reason"]) == (422, "invalid")
    assert changed(before, contents(app)) == {}
    assert statuses(send_batch(as_("head"), sent[:50])) == [201] * 50
    with app.app_context():
        assert db.session.get_one(VillageHouseholds, world.units["Na"]).resident == 54
        assert db.session.scalar(select(func.count()).select_from(Pledge)) == 4


def test_an_empty_batch_is_a_batch(as_: SignIn) -> None:
    assert answers(send_batch(as_("head"), [])) == []


def test_what_was_typed_in_lines_is_the_same_alone_and_in_a_batch(as_: SignIn, world: World) -> None:
    head, leave = as_("head"), f"/households/{world.households['Ánh']}/departure"
    fields = {"kind": "moved_out", "on": today().isoformat()}
    first = item(leave, {**fields, "reason": "Về ở với con.\nCó báo trước."})
    assert statuses(send_batch(head, [first])) == [201]
    alone = {**fields, "reason": "Về ở với con.\r\nCó báo trước."}
    assert replay(head, leave, alone, key=first["key"]).status_code == 200


def test_half_a_character_is_the_same_alone_and_in_a_batch(as_: SignIn, world: World) -> None:
    """A phone cuts an emoji in two; JSON carries the half, a form what stands for it."""
    head, leave = as_("head"), f"/households/{world.households['Ánh']}/departure"
    fields = {"kind": "moved_out", "on": today().isoformat()}
    first = item(leave, {**fields, "reason": "Về ở với con \ud83d nhé"})
    found = answers(send_batch(head, [first]))[0]["status"]
    alone = replay(head, leave, {**fields, "reason": "Về ở với con \ufffd nhé"}, key=first["key"])
    assert (found, alone.status_code) in {(201, 200), (422, 422)}


def test_a_question_in_an_items_address_is_read(as_: SignIn, world: World) -> None:
    [answer] = answers(send_batch(as_("police"), [item("/households?village=1", household(NAMES[0]))]))
    assert (answer["status"], answer["reason"]) == (422, "invalid")
    given = household(NAMES[0], village=world.units["Pa"])
    assert statuses(send_batch(as_("police"), [item("/households", given)])) == [201]
