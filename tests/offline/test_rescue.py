"""Rescue files: locked on a phone for this server alone, opened for their owner alone."""

import base64
import json
import os
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_public_key
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from app.audit.models import AuditEvent
from app.extensions import db
from tests.client import Client
from tests.conftest import SignIn
from tests.contents import changed, contents
from tests.offline.sending import SAME_ORIGIN, item, replay, send_batch, statuses
from tests.structure.sources import ROOT
from tests.world import World

MEGABYTE = 1024 * 1024
NOBODY = "01900000-0000-7000-8000-000000000001"
ITEMS = [
    {"key": str(uuid4()), "kind": "form", "path": "/households", "fields": [["head_name", "Hoàng Thị Xuân"]], "seq": 1},
    {"key": str(uuid4()), "kind": "photo", "blob": base64.b64encode(bytes(1000)).decode(), "type": "image/jpeg"},
]


def b64(content: bytes) -> str:
    return base64.b64encode(content).decode()


def locked(client: Client, plain: bytes, *, aes: bytes | None = None, **changes: Any) -> bytes:
    """Return a file that holds ``plain``, made as a browser's WebCrypto makes it."""
    spki = base64.b64decode(client.get("/offline/rescue-key").get_json()["spki"])
    public = load_der_public_key(spki)
    assert isinstance(public, rsa.RSAPublicKey)
    key, iv = aes or os.urandom(32), os.urandom(12)
    sealed = public.encrypt(key, padding.OAEP(padding.MGF1(SHA256()), SHA256(), None))
    data = AESGCM(key).encrypt(iv, plain, None)
    file = {"banyen": "rescue", "version": 1, "key": b64(sealed), "iv": b64(iv), "data": b64(data)}
    return json.dumps({**file, **changes}).encode()


def of(owner: object, items: Any = ITEMS) -> bytes:
    return json.dumps({"owner": str(owner), "items": items}).encode()


def hand_in(client: Client, file: bytes) -> TestResponse:
    """Send the file; the form is written here, for the client would leave a large one open on disk."""
    name = 'Content-Disposition: form-data; name="file"; filename="cuu-ho.json"'
    body = f"--part\r\n{name}\r\n\r\n".encode() + file + b"\r\n--part--\r\n"
    headers = {"Idempotency-Key": str(uuid4()), **SAME_ORIGIN}
    return client.post("/offline/rescue", data=body, headers=headers, content_type="multipart/form-data; boundary=part")


def test_the_owner_gets_the_items_as_they_were(app: Flask, as_: SignIn, world: World) -> None:
    head = as_("head")
    opened = hand_in(head, locked(head, of(world.users["head"])))
    assert opened.status_code == 200
    assert opened.get_json() == {"items": ITEMS}
    assert opened.headers["Cache-Control"] == "no-store"
    with app.app_context():
        event = db.session.query(AuditEvent).filter_by(action="rescue:open").one()
        assert (event.actor_id, event.subject_id) == (world.users["head"], str(world.users["head"]))
        db.session.remove()


def test_what_was_rescued_is_sent_from_another_phone_and_done_once(as_: SignIn, world: World) -> None:
    here = as_("head")
    waiting = [item("/households", {"head_name": f"Lò Văn {name}", "member_count": "3"}) for name in ("Khoa", "Minh")]
    assert statuses(send_batch(here, waiting[:1])) == [201]
    there = as_("head")
    rescued = hand_in(there, locked(here, of(world.users["head"], waiting))).get_json()["items"]
    assert statuses(send_batch(there, rescued)) == [200, 201]
    assert statuses(send_batch(here, waiting)) == [200, 200]


def test_another_does_not_get_them(app: Flask, as_: SignIn, world: World) -> None:
    before = contents(app)
    for who in ("head2", "police", "admin"):
        client = as_(who)
        refused = hand_in(client, locked(client, of(world.users["head"])))
        assert (refused.status_code, refused.headers["Banyen-Reason"]) == (403, "not-yours")
        assert "Hoàng Thị Xuân" not in refused.text
    assert hand_in(as_(None), locked(as_(None), of(world.users["head"]))).status_code == 401
    assert changed(before, contents(app)) == {}


def test_what_browsers_make_is_opened(as_: SignIn, world: World, tmp_path: Path) -> None:
    """The file is made by WebCrypto itself, as Node.js has it."""
    head = as_("head")
    spki = head.get("/offline/rescue-key").get_json()["spki"]
    script = """
        const { subtle } = require("node:crypto").webcrypto;
        const [spki, plain] = process.argv.slice(1);
        (async () => {
          const rsa = { name: "RSA-OAEP", hash: "SHA-256" };
          const server = await subtle.importKey("spki", Buffer.from(spki, "base64"), rsa, false, ["encrypt"]);
          const lock = await subtle.generateKey({ name: "AES-GCM", length: 256 }, true, ["encrypt"]);
          const iv = require("node:crypto").randomBytes(12);
          const data = await subtle.encrypt({ name: "AES-GCM", iv }, lock, Buffer.from(plain));
          const key = await subtle.encrypt({ name: "RSA-OAEP" }, server, await subtle.exportKey("raw", lock));
          const [k, i, d] = [key, iv, data].map((bytes) => Buffer.from(bytes).toString("base64"));
          console.log(JSON.stringify({ banyen: "rescue", version: 1, key: k, iv: i, data: d }));
        })();
    """
    command = ["node", "-e", script, spki, of(world.users["head"]).decode()]
    made = subprocess.run(command, capture_output=True, check=True, cwd=tmp_path).stdout
    assert hand_in(head, made).get_json() == {"items": ITEMS}


