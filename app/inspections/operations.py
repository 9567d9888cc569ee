"""The course of an inspection: planned, found, concluded or withdrawn, corrected; what the commune does after it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid5

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.accounts.models import User
from app.assessments.operations.course import OutsideValidity
from app.assessments.periods import period_of
from app.audit.operations import record
from app.clock import now, today
from app.criteria.models import CriteriaSet, Indicator
from app.criteria.operations.versions import take_into_use
from app.errors import Refusal
from app.extensions import db
from app.households.operations import IdTaken, StaleVersion
from app.identity import new_id
from app.inspections import topics
from app.inspections.beside import freeze
from app.inspections.models import Correction, Demand, Finding, Found, Inspection, InspectionPlan, InspectionState
from app.inspections.queries import self_assessment_of
from app.locking import hold
from app.notices.operations import AlreadyTold, tell
from app.units.models import Unit, UnitKind


class NotOpen(Refusal):
    """The inspection was concluded or withdrawn, or is not concluded yet: this is not done now."""

    reason = "gone-on"


class Incomplete(Refusal):
    """Indicators that have no finding yet: ``gaps``."""

    status = 422

    def __init__(self, gaps: Sequence[Indicator]) -> None:
        """Keep the indicators."""
        self.gaps = gaps
        super().__init__(_l("Còn %(n)s chỉ tiêu chưa ghi kết quả.", n=len(gaps)))


@dataclass(frozen=True, slots=True)
class PlanTerms:
    """What is planned: the words, the days, and by which set which year is looked at."""

    title: str
    planned_from: date
    planned_to: date
    criteria_set: CriteriaSet
    year: int


@dataclass(frozen=True, slots=True)
class FindingTerms:
    """What was found of an indicator, and what is demanded where it is unmet."""

    result: Found
    words: str | None = None
    demand: str | None = None
    due_on: date | None = None


def plan_visits(id_: UUID, terms: PlanTerms, communes: Sequence[Unit], *, by: User) -> InspectionPlan:
    """Plan a visit to each of the communes, and return the plan; the same sent twice is the same one.

    From now on the version of the set is never changed. Raises IdTaken when the id is in use for another,
    OutsideValidity when the set does not hold for communes, or for the year.
    """
    first = db.session.get(InspectionPlan, id_)
    if first:
        return _same(first, terms, communes, by=by)
    one = terms.criteria_set
    if one.unit_kind is not UnitKind.COMMUNE or not one.covers(period_of(one, terms.year).last):
        raise OutsideValidity(_l("Bộ tiêu chí không dùng được cho năm này. Chọn năm khác hoặc bộ khác."))
    take_into_use(one, by=by)
    made = InspectionPlan(
        id=id_, unit_id=by.unit_id, title=terms.title, set_id=one.id, year=terms.year, created_by=by.id,
        planned_from=terms.planned_from, planned_to=terms.planned_to,
    )  # fmt: skip
    db.session.add(made)
    for commune in communes:
        made.inspections.append(Inspection(id=uuid5(id_, str(commune.id)), unit_id=commune.id))
    db.session.flush()
    for inspection in made.inspections:
        record("inspection:plan", inspection, by=by, unit_id=inspection.unit_id)
    return made


def write_finding(
    inspection: Inspection, indicator: Indicator, terms: FindingTerms, *, version: int, by: User
) -> Finding:
    """Write what was found of an indicator, and return it; what is so already needs no writing.

    ``version`` is that of the finding that was seen, 0 for none. Raises NotOpen, StaleVersion when it was written
    otherwise since.
    """
    _hold_whole(inspection)
    _refuse_unless(inspection, InspectionState.PLANNED)
    found = inspection.finding_of(indicator.code)
    told = {"result": terms.result, "words": terms.words, "demand": terms.demand, "due_on": terms.due_on}
    changed = [name for name, value in told.items() if found is None or getattr(found, name) != value]
    if found and changed and found.version != version:
        raise StaleVersion(_l("Người khác vừa ghi chỉ tiêu này."))
    made = found or Finding(id=new_id(), code=indicator.code, created_by=by.id)
    if changed:
        for name, value in told.items():
            setattr(made, name, value)
        made.version = made.version + 1 if found else 1
        made.updated_at, made.updated_by = now(), by.id
        if found is None:
            inspection.findings.append(made)
        db.session.flush()
        record("inspection:find", made, by=by, unit_id=inspection.unit_id, fields=[indicator.code, *changed])
    return made


def conclude(inspection: Inspection, on: date, words: str, *, by: User) -> Inspection:
    """Conclude an inspection and return it: the commune sees it from now on, and what is demanded of it.

    What stands beside the findings stays as it is now, whatever becomes of the records and the commune's own answers.

    Raises Incomplete while an indicator has no finding, NotOpen.
    """
    _hold_whole(inspection)
    _refuse_unless(inspection, InspectionState.PLANNED)
    gaps = [each for each in inspection.criteria_set.indicators if inspection.finding_of(each.code) is None]
    if gaps:
        raise Incomplete(gaps)
    freeze(inspection, self_assessment_of(by, inspection))
    inspection.concluded_on, inspection.conclusion = on, words
    inspection.concluded_at, inspection.concluded_by = now(), by.id
    for indicator in inspection.criteria_set.indicators:
        _demand(inspection, inspection.finding_of(indicator.code))
    db.session.flush()
    record("inspection:conclude", inspection, by=by, unit_id=inspection.unit_id, fields=["conclusion", "concluded_on"])
    _tell(inspection.unit_id, topics.CONCLUDED, inspection, by=by)
    return inspection


def withdraw(inspection: Inspection, reason: str, *, by: User) -> Inspection:
    """Take back a visit that will not be made; it stays to be seen by who planned it. Raises NotOpen."""
    hold(inspection)
    _refuse_unless(inspection, InspectionState.PLANNED)
    inspection.withdrawn_at, inspection.withdrawn_by, inspection.withdrawn_reason = now(), by.id, reason
    db.session.flush()
    record("inspection:withdraw", inspection, by=by, unit_id=inspection.unit_id)
    return inspection


def correct(inspection: Inspection, words: str, *, by: User) -> Correction:
    """Say, beside a concluded inspection, what must be read otherwise, and return that. Raises NotOpen."""
    hold(inspection)
    _refuse_unless(inspection, InspectionState.CONCLUDED)
    made = Correction(inspection_id=inspection.id, words=words, created_by=by.id)
    db.session.add(made)
    db.session.flush()
    record("inspection:correct", inspection, by=by, unit_id=inspection.unit_id)
    return made


def complete(demand: Demand, on: date, words: str, *, by: User) -> Demand:
    """Say, by the commune, what was done about a demand, and return it; once it is said it stays. Raises NotOpen."""
    inspection = demand.inspection
    hold(demand)
    if demand.done_at is not None:
        words_ = _l("Yêu cầu này đã được ghi là xong.")
        raise NotOpen(words_, link=f"/inspections/{inspection.id}", link_label=_l("Mở cuộc kiểm tra"))
    demand.done_on, demand.done_words, demand.done_at, demand.done_by = on, words, now(), by.id
    db.session.flush()
    record("inspection:complete", demand, by=by, unit_id=inspection.unit_id, fields=["done_on", "done_words"])
    _tell(inspection.plan.unit_id, topics.DEMAND_DONE, inspection, by=by)
    return demand


def _same(first: InspectionPlan, terms: PlanTerms, communes: Sequence[Unit], *, by: User) -> InspectionPlan:
    stored = (first.unit_id, first.title, first.planned_from, first.planned_to, first.set_id, first.year)
    told = (by.unit_id, terms.title, terms.planned_from, terms.planned_to, terms.criteria_set.id, terms.year)
    if stored != told or {each.unit_id for each in first.inspections} != {commune.id for commune in communes}:
        raise IdTaken(_l("Kế hoạch này đã được lưu rồi."), link="/inspections", link_label=_l("Mở danh sách"))
    return first


def _hold_whole(inspection: Inspection) -> None:
    """Hold the inspection, and read its findings again: somebody may have written one while this waited."""
    hold(inspection)
    mine = select(Finding).where(Finding.inspection_id == inspection.id)
    db.session.scalars(mine.execution_options(populate_existing=True)).all()


def _demand(inspection: Inspection, finding: Finding | None) -> None:
    """Let an unmet finding's demand be one of the inspection."""
    if finding and finding.result is Found.NOT_MET and finding.demand and finding.due_on:
        number = len(inspection.demands) + 1
        inspection.demands.append(
            Demand(number=number, code=finding.code, words=finding.demand, due_on=finding.due_on)
        )  # fmt: skip


def _refuse_unless(inspection: Inspection, state: InspectionState) -> None:
    if inspection.state is state:
        return
    words = {
        InspectionState.PLANNED: _l("Cuộc kiểm tra này chưa kết luận."),
        InspectionState.CONCLUDED: _l("Cuộc kiểm tra này đã kết luận, không sửa được. Cần nói lại thì ghi đính chính."),
        InspectionState.WITHDRAWN: _l("Cuộc kiểm tra này đã rút."),
    }[inspection.state]
    raise NotOpen(words, link=f"/inspections/{inspection.id}", link_label=_l("Mở cuộc kiểm tra"))


def _tell(unit_id: int, topic: str, inspection: Inspection, *, by: User) -> None:
    """Tell a unit; of the same thing it is told once a day."""
    try:
        tell(unit_id, topic, inspection.id, today(), by=by)
    except AlreadyTold:
        return
