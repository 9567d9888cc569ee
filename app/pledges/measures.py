"""The measure of pledges: how many of the households that reside at the cut-off have a valid pledge of the year."""

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, Select, case, exists, func, or_, select

from app.clock import VIETNAM
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
    signed = exists().where(Pledge.household_id == Residence.household_id, *_valid(period.last.year, day))
    own = _residing(unit, day, as_of)
    sums = own.with_only_columns(func.coalesce(func.sum(case((signed, 1), else_=0)), 0), func.count())
    value, of = db.session.execute(sums).one()
    return Measured(Figure(int(value), int(of)), Trace(_address(unit), lambda: _ids(own.where(signed))))


PLEDGE_COVERAGE = add_measure(
    Measure("pledge_coverage", _l("Hộ đã ký cam kết"), frozenset(UnitKind), coverage)
)  # fmt: skip


def _address(unit: Unit) -> str:
    """Return the page of counts, from which who may read names goes on to the households."""
    return f"/progress/{unit.id}"


def _ids(rows: Select[UUID]) -> list[UUID]:
    return list(db.session.scalars(rows.order_by(Residence.household_id)))


def _residing(unit: Unit, day: date, as_of: date) -> Select[UUID]:
    below: Any = subtree_on(unit.id, as_of)
    there = (Residence.since <= day, or_(Residence.until.is_(None), Residence.until > day))
    return select(Residence.household_id).join(below, below.c.id == Residence.village_id).where(*there)


def _valid(year: int, day: date) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions of a pledge of the year that was signed, and not withdrawn, by the end of ``day``."""
    ended = datetime.combine(day, time(), VIETNAM) + timedelta(days=1)
    kept = or_(Pledge.withdrawn_at.is_(None), Pledge.withdrawn_at >= ended)
    return (Pledge.year == year, Pledge.signed_on <= day, kept)
