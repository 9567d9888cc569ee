"""Signing in and out, delays after failures, one's own password, the language."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import update

from app.accounts.models import EndedSession, FailedSignIns, User
from app.accounts.operations import disable
from app.accounts.session import may_enter
from app.accounts.throttle import ADDRESS, DEVICE, STRANGERS
from app.clock import now
from app.extensions import db
from tests.client import Client
from tests.conftest import SignIn
from tests.world import PASSWORD, World


def enter(client: Client, username: str, password: str = PASSWORD, **fields: str) -> int:
    return client.send("/login", username=username, password=password, **fields).status_code


def let_time_pass(app: Flask) -> None:
    """Let every wait be over."""
    with app.app_context():
        for row in db.session.query(FailedSignIns):
            row.wait_until = now()
        db.session.commit()
        db.session.remove()


@pytest.mark.parametrize("typed", ["head", " HEAD ", "0912345678", "+84 912 345 678", "0912.345.678"])
def test_signing_in_by_name_or_telephone(as_: SignIn, typed: str) -> None:
    client = as_(None)
    assert enter(client, typed) == 303
    assert "Trưởng bản" in client.get("/").text


def test_a_wrong_name_and_a_wrong_password_look_the_same(as_: SignIn) -> None:
    answers = [as_(None).send("/login", username=name, password="sai mat khau").text for name in ("head", "nobody")]
    assert all("Tên đăng nhập hoặc mật khẩu chưa đúng" in text for text in answers)
    assert len({text.count("<input") for text in answers}) == 1


def test_the_session_is_rotated_and_permanent(as_: SignIn) -> None:
    client = as_(None)
    with client.session_transaction() as session:
        session["left-over"] = "of a stranger"
    enter(client, "head")
    with client.session_transaction() as session:
        assert session.permanent
        assert "left-over" not in session


def test_a_cookie_that_comes_back_after_signing_out_is_nobodys(as_: SignIn) -> None:
    phone, other = as_(None), as_(None)
    enter(phone, "head")
    enter(other, "head")
    cookie = phone.get_cookie("banyen")
    assert cookie
    assert phone.send("/logout").status_code == 303
    phone.set_cookie("banyen", cookie.value)
    assert phone.get("/account").status_code == 303
    assert other.get("/account").status_code == 200, "the person's other sessions go on"


def test_ended_sessions_are_forgotten_once_their_cookies_have_expired(as_: SignIn, app: Flask) -> None:
    for _session in range(2):
        phone = as_(None)
        enter(phone, "head")
        phone.send("/logout")
        with app.app_context():
            assert db.session.query(EndedSession).count() == 1
            db.session.execute(update(EndedSession).values(ended_at=now() - timedelta(days=61)))
            db.session.commit()


def test_signing_in_ends_the_session_before(as_: SignIn) -> None:
    phone = as_(None)
    enter(phone, "head")
    former = phone.get_cookie("banyen")
    assert former
    enter(phone, "head2")
    phone.set_cookie("banyen", former.value)
    assert phone.get("/account").status_code == 303


def test_after_some_failures_one_waits_and_the_wait_grows(as_: SignIn, app: Flask) -> None:
    client = as_(None)
    for _try in range(ADDRESS.free):
        assert enter(client, "head", "sai mat khau") == 422
    waiting = client.send("/login", username="head", password=PASSWORD)
    assert waiting.status_code == 429
    assert int(waiting.headers["Retry-After"]) >= 1
    assert "Đợi" in waiting.text
    let_time_pass(app)
    assert enter(client, "head") == 303
    assert [ADDRESS.wait(count).total_seconds() for count in (4, 5, 6, 7, 50)] == [0, 2, 4, 8, 300]


def test_a_stranger_cannot_keep_the_owner_out(as_: SignIn) -> None:
    owner, stranger = as_(None), as_(None)
    enter(owner, "head")
    owner.send("/logout")
    for _try in range(ADDRESS.free + 3):
        enter(stranger, "head", "doan mo")
    assert enter(stranger, "head", PASSWORD) == 429
    assert enter(owner, "head") == 303


def test_a_new_telephone_elsewhere_has_its_first_try_though_strangers_guess(as_: SignIn) -> None:
    for number in range(STRANGERS.free + 2):
        guesser = as_(None)
        guesser.environ_base["REMOTE_ADDR"] = f"10.0.0.{number}"
        enter(guesser, "head", "doan mo")
    owner = as_(None)
    owner.environ_base["REMOTE_ADDR"] = "10.9.9.9"
    assert enter(owner, "head") == 303


def test_a_known_device_has_a_bound_too(as_: SignIn) -> None:
    device = as_(None)
    enter(device, "head")
    device.send("/logout")
    for _try in range(DEVICE.free):
        enter(device, "head", "sai mat khau")
    assert enter(device, "head") == 429


def test_a_forged_device_mark_counts_as_a_stranger(as_: SignIn) -> None:
    forger = as_(None)
    forger.set_cookie("device", "WyJ4IiwgWyJ5Il1d.forged")
    for _try in range(ADDRESS.free):
        enter(forger, "head", "sai mat khau")
    assert enter(forger, "head") == 429


def test_a_disabled_account_is_out_at_once(as_: SignIn, app: Flask, world: World) -> None:
    client = as_("head")
    assert client.get("/").status_code == 200
    with app.app_context():
        disable(db.session.get_one(User, world.users["head"]), by=None)
        db.session.commit()
        db.session.remove()
    assert client.get("/").status_code == 303
    assert enter(as_(None), "head") == 422


def test_a_new_password_ends_the_other_sessions(as_: SignIn) -> None:
    here, elsewhere = as_("head"), as_("head")
    fields = {"current_password": PASSWORD, "new_password": "mot cau de nho", "again": "mot cau de nho"}
    assert here.send("/account/password", **fields).status_code == 303
    assert here.get("/").status_code == 200
    assert elsewhere.get("/").status_code == 303
    assert enter(as_(None), "head", "mot cau de nho") == 303
    assert enter(as_(None), "head") == 422


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"current_password": "sai"}, "current_password"),
        ({"new_password": "ngan", "again": "ngan"}, "new_password"),
        ({"new_password": "aaaaaaaaaa", "again": "aaaaaaaaaa"}, "new_password"),
        ({"new_password": "x" * 201, "again": "x" * 201}, "new_password"),
        ({"again": "khac nhau"}, "again"),
    ],
)
def test_a_bad_new_password_changes_nothing(as_: SignIn, fields: dict[str, str], field: str) -> None:
    good = {"current_password": PASSWORD, "new_password": "mot cau de nho", "again": "mot cau de nho"}
    answer = as_("head").send("/account/password", **(good | fields))
    assert answer.status_code == 422
    assert f'id="{field}-why"' in answer.text
    assert "mot cau de nho" not in answer.text
    assert enter(as_(None), "head") == 303


def test_guessing_the_password_in_use_has_to_wait(as_: SignIn) -> None:
    client = as_("head")
    fields = {"current_password": "sai mat khau", "new_password": "mot cau de nho", "again": "mot cau de nho"}
    for _try in range(DEVICE.free):
        assert client.send("/account/password", **fields).status_code == 422
    waiting = client.send("/account/password", **(fields | {"current_password": PASSWORD}))
    assert waiting.status_code == 429
    assert int(waiting.headers["Retry-After"]) >= 1
    assert "Đợi" in waiting.text


def test_a_new_password_clears_the_wrong_guesses_before_it(as_: SignIn) -> None:
    client = as_("head")
    fields = {"current_password": PASSWORD, "new_password": "mot cau de nho", "again": "mot cau de nho"}
    wrong = fields | {"current_password": "sai mat khau"}
    for _try in range(DEVICE.free - 1):
        assert client.send("/account/password", **wrong).status_code == 422
    assert client.send("/account/password", **fields).status_code == 303
    assert client.send("/account/password", **wrong).status_code == 422
    back = {"current_password": "mot cau de nho", "new_password": PASSWORD, "again": PASSWORD}
    assert client.send("/account/password", **back).status_code == 303


@pytest.mark.parametrize(
    "next_", ["https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example", "javascript:x"]
)
def test_signing_in_never_leads_elsewhere(as_: SignIn, next_: str) -> None:
    answer = as_(None).send("/login", username="head", password=PASSWORD, next=next_)
    assert answer.headers["Location"] == "/"


def test_a_page_asks_to_sign_in_and_comes_back(as_: SignIn) -> None:
    client = as_(None)
    asked = client.get("/households?q=anh")
    assert asked.headers["Location"] == "/login?next=/households?q%3Danh"
    entered = client.send("/login", username="head", password=PASSWORD, next="/households?q=anh")
    assert entered.headers["Location"] == "/households?q=anh"


def test_a_form_sent_after_the_session_ended_survives_signing_in(as_: SignIn) -> None:
    client = as_(None)
    lost = client.send("/households", head_name="Cầm Thị Kiên", member_count="3")
    assert (lost.status_code, lost.headers["Banyen-Reason"]) == (401, "signed-out")
    sealed = lost.text.split('name="kept" value="')[1].split('"')[0]
    entered = client.send("/login", username="head", password=PASSWORD, kept=sealed)
    assert 'value="Cầm Thị Kiên"' in entered.text
    forged = as_(None).send("/login", username="head", password=PASSWORD, kept=sealed[:-3] + "xyz")
    assert forged.status_code == 303


def test_the_language_is_remembered_for_the_person_and_the_phone(as_: SignIn) -> None:
    client = as_("head")
    client.send("/locale", locale="en", next="/households")
    assert '<html lang="en">' in client.get("/").text
    assert '<html lang="en">' in as_("head").get("/").text
    client.send("/logout")
    assert '<html lang="en">' in client.get("/login").text
    assert '<html lang="vi">' in as_(None).get("/login").text


def test_accounts_of_invented_units_are_refused_outside_the_demo(app: Flask) -> None:
    with app.app_context():
        user = db.session.query(User).filter_by(username="head").one()
        user.unit.sample = True
        assert may_enter(user, demo=True)
        assert not may_enter(user, demo=False)
        db.session.rollback()
