"""The records of standing that dossiers hold: found, frozen, said."""

from datetime import date
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel.speaklater import LazyString

from app.clock import today
from app.extensions import db
from app.reviews.dossiers.frozen import Fields, Lack, Part, Subject
from app.standing.kinds import BY_PATH, Kind, Record
from app.standing.labels import WORDS, facts_of, headline
from app.standing.queries import At, counts

KEPT = ("year", "registered_on", "adopted_on", "since", "until", "households_present", "households_invited",
        "end_reason", "document_number", "document_on", "issuer", "note")  # fmt: skip


def record_of(kind: Kind, subject: Subject) -> Record | None:
    """Return the unit's record of a kind that counts for the dossier's year: at its end, or today."""
    model: Any = kind.model
    day = min(date(subject.year, 12, 31), today())
    rows = db.select(model).where(model.unit_id == subject.unit.id, *counts(kind, At(subject.year, day, day)))
    found: Record | None = db.session.scalars(rows.order_by(model.id.desc()).limit(1)).one_or_none()
    return found


def freeze_record(kind: Kind, record: Record) -> Fields:
    """Return what is frozen of a record."""
    values = {name: getattr(record, name) for name in KEPT if hasattr(record, name)}
    plain = {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}
    return {"kind": kind.path, "record": str(record.id), "photo": record.document_photo_id is not None, **plain}


def say_record(key: str, fields: Fields) -> Part:
    """Return a frozen record in words."""
    kind = BY_PATH[fields["kind"]]
    record = _thawed(kind, fields)
    lines = [(_("Nội dung"), headline(record)), *((label, words) for label, words in facts_of(record) if words)]
    lines.append((_("Ảnh văn bản"), _("có") if fields["photo"] else _("không có")))
    return Part(key, str(WORDS[kind.name].title), tuple(lines), ("ok", _("đã ghi")), place_of(fields))


def place_of(fields: Fields) -> str:
    """Return the page of a frozen record."""
    return url_for("standing.record", kind=BY_PATH[fields["kind"]], record_id=fields["record"])


def lack_of(kind: Kind, subject: Subject, words: LazyString) -> Lack:
    """Return that the unit has no such record, and where it is entered."""
    return Lack(words, f"/{kind.path}/new?unit={subject.unit.id}")


def _thawed(kind: Kind, fields: Fields) -> Record:
    """Return a record that stands in no session, to be said as the record was when it was frozen."""
    model: Any = kind.model
    values = {name: fields[name] for name in KEPT if name in fields}
    days = {name: date.fromisoformat(value) for name, value in values.items()
            if value and name in ("registered_on", "adopted_on", "since", "until", "document_on")}  # fmt: skip
    made: Record = model(**values | days)
    return made
