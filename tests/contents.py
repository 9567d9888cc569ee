"""Everything that is stored, to see that nothing was."""

from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import select

from app.extensions import db

Contents = dict[str, list[tuple[Any, ...]]]
Signature = tuple[tuple[int, int, int], ...]

LAST: dict[Path, tuple[Signature, Contents]] = {}  # what was read last of a file of SQLite's, as it was then


def contents(app: Flask) -> Contents:
    """Return every row of every table, as text in a fixed order.

    SQLite writes whatever is stored to one of two files: while both are as they were, what was read is not read again.
    """
    with app.app_context():
        url = db.engine.url
    if url.get_backend_name() != "sqlite":
        return _read(app)
    file = Path(str(url.database))
    now = _signature(file)
    if LAST.get(file, (None, {}))[0] != now:
        LAST[file] = now, _read(app)
    return LAST[file][1]


def changed(before: Contents, after: Contents) -> dict[str, Any]:
    """Return, for each table that differs, the rows that came and those that went."""
    return {
        name: {"came": sorted(set(rows) - set(before[name])), "went": sorted(set(before[name]) - set(rows))}
        for name, rows in after.items()
        if rows != before[name]
    }


def _read(app: Flask) -> Contents:
    with app.app_context():
        found = {
            table.name: sorted(tuple(str(value) for value in row) for row in db.session.execute(select(table)))
            for table in db.metadata.sorted_tables
        }
        db.session.remove()
    return found


def _signature(file: Path) -> Signature:
    """Return what tells two states of the database apart: of its file and its log, which one, when written, how long.

    Who only reads makes an empty log, too.
    """
    found = [each.stat() for each in (file, file.with_name(f"{file.name}-wal")) if each.exists()]
    return tuple((each.st_ino, each.st_mtime_ns, each.st_size) for each in found if each.st_size)
