"""Who is signed in now, and signing in without leaving the page."""

import pytest
from flask import Flask

from app.accounts.models import FailedSignIns, User
from app.accounts.throttle import ADDRESS
from app.extensions import db
from tests.conftest import SignIn
from tests.contents import changed, contents
from tests.offline.sending import replay
from tests.world import PASSWORD, World


def test_the_session_says_who_it_is_and_gives_a_token(as_: SignIn, world: World) -> None:
    head = as_("head")
    told = head.get("/offline/session")
    assert told.headers["Cache-Control"] == "no-store"
    said = told.get_json()
    assert (said["user"], said["name"]) == (str(world.users["head"]), "Cán bộ head")
    form = {"head_name": "Hoàng Thị Xuân", "member_count": "5", "csrf_token": said["token"]}
    assert head.post("/households", data=form).status_code == 303
    assert set(said) == {"user", "name", "token"}


def test_signed_out_it_is_nobodys_and_its_token_signs_in(as_: SignIn) -> None:
    client = as_(None)
    said = client.get("/offline/session").get_json()
    assert (said["user"], said["name"]) == (None, None)
    form = {"username": "head", "password": PASSWORD, "csrf_token": said["token"]}
    assert client.post("/login", data=form).status_code == 303


def test_a_disabled_person_is_nobody(app: Flask, as_: SignIn, world: World) -> None:
    head = as_("head")
    with app.app_context():
        db.session.get_one(User, world.users["head"]).session_number += 1
        db.session.commit()
        db.session.remove()
    assert head.get("/offline/session").get_json()["user"] is None


def test_signing_in_from_the_sheet_is_answered_in_data(as_: SignIn, world: World) -> None:
    client = as_(None)
    entered = replay(client, "/login", {"username": " HEAD ", "password": PASSWORD, "next": "/households"})
    assert entered.status_code == 200
    assert entered.get_json() == {"user": str(world.users["head"]), "name": "Cán bộ head"}
    assert client.get("/offline/session").get_json()["user"] == str(world.users["head"])


@pytest.mark.parametrize(
    ("username", "password", "field"),
    [("head", "sai mat khau", None), ("", PASSWORD, "username"), ("head", "", "password")],
)
def test_a_wrong_sign_in_is_answered_with_the_form_alone(
    as_: SignIn, username: str, password: str, field: str | None
) -> None:
    client = as_(None)
    refused = replay(client, "/login", {"username": username, "password": password})
    assert (refused.status_code, refused.headers["Banyen-Reason"]) == (422, "invalid")
    assert refused.text.lstrip().startswith('<form class="form" id="sign-in"')
    assert refused.headers["Idempotency-Key"]
    assert PASSWORD not in refused.text
    if field:
        assert f'id="{field}-why"' in refused.text
    assert client.get("/offline/session").get_json()["user"] is None


def test_the_sheet_waits_as_the_page_does(as_: SignIn, app: Flask) -> None:
    client = as_(None)
    for _try in range(ADDRESS.free):
        assert replay(client, "/login", {"username": "head", "password": "sai"}).status_code == 422
    waiting = replay(client, "/login", {"username": "head", "password": PASSWORD})
    assert (waiting.status_code, waiting.headers["Banyen-Reason"]) == (429, "busy")
    assert int(waiting.headers["Retry-After"]) >= 1
    assert "Đợi" in waiting.text
    assert 'id="sign-in"' in waiting.text
    with app.app_context():
        assert db.session.query(FailedSignIns).count() == 2
        db.session.remove()


def test_another_may_sign_in_over_an_open_session(as_: SignIn, world: World) -> None:
    head = as_("head")
    assert 'id="sign-in"' in head.part("/login").text
    assert head.get("/login").status_code == 303
    entered = replay(head, "/login", {"username": "head2", "password": PASSWORD})
    assert entered.get_json()["user"] == str(world.users["head2"])


@pytest.mark.parametrize("path", ["/logout", "/locale", "/login"])
def test_no_replay_is_led_elsewhere(as_: SignIn, path: str) -> None:
    answer = replay(as_("head"), path, {"locale": "en", "username": "head", "password": PASSWORD, "next": "/units"})
    assert answer.status_code == 200
    assert answer.is_json


def test_what_is_done_online_is_not_remembered(app: Flask, as_: SignIn) -> None:
    head, before = as_("head"), contents(app)
    fields = {"current_password": PASSWORD, "new_password": "mot cau de nho", "again": "mot cau de nho"}
    done = replay(head, "/account/password", fields)
    assert done.status_code == 201
    assert "Banyen-Receipt" not in done.headers
    assert "ledger_entries" not in changed(before, contents(app))


def test_a_replay_after_the_session_ended_is_told_to_sign_in(as_: SignIn) -> None:
    refused = replay(as_(None), "/households", {"head_name": "x"})
    assert (refused.status_code, refused.headers["Banyen-Reason"]) == (401, "signed-out")
    assert refused.headers["Idempotency-Key"]
