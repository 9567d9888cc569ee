"""Entering, editing, ending and withdrawing a record of standing; its document's photo; how a hotspot is converted."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, or_, select

from app.accounts.models import User
from app.attachments.operations import keep_photo, let_go
from app.attachments.photos import Photo
from app.audit.operations import record
from app.clock import now
from app.errors import Refusal
from app.extensions import db
from app.households.operations import IdTaken, StaleVersion
from app.locking import hold
from app.seals.operations import refuse_sealed
from app.standing.kinds import Kind, Lasting, Record, kind_of
from app.standing.models import Border, Convention, Hotspot, HotspotNote, Spanning
from app.units.models import Unit

# By which columns two records of a kind would say the same of a unit; of what spans time, while they overlap.
KEYS = {
    "registration": ("year",), "convention": ("since",), "recognition": ("year", "basis"), "force": ("year",),
    "hotspot": ("list_name",), "border": (), "new-rural": ("since",),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Terms:
    """What is written in a record: its columns by name, and the photo of its document.

    ``replaces``: of a convention, that it takes the place of what was in force.
    """

    facts: Mapping[str, Any]
    photo: Photo | None = None
    replaces: bool = False


class AlreadyDeclared(Refusal):
    """The unit has a record that says so: ``first``."""

    status = 422
    reason = "already-declared"

    def __init__(self, first: Record) -> None:
        """Keep the record that is there."""
        self.first = first
        link = f"/{kind_of(first).path}/{first.id}"
        super().__init__(_l("Đã có bản ghi như vậy rồi."), link=link, link_label=_l("Mở bản đã có"))


class Withdrawn(Refusal):
    """The record was withdrawn, which is final."""

    reason = "gone"


def declare(kind: Kind, id_: UUID, terms: Terms, unit: Unit, *, by: User) -> Record:
    """Enter a record of a kind for a unit and return it.

    A convention that replaces others ends them on the day from which it is in force. Raises IdTaken when the id is in
    use, AlreadyDeclared when the unit has such a record.
    """
    if db.session.get(kind.model, id_):
        words = _l("Bản ghi này đã được lưu rồi.")
        raise IdTaken(words, link=f"/{kind.path}/{id_}", link_label=_l("Mở bản đã lưu"))
    _refuse_twin(kind, terms.facts, unit.id)
    entry = kind.model(id=id_, unit_id=unit.id, created_by=by.id, updated_by=by.id, **terms.facts)
    if terms.photo:
        entry.document_photo_id = keep_photo(terms.photo, by=by, unit_id=unit.id).id
    db.session.add(entry)
    db.session.flush()
    record(f"{kind.name}:declare", entry, by=by, unit_id=unit.id)
    if terms.replaces and isinstance(entry, Convention):
        _end_former(entry, by=by)
    return entry


def revise(entry: Record, terms: Terms, *, version: int, by: User) -> Record:
    """Write ``terms`` over the record and return it; what is so already needs no writing.

    Raises StaleVersion when it has changed since ``version``, AlreadyDeclared when another says so, Withdrawn.
    """
    _lock(entry)
    changed = changes(entry, terms)
    if changed and entry.version != version:
        raise StaleVersion(_l("Người khác vừa sửa bản ghi này."))
    if changed:
        refuse_sealed(entry.id)
        kind = kind_of(entry)
        _refuse_twin(kind, _whole(entry, terms.facts), entry.unit_id, but=entry.id)
        for name in changed:
            setattr(entry, name, terms.facts[name])
        _touch(entry, by)
        db.session.flush()
        record(f"{kind.name}:edit", entry, by=by, unit_id=entry.unit_id, fields=changed)
    if terms.photo:
        attach(entry, terms.photo, by=by)
    return entry


def changes(entry: Record, terms: Terms) -> list[str]:
    """Return the names of the columns in which ``terms`` differ from what is stored."""
    return [name for name, value in terms.facts.items() if getattr(entry, name) != value]


def end(entry: Convention | Hotspot | Border, on: date, reason: str, *, by: User) -> Record:
    """Let the record hold no longer from ``on``, with the reason or what it came to; return it. Raises Withdrawn."""
    _lock(entry)
    refuse_sealed(entry.id, from_year=on.year)
    entry.until, entry.end_reason = on, reason
    _touch(entry, by)
    db.session.flush()
    record(f"{kind_of(entry).name}:end", entry, by=by, unit_id=entry.unit_id, fields=["until", "end_reason"])
    return entry


def withdraw(entry: Record, reason: str, *, by: User) -> Record:
    """Take back what was entered by mistake: it stays to be seen, and does not count. Raises Withdrawn."""
    _lock(entry)
    refuse_sealed(entry.id)
    entry.withdrawn_at, entry.withdrawn_by, entry.withdrawn_reason = now(), by.id, reason
    _touch(entry, by)
    db.session.flush()
    record(f"{kind_of(entry).name}:withdraw", entry, by=by, unit_id=entry.unit_id)
    return entry


def attach(entry: Record, photo: Photo, *, by: User) -> Record:
    """Put the photo of the document to the record, in place of one before; the same again changes nothing.

    Raises Withdrawn.
    """
    _lock(entry)
    if entry.document_photo and entry.document_photo.sha256 == photo.sha256:
        let_go(photo)
        return entry
    if entry.document_photo:
        refuse_sealed(entry.id)  # one that is missing may still come
    entry.document_photo_id = keep_photo(photo, by=by, unit_id=entry.unit_id).id
    name = f"{kind_of(entry).name}:photo"
    record(name, entry, by=by, unit_id=entry.unit_id, fields=["document_photo_id"])
    return entry


def add_note(hotspot: Hotspot, on: date, words: str, *, by: User) -> HotspotNote:
    """Write down how far the conversion of a hotspot had come on a day and return the note. Raises Withdrawn."""
    _lock(hotspot)
    made = HotspotNote(hotspot_id=hotspot.id, noted_on=on, words=words, created_by=by.id)
    db.session.add(made)
    db.session.flush()
    record("hotspot:note", hotspot, by=by, unit_id=hotspot.unit_id)
    return made


def _end_former(convention: Convention, *, by: User) -> None:
    day = convention.since
    in_force = (Convention.withdrawn_at.is_(None), Convention.since < day,
                or_(Convention.until.is_(None), Convention.until > day))  # fmt: skip
    of_unit = select(Convention).where(Convention.unit_id == convention.unit_id, *in_force)
    for former in db.session.scalars(of_unit.order_by(Convention.id)).all():
        end(former, day, str(_l("Có quy ước mới thay, áp dụng từ ngày %(day)s.", day=f"{day:%d/%m/%Y}")), by=by)


def _lock(entry: Record) -> None:
    hold(entry)
    if entry.withdrawn_at is not None:
        link = f"/{kind_of(entry).path}/{entry.id}"
        words = _l("Bản ghi này đã rút (%(why)s), không sửa được nữa.", why=entry.withdrawn_reason)
        raise Withdrawn(words, link=link, link_label=_l("Mở bản ghi"))


def _touch(entry: Record, by: User) -> None:
    entry.version += 1
    entry.updated_at, entry.updated_by = now(), by.id


def _whole(entry: Record, facts: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the facts with the end that the record has, where its form holds none."""
    return {"until": entry.until, **facts} if isinstance(entry, Spanning) else facts


def _refuse_twin(kind: Kind, facts: Mapping[str, Any], unit_id: int, *, but: UUID | None = None) -> None:
    """Raise AlreadyDeclared where another valid record (not ``but``) of the unit says the same."""
    model: Any = kind.model
    same: list[ColumnElement[bool]] = [model.unit_id == unit_id, model.withdrawn_at.is_(None)]
    same += [getattr(model, name) == facts[name] for name in KEYS[kind.name]]
    if kind.lasting is Lasting.SPAN and "since" not in KEYS[kind.name]:
        same += [or_(model.until.is_(None), model.until > facts["since"])]
        if facts.get("until"):
            same += [model.since < facts["until"]]
    found = db.session.scalars(select(model).where(*same).order_by(model.id)).all()
    first: Record | None = next((one for one in found if one.id != but), None)
    if first:
        raise AlreadyDeclared(first)
