"""Who may write without a token, for whom it was typed, and how a phone knows that an answer is ours."""

from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from app.web.assets import asset
from app.web.htmx import was_queued
from app.web.version import hash_of, version
from tests.client import Client
from tests.conftest import SignIn
from tests.contents import changed, contents
from tests.offline.sending import item, replay, send_batch
from tests.world import PASSWORD, World

FORM = {"head_name": "Hoàng Thị Xuân", "member_count": "5"}

# What browsers send with a POST: from a page of ours, then from elsewhere.
OURS = {
    "Chromium, Firefox": {"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "cors", "Origin": "http://localhost"},
    "Safari before 16.4, or any over plain HTTP": {"Origin": "http://localhost"},
    "behind a proxy that ends TLS and does not say so": {"Origin": "https://localhost"},
    "Chromium behind such a proxy": {"Sec-Fetch-Site": "same-origin", "Origin": "https://localhost"},
    "no browser": {},
}
ELSEWHERE = {
    "another site, Chromium": {"Sec-Fetch-Site": "cross-site", "Origin": "https://elsewhere.example"},
    "another site, older Safari": {"Origin": "https://elsewhere.example"},
    "a neighbour's subdomain": {"Sec-Fetch-Site": "same-site", "Origin": "http://other.localhost"},
    "another port": {"Origin": "http://localhost:8080"},
    "a sandboxed frame": {"Sec-Fetch-Site": "cross-site", "Origin": "null"},
    "a sandboxed frame, older Safari": {"Origin": "null"},
    "an origin that is none": {"Origin": "http://[localhost"},
    "our name as a prefix": {"Origin": "http://localhost.elsewhere.example"},
    "the browser's word counts more": {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"},
}


def post(client: Client, headers: dict[str, str], *, key: str | None, token: str | None) -> TestResponse:
    sent = {**headers, **({"Idempotency-Key": key} if key else {}), **({"X-CSRFToken": token} if token else {})}
    return client.post("/households", data=FORM, headers=sent)


@pytest.mark.parametrize("headers", OURS.values(), ids=list(OURS))
def test_a_replay_from_our_own_page_needs_no_token(as_: SignIn, headers: dict[str, str]) -> None:
    assert post(as_("head"), headers, key=str(uuid4()), token=None).status_code == 201


@pytest.mark.parametrize("headers", ELSEWHERE.values(), ids=list(ELSEWHERE))
def test_a_replay_from_elsewhere_needs_the_token(app: Flask, as_: SignIn, headers: dict[str, str]) -> None:
    head, key = as_("head"), str(uuid4())
    before = contents(app)
    refused = post(head, headers, key=key, token=None)
    assert (refused.status_code, refused.headers["Idempotency-Key"]) == (400, key)
    batch = {"items": [item("/households", FORM)]}
    assert head.post("/offline/batch", json=batch, headers={**headers, "Idempotency-Key": key}).status_code == 400
    assert changed(before, contents(app)) == {}
    assert post(head, headers, key=key, token=head.token()).status_code == 201


@pytest.mark.parametrize("headers", [*OURS.values(), *ELSEWHERE.values()], ids=[*OURS, *ELSEWHERE])
def test_a_write_without_the_header_needs_the_token_from_wherever(as_: SignIn, headers: dict[str, str]) -> None:
    head = as_("head")
    assert post(head, headers, key=None, token=None).status_code == 400
    assert post(head, headers, key=None, token="WyJmb3JnZWQi.aaaa.bbbb").status_code == 400
    assert post(head, headers, key=None, token=head.token()).status_code == 303


def test_a_replay_survives_the_session_in_which_it_was_typed(as_: SignIn) -> None:
    head = as_("head")
    old = head.token()
    with head.session_transaction() as session:
        session["csrf_token"] = "ffffffffffffffffffffffffffffffffffffffff"
    assert head.post("/households", data={**FORM, "csrf_token": old}).status_code == 400
    assert replay(head, "/households", {**FORM, "csrf_token": old}).status_code == 201


@pytest.mark.parametrize("path", ["/households", "/offline/heartbeat", "/nowhere"])
def test_what_another_typed_is_not_judged(app: Flask, as_: SignIn, world: World, path: str) -> None:
    before, key = contents(app), str(uuid4())
    owner = str(world.users["head2"])
    for form in (FORM, {"head_name": ""}):
        refused = replay(as_("head"), path, form, key=key, Banyen_Owner=owner)
        assert (refused.status_code, refused.headers["Banyen-Reason"]) == (401, "signed-out")
        assert refused.headers["Idempotency-Key"] == key
    assert changed(before, contents(app)) == {}


def test_a_batch_of_another_is_not_judged(app: Flask, as_: SignIn, world: World) -> None:
    before = contents(app)
    refused = send_batch(as_("head"), [item("/households", FORM)], Banyen_Owner=str(world.users["head2"]))
    assert (refused.status_code, refused.headers["Banyen-Reason"]) == (401, "signed-out")
    assert changed(before, contents(app)) == {}


@pytest.mark.parametrize("owner", ["", "x", "0", "*", "null"])
def test_an_owner_that_is_nobody_is_not_the_signed_in_one(as_: SignIn, owner: str) -> None:
    assert replay(as_("head"), "/households", FORM, Banyen_Owner=owner).status_code == 401


def test_the_owner_may_send_and_anybody_may_sign_in(as_: SignIn, world: World) -> None:
    owner = str(world.users["head"])
    assert replay(as_("head"), "/households", FORM, Banyen_Owner=owner.upper()).status_code == 201
    other = as_("head2")
    entered = replay(other, "/login", {"username": "head", "password": PASSWORD}, Banyen_Owner=owner)
    assert entered.get_json()["user"] == owner
    assert replay(other, "/households", {**FORM, "head_name": "Lò Thị Yên"}, Banyen_Owner=owner).status_code == 201


def test_every_answer_says_that_it_is_ours(as_: SignIn) -> None:
    client, head = as_(None), as_("head")
    told = [
        client.get("/"), client.get("/login"), client.get("/healthz"), client.get("/nowhere"), client.put("/login"),
        client.post("/login"), head.get("/"), head.part("/households"), replay(head, "/households", FORM),
        replay(head, "/households", {}), head.send("/households"), client.get(asset("app.css")),
    ]  # fmt: skip
    assert {answer.headers.get("Banyen") for answer in told} == {version()}
    assert len(version()) == 12


def test_the_version_follows_contents_and_names(tmp_path: Any) -> None:
    folder = tmp_path / "templates"
    folder.mkdir()
    (folder / "a.html").write_text("một")
    first = hash_of(folder)
    assert hash_of(folder) == first
    (folder / "a.html").write_text("hai")
    second = hash_of(folder)
    (folder / "a.html").rename(folder / "b.html")
    third = hash_of(folder)
    (folder / "c.html").write_text("")
    assert len({first, second, third, hash_of(folder), hash_of(tmp_path / "not-there")}) == 5


def test_a_view_can_ask_whether_the_form_waited(app: Flask) -> None:
    for sent, waited in (({"Banyen-Queued": "1"}, True), ({"Banyen-Queued": "0"}, False), ({}, False)):
        with app.test_request_context("/households", method="POST", headers=sent):
            assert was_queued() is waited
