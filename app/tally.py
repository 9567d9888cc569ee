"""Counters kept in the transaction of the write that changes them: one row per village, never one that all write."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite

from app.base import Base
from app.extensions import db

INSERTS = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def inserting(model: type[Base]) -> Any:
    """Return an insert of ``model`` that can say what becomes of a row that is there already."""
    return INSERTS[db.engine.dialect.name](model)


def bump(counter: type[Base], key: Mapping[str, Any], **changes: int) -> None:
    """Add ``changes`` to the row of ``counter`` at ``key``, making it when it is the first."""
    by = {name: change for name, change in changes.items() if change}
    if not by:
        return
    columns = counter.__table__.c
    grown = {name: columns[name] + change for name, change in by.items()}
    start = {column.name: 0 for column in columns if column.name not in key}
    statement = inserting(counter).values(**key, **{**start, **by})
    db.session.execute(statement.on_conflict_do_update(index_elements=list(key), set_=grown))
