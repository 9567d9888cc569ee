"""One commit per request: an answer below 400 stores all of it, any other nothing; a GET never writes."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask, abort
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from app.accounts.models import FailedSignIns
from app.errors import Refusal
from app.extensions import db
from app.web.access import public
from app.web.transaction import after_refusal, begin_writing, begins_late
from tests.client import Client

Answers = Callable[[], ResponseReturnValue]


class Refused(Refusal):
    """A refusal of an operation."""


def write(key: str = "written") -> None:
    """Add a row that stands for any."""
    db.session.add(FailedSignIns(key=key, count=1))
    db.session.flush()


def written(app: Flask) -> set[str]:
    """Return the keys of the rows that were stored."""
    with app.app_context():
        keys = set(db.session.scalars(select(FailedSignIns.key)))
        db.session.rollback()
    return keys


def sent(app: Flask, view: Answers, method: str = "POST") -> int:
    """Ask a view of that answer, once, and return the status."""
    app.add_url_rule("/tried", "tried", public(view), methods=[method])
    client: Any = app.test_client()
    assert isinstance(client, Client)
    return (client.send("/tried") if method == "POST" else client.open("/tried", method=method)).status_code


def _raise(error: Exception) -> ResponseReturnValue:
    raise error


@pytest.mark.parametrize("status", [200, 201, 303, 399])
def test_what_is_done_is_stored(fresh_app: Flask, status: int) -> None:
    def view() -> ResponseReturnValue:
        write()
        return "", status

    assert sent(fresh_app, view) == status
    assert written(fresh_app) == {"written"}


@pytest.mark.parametrize(
    ("end", "status"),
    [
        (lambda: ("", 400), 400),
        (lambda: ("", 422), 422),
        (lambda: ("", 500), 500),
        (lambda: abort(404), 404),
        (lambda: abort(403), 403),
        (lambda: _raise(Refused("Không được")), 409),
    ],
)
def test_what_is_refused_leaves_nothing(fresh_app: Flask, end: Answers, status: int) -> None:
    def view() -> ResponseReturnValue:
        write()
        return end()

    assert sent(fresh_app, view) == status
    assert written(fresh_app) == set()


def test_a_fault_leaves_nothing(fresh_app: Flask) -> None:
    fresh_app.testing = False  # answered, as people see it, and not raised

    def view() -> ResponseReturnValue:
        write()
        raise ZeroDivisionError

    assert sent(fresh_app, view) == 500
    assert written(fresh_app) == set()


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_a_safe_request_never_writes(fresh_app: Flask, method: str) -> None:
    seen = []

    def view() -> ResponseReturnValue:
        write()
        seen.append(method)
        return ""

    view.provide_automatic_options = False  # type: ignore[attr-defined]  # so that OPTIONS too comes to the view
    assert sent(fresh_app, view, method) == 200
    assert seen == [method]
    assert written(fresh_app) == set()


def test_what_is_to_be_noted_of_a_refusal_is_all_that_it_leaves(fresh_app: Flask) -> None:
    def view() -> ResponseReturnValue:
        write()
        after_refusal(lambda: write("noted"))
        return "", 422

    assert sent(fresh_app, view) == 422
    assert written(fresh_app) == {"noted"}


def test_a_success_has_nothing_to_note(fresh_app: Flask) -> None:
    def view() -> ResponseReturnValue:
        after_refusal(lambda: write("noted"))
        return "", 200

    assert sent(fresh_app, view) == 200
    assert written(fresh_app) == set()


def test_slow_work_may_come_before_the_transaction(fresh_app: Flask) -> None:
    @begins_late
    def view() -> ResponseReturnValue:
        begin_writing()
        write()
        return "", 200

    assert sent(fresh_app, view) == 200
    assert written(fresh_app) == {"written"}
