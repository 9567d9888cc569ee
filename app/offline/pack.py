"""The pack: what a phone holds of a village or a commune, so that lists and pages open without a network.

A delta says what changed since a cursor: the households that the unit's audit trail names since then are sent whole,
with their pledges, and the phone puts them in place of its own. Whatever is not understood gives the full pack.
"""

import base64
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import and_, select

from app.assessments.models import Answer, Assessment, Remedy
from app.audit.models import AuditEvent
from app.clock import now, today
from app.criteria.models import CriteriaSet
from app.directives.models import Addressee, Directive
from app.extensions import db
from app.groups.models import Activity, Group
from app.households.models import Household, VillageHouseholds
from app.inspections.models import Demand, Inspection
from app.obstacles.models import Obstacle
from app.offline.group_pack import ACTIVITY, GROUP, activity_rows, group_rows, months
from app.pledges.models import Pledge, VillagePledges
from app.policy import Action, Actor, scope, visible
from app.reviews.models import Submission
from app.seals.models import Seal
from app.standing.kinds import KINDS
from app.units.models import Unit
from app.units.queries import children

Pack = dict[str, Any]

OVERLAP = timedelta(minutes=2)  # events are dated when they are written, and seen when their transaction commits
OLDEST = timedelta(days=30)
MOST_EVENTS = 1000  # more than that is a full pack's worth
OF_HOUSEHOLDS, OF_PLEDGES = Household.__tablename__, Pledge.__tablename__
# No part of a delta: what a photo changes has an event of its pledge's own, and groups come whole.
OF_OTHERS = {"attachments", "users", "notices", Group.__tablename__, Activity.__tablename__}
OF_OTHERS |= {kind.model.__tablename__ for kind in KINDS}
OF_OTHERS |= {model.__tablename__ for model in (CriteriaSet, Assessment, Answer, Remedy)}
OF_OTHERS |= {model.__tablename__ for model in (Directive, Addressee, Submission, Seal, Obstacle, Inspection, Demand)}
HOUSEHOLD = ("id", "name", "members", "birth", "phone", "address", "version", "away", "twin")
PLEDGE = ("id", "household", "year", "signed_on", "signer", "photo")  # signer null: the head signed
NONE, PROMISED, THERE = range(3)  # the photo of a pledge


@dataclass(frozen=True, slots=True)
class Cursor:
    """The state that a phone has: the moment it was read, the pledge year then, the unit's place then."""

    at: datetime
    year: int
    path: str

    def __str__(self) -> str:
        """Return the form that goes into an address."""
        parts = [int(self.at.timestamp() * 1000), self.year, self.path]
        return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode().rstrip("=")


def read_cursor(text: str | None) -> Cursor | None:
    """Return the cursor in ``text``; None for nothing and for rubbish."""
    if not text or len(text) > 400:
        return None
    try:
        milliseconds, year, path = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        return Cursor(datetime.fromtimestamp(int(milliseconds) / 1000, UTC), int(year), str(path))
    except (ValueError, TypeError, OverflowError, OSError, RecursionError):
        return None


def village_pack(actor: Actor, village: Unit, since: Cursor | None) -> Pack:
    """Return the pack of ``village`` (which ``actor`` may read), or what changed in it since the cursor."""
    here = Cursor(now(), today().year, village.path or "")
    touched = _touched(village, since, here) if since else None
    households = _households(actor, village, touched)
    pledges = _pledges(actor, village, here.year, touched)
    about: Pack = {"unit": village.id, "name": village.full_name, "year": here.year, "cursor": str(here)}
    if touched is None:
        about["full"] = True
    else:
        about |= {"full": False, "touched": sorted(str(id_) for id_ in touched)}
    return {
        **about,
        "months": months(),
        "groups": _columns(GROUP, group_rows(actor, village)),
        "activities": _columns(ACTIVITY, activity_rows(actor, village)),
        "households": _columns(HOUSEHOLD, [_household(household) for household in households]),
        "pledges": _columns(PLEDGE, [_pledge(pledge, head) for pledge, head in pledges]),
    }


