"""The course of an assessment: begun, ready to be sent, taken up again, withdrawn."""

from collections.abc import Sequence
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.accounts.models import User
from app.assessments.cards import Card, standing_of
from app.assessments.models import Assessment
from app.assessments.periods import period_of
from app.audit.operations import record
from app.clock import now, today
from app.criteria.models import CriteriaSet
from app.criteria.operations.versions import take_into_use
from app.errors import Refusal
from app.extensions import db
from app.households.operations import IdTaken
from app.locking import hold
from app.units.models import Unit


class OutsideValidity(Refusal):
    """The set does not hold for a unit of this kind, or for the period."""

    status = 422


class AlreadyBegun(Refusal):
    """The unit has an assessment by this set for this period: ``first``."""

    status = 422
    reason = "already-begun"

    def __init__(self, first: Assessment) -> None:
        """Keep the one that is there."""
        self.first = first
        words = _l("Đơn vị đã có bản tự đánh giá theo bộ này cho kỳ này.")
        super().__init__(words, link=f"/assessments/{first.id}", link_label=_l("Mở bản đã có"))


class Closed(Refusal):
    """The assessment is ready to be sent, or was withdrawn: nothing of it is changed."""

    status = 423
    reason = "sealed"


class Incomplete(Refusal):
    """What is missing before the assessment is complete: ``gaps``, the cards that lack something."""

    status = 422

    def __init__(self, gaps: Sequence[Card]) -> None:
        """Keep the cards."""
        self.gaps = gaps
        super().__init__(_l("Còn %(n)s chỉ tiêu chưa xong.", n=len(gaps)))


def begin(id_: UUID, unit: Unit, one: CriteriaSet, year: int, *, by: User) -> Assessment:
    """Begin the unit's assessment by a version of a set, for its period that ends in ``year``, and return it.

    From now on that version is never changed. Raises IdTaken when the id is in use, OutsideValidity, AlreadyBegun.
    """
    if db.session.get(Assessment, id_):
        words = _l("Bản tự đánh giá này đã được lưu rồi.")
        raise IdTaken(words, link=f"/assessments/{id_}", link_label=_l("Mở bản đã lưu"))
    period = period_of(one, year)
    if one.unit_kind is not unit.kind or not one.covers(period.last) or period.first > today():
        raise OutsideValidity(_l("Bộ tiêu chí không dùng được cho kỳ này. Chọn năm khác hoặc bộ khác."))
    hold(unit)  # two who begin at once
    same = (Assessment.unit_id == unit.id, Assessment.set_code == one.code, Assessment.last == period.last)
    first = db.session.scalars(select(Assessment).where(*same, Assessment.withdrawn_at.is_(None))).first()
    if first:
        raise AlreadyBegun(first)
    take_into_use(one, by=by)
    made = Assessment(
        id=id_, unit_id=unit.id, set_id=one.id, set_code=one.code, year=year, first=period.first, last=period.last,
        created_by=by.id,
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    record("assessment:begin", made, by=by, unit_id=unit.id)
    return made


def make_ready(assessment: Assessment, *, by: User) -> Assessment:
    """Let the assessment stand as it is, sent upward, and return it; once is enough.

    Raises Incomplete while an indicator lacks an answer, a word on what the records contradict, or a remedy; Closed.
    """
    hold(assessment)
    if assessment.ready_at and not assessment.withdrawn_at:
        return assessment
    refuse_closed(assessment)
    gaps = standing_of(assessment).gaps
    if gaps:
        raise Incomplete(gaps)
    assessment.ready_at, assessment.ready_by = now(), by.id
    db.session.flush()
    record("assessment:ready", assessment, by=by, unit_id=assessment.unit_id, fields=["ready_at"])
    return assessment


def take_up_again(assessment: Assessment, *, by: User) -> Assessment:
    """Open an assessment that was ready, and return it; one that is open stays so. Raises Closed once withdrawn."""
    hold(assessment)
    refuse_withdrawn(assessment)
    if assessment.ready_at:
        assessment.ready_at = assessment.ready_by = None
        db.session.flush()
        record("assessment:reopen", assessment, by=by, unit_id=assessment.unit_id, fields=["ready_at"])
    return assessment


def withdraw(assessment: Assessment, reason: str, *, by: User) -> Assessment:
    """Take back what was begun by mistake: it stays to be seen, and another may be begun. Raises Closed."""
    hold(assessment)
    refuse_closed(assessment)
    assessment.withdrawn_at, assessment.withdrawn_by, assessment.withdrawn_reason = now(), by.id, reason
    db.session.flush()
    record("assessment:withdraw", assessment, by=by, unit_id=assessment.unit_id)
    return assessment


def refuse_closed(assessment: Assessment) -> None:
    """Raise Closed, with what to do, where the assessment is not open."""
    refuse_withdrawn(assessment)
    if assessment.ready_at:
        words = _l("Bản tự đánh giá đã gửi lên trên nên không sửa được. Rút lại, hoặc chờ nơi xét trả lại.")
        raise Closed(words, link=f"/assessments/{assessment.id}", link_label=_l("Mở bản tự đánh giá"))


def refuse_withdrawn(assessment: Assessment) -> None:
    """Raise Closed, with the reason, where the assessment was withdrawn."""
    if assessment.withdrawn_at:
        words = _l("Bản tự đánh giá này đã rút (%(why)s), không sửa được nữa.", why=assessment.withdrawn_reason)
        raise Closed(words, link=f"/assessments/{assessment.id}", link_label=_l("Mở bản tự đánh giá"))
