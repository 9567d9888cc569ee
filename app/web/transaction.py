"""One commit per request, only for an answer below 400; a GET never writes."""

from collections.abc import Callable
from typing import Any, TypeVar

from blinker import Signal
from flask import Flask, Response, current_app, g, request
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

from app.extensions import db

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
    only read before is let go and read again.
    """
    db.session.rollback()
    db.session.connection(execution_options={WRITING: True})


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
    view = _view()
    if request.method not in SAFE and not getattr(view, "begins_late", False):
        begin_writing()


def prepare_engine(engine: Engine) -> None:
    """Make SQLite durable and strict, and let us say when its transactions begin. PostgreSQL needs nothing."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)


def _settle(response: Response) -> None:
    if request.method in SAFE or response.status_code >= 400:
        db.session.rollback()
        _note_refusal()
        return
    committing.send(response)
    db.session.commit()


def _note_refusal() -> None:
    for note in g.pop("refusal_notes", []):
        begin_writing()
        note()
        db.session.commit()


def _view() -> Callable[..., Any] | None:
    return current_app.view_functions.get(request.endpoint or "")


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
