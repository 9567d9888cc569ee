"""The databases to measure on: SQLite, and a scratch database on a PostgreSQL that syncs, where one answers."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

from tests.databases import running_server

NAME = f"banyen_bench_{os.getpid()}"


@contextmanager
def scratch() -> Iterator[dict[str, str]]:
    """Yield the address of a database of our own by the database's name; an empty one stands for SQLite."""
    server = _server()
    if server is None:
        yield {"SQLite": ""}
        return
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE \"{NAME}\" TEMPLATE template0 ENCODING 'UTF8'".encode())
        try:
            yield {"SQLite": "", "PostgreSQL": f"{server.rpartition('/')[0]}/{NAME}"}
        finally:
            connection.execute(f'DROP DATABASE IF EXISTS "{NAME}" WITH (FORCE)'.encode())


def _server() -> str | None:
    """Return the address of a server whose figures mean something; say why there is none."""
    running = running_server()
    url = os.environ.get("TEST_POSTGRES_URL") or (running.url if running else None)
    if url is None:
        print("PostgreSQL is left out: none answers on this machine", file=sys.stderr)
        return None
    with psycopg.connect(url) as connection:
        row = connection.execute("SHOW fsync").fetchone()
    if row != ("on",):
        print("PostgreSQL is left out: its fsync is off", file=sys.stderr)
        return None
    return url
