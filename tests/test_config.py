"""What the environment asks for: production refuses to start unsafely, and nothing unreadable is guessed at."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.config import CHECKOUT, Misconfigured, Profile, from_environment
from app.extensions import db

KEY = "q9Jx2vLr7TzMb4WkYc8NpH3sDfGa6UeQ"  # as long as the shortest that is taken
NAMES = ("BANYEN_PROFILE", "BANYEN_HTTPS", "BANYEN_TRUSTED_PROXIES", "SECRET_KEY", "DATABASE_URL", "REDIS_URL")

# A sign-in with a name nobody has, in a process of its own: the rate limits' counters belong to the process.
SIGN_IN = """
import re
from flask_migrate import upgrade
from app import create_app
app = create_app()
with app.app_context():
    upgrade()
client = app.test_client()
token = re.findall('name="csrf_token"[^>]*value="([^"]+)"', client.get("/login").text)[0]
print(client.post("/login", data={"csrf_token": token, "username": "nobody", "password": "nothing"}).status_code)
"""


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Leave nothing of the caller's environment; each test sets what it is about."""
    for name in (*NAMES, "FLASK_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("BANYEN_DATA_DIR", str(tmp_path))


def put(monkeypatch: pytest.MonkeyPatch, **values: str) -> None:
    for name, value in values.items():
        monkeypatch.setenv(name, value)


@pytest.mark.once
def test_production_starts_with_a_key_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    put(monkeypatch, BANYEN_PROFILE="production", SECRET_KEY=KEY)
    settings = from_environment()
    assert (settings.profile, settings.secret_key, settings.https) == (Profile.PRODUCTION, KEY, True)
    assert settings.trusted_proxies == 0


@pytest.mark.once
@pytest.mark.parametrize("key", [None, "", "short", KEY[:-1], "a" * 64, "0123456789abcdef"])
def test_production_refuses_no_key_and_a_weak_one(monkeypatch: pytest.MonkeyPatch, key: str | None) -> None:
    put(monkeypatch, BANYEN_PROFILE="production", **({} if key is None else {"SECRET_KEY": key}))
    with pytest.raises(Misconfigured, match="SECRET_KEY"):
        from_environment()


@pytest.mark.once
@pytest.mark.parametrize("debug", ["1", "true", "on", "y", "2"])
def test_production_refuses_whatever_flask_takes_for_debugging(monkeypatch: pytest.MonkeyPatch, debug: str) -> None:
    put(monkeypatch, BANYEN_PROFILE="production", SECRET_KEY=KEY, FLASK_DEBUG=debug)
    assert Flask("any").debug
    with pytest.raises(Misconfigured, match="FLASK_DEBUG"):
        from_environment()


@pytest.mark.once
@pytest.mark.parametrize(
    ("name", "value"),
    [("BANYEN_PROFILE", "prod"), ("BANYEN_HTTPS", "maybe"), ("BANYEN_TRUSTED_PROXIES", "-1")],
)
def test_what_cannot_be_read_is_refused_by_name(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    put(monkeypatch, **{name: value})
    with pytest.raises(Misconfigured, match=name):
        from_environment()


@pytest.mark.once
def test_a_machine_of_its_own_makes_a_key_and_keeps_it(tmp_path: Path) -> None:
    first = from_environment()
    kept = tmp_path / "secret_key"
    assert first.profile is Profile.LOCAL
    assert first.secret_key == from_environment().secret_key == kept.read_text()
    assert kept.stat().st_mode & 0o077 == 0


@pytest.mark.once
@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_postgresql_is_reached_by_the_driver_that_is_installed(monkeypatch: pytest.MonkeyPatch, scheme: str) -> None:
    put(monkeypatch, DATABASE_URL=f"{scheme}://banyen@127.0.0.1/banyen")
    assert from_environment().database_url == "postgresql+psycopg://banyen@127.0.0.1/banyen"


def test_an_error_of_the_database_tells_no_personal_value(app: Flask) -> None:
    with app.app_context(), pytest.raises(DBAPIError) as raised:
        db.session.execute(text("INSERT INTO no_such_table VALUES (:name)"), {"name": "Lò Văn Kín"})
    assert "no_such_table" in str(raised.value)
    assert "Lò Văn Kín" not in str(raised.value)


@pytest.mark.once
@pytest.mark.slow
def test_a_redis_that_is_down_shuts_nobody_out(monkeypatch: pytest.MonkeyPatch) -> None:
    put(monkeypatch, REDIS_URL="redis://127.0.0.1:1/0", PYTHONPATH=str(CHECKOUT))
    done = subprocess.run(
        [sys.executable, "-c", SIGN_IN], env=os.environ, capture_output=True, text=True, check=False, cwd=CHECKOUT
    )
    assert done.stdout.strip() == "422", done.stderr
