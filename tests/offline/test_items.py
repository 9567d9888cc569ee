"""What is not a batch is refused with a word, whatever it is, before it can cost much."""

import gzip
import json
import tracemalloc
import zlib
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.client import Client
from tests.conftest import SignIn
from tests.contents import changed, contents
from tests.offline.sending import answers, item, post_bytes, post_json, send_batch
from tests.world import World

MEGABYTE = 1024 * 1024
FORM = {"head_name": "Hoàng Thị Xuân", "member_count": "5"}


def zeros(megabytes: int) -> bytes:
    """Return what unpacks to so many megabytes of nothing."""
    packer = zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    return b"".join(packer.compress(bytes(MEGABYTE)) for _ in range(megabytes)) + packer.flush()


def test_a_bomb_is_refused_without_being_unpacked(as_: SignIn) -> None:
    head, bomb = as_("head"), zeros(512)
    assert len(bomb) < MEGABYTE
    post_json(head, {"items": []})  # whatever is made on first use
    tracemalloc.start()
    try:
        headers = {"Content-Encoding": "gzip"}
        refused = post_bytes(head, bomb, packed=False, **headers)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert (refused.status_code, refused.headers["Banyen-Reason"]) == (413, "too-large")
    assert refused.headers["Idempotency-Key"]
    assert peak < 32 * MEGABYTE


@pytest.mark.parametrize("packed", [True, False])
def test_what_is_larger_than_is_taken_is_refused(as_: SignIn, packed: bool) -> None:
    fields = {"head_name": "x" * 500_000}
    most = [item("/households", fields) for _ in range(16)]
    assert [answer["status"] for answer in answers(send_batch(as_("head"), most, packed=packed))] == [422] * 16
    refused = send_batch(as_("head"), [*most, item("/households", fields)], packed=packed)
    assert (refused.status_code, refused.headers["Banyen-Reason"]) == (413, "too-large")


GOOD = json.dumps({"items": []}).encode()
PACKED = gzip.compress(GOOD)
NO_BATCHES: dict[str, tuple[bytes, dict[str, str]]] = {
    "nothing": (b"", {}),
    "no JSON": (b"head_name=x", {}),
    "half of it": (GOOD[:-1], {}),
    "not UTF-8": (b'{"items": ["\xff"]}', {}),
    "too deep": (b"[" * 200_000, {}),
    "too deep within": (b'{"items":' + b"[" * 100_000 + b"]" * 100_000 + b"}", {}),
    "a number without end": (b'{"items": ' + b"9" * 100_000 + b"}", {}),
    "a list": (b"[]", {}),
    "nothing in it": (b"{}", {}),
    "items that are none": (b'{"items": {"0": 1}}', {}),
    "no gzip": (GOOD, {"Content-Encoding": "gzip"}),
    "half a gzip": (PACKED[:-9], {"Content-Encoding": "gzip"}),
    "gzip and more": (PACKED + b"more", {"Content-Encoding": "gzip"}),
    "two in one": (PACKED + PACKED, {"Content-Encoding": "gzip"}),
    "a damaged gzip": (PACKED[:12] + b"\0\0" + PACKED[14:], {"Content-Encoding": "gzip"}),
    "another packing": (GOOD, {"Content-Encoding": "br"}),
}


@pytest.mark.parametrize(("body", "headers"), NO_BATCHES.values(), ids=list(NO_BATCHES))
def test_what_is_no_batch_is_told_so(as_: SignIn, body: bytes, headers: dict[str, str]) -> None:
    refused = post_bytes(as_("head"), body, packed=False, **headers)
    assert (refused.status_code, refused.headers["Banyen-Reason"]) == (422, "invalid")
    assert refused.headers["Idempotency-Key"]


def test_gzip_is_gzip_in_any_spelling(as_: SignIn) -> None:
    assert post_bytes(as_("head"), PACKED, packed=False, Content_Encoding="GZIP").status_code == 200
    assert post_bytes(as_("head"), GOOD, packed=False, Content_Encoding="identity").status_code == 200


KEY = "01900000-0000-7000-8000-000000000001"
NO_KEYS: list[tuple[Any, str | None]] = [
    (None, None), (1, None), ("x", None), ([], None), ({}, None),
    ({"key": 1, "path": "/households", "fields": []}, None),
    ({"key": "x" * 65, "path": "/households", "fields": []}, None),
    ({"key": "x", "path": "/households", "fields": []}, "x"),
    ({"key": KEY}, KEY),
]  # fmt: skip
NO_PATHS: list[Any] = [
    None, 1, "", "households", "https://elsewhere.example/households", "//elsewhere.example/households", "//[",
    "/\\elsewhere", "/households\n", "/hộ", ["/households"], "javascript:x",
]  # fmt: skip
NO_FIELDS: list[Any] = [
    None, {}, {"head_name": "x"}, "x", [["a"]], [["a", "b", "c"]], [["a", 1]], [[None, "b"]], ["ab"], [{"a": "b"}],
    [["head_name", ["x"]]],
]  # fmt: skip
WRONG: list[dict[str, Any]] = [
    *({"schema": number} for number in (0, -1, "1", 1.5, True, None, 10**30)),
    *({"queued": word} for word in (1, "yes", None)),
    {"after": 1}, {"after": "x"}, {"after": []}, {"after": {}},
]  # fmt: skip
NO_ITEMS: list[tuple[Any, str | None]] = [
    *NO_KEYS,
    *(({"key": KEY, "path": path, "fields": []}, KEY) for path in NO_PATHS),
    *(({"key": KEY, "path": "/households", "fields": fields}, KEY) for fields in NO_FIELDS),
    *(({**item("/households", FORM, key=KEY), **wrong}, KEY) for wrong in WRONG),
]


