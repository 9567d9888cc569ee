"""What phones say of themselves, and what the commune is told of it."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.accounts.models import Phone, User
from app.accounts.operations import MOST_PHONES
from app.accounts.queries import waits_of
from app.clock import now
from app.extensions import db
from tests.client import Client
from tests.conftest import SignIn
from tests.contents import changed, contents
from tests.offline.sending import item, replay, send_batch
from tests.world import World

PHONE = str(uuid4())
FORM = {"head_name": "Hoàng Thị Xuân", "member_count": "5"}


def beat(client: Client, *, phone: str = PHONE, **said: Any) -> TestResponse:
    fields = {"phone": phone, "waiting": "3", "fixing": "1", "oldest": ago(days=2).isoformat(), **said}
    return replay(client, "/offline/heartbeat", fields)


def ago(**time: int) -> datetime:
    return now() - timedelta(**time)


def phones(app: Flask) -> list[Phone]:
    with app.app_context():
        found = list(db.session.scalars(select(Phone).order_by(Phone.seen_at)))
        db.session.expunge_all()
        db.session.remove()
    return found


def let_pass(app: Flask, **time: int) -> datetime:
    """Let every phone be silent for so long; return when it was last heard from."""
    with app.app_context():
        then = ago(**time)
        for phone in db.session.scalars(select(Phone)):
            phone.seen_at = then
        db.session.commit()
        db.session.remove()
    return then


def test_a_phone_says_what_waits_and_says_it_anew(app: Flask, as_: SignIn, world: World) -> None:
    head = as_("head")
    answer = beat(head)
    assert (answer.status_code, answer.data) == (204, b"")
    [found] = phones(app)
    assert (found.user_id, found.id) == (world.users["head"], UUID(PHONE))
    assert (found.waiting, found.fixing) == (3, 1)
    assert found.oldest_at
    assert timedelta(days=2) <= now() - found.oldest_at < timedelta(days=2, minutes=1)
    beat(head, waiting="0", fixing="0", oldest="")
    [found] = phones(app)
    assert (found.waiting, found.fixing, found.oldest_at) == (0, 0, None)


def test_two_people_on_one_phone_and_two_phones_of_one_are_told_apart(app: Flask, as_: SignIn) -> None:
    beat(as_("head"))
    beat(as_("head2"))
    beat(as_("head"), phone=str(uuid4()))
    assert len(phones(app)) == 3


def test_a_fast_clock_entered_nothing_after_now(app: Flask, as_: SignIn) -> None:
    beat(as_("head"), oldest=(now() + timedelta(days=400)).isoformat())
    [found] = phones(app)
    assert found.oldest_at
    assert found.oldest_at <= now()


@pytest.mark.parametrize(
    "said",
    [{"phone": ""}, {"phone": "x"}, {"waiting": ""}, {"waiting": "-1"}, {"waiting": "x"}, {"waiting": "9" * 30},
     {"fixing": "-1"}, {"fixing": ""}, {"oldest": "yesterday"}, {"oldest": "9999-99-99"}],
)  # fmt: skip
def test_what_makes_no_sense_is_refused(app: Flask, as_: SignIn, said: dict[str, str]) -> None:
    before = contents(app)
    answer = beat(as_("head"), **said)
    assert (answer.status_code, answer.headers["Banyen-Reason"]) == (422, "invalid")
    assert changed(before, contents(app)) == {}


def test_a_person_has_so_many_phones_and_the_silent_one_is_forgotten(app: Flask, as_: SignIn) -> None:
    head, ids = as_("head"), [str(uuid4()) for _ in range(MOST_PHONES + 2)]
    for id_ in ids:
        beat(head, phone=id_)
    assert {str(phone.id) for phone in phones(app)} == set(ids[2:])


@pytest.mark.parametrize("together", [True, False])
def test_what_was_sent_is_a_sign_of_life(app: Flask, as_: SignIn, together: bool) -> None:
    head = as_("head")
    beat(head)
    beat(as_("head2"))
    then = let_pass(app, days=3)
    if together:
        send_batch(head, [item("/households", FORM)])
    else:
        assert replay(head, "/households", FORM).status_code == 201
    silent, heard = phones(app)
    assert (silent.seen_at, heard.seen_at > ago(minutes=1)) == (then, True)


def test_a_phone_that_says_which_it_is_speaks_for_itself_alone(app: Flask, as_: SignIn) -> None:
    head, other = as_("head"), str(uuid4())
    beat(head)
    beat(head, phone=other)
    let_pass(app, days=3)
    replay(head, "/households", FORM, Banyen_Phone=other)
    assert [str(phone.id) for phone in phones(app) if phone.seen_at > ago(minutes=1)] == [other]


def test_what_is_refused_is_no_sign_that_anything_was_stored(app: Flask, as_: SignIn) -> None:
    beat(as_("head"))
    let_pass(app, days=3)
    before = contents(app)
    replay(as_("head"), "/households", {"head_name": ""})
    assert changed(before, contents(app)) == {}


def board(client: Client, address: str = "/") -> str:
    return " ".join(client.get(address).text.split())


def test_the_commune_sees_what_waits_where_the_villages_bar_stands(app: Flask, as_: SignIn) -> None:
    head, police = as_("head"), as_("police")
    assert "trên máy trưởng bản" not in board(police)
    beat(head, waiting="5", fixing="0")
    assert "còn 5 mục trên máy trưởng bản, cũ nhất 2 ngày</span>" in board(police)
    beat(head, phone=str(uuid4()), waiting="2", fixing="1", oldest=ago(days=9).isoformat())
    let_pass(app, days=4)
    said = "còn 7 mục trên máy trưởng bản, cũ nhất 9 ngày, 1 mục cần sửa, máy không liên lạc 4 ngày"
    assert said in board(police)
    beat(as_("head2"), waiting="1", fixing="0", oldest=now().isoformat())
    assert board(police).count("trên máy trưởng bản") == 2
    assert "còn 1 mục trên máy trưởng bản<" in board(police).replace(" <", "<")


def test_nobody_else_sees_it(as_: SignIn, world: World) -> None:
    beat(as_("head"))
    for who in ("police2", "district", "province", "head"):
        assert "trên máy trưởng bản" not in board(as_(who))
    assert "trên máy trưởng bản" not in board(as_("district"), f"/progress/{world.units['An']}")


def test_what_was_sent_meanwhile_waits_no_more(as_: SignIn) -> None:
    beat(as_("head"))
    beat(as_("head"), waiting="0", fixing="0", oldest="")
    assert "trên máy trưởng bản" not in board(as_("police"))


def test_a_closed_account_waits_for_nothing(app: Flask, as_: SignIn, world: World) -> None:
    beat(as_("head"))
    with app.app_context():
        db.session.get_one(User, world.users["head"]).disabled_at = now()
        assert waits_of([world.units["Na"]]) == {}
        assert waits_of([]) == {}
        db.session.rollback()
        assert waits_of([world.units["Na"], world.units["Pa"]]).keys() == {world.units["Na"]}
        db.session.remove()
