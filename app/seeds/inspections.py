"""The demo's inspections by the district: one concluded, with two findings unmet and a demand; one planned."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import select

from app.accounts.models import User
from app.criteria.models import CriteriaSet
from app.extensions import db
from app.inspections.models import Found, Inspection
from app.inspections.operations import FindingTerms, PlanTerms, conclude, plan_visits, write_finding
from app.notices.models import Notice
from app.seeds.assessments import OWN, Settled

INSPECTED, PLANNED = "M2", "M1"
AGO, AHEAD, DUE = 16, 9, 25  # days
# The two that the records of this commune deny as well.
WORDS: Mapping[str, str] = {
    "2": "Còn bản chưa được công nhận vì hồ sơ đăng ký nộp chậm.",
    "4": "Còn bản chưa có quy ước đang áp dụng; các bản khác thực hiện tốt.",
}
DEMANDED = "4"
DEMAND = "Họp dân thông qua quy ước ở những bản còn thiếu, trình phê duyệt."
CONCLUSION = (
    "Xã giữ vững an ninh, trật tự; hồ sơ đầy đủ. Còn hai chỉ tiêu chưa đạt.\n"
    "Đề nghị xã xây dựng đủ quy ước trước thời hạn đã ghi."
)


class InspectionMaker:
    """Carries out the inspections by the operations, the same every time for a day."""

    def __init__(self, day: date, settled: Iterable[Settled], reviewer: User) -> None:
        self.day, self.reviewer = day, reviewer
        self.communes = {each.unit.code: each.unit for each in settled}
        self.one = db.session.scalars(select(CriteriaSet).where(CriteriaSet.code == OWN)).one()

    def make(self) -> None:
        """Make the inspections; the assessments that they stand beside are there."""
        first = self.day - timedelta(days=AGO)
        terms = PlanTerms("Kiểm tra việc thực hiện tiêu chí", first, first, self.one, self.day.year)
        [made] = plan_visits(_id(1), terms, [self.communes[INSPECTED]], by=self.reviewer).inspections
        self._conclude(made, first + timedelta(days=1))
        ahead = self.day + timedelta(days=AHEAD)
        later = PlanTerms(
            "Kiểm tra tiêu chí an ninh, trật tự", ahead, ahead + timedelta(days=2), self.one, self.day.year
        )
        plan_visits(_id(2), later, [self.communes[PLANNED]], by=self.reviewer)

    def _conclude(self, made: Inspection, on: date) -> None:
        for indicator in made.criteria_set.indicators:
            write_finding(made, indicator, self._found(indicator.code), version=0, by=self.reviewer)
        conclude(made, on, CONCLUSION, by=self.reviewer)
        at = datetime.combine(on, time(3, 20), UTC)
        made.plan.created_at, made.concluded_at = at - timedelta(days=10), at
        for finding in made.findings:
            finding.created_at = finding.updated_at = at - timedelta(days=1)
        for notice in db.session.scalars(select(Notice).where(Notice.subject_id == made.id)):
            notice.created_at, notice.about_on = at, on

    def _found(self, code: str) -> FindingTerms:
        if code not in WORDS:
            return FindingTerms(Found.MET)
        demand = DEMAND if code == DEMANDED else None
        return FindingTerms(Found.NOT_MET, WORDS[code], demand, self.day + timedelta(days=DUE) if demand else None)


def _id(number: int) -> UUID:
    return UUID(int=(1_708_000_000_000 + number) << 80 | 0x7 << 76 | 0b10 << 62 | number)
