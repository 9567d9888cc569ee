"""Signing, withdrawing, and adding the photo that was still missing."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.accounts.models import User
from app.attachments.operations import keep_photo, let_go
from app.attachments.photos import Photo
from app.audit.operations import record
from app.clock import now
from app.errors import Refusal
from app.extensions import db
from app.households.models import Household
from app.households.operations import IdTaken, NotResiding
from app.pledges.commitments import commitments_of
from app.pledges.models import Pledge, SigningMethod, VillagePledges
from app.pledges.queries import valid_pledge
from app.seals.operations import refuse_sealed
from app.tally import bump
from app.units.models import Unit


@dataclass(frozen=True, slots=True)
class PledgeTerms:
    """What is written about a pledge."""

    id: UUID
    signed_on: date
    signer_name: str
    signer_relation: str | None
    method: SigningMethod
    captured_at: datetime
    photo: Photo | None
    photo_coming: bool = False


class AlreadySigned(Refusal):
    """The household has a valid pledge of that year."""

    reason = "already-signed"


class AlreadyWithdrawn(Refusal):
    """The pledge was withdrawn before."""

    reason = "gone"


class NoPhotoTaken(Refusal):
    """The pledge was withdrawn, or signed on the screen: what proves it stays as it is."""

    reason = "gone"


class PhotoThere(Refusal):
    """Another person has put a photo to the pledge meanwhile."""

    reason = "photo-there"


def sign(household: Household, terms: PledgeTerms, *, by: User) -> Pledge:
    """Record the household's pledge for the year of ``terms.signed_on`` and return it.

    Raises AlreadySigned when that year has a valid one, IdTaken when the id is in use, NotResiding for a household
    that is set aside. One valid pledge per household and year: letter 1067/CAT-PV05, on the yearly signing.
    """
    db.session.refresh(household, with_for_update=True)
    _refuse_impossible(household, terms)
    photo = keep_photo(terms.photo, by=by, unit_id=household.village_id) if terms.photo else None
    pledge = Pledge(
        id=terms.id, household_id=household.id, village_id=household.village_id, year=terms.signed_on.year,
        signed_on=terms.signed_on, signer_name=terms.signer_name, signer_relation=terms.signer_relation,
        method=terms.method, text_code=commitments_of(terms.signed_on.year).code, captured_at=terms.captured_at,
        created_by=by.id, photo_id=photo.id if photo else None,
        photo_promised_at=now() if terms.photo_coming and not photo else None,
    )  # fmt: skip
    db.session.add(pledge)
    db.session.flush()
    _count(pledge, household, 1)
    record("pledge:sign", pledge, by=by, unit_id=household.village_id)
    return pledge


def withdraw(pledge: Pledge, reason: str, *, by: User) -> Pledge:
    """Take the pledge back, keeping it with the reason, and return it. Raises AlreadyWithdrawn for a second time."""
    household = _locked_household(pledge)
    db.session.refresh(pledge)
    refuse_sealed(pledge.id)
    if not pledge.is_valid:
        raise AlreadyWithdrawn(_l("Cam kết này đã được rút rồi."), link=f"/pledges/{pledge.id}")
    if household.away_since is None:
        _count(pledge, household, -1)
    pledge.withdrawn_at, pledge.withdrawn_by, pledge.withdrawn_reason = now(), by.id, reason
    record("pledge:withdraw", pledge, by=by, unit_id=household.village_id)
    return pledge


def add_photo(pledge: Pledge, photo: Photo, *, by: User, queued: bool = False) -> Pledge:
    """Put the photo of the signed page to the pledge, in place of one before, and return it.

    The same photo again, from a phone that did not hear that it has arrived, changes nothing. Raises NoPhotoTaken for
    a pledge that was withdrawn or not signed on paper, PhotoThere where another person put one to it while this one was
    ``queued`` on a phone.
    """
    household = _locked_household(pledge)
    db.session.refresh(pledge)
    if not pledge.takes_photo:
        raise NoPhotoTaken(
            _l("Cam kết này không nhận ảnh: đã rút, hoặc đã ký bằng ngón tay."), link=f"/pledges/{pledge.id}"
        )
    if pledge.photo and pledge.photo.sha256 == photo.sha256:
        let_go(photo)
        return pledge
    if pledge.photo:
        refuse_sealed(pledge.id)  # one that is missing may still come
    if queued and pledge.photo and pledge.photo.created_by != by.id:
        raise PhotoThere(
            _l("Người khác đã thêm ảnh cho cam kết này. Mở mục này rồi lưu, nếu ảnh trên máy rõ hơn."),
            link=f"/pledges/{pledge.id}", link_label=_l("Xem cam kết"),
        )  # fmt: skip
    counted = pledge.is_valid and household.away_since is None
    if counted and pledge.photo_id is None:
        bump(VillagePledges, _key(pledge, household), without_photo=-1)
    pledge.photo_id = keep_photo(photo, by=by, unit_id=household.village_id).id
    record("pledge:photo", pledge, by=by, unit_id=household.village_id, fields=["photo_id"])
    return pledge


def recount_household(household: Household, step: int) -> None:
    """Add (``step`` 1) or take (-1) a household's valid pledges to or from its village's counts, as it moves."""
    valid = select(Pledge).where(Pledge.household_id == household.id, Pledge.withdrawn_at.is_(None))
    for pledge in db.session.scalars(valid):
        _count(pledge, household, step)


def carry_counts(village: Unit, heir: Unit) -> None:
    """Let what was counted in a village that ends count in ``heir``, where its households reside from now on."""
    for kept in db.session.scalars(select(VillagePledges).where(VillagePledges.village_id == village.id)).all():
        signed, without = kept.signed, kept.without_photo
        bump(VillagePledges, {"village_id": heir.id, "year": kept.year}, signed=signed, without_photo=without)
        bump(VillagePledges, {"village_id": village.id, "year": kept.year}, signed=-signed, without_photo=-without)


def _refuse_impossible(household: Household, terms: PledgeTerms) -> None:
    if household.away_since is not None:
        raise NotResiding(
            _l("Hộ này đã ra khỏi danh sách của bản, nên chưa ký được."), link=f"/households/{household.id}"
        )
    if db.session.get(Pledge, terms.id):
        raise IdTaken(
            _l("Cam kết này đã được lưu rồi."), link=f"/pledges/{terms.id}", link_label=_l("Mở cam kết đã lưu")
        )
    first = valid_pledge(household.id, terms.signed_on.year)
    if first:
        words = _l("Hộ này đã ký cam kết năm %(year)s rồi.", year=first.year)
        raise AlreadySigned(words, link=f"/pledges/{first.id}", link_label=_l("Mở cam kết đã ký"))


def _locked_household(pledge: Pledge) -> Household:
    return db.session.scalars(select(Household).where(Household.id == pledge.household_id).with_for_update()).one()


def _count(pledge: Pledge, household: Household, step: int) -> None:
    bump(VillagePledges, _key(pledge, household), signed=step, without_photo=0 if pledge.photo_id else step)


def _key(pledge: Pledge, household: Household) -> dict[str, int]:
    """Return where a pledge counts: where its household resides, though it was signed where that resided then."""
    return {"village_id": household.village_id, "year": pledge.year}
