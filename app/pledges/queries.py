"""Finding pledges, and counting them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, func, select

from app.extensions import db
from app.households.models import Household
from app.pledges.models import Pledge, VillagePledges
from app.units.models import Unit
from app.units.scope import unit_ids


@dataclass(frozen=True, slots=True)
class Mark:
    """What stands on a household's row."""

    pledge_id: UUID
    signed_on: date
    has_photo: bool
    photo_coming: bool


def signed_condition(year: int) -> ColumnElement[bool]:
    """Return the condition that a household has a valid pledge of ``year``."""
    return exists().where(Pledge.household_id == Household.id, *_valid(year))


def marks(ids: Sequence[UUID], year: int) -> Mapping[UUID, Mark]:
    """Return the mark of each of these households that has signed for ``year``."""
    here, promised = Pledge.photo_id.is_not(None), Pledge.photo_promised_at.is_not(None)
    columns = (Pledge.household_id, Pledge.id, Pledge.signed_on, here, promised & ~here)
    rows = db.session.execute(select(*columns).where(Pledge.household_id.in_(ids), *_valid(year)))
    return {household_id: Mark(pledge, day, photo, coming) for household_id, pledge, day, photo, coming in rows}


def valid_pledge(household_id: UUID, year: int) -> Pledge | None:
    """Return the household's valid pledge of ``year``."""
    return db.session.scalar(select(Pledge).where(Pledge.household_id == household_id, *_valid(year)))


def history(household_id: UUID) -> Sequence[Pledge]:
    """Return all pledges of a household, latest year first, withdrawn ones too."""
    mine = select(Pledge).where(Pledge.household_id == household_id)
    return db.session.scalars(mine.order_by(Pledge.year.desc(), Pledge.received_at.desc())).all()


def signed_below(unit: Unit, year: int) -> int:
    """Return how many households residing at ``unit`` and below have a valid pledge of ``year``."""
    mine = and_(VillagePledges.village_id.in_(unit_ids(unit.path or "none/")), VillagePledges.year == year)
    return int(db.session.scalar(select(func.sum(VillagePledges.signed)).where(mine)) or 0)


def _valid(year: int) -> tuple[ColumnElement[bool], ...]:
    return (Pledge.year == year, Pledge.withdrawn_at.is_(None))
