"""Reading the trail."""

from sqlalchemy import Select, select

from app.audit.models import AuditEvent


def events_of(subject_type: str, subject_id: object) -> Select[AuditEvent]:
    """Return a select of the events of one thing, latest first."""
    mine = (AuditEvent.subject_type == subject_type, AuditEvent.subject_id == str(subject_id))
    return select(AuditEvent).where(*mine).order_by(AuditEvent.id.desc())
