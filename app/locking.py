"""Holding a record, so that nobody else changes it before the transaction ends."""

from typing import Any

from sqlalchemy import select

from app.extensions import db


def hold(record: Any) -> None:
    """Wait until nobody else changes the record, let nobody do so until the transaction ends, and read it as it is now.

    In two steps: what is read with it by outer joins could not be locked on PostgreSQL.
    """
    model = type(record)
    db.session.execute(select(model.id).where(model.id == record.id).with_for_update())
    db.session.refresh(record)
