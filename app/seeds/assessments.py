"""The demo's assessments of two years, by the records where they tell, with the remedies of what is unmet."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from random import Random
from uuid import UUID

from sqlalchemy import select

from app.accounts.models import User
from app.assessments.claims import Claim, Incident, claim_of
from app.assessments.models import Assessment, Remedy
from app.assessments.operations.answering import AnswerTerms, answer
from app.assessments.operations.course import begin, make_ready
from app.assessments.operations.planning import RemedyTerms, finish, note_progress, plan
from app.assessments.records import claim_by, holds, recorded
from app.criteria.evaluation import IndicatorTest, Result, evaluate
from app.criteria.models import CriteriaSet, Indicator
from app.extensions import db
from app.seeds.plans import sketch_of
from app.units.models import Unit

OWN, NATIONAL = "mau-nangcao", "antt-tt124-2021"
LAST, THIS = -1, 0  # years from now
BY_HAND = ((6, 6), (2, 2), (4, 4))  # agencies, enterprises, schools
BORDER = "Xã có 14 km đường biên giới quốc gia."
UNDERWAY = "Huyện đã họp xét và đồng ý công nhận; quyết định chưa phát hành nên sổ sách chưa ghi."
# What people know of a unit and an indicator, whatever its records say.
KNOWN: Mapping[tuple[str, str], Claim] = {
    ("M1", "8"): Claim(yes=False),
    ("M1-02", "4.4c"): Claim(incidents=(Incident("social-evils", 1),)),
    ("M4-01", "4.4d"): Claim(
        incidents=(Incident("fire", 1, "force-majeure", "Sét đánh vào nhà văn hoá trong đêm mưa, cả bản cùng dập."),)
    ),
}


@dataclass(frozen=True, slots=True)
class Settled:
    """A commune or a village of the demo, and who judges it."""

    unit: Unit
    author: User


@dataclass(frozen=True, slots=True)
class Script:
    """How far the assessment of a unit, by a set, of a year, has come.

    ``stop`` leaves all after so many indicators unanswered. ``note`` explains why the first, by the records unmet, is
    said to be met: empty for nothing said, None where nothing is disputed.
    """

    code: str
    set_code: str
    year: int
    stop: int | None = None
    note: str | None = None
    planned: bool = True
    ready: bool = True
    late: str | None = None  # the indicator whose remedy was not done in time


# What is not here has not been begun: among it this year's of M1, which the demo's police begin themselves.
SCRIPTS = (
    Script("M1", OWN, LAST, late="8"),
    Script("M2", OWN, LAST),
    Script("M3", OWN, LAST),
    Script("M4", OWN, LAST, note=UNDERWAY),
    Script("M5", OWN, LAST),
    Script("M6", OWN, LAST),
    Script("M2", OWN, THIS),
    Script("M3", OWN, THIS, stop=5, planned=False, ready=False),
    Script("M4", OWN, THIS, note=UNDERWAY),
    Script("M5", OWN, THIS, planned=False, ready=False),
    Script("M6", OWN, THIS, note="", ready=False, late="3"),
    Script("M2", NATIONAL, LAST),
    Script("M5", NATIONAL, THIS, stop=7, planned=False, ready=False),
    Script("M1-01", NATIONAL, LAST),
    Script("M1-02", NATIONAL, THIS),
    Script("M1-03", NATIONAL, THIS, stop=6, planned=False, ready=False),
    Script("M2-02", NATIONAL, THIS),
    Script("M4-01", NATIONAL, THIS),
)


class AssessmentMaker:
    """Carries the scripts out by the operations, the same every time for a day."""

    def __init__(self, rng: Random, day: date, settled: Iterable[Settled]) -> None:
        self.rng, self.day = rng, day
        self.numbers = count(1)
        self.settled = {each.unit.code: each for each in settled}
        rows = db.session.scalars(select(CriteriaSet).where(CriteriaSet.code.in_((OWN, NATIONAL))))
        self.sets = {(one.code, one.unit_kind): one for one in rows}

    def make(self) -> None:
        """Make the assessments; the records by which they are judged are there."""
        for script in SCRIPTS:
            self._one(script)

    def _one(self, script: Script) -> None:
        place, year = self.settled[script.code], self.day.year + script.year
        made = begin(self._id(), place.unit, self.sets[script.set_code, place.unit.kind], year, by=place.author)
        judged_on = min(made.last - timedelta(days=self.rng.randint(55, 75)), self.day - timedelta(days=3))
        for number, indicator in enumerate(made.criteria_set.indicators[: script.stop]):
            disputed = number == 0 and script.note is not None
            claim = Claim(yes=True) if disputed else self._claim(made, indicator)
            terms = AnswerTerms(claim, (script.note or None) if disputed else None)
            answer(made, indicator, terms, version=0, by=place.author)
        if script.planned:
            self._plan(made, script, place.author)
        if script.ready:
            make_ready(made, by=place.author)
        self._follow(made, script, place.author)
        self._date(made, judged_on)

    def _claim(self, made: Assessment, indicator: Indicator) -> Claim:
        """Return what is known of the unit, else what the records prove, completed by what only people know."""
        known = KNOWN.get((made.unit.code, indicator.code))
        return known or self._completed(made, indicator, claim_by(recorded(made, indicator)))

    def _completed(self, made: Assessment, indicator: Indicator, claim: Claim) -> Claim:
        match indicator.test:
            case IndicatorTest.YES_NO if claim.yes is None:
                return Claim(yes=True)
            case IndicatorTest.YES_NO if not claim.yes:
                waivers = [each for each in indicator.waivers or () if holds(each.get("fact"), made.unit, made.period)]
                return replace(claim, waivers={each["code"]: BORDER for each in waivers})
            case IndicatorTest.NONE_OF:
                return Claim(incidents=())
            case IndicatorTest.COUNT_AT_LEAST:
                return Claim(value=self.rng.randint(1, 3))
            case IndicatorTest.BELOW_LAST_YEAR:
                return Claim(value=self.rng.randint(0, 2), last_year=self.rng.randint(3, 5))
        return replace(claim, figures=(*claim.figures, *BY_HAND)) if indicator.kinds else claim

    def _plan(self, made: Assessment, script: Script, author: User) -> None:
        """Plan a remedy of each unmet indicator."""
        said = {each.code: claim_of(each.claim).facts() for each in made.answers}
        for indicator in made.criteria_set.indicators:
            facts = said.get(indicator.code)
            if facts and evaluate(indicator.demand, facts).result is Result.NOT_MET:
                sketch = sketch_of(indicator.code)
                due_on = self._due(script, late=script.late == indicator.code)
                terms = RemedyTerms(sketch.words, sketch.post, due_on, sketch.holder)
                plan(self._id(), made, indicator, terms, by=author)

    def _due(self, script: Script, *, late: bool) -> date:
        """Return a day of the year that is judged: to come this year, unless it is the one that is late."""
        if script.year == LAST:
            return date(self.day.year - 1, 12, self.rng.randint(5, 28))
        if late:
            return max(self.day - timedelta(days=12), date(self.day.year, 1, 1))
        return min(self.day + timedelta(days=self.rng.randint(12, 30)), date(self.day.year, 12, 31))

    def _follow(self, made: Assessment, script: Script, author: User) -> None:
        """Let the remedies go on: last year's are done, and this year's first; one that is late is not."""
        remedies = sorted(made.remedies, key=lambda each: each.code)
        for number, remedy in enumerate(remedies):
            late = script.late == remedy.code
            if late or number == 1:
                self._note(remedy, author)
            if not late and (script.year == LAST or (number == 0 and script.ready)):
                done_on = min(remedy.due_on, self.day) - timedelta(days=1)
                finish(remedy, done_on, sketch_of(remedy.code).done, by=author)

    def _note(self, remedy: Remedy, author: User) -> None:
        on = min(remedy.due_on, self.day) - timedelta(days=2)
        note_progress(remedy, on, sketch_of(remedy.code).progress, by=author)

    def _date(self, made: Assessment, judged_on: date) -> None:
        """Let all have been written when it is said to have been done; the operations wrote it now."""
        made.created_at = self._moment(judged_on)
        made.ready_at = self._moment(judged_on + timedelta(days=1)) if made.ready_at else None
        for written in made.answers:
            written.created_at = written.updated_at = self._moment(judged_on)
        for remedy in made.remedies:
            remedy.created_at = remedy.updated_at = self._moment(min(judged_on, remedy.due_on - timedelta(days=30)))
            if remedy.done_on:
                remedy.done_at = remedy.updated_at = self._moment(remedy.done_on)
            for note in remedy.notes:
                note.created_at = self._moment(note.noted_on)

    def _moment(self, day: date) -> datetime:
        """Return some working hour of ``day`` in Vietnam, which has passed."""
        at = datetime.combine(day, time(1), UTC)
        return at + timedelta(minutes=self.rng.randrange(0, 500))

    def _id(self) -> UUID:
        number = next(self.numbers)
        return UUID(int=(1_704_000_000_000 + number) << 80 | 0x7 << 76 | 0b10 << 62 | self.rng.getrandbits(60))
