"""The two duties of letter 1067/CAT-PV05: to plan and complete within the year, or to maintain and raise."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.assessments.models import Assessment
from app.assessments.periods import deadlines_of, year_before
from app.assessments.records import measure
from app.clock import today
from app.criteria.evaluation import IndicatorTest, MetBy
from app.criteria.models import Indicator
from app.extensions import db
from app.measures.registry import Measured
from app.standing.kinds import NEW_RURAL
from app.standing.queries import At, in_force
from app.units.models import Unit, UnitKind

YEARS = 3  # this one and the two before
SOON = 30  # days before a deadline from which it counts as near


class Duty(StrEnum):
    """What is asked of a commune."""

    COMPLETE = "complete"  # it does not meet the criterion: plan, and complete within the year
    MAINTAIN = "maintain"  # it is recognised already: maintain, and raise


@dataclass(frozen=True, slots=True)
class Trend:
    """A measure this year beside the two before; ``falling`` where it moved away from what the indicator asks."""

    indicator: Indicator
    figures: Sequence[Measured]  # this year, last year, the year before
    falling: bool


@dataclass(frozen=True, slots=True)
class Deadline:
    """A day of the set's calendar: ``left`` days until it, negative when it has passed."""

    name: str
    day: date
    left: int

    @property
    def is_near(self) -> bool:
        """Whether it comes soon."""
        return 0 <= self.left <= SOON


def duty_of(unit: Unit) -> Duty | None:
    """Return a commune's duty today by its new-rural status; None for other units."""
    if unit.kind is not UnitKind.COMMUNE:
        return None
    day = today()
    recognised = db.session.scalars(in_force(unit, NEW_RURAL, At(day.year, day, day)).limit(1)).first()
    return Duty.MAINTAIN if recognised else Duty.COMPLETE


def trends_of(assessment: Assessment) -> list[Trend]:
    """Return the measures of an assessment's indicators over three years."""
    found = [_trend(assessment, indicator) for indicator in assessment.criteria_set.indicators if indicator.measure]
    return [trend for trend in found if trend]


def deadlines(assessment: Assessment) -> list[Deadline]:
    """Return the set's deadlines of the assessment's year; register_by is the last day, decide_before the day after."""
    days = deadlines_of(assessment.criteria_set, assessment.year)
    return [Deadline(name, day, (day - today()).days) for name, day in days.items()]


def days_left(assessment: Assessment) -> int:
    """Return how many days of the period are left, at least 0."""
    return max(0, (assessment.last - today()).days)


def _trend(assessment: Assessment, indicator: Indicator) -> Trend | None:
    periods = [assessment.period]
    while len(periods) < YEARS:
        periods.append(year_before(periods[-1]))
    figures = [measure(assessment.unit, indicator.measure, period) for period in periods]
    known = [figure for figure in figures if figure]
    if len(known) < len(periods):
        return None
    return Trend(indicator, known, _is_falling(indicator, known[0], known[1]))


def _is_falling(indicator: Indicator, now: Measured, before: Measured) -> bool:
    """Tell whether a figure moved away from what is asked; what cannot be compared did not."""
    fewer_is_better = indicator.test is IndicatorTest.BELOW_LAST_YEAR or indicator.met_by is MetBy.NONE
    if now.figure.of is None and before.figure.of is None:
        change = now.figure.value - before.figure.value
        return change > 0 if fewer_is_better else change < 0
    here, there = now.figure.share, before.figure.share
    if here is None or there is None:
        return False
    return here > there if fewer_is_better else here < there
