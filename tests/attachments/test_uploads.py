"""Photos in parts: cut anywhere, sent twice or by two at once, they arrive whole, and only for their user."""

import hashlib
import os
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from app.attachments.photos import LARGEST_FILE
from app.attachments.uploads import LARGEST_CHUNK, MOST_HELD, Chunk, Received, Upload, receive
from app.errors import Refusal
from app.extensions import db
from app.web.transaction import begin_writing
from tests.client import Client
from tests.conftest import SignIn
from tests.offline.sending import replay
from tests.world import World, file, jpeg

PHOTO = jpeg("teal", (900, 700))
WHOLE = hashlib.sha256(PHOTO).hexdigest()


@pytest.fixture
def folder(app: Flask) -> Iterator[Path]:
    """Where uploads lie; empty before and after the test."""
    found: Path = app.config["SETTINGS"].data_dir / "uploads"
    _empty(found)
    yield found
    _empty(found)


def _empty(folder: Path) -> None:
    for path in folder.glob("*/*"):
        path.unlink()
    (folder / ".swept").unlink(missing_ok=True)


def send(client: Client, upload: object, offset: int, content: bytes, /, **changes: Any) -> TestResponse:
    """Send a part of PHOTO."""
    fields = {"offset": str(offset), "total": str(len(PHOTO)), "hash": WHOLE, "chunk": file(content, "blob")}
    fields |= changes
    return client.send(f"/attachments/{upload}/chunks", key=str(uuid4()), **fields)


def test_parts_arrive_and_are_counted(as_: SignIn, folder: Path, world: World) -> None:
    head, upload = as_("head"), uuid4()
    first = send(head, upload, 0, PHOTO[:1000])
    assert (first.status_code, first.json) == (200, {"received": 1000, "complete": False})
    last = send(head, upload, 1000, PHOTO[1000:])
    assert (last.status_code, last.json) == (200, {"received": len(PHOTO), "complete": True})
    assert (folder / str(world.users["head"]) / f"{upload}.part").read_bytes() == PHOTO


def test_a_part_repeated_overlapping_or_ahead_does_no_harm(as_: SignIn, folder: Path) -> None:
    head, upload = as_("head"), uuid4()
    assert send(head, upload, 500, PHOTO[500:900]).json == {"received": 0, "complete": False}
    send(head, upload, 0, PHOTO[:1000])
    assert send(head, upload, 0, PHOTO[:1000]).json == {"received": 1000, "complete": False}
    assert send(head, upload, 600, PHOTO[600:1500]).json == {"received": 1500, "complete": False}
    assert send(head, upload, 1700, PHOTO[1700:]).json == {"received": 1500, "complete": False}
    assert send(head, upload, 1500, b"").json == {"received": 1500, "complete": False}
    whole = {"received": len(PHOTO), "complete": True}
    assert send(head, upload, 1500, PHOTO[1500:]).json == whole
    assert send(head, upload, 1500, PHOTO[1500:]).json == whole
    assert next(folder.glob("*/*.part")).read_bytes() == PHOTO


# How many bytes the phone sends, how many of them arrive before the cut, and whether it hears the answer.
TRIES = st.lists(st.tuples(st.integers(1, 150), st.integers(0, 150), st.booleans()), max_size=30)


@pytest.mark.usefixtures("folder")
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(photo=st.binary(min_size=1, max_size=400), tries=TRIES, steady=st.integers(1, 400))
def test_a_photo_cut_at_any_byte_resumes_and_is_whole(
    app: Flask, photo: bytes, tries: list[tuple[int, int, bool]], steady: int
) -> None:
    """The phone always goes on from what it was last told, until a time comes when the network holds."""
    hash_ = hashlib.sha256(photo).hexdigest()
    upload, told = Upload(uuid4(), uuid4()), Received(0, complete=False)
    with app.app_context():
        for size, arrives, heard in [*tries, *[(steady, steady, True)] * len(photo)]:
            part = photo[told.held : told.held + size][:arrives]
            answer = receive(upload, Chunk(told.held, len(photo), hash_, part))
            assert answer.held >= told.held
            told = answer if heard else told
        assert told == Received(len(photo), complete=True)
        assert upload.path.read_bytes() == photo


@pytest.mark.parametrize("workers", [2, 8])
def test_two_tabs_that_send_the_same_photo_at_once_cannot_spoil_it(app: Flask, folder: Path, workers: int) -> None:
    content = os.urandom(400_000)
    hash_, user, id_ = hashlib.sha256(content).hexdigest(), uuid4(), uuid4()

    def tab(number: int) -> Received:
        size, told = 9_000 + 1_111 * number, 0
        with app.app_context():
            for _part in range(200):
                part = content[told : told + size]
                received = receive(Upload(user, id_), Chunk(told, len(content), hash_, part))
                if received.complete:
                    return received
                told = received.held
        raise AssertionError("it never came to an end")

    with ThreadPoolExecutor(workers) as pool:
        answers = list(pool.map(tab, range(workers)))
    assert answers == [Received(len(content), complete=True)] * workers
    assert next(folder.glob("*/*.part")).read_bytes() == content


def test_a_file_that_is_taken_away_meanwhile_is_begun_anew(app: Flask, folder: Path) -> None:
    """Many tabs, one of which spoils the photo and so has it dropped: never are bytes promised that are not there."""
    content = os.urandom(3_000)
    hash_, upload = hashlib.sha256(content).hexdigest(), Upload(uuid4(), uuid4())

    def tab(number: int) -> None:
        with app.app_context():
            for _time in range(60):
                try:
                    receive(upload, Chunk(0, 3_000, hash_ if number else "0" * 64, content))
                except Refusal:
                    assert number == 0

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(tab, range(4)))
    with app.app_context():
        assert receive(upload, Chunk(0, 3_000, hash_, content)) == Received(3_000, complete=True)
    assert upload_bytes(folder) == content