def commune_pack(actor: Actor, commune: Unit) -> Pack:
    """Return the villages of a commune with their counts, and its groups: no household."""
    here = Cursor(now(), today().year, commune.path or "")
    counts = (VillageHouseholds.resident, VillageHouseholds.away, VillagePledges.signed)
    of_year = and_(VillagePledges.village_id == Unit.id, VillagePledges.year == here.year)
    rows = (
        children(commune)
        .add_columns(*counts)
        .outerjoin(VillageHouseholds, VillageHouseholds.village_id == Unit.id)
        .outerjoin(VillagePledges, of_year)
    )
    villages = [
        [village.id, village.full_name, resident or 0, signed or 0, away or 0]
        for village, resident, away, signed in db.session.execute(rows)
    ]
    return {
        "unit": commune.id, "name": commune.full_name, "year": here.year, "cursor": str(here), "full": True,
        "months": months(), "villages": villages, "groups": _columns(GROUP, group_rows(actor, commune)),
        "activities": _columns(ACTIVITY, activity_rows(actor, commune)),
    }  # fmt: skip


def _touched(village: Unit, since: Cursor, here: Cursor) -> set[UUID] | None:
    """Return the households that the trail names since the cursor; None when only the full pack is sure."""
    stale = here.at - since.at > OLDEST or since.at > here.at + OVERLAP
    if stale or (since.year, since.path) != (here.year, here.path):
        return None
    found = select(AuditEvent.subject_type, AuditEvent.subject_id).where(
        AuditEvent.unit_id == village.id, AuditEvent.at >= since.at - OVERLAP, AuditEvent.action != "unit:found"
    )
    events = db.session.execute(found.limit(MOST_EVENTS + 1)).all()
    if len(events) > MOST_EVENTS or {kind for kind, _ in events} - OF_OTHERS - {OF_HOUSEHOLDS, OF_PLEDGES}:
        return None
    own = {UUID(id_) for kind, id_ in events if kind == OF_HOUSEHOLDS}
    return own | _households_of({UUID(id_) for kind, id_ in events if kind == OF_PLEDGES})


def _households_of(pledges: Iterable[UUID]) -> set[UUID]:
    return set(db.session.scalars(select(Pledge.household_id).where(Pledge.id.in_(pledges))))


def _households(actor: Actor, village: Unit, touched: set[UUID] | None) -> Sequence[Household]:
    rows = visible(actor, Action.HOUSEHOLD_READ, Household).where(Household.village_id == village.id)
    if touched is not None:
        rows = rows.where(Household.id.in_(touched))
    return db.session.scalars(rows.order_by(Household.sort_key, Household.id)).all()


def _pledges(actor: Actor, village: Unit, year: int, touched: set[UUID] | None) -> Sequence[Any]:
    """Return the valid pledges of this year and the one before, each with the name that its household bears."""
    rows = (
        select(Pledge, Household.head_name)
        .join(Household, Household.id == Pledge.household_id)
        .where(scope(actor, Action.PLEDGE_READ, Household), Household.village_id == village.id)
        .where(Pledge.withdrawn_at.is_(None), Pledge.year.in_((year - 1, year)))
    )
    if touched is not None:
        rows = rows.where(Household.id.in_(touched))
    return db.session.execute(rows.order_by(Pledge.year, Household.sort_key, Household.id)).all()


def _household(household: Household) -> tuple[Any, ...]:
    return (
        household.id, household.head_name, household.member_count, household.birth_year, household.phone,
        household.address, household.version, household.away_since, household.twin_id is not None,
    )  # fmt: skip


def _pledge(pledge: Pledge, head: str) -> tuple[Any, ...]:
    signer = None if pledge.signer_name == head else pledge.signer_name
    return pledge.id, pledge.household_id, pledge.year, pledge.signed_on, signer, _photo(pledge)


def _photo(pledge: Pledge) -> int:
    if pledge.photo_id:
        return THERE
    return PROMISED if pledge.photo_promised_at else NONE


def _columns(names: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> dict[str, list[Any]]:
    """Return rows as named columns, days and ids as text: like beside like compresses best."""
    columns: Iterable[Sequence[Any]] = zip(*rows, strict=True) if rows else [()] * len(names)
    return {name: [_plain(value) for value in column] for name, column in zip(names, columns, strict=True)}


def _plain(value: Any) -> Any:
    if isinstance(value, UUID):
        return str(value)
    return value.isoformat() if isinstance(value, date) else value
