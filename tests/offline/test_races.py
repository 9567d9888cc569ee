"""Many at once, and locks that are held: done exactly once, or not at all and told to come again."""

import random
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from flask import Flask
from sqlalchemy import event, select

from app import create_app
from app.config import Settings
from app.extensions import db
from app.households.models import Household
from app.offline.models import LedgerEntry
from tests.client import Client
from tests.conftest import Ground
from tests.contents import changed, contents
from tests.offline.sending import answers, examine, household, item, pledge, replay, send_batch
from tests.world import World

NAMES = [f"Lò Thị {name}" for name in ("An", "Bích", "Chi", "Dung", "Én", "Giang", "Hiền", "Kim", "Lụa", "Mai")]

Told = tuple[str, int, str | None]  # key, status, receipt


def entered(app: Flask, username: str = "head") -> Client:
    client: Any = app.test_client()
    client.enter(username)
    return client  # type: ignore[no-any-return]


def alone(app: Flask, items: list[dict[str, Any]]) -> list[Told]:
    client = entered(app)
    told = []
    for one in items:
        answer = replay(client, one["path"], dict(one["fields"]), key=one["key"])
        told.append((one["key"], answer.status_code, answer.headers.get("Banyen-Receipt")))
    return told


def together(app: Flask, items: list[dict[str, Any]]) -> list[Told]:
    response = send_batch(entered(app), items)
    if response.status_code == 423:
        return [(one["key"], 423, None) for one in items]
    return [(answer["key"], answer["status"], answer["receipt"]) for answer in answers(response)]


def until_done(
    send: Callable[[Flask, list[dict[str, Any]]], list[Told]], app: Flask, items: list[dict[str, Any]]
) -> list[Told]:
    """Send as a phone does: again what was not answered, shuffled as queues are."""
    left, done = list(items), []
    while left:
        random.shuffle(left)
        told = send(app, left)
        done += [answer for answer in told if answer[1] != 423]
        left = [one for one in left if one["key"] not in {key for key, _, _ in done}]
    return done


@pytest.mark.parametrize(
    "crowd", [[together] * 8, [alone] * 4 + [together] * 4], ids=["batches", "alone and in batches"]
)
def test_the_same_items_at_once_are_done_once(
    fresh_app: Flask, crowd: list[Callable[[Flask, list[dict[str, Any]]], list[Told]]]
) -> None:
    items = [item("/households", household(name, id=uuid4())) for name in NAMES]
    before = contents(fresh_app)
    with ThreadPoolExecutor(len(crowd)) as pool:
        told = [
            answer for found in pool.map(lambda send: until_done(send, fresh_app, items), crowd) for answer in found
        ]
    for one in items:
        mine = [(status, receipt) for key, status, receipt in told if key == one["key"]]
        assert Counter(status for status, _ in mine) == {201: 1, 200: len(crowd) - 1}
        assert len({receipt for _, receipt in mine}) == 1
    after = changed(before, contents(fresh_app))
    assert [len(after[table]["came"]) for table in ("households", "ledger_entries", "audit_events")] == [len(NAMES)] * 3
    assert examine(fresh_app) == []


def test_refused_in_a_batch_and_corrected_alone_and_the_other_way_round(fresh_app: Flask) -> None:
    head = entered(fresh_app)
    first, second = (item("/households", household(name, member_count="0")) for name in NAMES[:2])
    assert [answer["status"] for answer in answers(send_batch(head, [first]))] == [422]
    assert replay(head, "/households", household(NAMES[0]), key=first["key"]).status_code == 201
    assert replay(head, "/households", dict(second["fields"]), key=second["key"]).status_code == 422
    corrected = item("/households", household(NAMES[1]), key=second["key"])
    assert [answer["status"] for answer in answers(send_batch(head, [corrected, second, first]))] == [201, 409, 409]
    with fresh_app.app_context():
        made = select(Household.head_name).where(Household.head_name.in_(NAMES))
        assert sorted(db.session.scalars(made)) == sorted(NAMES[:2])
        db.session.remove()


def test_the_key_of_another_is_refused_in_a_batch_and_tells_nothing(fresh_app: Flask) -> None:
    mine = item("/households", household(NAMES[0]))
    send_batch(entered(fresh_app), [mine])
    other = item("/households", household(NAMES[1]))
    stolen, kept = answers(send_batch(entered(fresh_app, "head2"), [mine, other]))
    assert (stolen["status"], stolen["reason"], kept["status"]) == (403, "not-yours", 201)
    assert [stolen[name] for name in ("record", "url", "receipt")] == [None] * 3
    assert "Phiếu này của người khác gửi." in stolen["html"], "the phone shows why"
    assert NAMES[0] not in stolen["html"]


# Locks that are held longer than a request waits.


@pytest.fixture
def hasty_app(settings: Settings, ground: Ground) -> Iterator[Flask]:
    """An application that waits for a lock for a moment only."""
    name = f"{ground.name}_hasty"
    ground.store.copy(ground.template, name)
    url = ground.store.url(name)
    own = create_app(replace(settings, database_url=url, lock_timeout=timedelta(milliseconds=300)))
    own.testing = True
    own.test_client_class = Client
    yield own
    with own.app_context():
        db.session.remove()
        db.engine.dispose()
    ground.store.drop(name)


