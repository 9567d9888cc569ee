"""One commit per request, only for an answer below 400; a GET never writes. A batch's items are savepoints of one."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from blinker import Signal
from flask import Flask, Response, current_app, g, request
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.orm import SessionTransaction
from sqlalchemy.pool import ConnectionPoolEntry

from app.extensions import db
from app.web.access import is_online_only
from app.web.htmx import REPLAY_KEY

# Sent inside the transaction, just before the commit of a done write, with the response: the replay ledger listens.
committing = Signal()

WRITING = "banyen_writing"
SAFE = {"GET", "HEAD", "OPTIONS"}

V = TypeVar("V", bound=Callable[..., ResponseReturnValue])


class TransactionalFlask(Flask):
    """Flask whose every request is one transaction."""

    def dispatch_request(self) -> ResponseReturnValue:
        """Run the view, then commit or roll back by its answer's status."""
        response = self.make_response(super().dispatch_request())
        _settle(response)
        return response


def begin_writing() -> None:
    """Open the write transaction now, so that what is read under it still holds when it is written.

    SQLite takes its one write lock here (BEGIN IMMEDIATE) and never has to upgrade a read, which could fail; what was
    only read before is let go and read again. A batch has done so for its items.
    """
    if _savepoint() is None:
        db.session.rollback()
        db.session.connection(execution_options={WRITING: True})


def abandon() -> None:
    """Take back what this request did so far or, within a batch, what this item did: the others stay."""
    savepoint = _savepoint()
    if savepoint is None:
        db.session.rollback()
    elif db.session().get_nested_transaction() is savepoint:  # else it was settled already
        savepoint.rollback()


@contextmanager
def item_of_batch() -> Iterator[None]:
    """Let the request that is made within be an item of this one's transaction, kept or taken back on its own."""
    g.savepoint = db.session.begin_nested()
    try:
        yield
    finally:
        try:
            abandon()  # what was not settled: an answer from before the view, or a fault
        finally:
            del g.savepoint
    _refuse_ended()


def begins_late(view: V) -> V:
    """Mark a POST view that does slow work first and calls ``begin_writing`` itself."""
    view.begins_late = True  # type: ignore[attr-defined]
    return view


def after_refusal(note: Callable[[], None]) -> None:
    """Run ``note`` in a short transaction of its own once this request's has been rolled back.

    The one exception to one commit per request: failed sign-ins must be counted although they are refused.
    """
    g.setdefault("refusal_notes", []).append(note)


def open_for_request() -> None:
    """Begin the request's transaction (registered before every other hook that reads the database)."""
    if request.method not in SAFE and not _begins_late():
        begin_writing()


def prepare_engine(engine: Engine) -> None:
    """Make SQLite durable and strict, and let us say when its transactions begin. PostgreSQL needs nothing."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)


def _settle(response: Response) -> None:
    if request.method in SAFE or response.status_code >= 400:
        abandon()
        _note_refusal()
        return
    committing.send(response)
    _keep()


def _keep() -> None:
    (_savepoint() or db.session).commit()


def _note_refusal() -> None:
    for note in g.pop("refusal_notes", []):
        begin_writing()
        note()
        if _savepoint() is None:  # a batch commits the notes of its items with everything else
            db.session.commit()


def _refuse_ended() -> None:
    """Raise RuntimeError where the transaction of the batch has ended under it: nothing of it is stored then.

    SQLite ends the whole of it, not the savepoint, when the disk is full or fails; what follows would be another.
    """
    connection = db.session.connection()
    driver: Any = connection.connection.driver_connection
    if connection.dialect.name == "sqlite" and not driver.in_transaction:
        raise RuntimeError("the transaction of the batch has ended")


def _savepoint() -> SessionTransaction | None:
    """Return the savepoint of the batch's item that is judged, which shares the batch's g; None in other requests."""
    found: SessionTransaction | None = g.get("savepoint")
    return found


def _begins_late() -> bool:
    """Tell whether the view opens the transaction; not for a key that the ledger must be alone with from the first."""
    view = current_app.view_functions.get(request.endpoint or "")
    kept_in_ledger = REPLAY_KEY in request.headers and not is_online_only(request.endpoint)
    return getattr(view, "begins_late", False) and not kept_in_ledger


def _prepare_sqlite(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # BEGIN is ours, not the driver's
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    # An acknowledged write must survive a power cut: the phone forgets it as soon as we say so.
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute("PRAGMA recursive_triggers=ON")  # else REPLACE would take an audit event away unseen
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    writing = connection.get_execution_options().get(WRITING, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")
