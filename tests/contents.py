"""Everything that is stored, to see that nothing was."""

from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import select, text

from app.extensions import db

Contents = dict[str, list[tuple[Any, ...]]]
Signature = tuple[tuple[Any, ...], ...]

LAST: dict[str, tuple[Signature, Contents]] = {}  # what was read last of a database, as it was then


def contents(app: Flask) -> Contents:
    """Return every row of every table, as text in a fixed order.

    While a database is by its signature as it was, what was read is not read again.
    """
    with app.app_context():
        url = db.engine.url
        now = _files(Path(str(url.database))) if url.get_backend_name() == "sqlite" else _digests()
    name = str(url)
    if LAST.get(name, (None, {}))[0] != now:
        LAST[name] = now, _read(app)
    return LAST[name][1]


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


def _files(file: Path) -> Signature:
    """Return what tells two states of SQLite's database apart: of its file and its log, which, when written, how long.

    It writes whatever is stored to one of the two. Who only reads makes an empty log, too.
    """
    found = [each.stat() for each in (file, file.with_name(f"{file.name}-wal")) if each.exists()]
    return tuple((each.st_ino, each.st_mtime_ns, each.st_size) for each in found if each.st_size)


def _digests() -> Signature:
    """Return a digest of each table, in one answer of PostgreSQL's."""
    digest = "(SELECT '{0}', md5(string_agg(row::text, '|' ORDER BY row::text)) FROM \"{0}\" AS row)"
    asked = " UNION ALL ".join(digest.format(table.name) for table in db.metadata.sorted_tables)
    found = tuple(tuple(line) for line in db.session.execute(text(asked)))
    db.session.remove()
    return found
