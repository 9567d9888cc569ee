"""Finding receipts: one's own, and those of the units below."""

from collections.abc import Sequence

from sqlalchemy import Select, or_, select

from app.extensions import db
from app.offline.models import LedgerEntry
from app.policy import Action, Actor, scope


def readable_receipts(actor: Actor) -> Select[LedgerEntry]:
    """Return a select of what ``actor`` sent, and of what was sent from the unit and, as far as it reaches, below."""
    within = scope(actor, Action.RECEIPT_READ, LedgerEntry)
    return select(LedgerEntry).where(or_(within, LedgerEntry.user_id == actor.id))


def receipts_of(actor: Actor, record_id: object) -> Sequence[LedgerEntry]:
    """Return the readable receipts of one record, latest first."""
    mine = readable_receipts(actor).where(LedgerEntry.record_id == str(record_id))
    return db.session.scalars(mine.order_by(LedgerEntry.done_at.desc()).limit(20)).all()
