"""Recording an act in the transaction that does it."""

from collections.abc import Iterable
from typing import Protocol
from uuid import UUID

from app.audit.models import AuditEvent
from app.extensions import db


class Signed(Protocol):
    """Whoever acts: a user."""

    @property
    def id(self) -> UUID:
        """The user's id."""

    @property
    def unit_id(self) -> int:
        """The user's unit."""


def record(
    action: str, subject: object, *, by: Signed | None, unit_id: int | None = None, fields: Iterable[str] = ()
) -> AuditEvent:
    """Add one event about ``subject`` (any record with an ``id``) and return it; ``by=None`` is the command line.

    ``fields`` are the names of what changed, never the values.
    """
    event = AuditEvent(
        actor_id=by.id if by else None,
        actor_unit_id=by.unit_id if by else None,
        action=action,
        subject_type=type(subject).__tablename__,  # type: ignore[attr-defined]
        subject_id=str(subject.id),  # type: ignore[attr-defined]
        unit_id=unit_id,
        fields=sorted(fields),
    )
    db.session.add(event)
    return event
