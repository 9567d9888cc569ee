"""The tests' ground: a database with the cast for each worker, restored when a test wrote; clients for each persona."""

import gc
import os
import re
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import hypothesis
import pytest
from flask import Flask
from flask_migrate import upgrade
from hypothesis.configuration import set_hypothesis_home_dir
from sqlalchemy import Engine, event

from app import create_app
from app.config import CHECKOUT, Profile, Settings
from app.extensions import db
from tests.client import Client
from tests.stores import PostgresServer, SqliteFiles, Store
from tests.world import World, build_world

# The same examples every time, on a busy machine too.
hypothesis.settings.register_profile("steady", derandomize=True, deadline=None)
hypothesis.settings.load_profile("steady")
set_hypothesis_home_dir(CHECKOUT / "var" / "cache" / "hypothesis")

WRITES = ("INSERT", "UPDATE", "DELETE", "TRUNCATE", "CREATE", "DROP", "ALTER")
ROWS_WRITTEN = re.compile(r'(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM)\s+"?(\w+)', re.IGNORECASE)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Choose the database that the tests run on."""
    parser.addoption("--database", choices=("sqlite", "postgresql"), default="sqlite")


def pytest_collection_finish() -> None:
    """Spare the collector what lasts to the end: to read all of it again and again takes a sixth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 100)


@dataclass
class Ground:
    """The worker's database: its template, its working copy, and what tests wrote into that."""

    store: Store
    template: str
    name: str
    cast: World  # as it is in the template
    rows: set[str] = field(default_factory=set)  # the tables in which rows were written
    stale: bool = True  # there is no copy yet, or its very tables were changed

    def note(self, statement: str) -> None:
        """Remember what a statement writes."""
        written = ROWS_WRITTEN.match(statement.lstrip())
        if written and written[1] in db.metadata.tables:
            self.rows.add(written[1])
        elif statement.lstrip().upper().startswith(WRITES):
            self.stale = True

    def restore(self, app: Flask) -> None:
        """Bring the working copy back to the template if something was written."""
        if not (self.stale or self.rows):
            return
        if self.stale or not self.store.put_back(self.name, self.rows):
            with app.app_context():
                db.engine.dispose()
            self.store.copy(self.template, self.name)
        self.stale = False
        self.rows.clear()


@pytest.fixture(scope="session")
def store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Store:
    """The kind of database that was asked for."""
    if request.config.getoption("--database") == "sqlite":
        return SqliteFiles(tmp_path_factory.mktemp("databases"))
    return PostgresServer(os.environ.get("TEST_POSTGRES_URL", "postgresql://postgres@127.0.0.1:5432/postgres"))


@pytest.fixture(scope="session")
def settings(store: Store, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of the worker's application: cheap passwords, nothing else unlike a real one."""
    return Settings(
        profile=Profile.DEMO,
        secret_key="the tests' own key, no one else's, 0123456789",
        database_url=store.url(f"banyen_test_{uuid.uuid4().hex[:12]}"),
        data_dir=tmp_path_factory.mktemp("data"),
        redis_url=None,
        https=False,
        trusted_proxies=0,
        argon2_time=1,
        argon2_memory_kib=1024,
    )


@pytest.fixture(scope="session")
def ground(store: Store, settings: Settings) -> Iterator[Ground]:
    """The worker's template with the cast in it, and its name for the working copy."""
    name = settings.database_url.rsplit("/", 1)[1].removesuffix(".sqlite3")
    template = f"{name}_template"
    store.create(template)
    maker = create_app(replace(settings, database_url=store.url(template)))
    with maker.app_context():
        upgrade()
        build_world()
        cast = World.read()
        _settle_file(db.engine)
        db.engine.dispose()
    store.keep(template)
    yield Ground(store, template, name, cast)
    for made in (name, template):
        store.drop(made)


@pytest.fixture(scope="session")
def the_app(settings: Settings, ground: Ground) -> Iterator[Flask]:
    """The worker's application."""
    app = create_app(settings)
    app.testing = True
    app.test_client_class = Client
    with app.app_context():
        _watch(db.engine, ground)
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def app(the_app: Flask, ground: Ground) -> Iterator[Flask]:
    """The application over a database that holds just the cast."""
    ground.restore(the_app)
    yield the_app
    with the_app.app_context():
        db.session.remove()


@pytest.fixture(scope="session")
def spare(ground: Ground) -> Iterator[Ground]:
    """A second working copy, for applications of their own."""
    name = f"{ground.name}_fresh"
    yield Ground(ground.store, ground.template, name, ground.cast)
    ground.store.drop(name)


@contextmanager
def own_app(settings: Settings, ground: Ground, name: str, *, empty: bool = False) -> Iterator[Flask]:
    """Yield an application over a database of its own: a copy of the cast's, or one without a table."""
    database = f"{ground.name}_{name}"
    if empty:
        ground.store.create(database)
    else:
        ground.store.copy(ground.template, database)
    own = create_app(replace(settings, database_url=ground.store.url(database)))
    own.testing = True
    own.test_client_class = Client
    yield own
    with own.app_context():
        db.session.remove()
        db.engine.dispose()
    ground.store.drop(database)


@pytest.fixture
def fresh_app(settings: Settings, spare: Ground) -> Iterator[Flask]:
    """An application of its own over its own copy, for tests that run threads or break things."""
    own = create_app(replace(settings, database_url=spare.store.url(spare.name)))
    own.testing = True
    own.test_client_class = Client
    with own.app_context():
        _watch(db.engine, spare)
    spare.restore(own)
    yield own
    with own.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def empty_app(settings: Settings, ground: Ground) -> Iterator[Flask]:
    """An application over a database without a table."""
    with own_app(settings, ground, "empty", empty=True) as own:
        yield own


@pytest.fixture
def world(app: Flask, ground: Ground) -> World:  # noqa: ARG001 (whose database holds it)
    """The cast: ids of units, people, households and pledges by name."""
    return ground.cast


SignIn = Callable[[str | None], Client]


@pytest.fixture
def as_(app: Flask) -> SignIn:
    """Return a client of somebody: ``as_("head")``; None is nobody. See tests/world.py for the cast."""

    def client(username: str | None) -> Client:
        made: Any = app.test_client()
        if username:
            made.enter(username)
        return made  # type: ignore[no-any-return]

    return client


def _watch(engine: Engine, ground: Ground) -> None:
    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        ground.note(statement)

    event.listen(engine, "before_cursor_execute", note)


def _settle_file(engine: Engine) -> None:
    """Put what SQLite still keeps beside its file into it, so that the file can be copied."""
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
