"""Keyset paging: a cursor is the sort key and the id of the last row shown; a broken one means the first page."""

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Generic, TypeVar
from uuid import UUID

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Cursor:
    """The place after which a page starts."""

    key: str
    id: UUID

    def __str__(self) -> str:
        """Return the form that goes into an address."""
        return base64.urlsafe_b64encode(json.dumps([self.key, str(self.id)]).encode()).decode().rstrip("=")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some rows, and the cursor of the next ones (None at the end)."""

    rows: Sequence[T]
    after: Cursor | None


def read_cursor(text: str | None) -> Cursor | None:
    """Return the cursor in ``text``; None (the first page) for nothing or for rubbish."""
    if not text or len(text) > 2000:
        return None
    try:
        key, id_ = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        # Sort keys are printable ASCII; databases refuse some other text.
        return Cursor(key, UUID(id_)) if key.isascii() and key.isprintable() else None
    except (binascii.Error, ValueError, TypeError, AttributeError, RecursionError):
        return None


def cursor_at(moment: datetime, id_: UUID) -> Cursor:
    """Return the cursor after a row of a list that is ordered by moments."""
    return Cursor(moment.astimezone(UTC).isoformat(), id_)


def moment_in(cursor: Cursor | None) -> datetime | None:
    """Return the moment in a cursor; None (the first page) for none, or for what is no moment with its zone."""
    try:
        found = datetime.fromisoformat(cursor.key) if cursor else None
        return found.astimezone(UTC) if found and found.tzinfo else None
    except (ValueError, OverflowError):
        return None
