"""Identifiers: UUIDs, version 7 where we make them, so that new rows land beside each other in the index."""

from uuid import UUID

from uuid_utils.compat import uuid7


def new_id() -> UUID:
    """Return a fresh time-ordered UUID."""
    return uuid7()


def dom_id(record: object, suffix: str = "") -> str:
    """Return the one HTML id of ``record`` (anything with an ``id``), such as ``household-0190...``."""
    name = type(record).__name__.lower()
    return f"{name}-{record.id}{'-' + suffix if suffix else ''}"  # type: ignore[attr-defined]
