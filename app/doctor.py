"""Checks that the records agree with each other: counters, residences, paths, placements, photo files."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, case, func, select

from app.accounts.models import User
from app.attachments.models import Attachment
from app.attachments.storage import path_of
from app.extensions import db
from app.groups.models import Activity, Group
from app.households.models import Household, Residence, VillageHouseholds
from app.pledges.models import Pledge, VillagePledges
from app.units.models import Placement, Unit


@dataclass(frozen=True, slots=True)
class Finding:
    """One check and what it found wrong; nothing wrong is an empty list."""

    check: str
    faults: Sequence[str]


def examine() -> Iterator[Finding]:
    """Yield a finding per check."""
    yield Finding("household counters", _drift(_counted_households(), VillageHouseholds, "resident", "away"))
    yield Finding("pledge counters", _drift(_counted_pledges(), VillagePledges, "signed", "without_photo"))
    yield Finding("residences", _residences())
    yield Finding("pledge years", _pledge_years())
    yield Finding("unit paths", _paths())
    yield Finding("placements", _placements())
    yield Finding("ended units", _left_behind())
    yield Finding("photo files", _photos())


def totals() -> dict[str, int]:
    """Return the counts of households, pledges, groups and activities."""
    counted = {"households": Household, "pledges": Pledge, "groups": Group, "activities": Activity}
    return {name: _count(model) for name, model in counted.items()}


def recount() -> None:
    """Write the counters anew from the records."""
    for counter, counted in ((VillageHouseholds, _counted_households()), (VillagePledges, _counted_pledges())):
        db.session.query(counter).delete()
        for key, values in counted.items():
            names = [column.name for column in counter.__table__.columns]
            db.session.add(counter(**dict(zip(names, (*key, *values), strict=True))))


Counted = dict[tuple[int, ...], tuple[int, ...]]


def _counted_households() -> Counted:
    here = func.sum(case((Household.away_since.is_(None), 1), else_=0))
    rows = select(Household.village_id, here, func.count() - here).group_by(Household.village_id)
    return {(village,): (int(resident), int(away)) for village, resident, away in db.session.execute(rows)}


def _counted_pledges() -> Counted:
    bare = func.sum(case((Pledge.photo_id.is_(None), 1), else_=0))
    rows = (
        select(Household.village_id, Pledge.year, func.count(), bare)
        .join(Household, and_(Household.id == Pledge.household_id, Household.away_since.is_(None)))
        .where(Pledge.withdrawn_at.is_(None))
        .group_by(Household.village_id, Pledge.year)
    )
    return {(village, year): (signed, int(photos)) for village, year, signed, photos in db.session.execute(rows)}


def _drift(counted: Counted, counter: Any, *names: str) -> list[str]:
    keys = list(counter.__table__.primary_key)
    columns = [counter.__table__.c[name] for name in names]
    kept = {tuple(row[: len(keys)]): tuple(row[len(keys) :]) for row in db.session.execute(select(*keys, *columns))}
    zero = tuple(0 for _ in names)
    return [
        f"{counter.__tablename__} {key}: kept {kept.get(key, zero)}, counted {counted.get(key, zero)}"
        for key in sorted(kept.keys() | counted.keys())
        if kept.get(key, zero) != counted.get(key, zero)
    ]


def _residences() -> list[str]:
    open_ones = select(Residence.household_id).where(Residence.until.is_(None))
    here = select(Household.id).where(Household.away_since.is_(None))
    return [
        *_faults("household without an open residence", here.where(Household.id.not_in(open_ones))),
        *_faults("household away with an open residence", select(Household.id).where(
            Household.away_since.is_not(None), Household.id.in_(open_ones))),
        *_faults("residence that ends before it begins", select(Residence.id).where(Residence.until < Residence.since)),
    ]  # fmt: skip


def _pledge_years() -> list[str]:
    rows = db.session.execute(select(Pledge.id, Pledge.year, Pledge.signed_on))
    return [f"pledge {id_}: year {year}, signed on {day}" for id_, year, day in rows if day.year != year]


def _paths() -> list[str]:
    units = {unit.id: unit for unit in db.session.scalars(select(Unit).where(Unit.path.is_not(None)))}
    wrong = []
    for unit in units.values():
        above = units.get(unit.parent_id) if unit.parent_id else None
        parent = above.path if above else ""
        if unit.path != f"{parent}{unit.id}/" or (unit.parent_id and above is None):
            wrong.append(f"unit {unit.id}: path {unit.path} under {parent or 'nothing'}")
    return wrong


def _placements() -> list[str]:
    """Return the units that do not lie in just one place today: their parent or, once they ended, who took over."""
    open_ones: dict[int, list[int]] = {}
    rows = select(Placement.unit_id, Placement.parent_id).where(Placement.valid_to.is_(None))
    for unit_id, parent_id in db.session.execute(rows):
        open_ones.setdefault(unit_id, []).append(parent_id)
    wrong = []
    for unit in db.session.scalars(select(Unit)):
        lies = open_ones.get(unit.id, [])
        wanted = lies[:1] if unit.has_ended else [unit.parent_id] if unit.parent_id else []
        if lies != wanted or (unit.has_ended and not lies):
            wrong.append(f"unit {unit.id}: lies under {lies or 'nothing'}, its parent is {unit.parent_id or 'nothing'}")
    return wrong


def _left_behind() -> list[str]:
    """Return what should have gone on when its unit ended."""
    ended = select(Unit.id).where(Unit.path.is_(None), Unit.valid_to.is_not(None))
    return [
        *_faults("household in an ended unit", select(Household.id).where(Household.village_id.in_(ended))),
        *_faults("group in an ended unit", select(Group.id).where(Group.unit_id.in_(ended))),
        *_faults("open account in an ended unit", select(User.id).where(
            User.unit_id.in_(ended), User.disabled_at.is_(None))),
    ]  # fmt: skip


def _photos() -> list[str]:
    names = db.session.execute(select(Attachment.id, Attachment.stored_name))
    return [f"attachment {id_}: its file is gone" for id_, name in names if not path_of(name).is_file()]


def _faults(words: str, rows: Select[Any]) -> list[str]:
    return [f"{words}: {id_}" for id_ in db.session.scalars(rows)]


def _count(model: Any) -> int:
    return int(db.session.scalar(select(func.count()).select_from(model)) or 0)
