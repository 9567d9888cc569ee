"""What the served database holds in the end, whatever the phones were told."""

import sqlite3
from typing import Any, NamedTuple
from uuid import UUID

from tests.browser.conftest import DATABASE, Server


class Kept(NamedTuple):
    """A household under one name, with a valid pledge of it (None: it has none)."""

    id: str
    members: int
    author: str  # the username of who entered it
    pledge: str | None
    has_photo: bool


def stored(server: Server, query: str, *values: Any) -> list[tuple[Any, ...]]:
    """Return what the database answers."""
    with sqlite3.connect(server.data_dir / DATABASE) as database:
        return database.execute(query, values).fetchall()


def households_named(server: Server, name: str) -> list[Kept]:
    """Return all households of this name, one line for each valid pledge."""
    query = """SELECT households.id, member_count, username, pledges.id, pledges.photo_id IS NOT NULL
               FROM households JOIN users ON users.id = households.created_by
               LEFT JOIN pledges ON household_id = households.id AND withdrawn_at IS NULL WHERE head_name = ?"""
    return [Kept(str(UUID(line[0])), *line[1:]) for line in stored(server, query, name)]