def upload_bytes(folder: Path) -> bytes:
    return next(folder.glob("*/*.part")).read_bytes()


@pytest.mark.usefixtures("folder")
def test_a_phone_sends_without_a_token(as_: SignIn) -> None:
    fields = {"offset": "0", "total": str(len(PHOTO)), "hash": WHOLE, "chunk": file(PHOTO, "blob")}
    answer = replay(as_("head"), f"/attachments/{uuid4()}/chunks", fields)
    assert (answer.status_code, answer.json) == (200, {"received": len(PHOTO), "complete": True})


def test_another_hash_drops_what_was_held(as_: SignIn, folder: Path) -> None:
    head, upload = as_("head"), uuid4()
    send(head, upload, 0, PHOTO[:1000])
    answer = send(head, upload, 1000, PHOTO[1000:], hash="0" * 64)
    assert (answer.status_code, answer.headers["Banyen-Reason"]) == (422, "incomplete")
    assert list(folder.glob("*/*.part")) == []
    assert send(head, upload, 0, PHOTO).json == {"received": len(PHOTO), "complete": True}


def test_a_byte_that_changed_on_the_way_is_found(as_: SignIn, folder: Path) -> None:
    upload = uuid4()
    changed = bytes([PHOTO[0] ^ 1]) + PHOTO[1:]
    assert send(as_("head"), upload, 0, changed).status_code == 422
    assert list(folder.glob("*/*.part")) == []


def test_the_upload_of_another_is_not_reachable(as_: SignIn, folder: Path, world: World) -> None:
    upload = uuid4()
    send(as_("head"), upload, 0, PHOTO[:1000])
    for other in ("head2", "police"):
        assert send(as_(other), upload, 1000, PHOTO[1000:]).json == {"received": 0, "complete": False}
    send(as_("head2"), upload, 0, PHOTO)
    assert (folder / str(world.users["head"]) / f"{upload}.part").read_bytes() == PHOTO[:1000]


@pytest.mark.parametrize(
    ("changes", "status", "reason"),
    [
        ({"total": str(LARGEST_FILE + 1)}, 413, "too-large"),
        ({"total": "3000000000"}, 413, "too-large"),
        ({"chunk": file(b"\0" * (LARGEST_CHUNK + 1), "blob"), "total": str(LARGEST_FILE)}, 413, "too-large"),
        ({"total": "0"}, 422, "invalid"),
        ({"total": "10"}, 422, "invalid"),
        ({"total": "-5"}, 422, "invalid"),
        ({"total": "9" * 40}, 422, "invalid"),
        ({"offset": "x"}, 422, "invalid"),
        ({"offset": "-1"}, 422, "invalid"),
        ({"offset": "٣"}, 422, "invalid"),
        ({"offset": None}, 422, "invalid"),
        ({"hash": "g" * 64}, 422, "invalid"),
        ({"hash": None}, 422, "invalid"),
        ({"chunk": None}, 422, "invalid"),
        ({"chunk": "text"}, 422, "invalid"),
    ],
)
def test_rubbish_is_refused_and_not_stored(
    as_: SignIn, folder: Path, changes: dict[str, Any], status: int, reason: str
) -> None:
    answer = send(as_("head"), uuid4(), 0, PHOTO, **changes)
    assert (answer.status_code, answer.headers["Banyen-Reason"]) == (status, reason)
    assert list(folder.glob("*/*.part")) == []


@pytest.mark.parametrize("name", ["x", "..", "../../secret_key", "0190f3a1-0000-7000-8000-00000000000"])
def test_an_upload_is_named_by_a_uuid(as_: SignIn, name: str) -> None:
    assert send(as_("head"), name, 0, PHOTO).status_code == 404


def test_one_user_cannot_fill_the_disk(as_: SignIn, folder: Path, world: World) -> None:
    other = folder / str(world.users["head"]) / f"{uuid4()}.part"
    other.parent.mkdir(parents=True, exist_ok=True)
    with other.open("wb") as held:
        held.truncate(MOST_HELD - 100)
    answer = send(as_("head"), uuid4(), 0, PHOTO)
    assert (answer.status_code, answer.headers["Banyen-Reason"]) == (429, "busy")
    assert send(as_("head2"), uuid4(), 0, PHOTO).status_code == 200


def test_what_nobody_goes_on_with_is_swept_after_thirty_days(as_: SignIn, folder: Path) -> None:
    head, old, young = as_("head"), uuid4(), uuid4()
    for upload, days in ((old, 31), (young, 29)):
        send(head, upload, 0, PHOTO[:100])
        at = time.time() - days * 24 * 3600
        os.utime(next(folder.glob(f"*/{upload}.part")), (at, at))
    (folder / ".swept").unlink()
    send(as_("head2"), uuid4(), 0, PHOTO[:100])
    assert not list(folder.glob(f"*/{old}.part"))
    assert list(folder.glob(f"*/{young}.part"))


@pytest.mark.usefixtures("folder")
def test_a_village_that_sends_photos_does_not_wait_for_who_writes(as_: SignIn, app: Flask) -> None:
    head = as_("head")
    with app.app_context():
        begin_writing()
        assert send(head, uuid4(), 0, PHOTO).json == {"received": len(PHOTO), "complete": True}
        db.session.remove()
