"""The list of households: scope, search, status, order, keyset pages; likely duplicates; counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select

from app.extensions import db
from app.households.facets import done
from app.households.models import Household, VillageHouseholds
from app.policy import Action, Actor, scope
from app.units.models import Unit
from app.units.scope import unit_ids
from app.vietnamese import search_key, search_words
from app.web.pagination import Cursor, Page

PAGE = 50
PLEDGE = "pledge"


class Status(StrEnum):
    """What the list shows."""

    MISSING = "missing"  # resides here, has not signed for the year
    SIGNED = "signed"  # resides here, has signed
    ALL = "all"  # resides here
    AWAY = "away"  # set aside: moved out, or entered by mistake


@dataclass(frozen=True, slots=True)
class Narrowing:
    """How the person narrowed the list."""

    village: Unit | None
    typed: str
    status: Status
    year: int


@dataclass(frozen=True, slots=True)
class Counts:
    """Households of a village, or of all villages below a unit, today."""

    resident: int
    away: int


def listing(actor: Actor, narrowing: Narrowing, after: Cursor | None, size: int = PAGE) -> Page[Household]:
    """Return a page of the households that ``actor`` may read, by given name, after the cursor."""
    rows = select(Household).where(scope(actor, Action.HOUSEHOLD_READ, Household), *_conditions(narrowing))
    if after:
        rows = rows.where(_later_than(after))
    found = db.session.scalars(rows.order_by(Household.sort_key, Household.id).limit(size + 1)).all()
    shown = found[:size]
    more = len(found) > size
    return Page(shown, Cursor(shown[-1].sort_key, shown[-1].id) if more else None)


def next_missing(actor: Actor, village: Unit, year: int, after: Household | None = None) -> Household | None:
    """Return the household of ``village`` to sign next: the one after ``after`` in the list, else the first missing."""
    narrowing = Narrowing(village, "", Status.MISSING, year)
    cursor = Cursor(after.sort_key, after.id) if after else None
    page = listing(actor, narrowing, cursor, size=1)
    if not page.rows and cursor:
        page = listing(actor, narrowing, None, size=1)
    return page.rows[0] if page.rows else None


def likely_duplicates(village_id: int, name: str, phone: str | None, *, but: UUID | None = None) -> Sequence[Household]:
    """Return households of the village with the same name, accents and case apart, or the same telephone number."""
    same: ColumnElement[bool] = Household.search_key == search_key(name)
    if phone:
        same = or_(same, Household.phone == phone)
    rows = select(Household).where(Household.village_id == village_id, same)
    if but:
        rows = rows.where(Household.id != but)
    return db.session.scalars(rows.order_by(Household.sort_key, Household.id).limit(5)).all()


def looking_like(household: Household) -> Sequence[Household]:
    """Return the households of the village that are marked as perhaps being this one."""
    rows = select(Household).where(Household.village_id == household.village_id, Household.twin_id == household.id)
    return db.session.scalars(rows).all()


def counts(unit: Unit) -> Counts:
    """Return how many households reside in the villages at ``unit`` and below, and how many are set aside."""
    sums = select(func.sum(VillageHouseholds.resident), func.sum(VillageHouseholds.away))
    resident, away = db.session.execute(
        sums.where(VillageHouseholds.village_id.in_(unit_ids(unit.path or "none/")))
    ).one()
    return Counts(int(resident or 0), int(away or 0))


def residing() -> ColumnElement[bool]:
    """Return the condition that a household resides in its village today."""
    return Household.away_since.is_(None)


def _conditions(narrowing: Narrowing) -> list[ColumnElement[bool]]:
    conditions = [_status(narrowing.status, narrowing.year)]
    if narrowing.village:
        conditions.append(Household.village_id == narrowing.village.id)
    # A word is letters and digits only, so it needs no escaping in LIKE, and both databases read it alike.
    conditions.extend(Household.search_key.like(f"% {word}%") for word in search_words(narrowing.typed))
    return conditions


def _status(status: Status, year: int) -> ColumnElement[bool]:
    match status:
        case Status.AWAY:
            return Household.away_since.is_not(None)
        case Status.SIGNED:
            return and_(residing(), done(PLEDGE, year))
        case Status.MISSING:
            return and_(residing(), ~done(PLEDGE, year))
        case Status.ALL:
            return residing()


def _later_than(cursor: Cursor) -> ColumnElement[bool]:
    return or_(Household.sort_key > cursor.key, and_(Household.sort_key == cursor.key, Household.id > cursor.id))
