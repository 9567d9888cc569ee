"""Registering, editing, setting aside and bringing back a household."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.accounts.models import User
from app.audit.operations import record
from app.clock import now, today
from app.errors import Refusal
from app.extensions import db
from app.households.facets import came_back, departed
from app.households.models import DepartureKind, Household, Residence, VillageHouseholds
from app.households.queries import likely_duplicates, looking_like
from app.tally import bump
from app.units.models import Unit


@dataclass(frozen=True, slots=True)
class HouseholdTerms:
    """What is written about a household."""

    head_name: str
    member_count: int
    birth_year: int | None = None
    phone: str | None = None  # E.164
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


def register(
    id_: UUID,
    terms: HouseholdTerms,
    village: Unit,
    *,
    duplicate_seen: bool,
    by: User,
    queued: bool = False,
    since: date | None = None,
) -> Household:
    """Register a household that resides in ``village`` from ``since`` (default: today) and return it.

    Raises IdTaken when the id is in use, LikelyDuplicate unless ``duplicate_seen``; one that was ``queued`` on a phone
    is registered all the same and marked, for its person has gone on.
    """
    if db.session.get(Household, id_):
        raise IdTaken(_l("Hộ này đã được lưu rồi."), link=f"/households/{id_}", link_label=_l("Mở hộ đã lưu"))
    # The counter first: its row lets one at a time look for twins, or two at once would not see each other.
    bump(VillageHouseholds, {"village_id": village.id}, resident=1)
    twin = None if duplicate_seen else _twin(village.id, terms, queued=queued)
    household = Household(
        id=id_, village_id=village.id, version=1, twin_id=twin, created_by=by.id, updated_by=by.id
    )  # fmt: skip
    _write(household, terms)
    db.session.add(household)
    db.session.flush()
    _reside(household, min(since or today(), today()), by)
    record("household:add", household, by=by, unit_id=village.id, fields=["twin_id"] if twin else [])
    return household


def update(
    household: Household,
    terms: HouseholdTerms,
    *,
    version: int,
    duplicate_seen: bool,
    by: User,
    queued: bool = False,
    opened: HouseholdTerms | None = None,
) -> Household:
    """Write ``terms`` over the household and return it; what is so already needs no writing.

    ``opened`` is what the form was opened with, where it says so. Raises StaleVersion when the household has changed
    since (by ``version``, where it does not), NotResiding when it was set aside since, LikelyDuplicate unless
    ``duplicate_seen`` or ``queued`` (then it is marked).
    """
    db.session.refresh(household, with_for_update=True)
    changed = changes(household, terms)
    if not changed:
        return household
    _refuse_stale(household, version, opened, queued=queued)
    if {"head_name", "phone"} & set(changed) and not duplicate_seen:
        household.twin_id = _twin(household.village_id, terms, queued=queued, but=household.id) or household.twin_id
    _write(household, terms)
    _touch(household, by)
    record("household:edit", household, by=by, unit_id=household.village_id, fields=changed)
    return household


def distinguish(household: Household, *, by: User) -> Household:
    """Say that the household is not the one it looks like, and return it; nothing happens when that was said before."""
    db.session.refresh(household, with_for_update=True)
    if household.twin_id is not None:
        household.twin_id = None
        record("household:distinguish", household, by=by, unit_id=household.village_id, fields=["twin_id"])
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
    household.away_since = departure.on if mistake else residence.until  # never before it began to reside
    _touch(household, by)
    bump(VillageHouseholds, {"village_id": household.village_id}, resident=-1, away=1)
    departed.send(household)
    if mistake:
        for other in looking_like(household):
            distinguish(other, by=by)
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


def follow(village: Unit, heir: Unit, on: date, *, by: User) -> int:
    """Let the households of a village that ends reside in ``heir`` from ``on``, those set aside too; return how many.

    Where each lived before stays as it was.
    """
    households = db.session.scalars(select(Household).where(Household.village_id == village.id)).all()
    for household in households:
        household.village_id = heir.id
        if residence := _open_residence(household):
            residence.until = max(on, residence.since)
            residence.ended_at, residence.ended_by = now(), by.id
            db.session.flush()
            _reside(household, residence.until, by)
        record("household:follow", household, by=by, unit_id=heir.id, fields=["village_id"])
    kept = db.session.get(VillageHouseholds, village.id)
    if kept:
        resident, away = kept.resident, kept.away
        bump(VillageHouseholds, {"village_id": heir.id}, resident=resident, away=away)
        bump(VillageHouseholds, {"village_id": village.id}, resident=-resident, away=-away)
    return len(households)


def changes(household: Household, terms: HouseholdTerms) -> list[str]:
    """Return the names of the fields in which ``terms`` differ from what is stored."""
    return [name for name, value in asdict(terms).items() if getattr(household, name) != value]


def _refuse_stale(household: Household, version: int, opened: HouseholdTerms | None, *, queued: bool) -> None:
    """Refuse an edit of what has changed since the form was opened.

    A phone can only guess the version of its second edit: what the form was opened with decides, where it is known.
    """
    same = household.version == version if opened is None else not changes(household, opened)
    if same and not (queued and household.away_since):
        return
    if household.away_since:
        words = _l("Hộ này đã ra khỏi danh sách của bản từ ngày %(day)s, nên chưa sửa được. Đưa hộ trở lại rồi sửa.",
                   day=f"{household.away_since:%d/%m/%Y}")  # fmt: skip
        raise NotResiding(words, link=f"/households/{household.id}")
    raise StaleVersion(_l("Người khác vừa sửa hộ này."))


def _twin(village_id: int, terms: HouseholdTerms, *, queued: bool, but: UUID | None = None) -> UUID | None:
    """Return the household that this one may be. Raises LikelyDuplicate where somebody is there to be asked."""
    candidates = likely_duplicates(village_id, terms.head_name, terms.phone, but=but)
    if candidates and not queued:
        raise LikelyDuplicate(candidates)
    return candidates[0].id if candidates else None


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
