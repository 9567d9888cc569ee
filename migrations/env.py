"""Runs the migrations with the application's engine and models."""

from typing import Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from flask import current_app
from sqlalchemy import Connection, MetaData

from app.base import Moment
from app.extensions import db

config = context.config


def run() -> None:
    """Apply or undo migrations in one transaction, the same on both databases."""
    metadata: MetaData = db.metadata
    given = config.attributes.get("connection")
    if given is not None:
        _migrate(given, metadata)
        return
    with current_app.extensions["migrate"].db.engine.connect() as connection:
        _migrate(connection, metadata)
        connection.commit()


def _migrate(connection: Connection, metadata: MetaData) -> None:
    # Batch mode lets SQLite change tables as PostgreSQL does.
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_as_batch=True,
        compare_type=True,
        render_item=_plain_type,
    )
    with context.begin_transaction():
        context.run_migrations()


def _plain_type(kind: str, item: object, _context: AutogenContext) -> str | Literal[False]:
    """Write our own column types as SQLAlchemy's, so that a migration never imports the application."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, Moment) else False


run()
