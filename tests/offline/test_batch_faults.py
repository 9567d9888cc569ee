"""Faults within a batch: what fails takes only its item with it, or, at the commit, everything and says so."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.typing import ResponseReturnValue
from sqlalchemy import event, func, insert, select, text

from app.extensions import db
from app.households.models import Household
from app.offline.models import LedgerEntry
from app.policy import Action
from app.web.access import requires
from app.web.htmx import see
from tests.conftest import SignIn
from tests.contents import changed, contents
from tests.offline.sending import answers, examine, household, item, send_batch, statuses
from tests.world import SENT, World

NAMES = ["Lò Văn Khoa", "Cầm Thị Liên", "Hà Văn Mạnh", "Quàng Thị Nga", "Vì Văn Ơn"]


def test_everything_is_one_transaction(fresh_app: Flask) -> None:
    client: Any = fresh_app.test_client()
    client.enter("head")
    ended: list[str] = []
    with fresh_app.app_context():
        event.listen(db.engine, "commit", lambda _connection: ended.append("commit"))
        event.listen(db.engine, "release_savepoint", lambda *_: ended.append("release"))
        event.listen(db.engine, "rollback_savepoint", lambda *_: ended.append("back"))
    sent = [item("/households", household(NAMES[0])), item("/households", {}), item("/households", household(NAMES[1]))]
    assert statuses(send_batch(client, sent)) == [201, 422, 201]
    assert ended == ["release", "back", "release", "commit"]


def test_nothing_is_stored_when_the_last_commit_fails(fresh_app: Flask) -> None:
    client: Any = fresh_app.test_client()
    client.enter("head")
    fresh_app.testing = False
    before = contents(fresh_app)

    def fail(_connection: object) -> None:
        raise OSError("the disk is full")

    with fresh_app.app_context():
        event.listen(db.engine, "commit", fail)
    refused = send_batch(client, [item("/households", household(name)) for name in NAMES])
    assert refused.status_code == 500
    assert "Idempotency-Key" not in refused.headers
    with fresh_app.app_context():
        event.remove(db.engine, "commit", fail)
    assert changed(before, contents(fresh_app)) == {}


@pytest.mark.parametrize("room", range(1, 14, 3))  # pages of the file that are left: it is full sooner or later
def test_nothing_is_stored_when_the_disk_is_full_within_a_batch(fresh_app: Flask, room: int) -> None:
    """SQLite ends the whole transaction then, under the savepoint of one item."""
    fresh_app.testing = False
    with fresh_app.app_context():
        if db.engine.dialect.name != "sqlite":
            pytest.skip("PostgreSQL ends the savepoint alone")
        pages = db.session.scalar(text("PRAGMA page_count"))
        db.session.remove()
        db.engine.dispose()
        event.listen(db.engine, "connect", lambda raw, _record: raw.execute(f"PRAGMA max_page_count={pages + room}"))
    client: Any = fresh_app.test_client()
    client.enter("head")
    names = [f"Lò Văn {'Thị ' * 12}{first}{last}" for first in "ABCDEGH" for last in "abcdegh"]  # fill many pages
    refused = send_batch(client, [item("/households", household(name, address="x" * 190)) for name in names])
    assert refused.status_code == 500
    assert "Idempotency-Key" not in refused.headers
    with fresh_app.app_context():
        assert db.session.scalar(select(func.count()).where(Household.head_name.in_(names))) == 0
        assert db.session.scalar(select(func.count()).select_from(LedgerEntry)) == len(SENT)
        db.session.remove()
    assert examine(fresh_app) == []


def test_an_item_that_breaks_says_so_and_the_others_are_kept(fresh_app: Flask) -> None:
    client: Any = fresh_app.test_client()
    client.enter("head")
    fresh_app.testing = False
    broken = str(uuid4())

    def fail(_mapper: object, _connection: object, made: Household) -> None:
        if str(made.id) == broken:
            raise OSError("the disk is full")

    event.listen(Household, "after_insert", fail)
    try:
        ids = [str(uuid4()), broken, str(uuid4())]
        sent = [item("/households", household(n, id=id_)) for n, id_ in zip(NAMES, ids, strict=False)]
        found = answers(send_batch(client, sent))
    finally:
        event.remove(Household, "after_insert", fail)
    assert [(answer["status"], answer["reason"]) for answer in found] == [(201, None), (500, None), (201, None)]
    assert examine(fresh_app) == []
    assert statuses(send_batch(client, sent)) == [200, 201, 200]


def test_an_error_of_the_database_ends_its_item_alone(app: Flask, as_: SignIn, world: World) -> None:
    """The ledger's own row is added last of all: what its key breaks is found while the savepoint is released."""
    taken = UUID(int=7)

    def intrude(_mapper: object, connection: Any, made: Household) -> None:
        if made.head_name == NAMES[1]:
            owner = {"user_id": world.users["head"], "unit_id": world.units["Na"], "receipt": "BY-0000-00"}
            row = {"action": "household:add", "content_hash": "x", "record_id": "x", "address": "/x", **owner}
            connection.execute(insert(LedgerEntry).values(key=taken, done_at=made.created_at, **row))

    event.listen(Household, "after_insert", intrude)
    keys = [uuid4(), taken, uuid4()]
    try:
        sent = [item("/households", household(n), key=key) for n, key in zip(NAMES, keys, strict=False)]
        found = answers(send_batch(as_("head"), sent))
    finally:
        event.remove(Household, "after_insert", intrude)
    assert [(answer["status"], answer["reason"]) for answer in found] == [(201, None), (409, "id-taken"), (201, None)]
    with app.app_context():
        made = select(func.count()).select_from(Household).where(Household.head_name.in_(NAMES))
        assert db.session.scalar(made) == 2
    assert examine(app) == []


def test_an_item_does_not_find_what_another_left_in_memory(fresh_app: Flask) -> None:
    kept: list[Household] = []

    def add_one(household_id: UUID) -> ResponseReturnValue:
        found = db.session.get_one(Household, household_id)
        kept.append(found)  # nothing here forgets it
        before = found.member_count
        grown = text("UPDATE households SET member_count = member_count + 1 WHERE head_name = :name")
        db.session.execute(grown, {"name": found.head_name})
        return see(household_id, f"/{before}")

    view = requires(Action.HOUSEHOLD_EDIT)(add_one)
    fresh_app.add_url_rule("/grown/<uuid:household_id>", "grown", view, methods=["POST"])
    client: Any = fresh_app.test_client()
    client.enter("head")
    with fresh_app.app_context():
        path = f"/grown/{World.read().households['Ánh']}"
    found = answers(send_batch(client, [item(path) for _ in range(3)]))
    assert [answer["url"] for answer in found] == ["/4", "/5", "/6"]
