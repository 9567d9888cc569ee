"""A server that is killed in the middle of a batch has stored all of it or nothing, and goes on where it was."""

import gzip
import http.client
import json
import shutil
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from flask import Flask

from app import create_app
from app.config import Settings
from app.extensions import db
from tests.browser.serving import Gunicorn
from tests.conftest import Ground
from tests.contents import changed, contents
from tests.offline.sending import examine, household, item
from tests.structure.sources import ROOT
from tests.world import PASSWORD

LETTERS = "ABCDEGHIKLMNOPQRSTUVXY"

pytestmark = pytest.mark.slow


@dataclass
class Phone:
    """A phone that is signed in, whatever happens to the server meanwhile."""

    port: int
    cookie: str = ""

    def sign_in(self) -> None:
        status, headers, _ = self._post("/login", urlencode({"username": "head", "password": PASSWORD}).encode(), {})
        assert status == 200
        self.cookie = "; ".join(cookie.partition(";")[0] for cookie in headers.get_all("Set-Cookie", []))

    def send(self, items: list[dict[str, Any]]) -> dict[str, Any] | None:
        """Return the answers of a batch by key; None when there was no answer."""
        headers = {"Content-Type": "application/json", "Content-Encoding": "gzip"}
        try:
            status, _, body = self._post(
                "/offline/batch", gzip.compress(json.dumps({"items": items}).encode()), headers
            )
        except (OSError, http.client.HTTPException):
            return None
        assert status == 200, body
        return {answer["key"]: answer for answer in json.loads(body)["answers"]}

    def _post(self, path: str, body: bytes, headers: dict[str, str]) -> tuple[int, http.client.HTTPMessage, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        sent = {"Content-Type": "application/x-www-form-urlencoded", "Idempotency-Key": str(uuid4()), **headers}
        try:
            connection.request("POST", path, body, {**sent, "Cookie": self.cookie})
            answer = connection.getresponse()
            return answer.status, answer.msg, answer.read()
        finally:
            connection.close()


@dataclass
class Served:
    """The application as it is served, over a database that can be looked into from here."""

    app: Flask
    server: Gunicorn


@pytest.fixture
def served(settings: Settings, ground: Ground, tmp_path: Path) -> Iterator[Served]:
    """A copy of the cast to serve."""
    name = f"{ground.name}_served"
    ground.store.copy(ground.template, name)
    shutil.copytree(settings.data_dir / "photos", tmp_path / "photos")
    own = replace(settings, database_url=ground.store.url(name), data_dir=tmp_path)
    app = create_app(own)
    # One process for the one phone there is.
    server = Gunicorn(tmp_path, ROOT, DATABASE_URL=own.database_url, SECRET_KEY=own.secret_key, WEB_CONCURRENCY="1")
    yield Served(app, server)
    server.kill()
    with app.app_context():
        db.engine.dispose()
    ground.store.drop(name)


def fifty(round_: int) -> list[dict[str, Any]]:
    """Return a batch of households that have no namesakes."""
    return [
        item("/households", household(f"Lò {LETTERS[round_]}{LETTERS[n // 22].lower()} {LETTERS[n % 22]}", id=uuid4()))
        for n in range(50)
    ]


def test_a_batch_that_is_cut_short_is_whole_or_nothing(served: Served) -> None:
    phone, unanswered = Phone(served.server.port), 0
    served.server.start()
    phone.sign_in()
    phone.send(fifty(0))
    started = time.monotonic()
    assert phone.send(fifty(1))
    usual = time.monotonic() - started
    for round_, part in enumerate((0.1, 0.4, 0.7, 0.9, 1.0, 1.1), start=2):
        items, before = fifty(round_), contents(served.app)
        with ThreadPoolExecutor(1) as pool:
            told = pool.submit(phone.send, items)
            time.sleep(usual * part)
            served.server.kill()
            first = told.result()
        time.sleep(0.3)  # PostgreSQL may still be at the commit that it was sent
        stored = changed(before, contents(served.app))
        unanswered += first is None
        tables = ("households", "residences", "ledger_entries", "audit_events")
        counts = [len(stored[table]["came"]) if table in stored else 0 for table in tables]
        assert counts == [50] * 4 if first else counts in ([0] * 4, [50] * 4)
        assert examine(served.app) == []
        served.server.start()
        again = phone.send(items)
        assert again
        assert {answer["status"] for answer in again.values()} == ({200} if counts[0] else {201})
        if first:
            assert {key: answer["receipt"] for key, answer in first.items()} == {
                key: answer["receipt"] for key, answer in again.items()
            }
        assert len(changed(before, contents(served.app))["households"]["came"]) == 50
    assert unanswered >= 2
    assert examine(served.app) == []
