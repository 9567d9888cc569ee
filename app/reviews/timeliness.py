"""Completeness and timeliness: of the dossiers that units should have sent, how many came, in time, back, through."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import aliased

from app.clock import VIETNAM, today
from app.extensions import db
from app.reviews.calendar import Key, day_for
from app.reviews.models import Act, State, Submission, SubmissionVersion, Transition
from app.seals.models import DossierKind
from app.units.models import Unit, UnitKind
from app.units.scope import beneath, directly_beneath

# By whom each kind is expected every year: assessments are expected of communes by those who begin them.
EXPECTED = {DossierKind.VILLAGE_DOSSIER: UnitKind.VILLAGE, DossierKind.COMMUNE_DOSSIER: UnitKind.COMMUNE}


@dataclass(frozen=True, slots=True)
class Course:
    """The dossiers of one kind and year at and below a unit, counted by where they are."""

    unit: Unit
    expected: int
    sent: int  # at least once
    on_time: int  # first sent by the day that was set; where none was set, all that were sent
    returned: int  # at least once
    approved: int

    @property
    def missing(self) -> int:
        """How many have not been sent."""
        return self.expected - self.sent


def courses_below(unit: Unit, kind: DossierKind, year: int) -> list[Course]:
    """Return the course of each unit directly below ``unit``, by name; two queries."""
    places = db.session.scalars(select(Unit).where(directly_beneath(unit.id)).order_by(Unit.sort_key, Unit.id)).all()
    return courses(places, kind, year)


def courses(places: Sequence[Unit], kind: DossierKind, year: int) -> list[Course]:
    """Return the course of each of ``places`` (in force): what lies at it and below it, in one query."""
    if not places:
        return []
    top, sender = aliased(Unit), aliased(Unit)
    due = day_for(Key(kind, EXPECTED[kind]), places[0].ancestor_ids)
    below = (sender.path >= top.path) & (sender.path < func.substr(top.path, 1, func.length(top.path) - 1) + "0")
    mine = (Submission.unit_id == sender.id) & (Submission.kind == kind) & (Submission.year == year)
    rows = (
        select(
            top.id, func.count(sender.id), _sum(_sent()), _sum(_sent(due.of(year) if due else None)),
            _sum(_returned()), _sum(Submission.state == State.APPROVED),
        )
        .join(sender, below & (sender.kind == EXPECTED[kind]))
        .outerjoin(Submission, mine)
        .where(top.id.in_([place.id for place in places]))
        .group_by(top.id)
    )  # fmt: skip
    found = {id_: counts for id_, *counts in db.session.execute(rows)}
    return [Course(place, *(int(count or 0) for count in found.get(place.id, (0,) * 5))) for place in places]


def unsent(unit: Unit, kind: DossierKind, year: int) -> Sequence[Unit]:
    """Return the units at and below ``unit`` that have not sent a dossier of a kind and year: whom to urge."""
    rows = select(Unit).where(beneath(unit.path or "none/"), Unit.kind == EXPECTED[kind], not_sent(kind, year))
    return db.session.scalars(rows.order_by(Unit.sort_key, Unit.id)).all()


def not_sent(kind: DossierKind, year: int) -> ColumnElement[bool]:
    """Return the condition that a unit has never sent its dossier of a kind and year."""
    sent = select(Submission.unit_id).where(Submission.kind == kind, Submission.year == year, _sent())
    return Unit.id.not_in(sent)


def _sent(by: date | None = None) -> ColumnElement[bool]:
    """Return whether a submission was sent at all or, with a day, first sent by the end of it in Vietnam."""
    first = (SubmissionVersion.submission_id == Submission.id, SubmissionVersion.number == 1)
    if by is None:
        return select(SubmissionVersion.id).where(*first).exists()
    end = datetime.combine(by + timedelta(days=1), time(0), VIETNAM)
    return select(SubmissionVersion.id).where(*first, SubmissionVersion.sent_at < end).exists()


def _returned() -> ColumnElement[bool]:
    mine = (Transition.submission_id == Submission.id, Transition.act.in_((Act.RETURN, Act.REOPEN)))
    return select(Transition.id).where(*mine).exists()


def _sum(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


def years() -> list[int]:
    """Return the years that can be asked about, this one first."""
    return [today().year - back for back in range(3)]
