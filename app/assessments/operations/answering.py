"""Answering an indicator: what is claimed, why, and what shows it."""

from dataclasses import dataclass, field

from flask_babel import lazy_gettext as _l

from app.accounts.models import User
from app.assessments.claims import Claim
from app.assessments.models import Answer, AnswerPhoto, Assessment
from app.assessments.operations.course import refuse_closed
from app.assessments.records import holds
from app.attachments.operations import keep_photo, let_go
from app.attachments.photos import Photo
from app.audit.operations import record
from app.clock import now
from app.criteria.evaluation import FactsProblem, evaluate
from app.criteria.models import Indicator
from app.errors import Refusal
from app.extensions import db
from app.households.operations import StaleVersion
from app.identity import new_id
from app.locking import hold

MOST_PHOTOS = 4


class ImpossibleClaim(Refusal):
    """A claim that the indicator cannot have: a waiver it does not know, *not applicable* where it always applies."""

    status = 422


class TooManyPhotos(Refusal):
    """The answer has as many photos as it may have."""

    status = 422


@dataclass(frozen=True, slots=True)
class AnswerTerms:
    """What is said of an indicator; ``records`` are "KIND/ID" of the unit's own standing."""

    claim: Claim
    note: str | None = None
    records: tuple[str, ...] = ()
    photos: tuple[Photo, ...] = field(default=())


def answer(assessment: Assessment, indicator: Indicator, terms: AnswerTerms, *, version: int, by: User) -> Answer:
    """Write what the unit says of an indicator, and return the answer; what is so already needs no writing.

    ``version`` is that of the answer that was seen, 0 for none. Raises Closed, ImpossibleClaim, StaleVersion when it
    was answered otherwise since.
    """
    hold(assessment)
    refuse_closed(assessment)
    _refuse_impossible(assessment, indicator, terms.claim)
    found = assessment.answer_to(indicator.code)
    told = {"claim": terms.claim.stored(), "note": terms.note, "records": list(terms.records)}
    changed = [name for name, value in told.items() if found is None or getattr(found, name) != value]
    if found and changed and found.version != version:
        raise StaleVersion(_l("Người khác vừa trả lời chỉ tiêu này."))
    made = found or _new(assessment, indicator, by)
    if changed:
        for name, value in told.items():
            setattr(made, name, value)
        if found:
            made.version += 1
        made.updated_at, made.updated_by = now(), by.id
        db.session.flush()
        record("assessment:answer", made, by=by, unit_id=assessment.unit_id, fields=[indicator.code, *changed])
    for photo in terms.photos:
        add_photo(made, photo, by=by)
    return made


def add_photo(made: Answer, photo: Photo, *, by: User) -> Answer:
    """Put one more photo to the answer, and return it; the same again changes nothing. Raises TooManyPhotos, Closed."""
    hold(made)
    if any(each.attachment.sha256 == photo.sha256 for each in made.photos):
        let_go(photo)
        return made
    refuse_closed(made.assessment)
    if len(made.photos) >= MOST_PHOTOS:
        words = _l("Mỗi chỉ tiêu nhiều nhất %(most)s ảnh.", most=MOST_PHOTOS)
        raise TooManyPhotos(words, link=f"/assessments/{made.assessment_id}/answers/{made.code}")
    kept = keep_photo(photo, by=by, unit_id=made.unit_id)
    db.session.add(AnswerPhoto(answer_id=made.id, attachment_id=kept.id))
    db.session.flush()
    db.session.expire(made, ["photos"])
    record("assessment:photo", made, by=by, unit_id=made.unit_id, fields=["photos"])
    return made


def _new(assessment: Assessment, indicator: Indicator, by: User) -> Answer:
    made = Answer(
        id=new_id(), assessment_id=assessment.id, unit_id=assessment.unit_id, code=indicator.code, created_by=by.id,
        updated_by=by.id, claim={}, records=[],
    )  # fmt: skip
    assessment.answers.append(made)
    return made


def _refuse_impossible(assessment: Assessment, indicator: Indicator, claim: Claim) -> None:
    try:
        evaluate(indicator.demand, claim.facts())
    except FactsProblem:
        raise ImpossibleClaim(_l("Chỉ tiêu này không nhận câu trả lời như vậy. Mở lại trang rồi trả lời.")) from None
    facts = {waiver["code"]: waiver.get("fact") for waiver in indicator.waivers or ()}
    for code in claim.waivers:
        if holds(facts.get(code), assessment.unit, assessment.period) is False:
            words = _l("Sổ sách không ghi xã có đường biên giới. Cấp huyện ghi ở mục Hồ sơ của xã trước.")
            raise ImpossibleClaim(words)
