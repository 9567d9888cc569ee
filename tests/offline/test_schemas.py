"""Forms that waited on a phone while the application went on are read as today's."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.households.models import Household
from app.offline.ledger import CHANGES
from app.offline.schemas import Change, Fields, brought_up, read_schema
from tests.client import Client
from tests.contents import changed, contents
from tests.offline.sending import answers, item, replay, send_batch

HOUSEHOLDS = "/households"


def renamed(before: str, after: str) -> Change:
    def upgrade(fields: Fields) -> Fields:
        return [(after if name == before else name, value) for name, value in fields]

    return Change(HOUSEHOLDS, 1, upgrade)


def counted_in_tens(fields: Fields) -> Fields:
    return [(name, str(int(value) * 10) if name == "member_count" else value) for name, value in fields]


HISTORY: Sequence[Change] = (Change(HOUSEHOLDS, 2, counted_in_tens), renamed("name", "head_name"))


def test_changes_are_made_in_order_from_the_forms_number_on() -> None:
    first = [("name", "Lò Văn Khoa"), ("member_count", "1")]
    assert brought_up(HOUSEHOLDS, 1, first, HISTORY) == [("head_name", "Lò Văn Khoa"), ("member_count", "10")]
    assert brought_up(HOUSEHOLDS, 2, first, HISTORY) == [("name", "Lò Văn Khoa"), ("member_count", "10")]
    assert brought_up(HOUSEHOLDS, 3, first, HISTORY) == first
    assert brought_up(HOUSEHOLDS, 99, first, HISTORY) == first
    assert brought_up("/households/<uuid:household_id>", 1, first, HISTORY) == first
    assert brought_up(HOUSEHOLDS, 1, first) == first


@pytest.mark.parametrize(
    ("text", "number"),
    [(None, 1), ("", 1), ("1", 1), ("12", 12), ("0", None), ("-1", None), ("x", None), ("1.0", None), ("٣", None),
     ("9" * 400, None), ("1000001", None), ("1000000", 1000000)],
)  # fmt: skip
def test_the_number_is_read_or_refused(text: str | None, number: int | None) -> None:
    assert read_schema(text) == number


@pytest.fixture
def head(fresh_app: Flask) -> Client:
    """The village head, of an application whose forms have changed twice."""
    fresh_app.extensions[CHANGES] = HISTORY
    client: Any = fresh_app.test_client()
    client.enter("head")
    return client  # type: ignore[no-any-return]


OLD = {"name": "Lò Văn Khoa", "member_count": "1"}


def stored(app: Flask) -> list[tuple[str, int]]:
    with app.app_context():
        rows = select(Household.head_name, Household.member_count).where(Household.head_name.like("%Khoa"))
        found = [(name, count) for name, count in db.session.execute(rows)]
        db.session.remove()
    return found


@pytest.mark.parametrize("headers", [{}, {"Banyen_Schema": "1"}])
def test_an_old_form_alone_is_read_as_todays(fresh_app: Flask, head: Client, headers: dict[str, str]) -> None:
    assert replay(head, HOUSEHOLDS, OLD, **headers).status_code == 201
    assert stored(fresh_app) == [("Lò Văn Khoa", 10)]


@pytest.mark.parametrize("more", [{}, {"schema": 1}])
def test_an_old_form_in_a_batch_is_read_as_todays(fresh_app: Flask, head: Client, more: dict[str, int]) -> None:
    [answer] = answers(send_batch(head, [item(HOUSEHOLDS, OLD, **more)]))
    assert answer["status"] == 201
    assert stored(fresh_app) == [("Lò Văn Khoa", 10)]


def test_a_newer_form_is_judged_as_it_is(fresh_app: Flask, head: Client) -> None:
    assert replay(head, HOUSEHOLDS, OLD, Banyen_Schema="7").status_code == 422
    today = {"head_name": "Lò Văn Khoa", "member_count": "3"}
    assert answers(send_batch(head, [item(HOUSEHOLDS, today, schema=7)]))[0]["status"] == 201
    assert stored(fresh_app) == [("Lò Văn Khoa", 3)]


def test_the_same_content_is_what_was_sent_not_what_it_became(fresh_app: Flask, head: Client) -> None:
    key = str(uuid4())
    assert replay(head, HOUSEHOLDS, OLD, key=key).status_code == 201
    assert replay(head, HOUSEHOLDS, OLD, key=key).status_code == 200
    fresh_app.extensions[CHANGES] = ()
    assert replay(head, HOUSEHOLDS, OLD, key=key).status_code == 200
    assert answers(send_batch(head, [item(HOUSEHOLDS, OLD, key=key)]))[0]["status"] == 200
    became = {"head_name": "Lò Văn Khoa", "member_count": "10"}
    assert replay(head, HOUSEHOLDS, became, key=key).headers["Banyen-Reason"] == "key-reused"


def test_a_form_that_no_phone_sent_is_never_changed(head: Client) -> None:
    assert head.send(HOUSEHOLDS, **OLD).status_code == 422


def test_a_number_that_is_none_is_refused(fresh_app: Flask, head: Client) -> None:
    before = contents(fresh_app)
    refused = replay(head, HOUSEHOLDS, OLD, Banyen_Schema="one")
    assert (refused.status_code, refused.headers["Banyen-Reason"]) == (422, "invalid")
    assert changed(before, contents(fresh_app)) == {}
