"""Finding the seals that cover a record, or that stand on a unit's dossier."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.extensions import db
from app.seals.models import DossierKind, Seal, SealedRecord

WHOLE = (joinedload(Seal.sealer), joinedload(Seal.unit), selectinload(Seal.exceptions))


def seal_of(record_id: UUID) -> Seal | None:
    """Return the seal that covers a record, the latest year's where several do; None where none does."""
    rows = select(Seal).join(SealedRecord, SealedRecord.seal_id == Seal.id).options(*WHOLE)
    mine = rows.where(SealedRecord.record_id == record_id, Seal.broken_at.is_(None))
    return db.session.scalars(mine.order_by(Seal.year.desc(), Seal.id).limit(1)).one_or_none()


def seal_on(submission_id: UUID) -> Seal | None:
    """Return the seal that stands on a dossier."""
    mine = select(Seal).where(Seal.submission_id == submission_id, Seal.broken_at.is_(None))
    return db.session.scalars(mine.options(*WHOLE)).one_or_none()


def came_after(record_id: UUID, unit_id: int, kind: DossierKind, year: int) -> bool:
    """Tell whether a record of a sealed dossier's unit and year came after its approval: outside the frozen version."""
    here = (Seal.unit_id == unit_id, Seal.kind == kind, Seal.year == year, Seal.broken_at.is_(None))
    found = db.session.scalars(select(Seal.id).where(*here)).first()
    return found is not None and db.session.get(SealedRecord, (found, record_id)) is None
