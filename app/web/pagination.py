"""Keyset paging: a cursor is the sort key and the id of the last row shown; a broken one means the first page."""

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
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
