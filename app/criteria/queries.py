"""Finding sets: those open to a person, those of a unit and a period, the versions of one."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from app.criteria.models import CriteriaSet
from app.extensions import db
from app.policy import Action, Actor, visible
from app.units.models import Unit

# Newest first; of the same number, a province's own before everybody's.
NEWEST = (CriteriaSet.version.desc(), CriteriaSet.unit_id.is_(None), CriteriaSet.id.desc())


def readable_sets(actor: Actor) -> Select[CriteriaSet]:
    """Return a select of the versions that ``actor`` may read, set by set, newest first."""
    found = visible(actor, Action.CRITERIA_READ, CriteriaSet).options(joinedload(CriteriaSet.owner))
    return found.order_by(CriteriaSet.code, CriteriaSet.unit_kind, *NEWEST)


def newest_of_each(sets: Sequence[CriteriaSet]) -> list[CriteriaSet]:
    """Return the newest version of each set among ``sets``, which are in the order of `readable_sets`."""
    newest: dict[tuple[str, str], CriteriaSet] = {}
    for one in sets:
        newest.setdefault((one.code, one.unit_kind), one)
    return list(newest.values())


def sets_for(unit: Unit, last: date) -> list[CriteriaSet]:
    """Return the newest version of each set by which ``unit`` is judged for a period that ends on ``last``."""
    mine = select(CriteriaSet).where(CriteriaSet.in_unit(unit.id), CriteriaSet.unit_kind == unit.kind)
    rows = mine.options(selectinload(CriteriaSet.indicators)).order_by(CriteriaSet.code, *NEWEST)
    return newest_of_each([one for one in db.session.scalars(rows) if one.covers(last)])


def versions_of(one: CriteriaSet, unit_id: int) -> Sequence[CriteriaSet]:
    """Return the versions of a set that hold for a unit, newest first."""
    same = (CriteriaSet.code == one.code, CriteriaSet.unit_kind == one.unit_kind)
    rows = select(CriteriaSet).where(CriteriaSet.in_unit(unit_id), *same).options(joinedload(CriteriaSet.owner))
    return db.session.scalars(rows.order_by(*NEWEST)).all()
