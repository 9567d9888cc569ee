"""What the machine itself can do: a row inserted and committed to disk, over and over, without any application."""

import sqlite3
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import psycopg

WHILE = 2.0  # seconds
TABLE = "CREATE TABLE IF NOT EXISTS bare (id {serial} PRIMARY KEY, words TEXT NOT NULL)"
WORDS = "một dòng dài bằng một cam kết, để so với một cam kết " * 6


def sqlite_rate(folder: Path) -> float:
    """Return how many rows a second one writer commits, as durably as the application does."""
    with closing(sqlite3.connect(folder / "bare.sqlite3", isolation_level=None)) as database:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("PRAGMA synchronous=FULL")
        database.execute(TABLE.format(serial="INTEGER"))
        return _rate(lambda: database.execute("INSERT INTO bare (words) VALUES (?)", (WORDS,)))


def postgres_rate(url: str, writers: int) -> float:
    """Return how many rows a second so many writers commit together."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(TABLE.format(serial="BIGSERIAL").encode())
    with ThreadPoolExecutor(writers) as pool:
        return sum(pool.map(_postgres_writer, [url] * writers))


def _postgres_writer(url: str) -> float:
    with psycopg.connect(url, autocommit=True) as connection:
        return _rate(lambda: connection.execute("INSERT INTO bare (words) VALUES (%s)", (WORDS,)))


def _rate(write: Callable[[], object]) -> float:
    started, written = time.monotonic(), 0
    while time.monotonic() - started < WHILE:
        write()
        written += 1
    return written / (time.monotonic() - started)