RUBBISH: dict[str, Any] = {
    "nothing": b"", "no JSON": b"rescue", "a list": b"[]", "a number": b"1", "text": b'"rescue"', "empty": b"{}",
    "deep": b"[" * 100_000, "a photo": bytes(range(256)) * 100,
}  # fmt: skip


@pytest.mark.parametrize("file", RUBBISH.values(), ids=list(RUBBISH))
def test_what_is_no_rescue_file_is_told_so(as_: SignIn, file: bytes) -> None:
    refused = hand_in(as_("head"), file)
    assert (refused.status_code, refused.headers["Banyen-Reason"]) == (422, "invalid")
    assert "Tệp này không phải tệp cứu hộ" in refused.text


@pytest.mark.parametrize(
    "changes",
    [
        {"banyen": "x"}, {"version": 2}, {"version": "1"}, {"key": "x"}, {"key": 1}, {"key": None},
        {"key": b64(bytes(384))}, {"iv": b64(bytes(12))}, {"iv": b64(bytes(16))}, {"iv": "ô"}, {"data": ""},
        {"data": b64(bytes(50))}, {"data": []},
    ],
    ids=str,
)  # fmt: skip
def test_a_damaged_rescue_file_is_told_so(as_: SignIn, world: World, changes: dict[str, Any]) -> None:
    head = as_("head")
    assert hand_in(head, locked(head, of(world.users["head"]), **changes)).status_code == 422


@pytest.mark.parametrize(
    "plain",
    [b"", b"x", b"[]", b"{}", b'{"owner": "x", "items": []}', b'{"owner": 1, "items": []}', b'{"items": []}', b"\xff",
     b'{"owner": null, "items": []}', of(NOBODY, {"0": 1}), of(NOBODY, None), of("", [])],
)  # fmt: skip
def test_a_file_that_holds_something_else_is_told_so(as_: SignIn, plain: bytes) -> None:
    head = as_("head")
    assert hand_in(head, locked(head, plain)).status_code == 422


def test_a_key_of_another_length_is_refused(as_: SignIn, world: World) -> None:
    head = as_("head")
    assert hand_in(head, locked(head, of(world.users["head"]), aes=os.urandom(16))).status_code == 422


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(place=st.integers(0, 10_000), byte=st.integers(0, 255))
def test_a_byte_that_differs_is_noticed(as_: SignIn, world: World, place: int, byte: int) -> None:
    head = as_("head")
    file = bytearray(locked(head, of(world.users["head"])))
    place %= len(file)
    same, file[place] = file[place] == byte, byte
    opened = hand_in(head, bytes(file))
    assert opened.status_code in {200, 422}
    if opened.status_code == 200 and not same:  # a space more, or the last character of base64's spare bits
        assert opened.get_json() == {"items": ITEMS}


def test_without_a_file_it_is_asked_for(as_: SignIn) -> None:
    assert replay(as_("head"), "/offline/rescue", {}).status_code == 422
    assert replay(as_("head"), "/offline/rescue", {"file": "text"}).status_code == 422


def test_it_may_be_larger_than_a_form_and_has_a_bound(as_: SignIn, world: World) -> None:
    head = as_("head")
    photos = [{"key": str(uuid4()), "kind": "photo", "blob": "A" * (19 * MEGABYTE)}]
    file = locked(head, of(world.users["head"], photos))
    assert len(file) > 25 * MEGABYTE
    assert len(hand_in(head, file).get_json()["items"][0]["blob"]) == 19 * MEGABYTE
    too_large = {"CONTENT_LENGTH": str(65 * MEGABYTE)}
    headers = {"Idempotency-Key": str(uuid4())}
    for path in ("/offline/rescue", "/households"):
        form = {"file": (BytesIO(b"{}"), "x")}
        refused = head.post(path, data=form, headers=headers, environ_overrides=too_large)
        assert (refused.status_code, refused.headers["Banyen-Reason"]) == (413, "too-large")


def test_workers_that_start_together_make_one_key_that_nobody_else_reads(tmp_path: Path) -> None:
    code = (
        "from app import create_app\nfrom app.offline.rescue import public_key\n"
        "with create_app().app_context():\n    print(public_key())"
    )
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "HOME") if name in os.environ}
    environment = {**kept, "BANYEN_DATA_DIR": str(tmp_path)}
    workers = [
        subprocess.Popen([sys.executable, "-c", code], env=environment, cwd=ROOT, stdout=subprocess.PIPE)
        for _ in range(3)
    ]
    keys = {worker.communicate(timeout=120)[0] for worker in workers}
    assert [worker.returncode for worker in workers] == [0, 0, 0]
    assert len(keys) == 1
    made = list(tmp_path.glob("rescue_key*"))
    assert [path.name for path in made] == ["rescue_key.pem"]
    assert made[0].stat().st_mode & 0o777 == 0o600
