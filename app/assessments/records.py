"""What the records say of an indicator for a unit and a period, with the rows behind it."""

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from app.assessments.claims import Claim
from app.assessments.periods import year_before
from app.clock import today
from app.criteria.evaluation import Facts, IndicatorTest, facts_of
from app.criteria.models import Indicator
from app.criteria.terms import RecordedFact
from app.extensions import db
from app.measures.registry import MEASURES, Measured, Period
from app.standing.kinds import BORDER
from app.standing.queries import At, in_force
from app.units.models import Unit


@dataclass(frozen=True, slots=True)
class Recorded:
    """A measure's figure; ``facts`` where it may contradict a claim, and ``last_year`` where that is compared."""

    measured: Measured
    facts: Facts | None
    last_year: Measured | None = None


class Judged(Protocol):
    """What is judged by records: a unit, for a period."""

    @property
    def unit(self) -> Unit:
        """Whose records count."""

    @property
    def period(self) -> Period:
        """The days that count."""


def recorded(judged: Judged, indicator: Indicator) -> Recorded | None:
    """Return what the records say; None where no measure of the unit's kind is named, or none reckons it yet."""
    unit, period = judged.unit, judged.period
    measured = measure(unit, indicator.measure, period)
    if measured is None:
        return None
    compares = indicator.test is IndicatorTest.BELOW_LAST_YEAR
    last_year = measure(unit, indicator.measure, year_before(period)) if compares else None
    before = last_year.figure if last_year else None
    facts = facts_of(indicator.demand, measured.figure, before) if indicator.judging_measure else None
    return Recorded(measured, facts, last_year)


def claim_by(said: Recorded | None) -> Claim:
    """Return what the records prove, as a claim to begin with; nothing where they only show a figure."""
    facts = said.facts if said else None
    if facts is None:
        return Claim()
    figures = tuple((figure.value, figure.of or 0) for figure in facts.figures)
    return Claim(yes=facts.yes, figures=figures, value=facts.value, last_year=facts.last_year)


def measure(unit: Unit, name: str | None, period: Period) -> Measured | None:
    """Return a figure of a unit as of the period's end, or of today where that is yet to come; None for no measure."""
    found = MEASURES.get(name or "")
    if found is None or unit.kind not in found.unit_kinds:
        return None
    return found.compute(unit, period, cut_off(period))


def cut_off(period: Period) -> date:
    """Return the last day that counts: the period's end, or today."""
    return min(period.last, today())


def holds(fact: str | None, unit: Unit, period: Period) -> bool | None:
    """Return whether a recorded fact of a waiver is so for the unit; None where the records cannot tell."""
    if fact != RecordedFact.BORDER_COMMUNE:
        return None
    day = cut_off(period)
    return db.session.scalars(in_force(unit, BORDER, At(period.last.year, day, day)).limit(1)).first() is not None
