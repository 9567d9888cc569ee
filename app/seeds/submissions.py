"""The demo's submissions: last year's approved, this year's in every state, dated back to when they would have been."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from random import Random
from uuid import UUID

from sqlalchemy import select

from app.accounts.models import User
from app.assessments.models import Assessment
from app.extensions import db
from app.reviews.dossiers import DOSSIERS
from app.reviews.dossiers.frozen import Subject
from app.reviews.models import State, Submission, Verdict
from app.reviews.operations.deciding import Seen, approve, say_of_part, send_back
from app.reviews.operations.sending import send
from app.seals.models import DossierKind
from app.seals.queries import seal_on
from app.seeds.assessments import Settled
from app.units.models import UnitKind

OWN = {UnitKind.VILLAGE: DossierKind.VILLAGE_DOSSIER, UnitKind.COMMUNE: DossierKind.COMMUNE_DOSSIER}
RETURNED = "M1-04"  # by the commune
PASSED = ("M1-06", "M1-08")  # by the commune, and wait for the district
UNSENT = ("M1-01", "M2-01")  # by their heads, who send it themselves when the demo is tried
REASONS = {
    "convention": "Quy ước chưa có số và ngày phê duyệt của huyện.",
    "household": "Chưa có ảnh bản ký, nhờ chụp lại giúp.",
    "indicator": "Số liệu khác sổ sách; ghi rõ nguồn và gửi lại.",
}


@dataclass(frozen=True, slots=True)
class Reviewers:
    """Who decides in the demo: the district, and the police of each commune by the unit's id."""

    district: User
    communes: dict[int, User]


class SubmissionMaker:
    """Sends and decides by the operations, the same every time for a day."""

    def __init__(self, rng: Random, day: date, settled: Iterable[Settled], reviewers: Reviewers) -> None:
        self.rng, self.day, self.reviewers = rng, day, reviewers
        self.numbers = count(1)
        self.settled = list(settled)
        self.authors = {each.unit.id: each.author for each in self.settled}

    def make(self) -> None:
        """Make the submissions; all that they send is there."""
        for each in self.settled:
            self._dossiers(each)
        rows = select(Assessment).where(Assessment.ready_at.is_not(None)).order_by(Assessment.year, Assessment.id)
        for place, one in enumerate(db.session.scalars(rows).all()):
            self._assessment(one, place)

    def _dossiers(self, each: Settled) -> None:
        """Send a unit's dossiers of two years, where they lack nothing."""
        kind = OWN[each.unit.kind]
        for year in (self.day.year - 1, self.day.year):
            subject = Subject(each.unit, year)
            former = year < self.day.year and not each.unit.code.startswith("M1")
            if former or (year == self.day.year and each.unit.code in UNSENT) or DOSSIERS[kind].read(subject)[1]:
                continue
            sent_on = date(year, 3, self.rng.randint(10, 31)) if year < self.day.year else self._lately(3, 25)
            made = send(self._id(), kind, subject, None, by=each.author)
            self._date(made, sent_on)
            self._decide_dossier(made, year, each.unit.code, sent_on)

    def _decide_dossier(self, made: Submission, year: int, code: str, sent_on: date) -> None:
        if year < self.day.year or (made.kind is DossierKind.COMMUNE_DOSSIER and code in ("M1", "M2", "M4")):
            self._approve_all(made, sent_on)
        elif code == RETURNED:
            self._return(made, sent_on)
        elif code in PASSED:
            self._approve(made, sent_on + timedelta(days=2))
        elif not code.startswith("M1-") and not code.endswith(("3", "7")):
            self._approve_all(made, sent_on)

    def _assessment(self, one: Assessment, place: int) -> None:
        sent_on = (one.ready_at or one.created_at).date()
        made = send(self._id(), DossierKind.ASSESSMENT, Subject(one.unit, one.year, one), None, by=one.author)
        self._date(made, sent_on)
        if one.year < self.day.year:
            self._approve_all(made, sent_on)
        elif one.unit.kind is UnitKind.COMMUNE and one.unit.code == "M4":
            self._return(made, sent_on)
        elif one.unit.kind is UnitKind.VILLAGE and place % 3 == 0:
            self._approve_all(made, sent_on)

    def _approve_all(self, made: Submission, sent_on: date) -> None:
        on = sent_on
        while made.state is State.SUBMITTED:
            on = min(self.day, on + timedelta(days=self.rng.randint(2, 6)))
            self._approve(made, on)

    def _approve(self, made: Submission, on: date) -> None:
        approve(made, None, seen=self._seen(made), by=self._reviewer(made))
        self._date(made, on)

    def _return(self, made: Submission, sent_on: date) -> None:
        """Mark two parts, and return the whole."""
        by = self._reviewer(made)
        for key in self._parts_to_return(made):
            reason = REASONS["household" if key.startswith("household/") else key if key in REASONS else "indicator"]
            say_of_part(made, key, Verdict.RETURN, reason, version=0, by=by)
        due = self.day + timedelta(days=10)
        send_back(made, "Sửa các chỗ đã ghi rồi gửi lại giúp.", due, seen=self._seen(made), by=by)
        self._date(made, min(self.day, sent_on + timedelta(days=3)))

    def _parts_to_return(self, made: Submission) -> Sequence[str]:
        keys = [each["key"] for each in made.version.content["parts"]]
        households = [key for key in keys if key.startswith("household/")]
        return ["convention", *households[:1]] if households else keys[:1]

    def _reviewer(self, made: Submission) -> User:
        return self.reviewers.communes.get(made.waiting_unit_id or 0, self.reviewers.district)

    def _seen(self, made: Submission) -> Seen:
        return Seen(made.number, made.transitions[-1].id)

    def _date(self, made: Submission, on: date) -> None:
        """Let the last move have been made on a day; the operations wrote it now."""
        at = self._moment(on)
        made.transitions[-1].at = at
        if made.waiting_since:
            made.waiting_since = at
            made.decide_by = on + timedelta(days=10)
        if len(made.transitions) == 1:
            made.created_at = made.version.sent_at = at
        for point in made.points:
            point.at = at
        seal = seal_on(made.id)
        if seal:
            seal.sealed_at = at
        db.session.flush()

    def _lately(self, least: int, most: int) -> date:
        return max(self.day - timedelta(days=self.rng.randint(least, most)), date(self.day.year, 1, 1))

    def _moment(self, day: date) -> datetime:
        """Return some working hour of ``day`` in Vietnam, which has passed."""
        at = datetime.combine(min(day, self.day), time(0, 30), UTC)
        return at + timedelta(minutes=self.rng.randrange(0, 500) if day < self.day else 0)

    def _id(self) -> UUID:
        number = next(self.numbers)
        return UUID(int=(1_706_000_000_000 + number) << 80 | 0x7 << 76 | 0b10 << 62 | self.rng.getrandbits(60))