@pytest.mark.parametrize(("sent", "key"), NO_ITEMS, ids=lambda value: str(value)[:80])
def test_what_is_no_item_is_refused_alone(app: Flask, as_: SignIn, sent: Any, key: str | None) -> None:
    before = contents(app)
    found = answers(send_batch(as_("head"), [sent, item("/households", FORM)]))
    assert [(answer["key"], answer["status"], answer["reason"]) for answer in found[:1]] == [(key, 422, "invalid")]
    assert found[1]["status"] == 201
    assert len(changed(before, contents(app))["households"]["came"]) == 1


def test_an_item_may_hold_what_a_form_may_and_no_more(as_: SignIn) -> None:
    large = item("/households", {**FORM, "address": "x" * MEGABYTE})
    many = {**item("/households"), "fields": [["address", "x"]] * 201}
    found = answers(send_batch(as_("head"), [large, many, item("/households", FORM)]))
    assert [(answer["status"], answer["reason"]) for answer in found] == [
        (413, "too-large"), (413, "too-large"), (201, None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "path", ["/households/%00", "/households/%ff", "/%2e%2e/households", "/static/app.css", "/households/", "/?x=%zz"]
)
def test_an_address_that_is_none_is_not_found(as_: SignIn, path: str) -> None:
    [answer] = answers(send_batch(as_("head"), [item(path, FORM)]))
    assert (answer["status"], answer["reason"]) == (404, "gone")


TEXTS = st.text(max_size=200) | st.sampled_from(["", "0", "-1", "9" * 400, "\0", "\ud800", "x" * 5000, "' OR 1=1 --"])
LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | TEXTS
RUBBISH = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4), max_leaves=20
)
NAMES = st.sampled_from(
    ["id", "head_name", "member_count", "phone", "birth_year", "address", "village", "version", "duplicate_seen",
     "signed_on", "signer_name", "method", "photo", "signature", "captured_at", "kind", "on", "reason", "csrf_token"]
) | TEXTS  # fmt: skip


def forms(world: World) -> st.SearchStrategy[Any]:
    """Return items that reach the views, with anything in their fields."""
    anh, cuc = world.households["Ánh"], world.pledges["Cúc"]
    paths = [
        "/households", f"/households/{anh}", f"/households/{anh}/pledge", f"/households/{anh}/departure",
        f"/households/{anh}/return", f"/pledges/{cuc}/withdrawal", f"/pledges/{cuc}/photo", "/receipts", "/",
    ]  # fmt: skip
    return st.fixed_dictionaries(
        {
            "key": st.uuids().map(str),
            "path": st.sampled_from(paths) | TEXTS,
            "fields": st.lists(st.tuples(NAMES, TEXTS).map(list), max_size=8),
        },
        optional={"schema": st.integers(1, 9), "queued": st.booleans(), "after": st.none() | st.uuids().map(str)},
    )


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_nothing_breaks_a_batch(as_: SignIn, world: World, data: st.DataObject) -> None:
    head: Client = as_("head")
    sent = data.draw(st.lists(forms(world) | RUBBISH, max_size=6))
    response = post_bytes(head, json.dumps({"items": sent}).encode(), packed=False)
    found = answers(response)
    assert len(found) == len(sent)
    for answer in found:
        assert answer["status"] in {200, 201, 403, 404, 409, 413, 422, 423}
        assert (answer["reason"] is None) == (answer["status"] in {200, 201})


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(content=RUBBISH, body=st.binary(max_size=200))
def test_rubbish_is_refused_and_stores_nothing(app: Flask, as_: SignIn, content: Any, body: bytes) -> None:
    head, before = as_("head"), contents(app)
    told = [
        post_json(head, content), post_bytes(head, body, packed=False), post_bytes(head, body),
        post_bytes(head, body, packed=False, Content_Encoding="gzip"), post_json(head, {"items": [content]}),
    ]  # fmt: skip
    for response in told:
        assert response.status_code in {200, 413, 422}
        assert response.headers["Idempotency-Key"]
    assert changed(before, contents(app)) == {}