@contextmanager
def held(app: Flask, key: UUID, household_id: UUID | None = None) -> Iterator[None]:
    """Hold what somebody else's request holds: SQLite's one write lock; on PostgreSQL the key, or a row."""
    url = app.config["SQLALCHEMY_DATABASE_URI"]
    if url.startswith("sqlite"):
        connection = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        finally:
            connection.execute("ROLLBACK")
            connection.close()
        return
    with psycopg.connect(url.replace("+psycopg", "")) as other:
        if household_id:
            other.execute("SELECT 1 FROM households WHERE id = %s FOR UPDATE", [household_id])
        else:
            other.execute("SELECT pg_advisory_xact_lock(%s)", [int.from_bytes(key.bytes[8:], "big", signed=True)])
        yield
        other.rollback()


def refused_as_busy(app: Flask, lock: AbstractContextManager[None], send: Callable[[], Any]) -> None:
    before = contents(app)
    with lock:
        answer = send()
    assert (answer.status_code, answer.headers["Banyen-Reason"]) == (423, "busy")
    assert answer.headers["Idempotency-Key"]
    assert changed(before, contents(app)) == {}


def test_households_that_look_alike_and_come_at_once_are_marked(fresh_app: Flask) -> None:
    """The other one looks for its twin while this one is stored and not yet committed."""
    others: list[Future[int]] = []
    with fresh_app.app_context():
        form = household(NAMES[0], village=World.read().units["Na"])

    def send(_mapper: object, _connection: object, _made: Household) -> None:
        if not others:
            police = entered(fresh_app, "police")
            others.append(pool.submit(lambda: replay(police, "/households", {**form}, Banyen_Queued="1").status_code))
            wait(others, timeout=1)

    with ThreadPoolExecutor(1) as pool:
        event.listen(Household, "after_insert", send)
        try:
            first = replay(entered(fresh_app), "/households", {**form}, Banyen_Queued="1")
        finally:
            event.remove(Household, "after_insert", send)
    assert (first.status_code, others[0].result()) == (201, 201)
    with fresh_app.app_context():
        twins = db.session.scalars(select(Household.twin_id).where(Household.head_name == NAMES[0])).all()
        db.session.remove()
    assert len([twin for twin in twins if twin]) == 1


def test_a_key_that_is_judged_elsewhere_for_too_long_comes_again(hasty_app: Flask) -> None:
    head, key, form = entered(hasty_app), uuid4(), household(NAMES[0])
    refused_as_busy(hasty_app, held(hasty_app, key), lambda: replay(head, "/households", form, key=key))
    assert replay(head, "/households", form, key=key).status_code == 201


def test_a_row_that_is_written_elsewhere_for_too_long_comes_again(hasty_app: Flask) -> None:
    with hasty_app.app_context():
        anh = World.read().households["Ánh"]
    head, key, path = entered(hasty_app), uuid4(), f"/households/{anh}/pledge"
    form = pledge("Lò Văn Ánh")
    refused_as_busy(hasty_app, held(hasty_app, key, anh), lambda: replay(head, path, form, key=key))
    assert replay(head, path, form, key=key).status_code == 201


def test_a_batch_of_which_a_key_is_judged_elsewhere_comes_again_whole(hasty_app: Flask) -> None:
    head, items = entered(hasty_app), [item("/households", household(name)) for name in NAMES[:3]]
    key = UUID(items[1]["key"])
    refused_as_busy(hasty_app, held(hasty_app, key), lambda: send_batch(head, items))
    assert [answer["status"] for answer in answers(send_batch(head, items))] == [201] * 3


def test_a_batch_does_what_it_can_around_a_row_that_is_held(hasty_app: Flask) -> None:
    with hasty_app.app_context():
        anh = World.read().households["Ánh"]
        if db.engine.dialect.name == "sqlite":
            pytest.skip("SQLite has one lock: it is held for the whole batch or not at all")
    head = entered(hasty_app)
    first = item("/households", household(NAMES[0]))
    busy = item(f"/households/{anh}/pledge", pledge("Lò Văn Ánh"))
    waits = item(f"/households/{anh}/departure", {"kind": "moved_out"}, after=busy["key"])
    last = item("/households", household(NAMES[1]))
    with held(hasty_app, uuid4(), anh):
        told = answers(send_batch(head, [first, busy, waits, last]))
    assert [(answer["status"], answer["reason"]) for answer in told] == [
        (201, None), (423, "busy"), (423, "busy"), (201, None),
    ]  # fmt: skip
    assert [answer["status"] for answer in answers(send_batch(head, [first, busy, last]))] == [200, 201, 200]
    assert examine(hasty_app) == []
    with hasty_app.app_context():
        assert db.session.get(LedgerEntry, UUID(busy["key"]))
        db.session.remove()
