"""Everything that is stored, to see that nothing was."""

from typing import Any

from flask import Flask
from sqlalchemy import select

from app.extensions import db


def contents(app: Flask) -> dict[str, list[tuple[Any, ...]]]:
    """Return every row of every table, as text in a fixed order."""
    with app.app_context():
        found = {
            table.name: sorted(tuple(str(value) for value in row) for row in db.session.execute(select(table)))
            for table in db.metadata.sorted_tables
        }
        db.session.remove()
    return found


def changed(before: dict[str, list[tuple[Any, ...]]], after: dict[str, list[tuple[Any, ...]]]) -> dict[str, Any]:
    """Return, for each table that differs, the rows that came and those that went."""
    return {
        name: {"came": sorted(set(rows) - set(before[name])), "went": sorted(set(before[name]) - set(rows))}
        for name, rows in after.items()
        if rows != before[name]
    }
