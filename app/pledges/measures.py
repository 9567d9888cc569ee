"""The measure of pledges: how many of the households that reside at the cut-off have a valid pledge of the year."""

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, Select, case, exists, func, or_, select

from app.clock import VIETNAM, today
from app.extensions import db
from app.households.models import Residence
from app.measures.registry import Figure, Measure, Measured, Period, Trace, add_measure
from app.pledges.models import Pledge
from app.units.models import Unit, UnitKind
from app.units.queries import subtree_on


def coverage(unit: Unit, period: Period, as_of: date) -> Measured:
    """Return how many households have a valid pledge, out of those that reside there, both at the cut-off.

    The cut-off is the period's end or, before that, ``as_of``; a window belongs to the year of its end. A pledge that
    was withdrawn later still counted then.
    """
    day = min(period.last, as_of)
    signed = _signed(period.last.year, day)
    own = _residing(unit, day, as_of)
    value, of = db.session.execute(own.with_only_columns(*_sums(signed))).one()
    address = _address(unit, period.last.year, day)
    return Measured(Figure(int(value), int(of)), Trace(address, lambda: _ids(own.where(signed))))


def coverage_below(unit: Unit, year: int, day: date) -> dict[int, Figure]:
    """Return the coverage of a year on a day by the unit directly below in which households lay then, in one query.

    Those that lay in ``unit`` itself are under 0.
    """
    below: Any = subtree_on(unit.id, day)
    rows = select(below.c.top, *_sums(_signed(year, day))).select_from(Residence)
    rows = rows.join(below, below.c.id == Residence.village_id).where(*_there(day)).group_by(below.c.top)
    return {top: Figure(int(value), int(of)) for top, value, of in db.session.execute(rows)}


def counted_households(unit: Unit, year: int, day: date) -> Select[UUID]:
    """Return a select of the ids of the households that `coverage` counts as having signed."""
    return _residing(unit, day, day).where(_signed(year, day))


PLEDGE_COVERAGE = add_measure(
    Measure("pledge_coverage", _l("Hộ đã ký cam kết"), frozenset(UnitKind), coverage)
)  # fmt: skip


def _address(unit: Unit, year: int, day: date) -> str:
    """Return the page of counts, from which who may read names goes on to the households; a past day has its own."""
    if (year, day) == (today().year, today()):
        return f"/progress/{unit.id}"
    return f"/progress/{unit.id}/past?year={year}&on={day}"


def _ids(rows: Select[UUID]) -> list[UUID]:
    return list(db.session.scalars(rows.order_by(Residence.household_id)))


def _residing(unit: Unit, day: date, as_of: date) -> Select[UUID]:
    below: Any = subtree_on(unit.id, as_of)
    return select(Residence.household_id).join(below, below.c.id == Residence.village_id).where(*_there(day))


def _there(day: date) -> tuple[ColumnElement[bool], ...]:
    return (Residence.since <= day, or_(Residence.until.is_(None), Residence.until > day))


def _signed(year: int, day: date) -> ColumnElement[bool]:
    return exists().where(Pledge.household_id == Residence.household_id, *_valid(year, day))


def _sums(signed: ColumnElement[bool]) -> tuple[ColumnElement[int], ColumnElement[int]]:
    return func.coalesce(func.sum(case((signed, 1), else_=0)), 0), func.count()


def _valid(year: int, day: date) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions of a pledge of the year that was signed, and not withdrawn, by the end of ``day``."""
    ended = datetime.combine(day, time(), VIETNAM) + timedelta(days=1)
    kept = or_(Pledge.withdrawn_at.is_(None), Pledge.withdrawn_at >= ended)
    return (Pledge.year == year, Pledge.signed_on <= day, kept)
