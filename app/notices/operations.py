"""Telling units' people something in the app, one or many at once or each day; and that a person has read it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.accounts.models import User
from app.audit.operations import record
from app.clock import now
from app.errors import Refusal
from app.extensions import db
from app.identity import new_id
from app.notices.daily import DIGEST, NO_RECORD, due_on
from app.notices.models import STORED_WITHIN, Notice, NoticeReading, NoticesRead
from app.tally import inserting
from app.units.models import Unit


class AlreadyTold(Refusal):
    """The same notice was sent before."""

    reason = "already-told"


@dataclass(frozen=True, slots=True)
class Reminded:
    """What a day's reminding came to: the units told now, those told before that day, how many of each thing wait."""

    told: int
    before: int
    waiting: Mapping[str, int]


def tell(unit_id: int, topic: str, subject_id: UUID, about_on: date, *, by: User | None) -> Notice:
    """Keep a notice for the people of a unit and return it. Raises AlreadyTold when the same one is there."""
    if not tell_units([unit_id], topic, subject_id, about_on, by=by):
        raise AlreadyTold(_l("Việc này đã được nhắc rồi."))
    return db.session.scalars(
        select(Notice).where(*_same(topic, subject_id, about_on), Notice.unit_id == unit_id)
    ).one()


def tell_units(
    unit_ids: Collection[int], topic: str, subject_id: UUID, about_on: date, *, by: User | None,
    counts: Mapping[int, Mapping[str, int]] | None = None,
) -> list[int]:  # fmt: skip
    """Keep the same notice for each unit that has not got it, and return the ids of those units.

    Written together, as one event of the trail: a directive of a province goes to thousands of villages.
    """
    had = set(db.session.scalars(select(Notice.unit_id).where(*_same(topic, subject_id, about_on))))
    told = [unit_id for unit_id in dict.fromkeys(unit_ids) if unit_id not in had]
    if not told:
        return []
    shared = {
        "topic": topic, "subject_id": subject_id, "about_on": about_on, "created_at": now(),
        "created_by": by.id if by else None,
    }  # fmt: skip
    rows: list[dict[str, Any]] = [
        {"id": new_id(), "unit_id": id_, "counts": dict(counts[id_]) if counts else None, **shared} for id_ in told
    ]
    # Another transaction may be telling the same just now: what it wrote first is left out.
    kept = inserting(Notice).on_conflict_do_nothing().returning(Notice.id, Notice.unit_id)
    first_of = {unit_id: id_ for id_, unit_id in db.session.execute(kept, rows)}
    told = [unit_id for unit_id in told if unit_id in first_of]
    if not told:
        return []
    place = told[0] if len(told) == 1 else by.unit_id if by else None
    record("notice:send", db.session.get_one(Notice, first_of[told[0]]), by=by, unit_id=place)
    return told


def remind(day: date, *, by: User | None) -> Reminded:
    """Tell each unit in force, in one notice, what waits for its people on ``day``; a second time tells nobody."""
    due = due_on(day)
    in_force = select(Unit.id).where(Unit.path.is_not(None)).order_by(Unit.id)
    waiting = {id_: due[id_] for id_ in db.session.scalars(in_force) if id_ in due}
    told = tell_units(waiting, DIGEST, NO_RECORD, day, by=by, counts=waiting)
    sums: dict[str, int] = {}
    for counts in waiting.values():
        for name, count in counts.items():
            sums[name] = sums.get(name, 0) + count
    return Reminded(len(told), len(waiting) - len(told), sums)


def mark_read(notice: Notice, *, by: User) -> None:
    """Remember that a person has read a notice, also where they tap twice at once.

    The trail, which tells what was done to records, is not told.
    """
    reading = inserting(NoticeReading).values(user_id=by.id, notice_id=notice.id, read_at=now())
    db.session.execute(reading.on_conflict_do_nothing())


def mark_all_read(newest: Notice, shown: Sequence[Notice], *, by: User) -> None:
    """Remember that a person has read all up to the newest notice that they were shown; what came since is unread.

    One that was written a moment before it may be stored a moment after: those that may be are marked one by one, the
    ``shown``.
    """
    until = newest.created_at - STORED_WITHIN
    mark = inserting(NoticesRead).values(user_id=by.id, until=until, read_at=now())
    later = {"until": mark.excluded.until, "read_at": mark.excluded.read_at}
    db.session.execute(
        mark.on_conflict_do_update(
            index_elements=["user_id"], set_=later, where=NoticesRead.until < mark.excluded.until
        )
    )
    for notice in {newest, *shown}:
        if until < notice.created_at <= newest.created_at:
            mark_read(notice, by=by)


def _same(topic: str, subject_id: UUID, about_on: date) -> tuple[Any, ...]:
    return (Notice.topic == topic, Notice.about_on == about_on, Notice.subject_id == subject_id)
