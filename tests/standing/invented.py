"""Random worlds of records, households and pledges, put into the database in place of the cast's."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

from flask import Flask
from hypothesis import strategies as st
from sqlalchemy import delete, insert, update

from app.clock import now
from app.extensions import db
from app.households.models import DepartureKind, Household, Residence
from app.measures.registry import Period
from app.pledges.models import Pledge, SigningMethod
from app.standing.models import (
    Convention,
    Emulation,
    Force,
    Hotspot,
    HotspotList,
    LegalBasis,
    Rating,
    RatingState,
    Recognition,
    RecognitionResult,
    Registration,
)
from app.units.models import Placement, UnitKind
from app.web.transaction import begin_writing
from tests.world import PLACES, World

DAYS = st.dates(date(2023, 6, 1), date(2025, 6, 30))
YEARS = st.sampled_from([2023, 2024, 2024, 2025, 2025])
MAYBE = st.none() | DAYS
MOSTLY = st.sampled_from([True, True, True, False])
EARLY = st.dates(date(2022, 1, 1), date(2024, 6, 1))  # so that most of it has begun
UNITS = [name for name, *_ in PLACES]
KINDS = {name: kind for name, kind, *_ in PLACES}
PARENTS = {name: parent for name, _, _, parent in PLACES}


@dataclass
class Row:
    """A record of any kind: it takes of these what it needs."""

    place: str
    year: int
    day: date
    until: date | None
    good: bool
    disciplined: int
    withdrawn: bool
    second: bool  # of the second list, or by the second circular


@dataclass
class Family:
    """A household with one stay and perhaps a pledge."""

    village: str
    since: date
    until: date | None
    signed: date | None
    withdrawn: date | None


@dataclass
class Invented:
    """A world: records by kind, households, and whether Pa lies in Bình from a day on."""

    rows: dict[str, list[Row]]
    families: list[Family]
    moved: date | None
    period: Period = field(default_factory=lambda: Period.year(2024))
    as_of: date = date(2024, 9, 1)


VILLAGES = [name for name, kind in KINDS.items() if kind is UnitKind.VILLAGE]
COMMUNES = [name for name, kind in KINDS.items() if kind is UnitKind.COMMUNE]


def rows(places: list[str]) -> st.SearchStrategy[list[Row]]:
    """Return a strategy of some records of a kind, of which one unit has several."""
    return st.lists(
        st.builds(
            Row, st.sampled_from(places), YEARS, DAYS | EARLY, st.none() | MAYBE, MOSTLY, st.sampled_from([0, 0, 0, 1]),
            st.sampled_from([False, False, False, True]), st.booleans(),
        ),
        min_size=3, max_size=10,
    )  # fmt: skip


WORLDS = st.builds(
    Invented,
    st.fixed_dictionaries({
        "registration": rows(VILLAGES), "convention": rows(VILLAGES), "recognition": rows(VILLAGES + COMMUNES),
        "force": rows(VILLAGES + COMMUNES), "hotspot": rows(COMMUNES),
    }),
    st.lists(
        st.builds(Family, st.sampled_from(VILLAGES), DAYS | EARLY, st.none() | MAYBE, DAYS | MAYBE, st.none() | MAYBE),
        min_size=3, max_size=10,
    ),
    MAYBE,
    st.sampled_from([Period.year(2024), Period.year(2025), Period(date(2023, 11, 1), date(2024, 10, 31))]),
    DAYS | st.dates(date(2024, 9, 1), date(2025, 6, 30)),
)  # fmt: skip


@contextmanager
def rewritten(app: Flask, invented: Invented, world: World) -> Iterator[None]:
    """Let only these records be in the database, and take them back afterwards."""
    with app.app_context():
        begin_writing()
        try:
            for model in (Registration, Convention, Recognition, Force, Hotspot):
                db.session.execute(update(model).values(withdrawn_at=now()))
            db.session.execute(delete(Residence))
            _write(invented, world)
            yield
        finally:
            db.session.rollback()
            db.session.remove()


def unique(kind: str, records: list[Row]) -> list[Row]:
    """Return the records without those that the database itself would refuse beside an earlier one."""
    seen, kept = set(), []
    for row in records:
        key: Any = {
            "registration": (row.place, row.year), "force": (row.place, row.year),
            "recognition": (row.place, row.year, row.second), "hotspot": (row.place, row.second),
        }.get(kind, object())  # fmt: skip
        matters = not row.withdrawn and (kind != "hotspot" or row.until is None)
        if not matters or key not in seen:
            kept.append(row)
            seen |= {key} if matters else set()
    return kept


def _write(invented: Invented, world: World) -> None:
    by = world.users["police"]
    models: dict[str, Any] = {
        "registration": Registration, "convention": Convention, "recognition": Recognition, "force": Force,
        "hotspot": Hotspot,
    }  # fmt: skip
    for kind, model in models.items():
        made = [
            {"id": uuid4(), "unit_id": world.units[row.place], "created_by": by, "updated_by": by,
             "withdrawn_at": now() if row.withdrawn else None, **_columns(kind, row)}
            for row in unique(kind, invented.rows[kind])
        ]  # fmt: skip
        if made:
            db.session.execute(insert(model), made)
    for family in invented.families:
        _family(family, world, by)
    if invented.moved:
        mine = Placement.unit_id == world.units["Pa"]
        db.session.execute(update(Placement).where(mine).values(valid_to=invented.moved))
        moved = {"unit_id": world.units["Pa"], "parent_id": world.units["Bình"], "valid_from": invented.moved}
        db.session.execute(insert(Placement), [moved])


def _columns(kind: str, row: Row) -> dict[str, Any]:
    match kind:
        case "registration":
            return {"year": row.year, "registered_on": row.day}
        case "convention":
            return {"adopted_on": row.day, "since": row.day, "until": row.until}
        case "recognition":
            basis = list(LegalBasis)[row.second]
            result = RecognitionResult.RECOGNISED if row.good else RecognitionResult.REFUSED
            return {"year": row.year, "document_on": row.day, "basis": basis, "result": result}
        case "force":
            rating = Rating.COMPLETED if row.good else Rating.FAILED
            rating = Rating.UNRATED if row.second else rating
            return {
                "year": row.year, "headcount": 5, "rating": rating, "rating_state": RatingState.PROVISIONAL,
                "rated_on": None if row.second else row.day, "emulation": Emulation.NONE,
                "warned_or_more": row.disciplined,
            }  # fmt: skip
        case _:
            return {"list_name": list(HotspotList)[row.second], "since": row.day, "until": row.until}


def _family(family: Family, world: World, by: UUID) -> None:
    id_, stamp = uuid4(), {"created_by": by}
    household = {
        "id": id_, "village_id": world.units[family.village], "head_name": "Lò Văn Hai", "search_key": "",
        "sort_key": "", "member_count": 4, "updated_by": by,
    }  # fmt: skip
    db.session.execute(insert(Household), [household | stamp])
    stay = {"household_id": id_, "village_id": household["village_id"], "since": family.since, "until": family.until}
    db.session.execute(insert(Residence), [stay | stamp | {"ended_kind": DepartureKind.MOVED_OUT}])
    if family.signed:
        ended = family.withdrawn and datetime(*family.withdrawn.timetuple()[:3], 18, tzinfo=UTC)  # 1 a.m. the next day
        pledge = {
            "id": uuid4(), "household_id": id_, "village_id": household["village_id"], "year": family.signed.year,
            "signed_on": family.signed, "signer_name": "Lò Văn Hai", "method": SigningMethod.PAPER, "text_code": "x",
            "captured_at": now(), "withdrawn_at": ended,
        }  # fmt: skip
        db.session.execute(insert(Pledge), [pledge | stamp])
