"""The audit event. Triggers on both databases refuse to change or delete a row."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import JSON, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.base import Base, Serial
from app.clock import now


class AuditEvent(Base):
    """One act. ``fields`` names what changed; values of a person never stand here."""

    __tablename__ = "audit_events"

    id: Mapped[int] = mapped_column(Serial, primary_key=True)
    at: Mapped[datetime] = mapped_column(default=now)
    actor_id: Mapped[UUID | None]  # None: the command line
    actor_unit_id: Mapped[int | None]
    action: Mapped[str]  # the operation's own words, such as "pledge:sign"
    subject_type: Mapped[str]
    subject_id: Mapped[str]
    unit_id: Mapped[int | None]  # where the subject lay at that moment
    fields: Mapped[list[str]] = mapped_column(JSON, default=list)

    __table_args__ = (
        Index("ix_audit_events_subject", "subject_type", "subject_id"),
        Index("ix_audit_events_unit_at", "unit_id", "at"),
    )
