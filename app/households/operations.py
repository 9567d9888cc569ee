"""Registering, editing, setting aside and bringing back a household."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

from flask_babel import lazy_gettext as _l

from app.accounts.models import User
from app.audit.operations import record
from app.clock import now, today
from app.errors import Refusal
from app.extensions import db
from app.households.facets import came_back, departed
from app.households.models import DepartureKind, Household, Residence, VillageHouseholds
from app.households.queries import likely_duplicates
from app.tally import bump
from app.units.models import Unit


@dataclass(frozen=True, slots=True)
class HouseholdTerms:
    """What is written about a household."""

    head_name: str
    member_count: int
    birth_year: int | None = None
    phone: str | None = None
    address: str | None = None


@dataclass(frozen=True, slots=True)
class Departure:
    """Why and since when a household no longer resides in its village."""

    kind: DepartureKind
    on: date
    reason: str


class IdTaken(Refusal):
    """The client's id belongs to a record already: the form was sent twice."""

    reason = "id-taken"


class StaleVersion(Refusal):
    """Somebody else changed the household since the form was opened."""

    reason = "version"


class LikelyDuplicate(Refusal):
    """The village has a household with this name or telephone number; ``candidates`` are shown."""

    status = 422

    def __init__(self, candidates: Sequence[Household]) -> None:
        """Keep the candidates."""
        super().__init__(_l("Bản đã có hộ giống hộ này."))
        self.candidates = candidates


class NotResiding(Refusal):
    """The household was set aside already, or came back already."""

    reason = "gone"


def register(id_: UUID, terms: HouseholdTerms, village: Unit, *, duplicate_seen: bool, by: User) -> Household:
    """Register a household that resides in ``village`` from today and return it.

    Raises IdTaken when the id is in use, LikelyDuplicate unless ``duplicate_seen``.
    """
    if db.session.get(Household, id_):
        raise IdTaken(_l("Hộ này đã được lưu rồi."), link=f"/households/{id_}", link_label=_l("Mở hộ đã lưu"))
    _ask_about_duplicates(village.id, terms, duplicate_seen)
    household = Household(id=id_, village_id=village.id, version=1, created_by=by.id, updated_by=by.id)
    _write(household, terms)
    db.session.add(household)
    db.session.flush()
    _reside(household, today(), by)
    bump(VillageHouseholds, {"village_id": village.id}, resident=1)
    record("household:add", household, by=by, unit_id=village.id)
    return household


def update(household: Household, terms: HouseholdTerms, *, version: int, duplicate_seen: bool, by: User) -> Household:
    """Write ``terms`` over the household and return it.

    Raises StaleVersion when it has changed since ``version``, LikelyDuplicate unless ``duplicate_seen``.
    """
    db.session.refresh(household, with_for_update=True)
    if household.version != version:
        raise StaleVersion(_l("Người khác vừa sửa hộ này."))
    changed = changes(household, terms)
    if not changed:
        return household
    if {"head_name", "phone"} & set(changed):
        _ask_about_duplicates(household.village_id, terms, duplicate_seen, but=household.id)
    _write(household, terms)
    _touch(household, by)
    record("household:edit", household, by=by, unit_id=household.village_id, fields=changed)
    return household


def depart(household: Household, departure: Departure, *, by: User) -> Household:
    """Set the household aside from ``departure.on`` and return it; one entered by mistake never resided.

    Raises NotResiding when it is set aside already.
    """
    db.session.refresh(household, with_for_update=True)
    residence = _open_residence(household)
    if residence is None:
        raise NotResiding(_l("Hộ này đã được đưa khỏi danh sách rồi."), link=f"/households/{household.id}")
    mistake = departure.kind is DepartureKind.MISTAKE
    residence.until = residence.since if mistake else max(departure.on, residence.since)
    residence.ended_kind, residence.ended_reason = departure.kind, departure.reason
    residence.ended_at, residence.ended_by = now(), by.id
    household.away_since = departure.on
    _touch(household, by)
    bump(VillageHouseholds, {"village_id": household.village_id}, resident=-1, away=1)
    departed.send(household)
    record("household:depart", household, by=by, unit_id=household.village_id, fields=["away_since", departure.kind])
    return household


def bring_back(household: Household, on: date, *, by: User) -> Household:
    """Let the household reside in its village again from ``on`` and return it. Raises NotResiding when it does."""
    db.session.refresh(household, with_for_update=True)
    if _open_residence(household):
        raise NotResiding(_l("Hộ này đang ở trong bản rồi."), link=f"/households/{household.id}")
    household.away_since = None
    _touch(household, by)
    left_on = max((residence.until for residence in household.residences if residence.until), default=on)
    _reside(household, max(on, left_on), by)
    bump(VillageHouseholds, {"village_id": household.village_id}, resident=1, away=-1)
    came_back.send(household)
    record("household:return", household, by=by, unit_id=household.village_id, fields=["away_since"])
    return household


def changes(household: Household, terms: HouseholdTerms) -> list[str]:
    """Return the names of the fields in which ``terms`` differ from what is stored."""
    return [name for name, value in asdict(terms).items() if getattr(household, name) != value]


def _ask_about_duplicates(village_id: int, terms: HouseholdTerms, seen: bool, but: UUID | None = None) -> None:
    candidates = [] if seen else likely_duplicates(village_id, terms.head_name, terms.phone, but=but)
    if candidates:
        raise LikelyDuplicate(candidates)


def _write(household: Household, terms: HouseholdTerms) -> None:
    household.rename(terms.head_name)
    household.member_count = terms.member_count
    household.birth_year = terms.birth_year
    household.phone = terms.phone
    household.address = terms.address


def _touch(household: Household, by: User) -> None:
    household.version += 1
    household.updated_at, household.updated_by = now(), by.id


def _reside(household: Household, since: date, by: User) -> None:
    db.session.add(Residence(household_id=household.id, village_id=household.village_id, since=since, created_by=by.id))


def _open_residence(household: Household) -> Residence | None:
    return next((residence for residence in household.residences if residence.until is None), None)
