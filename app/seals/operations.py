"""Setting and breaking a seal, granting an exception from it, and refusing what it forbids."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import insert, select

from app.accounts.models import User
from app.audit.operations import record
from app.clock import local, now
from app.errors import Refusal
from app.extensions import db
from app.seals.models import DossierKind, Seal, SealedRecord, SealException
from app.seals.queries import seal_of, seal_on
from app.web.filters import day


class Sealed(Refusal):
    """An approved dossier covers the record: whoever approved it can reopen it, or grant an exception."""

    status = 423
    reason = "sealed"

    def __init__(self, seal: Seal) -> None:
        """Say what is sealed, by whom, when, and whom to ask."""
        self.seal = seal
        words = _l(
            "Hồ sơ năm %(year)s của %(unit)s đã được %(who)s (%(place)s) duyệt ngày %(day)s, nên phần này không sửa "
            "được. Cần sửa thì nhờ nơi đã duyệt mở lại.",
            year=str(seal.year), unit=seal.unit.full_name, who=seal.sealer.display_name,
            place=seal.sealer.unit.full_name, day=day(local(seal.sealed_at).date()),
        )  # fmt: skip
        super().__init__(words, link=f"/reviews/{seal.submission_id}", link_label=_l("Mở hồ sơ đã duyệt"))


def set_seal(
    unit_id: int, kind: DossierKind, year: int, submission_id: UUID, record_ids: Iterable[UUID], *, by: User
) -> Seal:  # fmt: skip
    """Seal the records of an approved dossier and return the seal."""
    seal = Seal(unit_id=unit_id, kind=kind, year=year, submission_id=submission_id, sealed_by=by.id)
    db.session.add(seal)
    db.session.flush()
    covered = [{"seal_id": seal.id, "record_id": id_} for id_ in dict.fromkeys(record_ids)]
    if covered:
        db.session.execute(insert(SealedRecord), covered)
    record("seal:set", seal, by=by, unit_id=unit_id)
    return seal


def break_seal(submission_id: UUID, *, by: User) -> Seal | None:
    """Break the seal that stands on a dossier and return it; without one nothing happens."""
    seal = seal_on(submission_id)
    if seal:
        seal.broken_at, seal.broken_by = now(), by.id
        db.session.flush()
        record("seal:break", seal, by=by, unit_id=seal.unit_id, fields=["broken_at"])
    return seal


def grant_exception(seal: Seal, until: datetime, reason: str, *, by: User) -> SealException:
    """Let the unit change what the seal covers until a moment, and return the exception: the same twice is one."""
    same = (SealException.seal_id == seal.id, SealException.until == until, SealException.reason == reason)
    found = db.session.scalars(select(SealException).where(*same)).first()
    if found:
        return found
    made = SealException(seal_id=seal.id, until=until, reason=reason, granted_by=by.id)
    db.session.add(made)
    db.session.flush()
    record("seal:except", seal, by=by, unit_id=seal.unit_id)
    return made


def refuse_sealed(record_id: UUID, *, from_year: int | None = None) -> None:
    """Raise Sealed where a seal covers the record and no exception lets it be changed now.

    ``from_year``: what changes from that year on only, as the end of a convention does, leaves earlier years as sealed.
    """
    seal = seal_of(record_id)
    if seal is None or seal.exempts(now()) or (from_year is not None and from_year > seal.year):
        return
    raise Sealed(seal)
