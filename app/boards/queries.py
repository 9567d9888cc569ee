"""Counts per unit, summed from the villages' counters: numbers, never names."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import and_, func, select
from sqlalchemy.orm import aliased

from app.extensions import db
from app.households.models import VillageHouseholds
from app.pledges.models import VillagePledges
from app.units.models import Unit
from app.units.queries import children


@dataclass(frozen=True, slots=True)
class Progress:
    """Households that reside in a unit today, and how many of them have signed for the year."""

    unit: Unit
    resident: int
    signed: int
    without_photo: int

    @property
    def missing(self) -> int:
        """How many have not signed."""
        return self.resident - self.signed

    @property
    def nobody(self) -> bool:
        """Whether no household resides there."""
        return self.resident == 0

    @property
    def complete(self) -> bool:
        """Whether all that reside there have signed."""
        return self.resident > 0 and self.missing == 0


def progress(units: Sequence[Unit], year: int) -> list[Progress]:
    """Return the progress of each of ``units`` (in force), in their order, in one query."""
    if not units:
        return []
    top, village = aliased(Unit), aliased(Unit)
    below = and_(village.path >= top.path, village.path < func.substr(top.path, 1, func.length(top.path) - 1) + "0")
    sums = (
        select(
            top.id,
            func.coalesce(func.sum(VillageHouseholds.resident), 0),
            func.coalesce(func.sum(VillagePledges.signed), 0),
            func.coalesce(func.sum(VillagePledges.without_photo), 0),
        )
        .join(village, below)
        .join(VillageHouseholds, VillageHouseholds.village_id == village.id)
        .outerjoin(VillagePledges, and_(VillagePledges.village_id == village.id, VillagePledges.year == year))
        .where(top.id.in_([unit.id for unit in units]))
        .group_by(top.id)
    )
    found = {
        id_: (int(resident), int(signed), int(photos)) for id_, resident, signed, photos in db.session.execute(sums)
    }
    return [Progress(unit, *found.get(unit.id, (0, 0, 0))) for unit in units]


def progress_at(unit: Unit, year: int) -> tuple[Progress, list[Progress]]:
    """Return the progress of ``unit`` and of the units directly below it, by name; two queries."""
    own, *below = progress([unit, *db.session.scalars(children(unit))], year)
    return own, below
