"""Completeness and timeliness: of the dossiers that units should have sent, how many came, in time, back, through."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, case, func, select
from sqlalchemy.orm import aliased, joinedload

from app.assessments.models import Assessment
from app.clock import VIETNAM, today
from app.extensions import db
from app.reviews.calendar import Day, Key
from app.reviews.models import Act, State, Submission, SubmissionVersion, Transition
from app.seals.models import DossierKind
from app.units.models import Unit, UnitKind
from app.units.scope import beneath, directly_beneath

# What every unit of a kind sends every year. An assessment by a set is expected of all units of the set's kind in a
# province as soon as one of them has begun one for that year.
YEARLY = (
    Key(DossierKind.VILLAGE_DOSSIER, UnitKind.VILLAGE),
    Key(DossierKind.COMMUNE_DOSSIER, UnitKind.COMMUNE),
)
STANDING = Assessment.withdrawn_at.is_(None)


@dataclass(frozen=True, slots=True)
class Course:
    """The dossiers of one key and year at and below a unit, counted by where they are."""

    unit: Unit
    expected: int
    sent: int  # and not taken back
    on_time: int  # first sent by the day that was set; where none was set, all that were sent
    returned: int  # at least once
    approved: int

    @property
    def missing(self) -> int:
        """How many have not been sent."""
        return self.expected - self.sent


def expected(unit: Unit, year: int) -> list[Key]:
    """Return what is expected of a year of the units at and below ``unit``; one query."""
    kinds = sending_kinds(unit)
    rows = select(Unit.kind, Assessment.set_code).join(Unit, Unit.id == Assessment.unit_id).distinct()
    rows = rows.where(*begun(unit, year), Unit.kind.in_(kinds)).order_by(Unit.kind, Assessment.set_code)
    assessed = [Key(DossierKind.ASSESSMENT, kind, code) for kind, code in db.session.execute(rows)]
    return [*(key for key in YEARLY if key.unit_kind in kinds), *assessed]


def sending_kinds(unit: Unit) -> list[UnitKind]:
    """Return the kinds of units at and below ``unit`` that send dossiers."""
    return [UnitKind.VILLAGE] if unit.kind is UnitKind.VILLAGE else [UnitKind.VILLAGE, UnitKind.COMMUNE]


def courses_below(unit: Unit, key: Key, year: int, due: Day | None) -> list[Course]:
    """Return the course of each unit directly below ``unit``, by name; two queries."""
    places = db.session.scalars(select(Unit).where(directly_beneath(unit.id)).order_by(Unit.sort_key, Unit.id)).all()
    return courses(places, key, year, due)


def courses(places: Sequence[Unit], key: Key, year: int, due: Day | None) -> list[Course]:
    """Return the course of each of ``places`` (in force): what lies at it and below it, in one query.

    ``due`` is the day that holds for all of them; without one, all that was sent came in time.
    """
    if not places:
        return []
    top, sender = aliased(Unit), aliased(Unit)
    below = (sender.path >= top.path) & (sender.path < func.substr(top.path, 1, func.length(top.path) - 1) + "0")
    mine = sent_by(sender.id, key, year)
    rows = (
        select(
            top.id, func.count(sender.id), _sum(_sent(mine)), _sum(_sent(mine, due.of(year) if due else None)),
            _sum(_returned(mine)), _sum(mine.where(Submission.state == State.APPROVED).exists()),
        )
        .join(sender, below & (sender.kind == key.unit_kind))
        .where(top.id.in_([place.id for place in places]))
        .group_by(top.id)
    )  # fmt: skip
    found = {id_: counts for id_, *counts in db.session.execute(rows)}
    return [Course(place, *(int(count or 0) for count in found.get(place.id, (0,) * 5))) for place in places]


def unsent(unit: Unit, key: Key, year: int) -> Select[Unit]:
    """Return a select of the units at and below ``unit`` that have not sent a dossier of a year: whom to urge."""
    rows = select(Unit).where(beneath(unit.path or "none/"), Unit.kind == key.unit_kind, not_sent(key, year))
    return rows.options(joinedload(Unit.parent)).order_by(Unit.sort_key, Unit.id)


def not_sent(key: Key, year: int) -> ColumnElement[bool]:
    """Return the condition that a unit has not sent its dossier of a year; ``key`` of no set: by any set."""
    return ~_sent(sent_by(Unit.id, key, year))


def sent_by(unit_id: Any, key: Key, year: int) -> Select[UUID]:
    """Return a select of the submissions of a key and year of the unit whose id is in a column.

    Each way is that of an index: a province asks it of thousands of units at once.
    """
    if key.kind is not DossierKind.ASSESSMENT:
        mine = (Submission.unit_id == unit_id, Submission.kind == key.kind, Submission.year == year)
        return select(Submission.id).where(*mine, Submission.assessment_id.is_(None))
    rows = select(Submission.id).join(Assessment, Assessment.id == Submission.assessment_id)
    rows = rows.where(Assessment.unit_id == unit_id, Assessment.year == year, STANDING)
    return rows.where(Assessment.set_code == key.set_code) if key.set_code else rows


def begun(unit: Unit, year: int) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions of the assessments of a year that were begun in the province of ``unit``."""
    province = (unit.path or "none/").split("/")[0] + "/"
    return (Assessment.year == year, STANDING, beneath(province))


def _sent(mine: Select[UUID], by: date | None = None) -> ColumnElement[bool]:
    """Return whether one of ``mine`` was sent at all or, with a day, first sent by the end of it in Vietnam.

    What its unit took back counts as not sent until it is sent again; then the day of the first version holds.
    """
    first = (SubmissionVersion.submission_id == Submission.id, SubmissionVersion.number == 1)
    rows = mine.join(SubmissionVersion, first[0]).where(first[1], Submission.state != State.DRAFT)
    if by:
        rows = rows.where(SubmissionVersion.sent_at < datetime.combine(by + timedelta(days=1), time(0), VIETNAM))
    return rows.exists()


def _returned(mine: Select[UUID]) -> ColumnElement[bool]:
    back = Transition.act.in_((Act.RETURN, Act.REOPEN))
    return mine.join(Transition, Transition.submission_id == Submission.id).where(back).exists()


def _sum(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


def years() -> list[int]:
    """Return the years that can be asked about, this one first."""
    return [today().year - back for back in range(3)]
