"""What an indicator demands, and what the facts of a unit come to: exact fractions, nothing read or written."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from fractions import Fraction

from app.measures.registry import Figure


class IndicatorTest(StrEnum):
    """The five ways in which an indicator is judged."""

    YES_NO = "yes_no"
    NONE_OF = "none_of"  # a list of incidents: any one fails
    RATIO_AT_LEAST = "ratio_at_least"
    COUNT_AT_LEAST = "count_at_least"
    BELOW_LAST_YEAR = "below_last_year"


class Result(StrEnum):
    """What an indicator, or a whole set, comes to."""

    MET = "met"
    NOT_MET = "not_met"
    NOT_APPLICABLE = "not_applicable"  # left out of the whole
    UNDETERMINED = "undetermined"  # chưa xác định: no data; never met


class Reading(StrEnum):
    """How a share is read where several kinds of things are counted."""

    POOLED = "pooled"  # all kinds together
    PER_KIND = "per_kind"  # each kind by itself


class MetBy(StrEnum):
    """What a measure says of a yes or no: met by a figure above 0, or by none."""

    SOME = "some"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Demand:
    """What an indicator asks, by its test; ``incidents`` are codes with the waivers each may carry."""

    test: IndicatorTest
    share: Fraction | None = None  # of ratio_at_least
    reading: Reading = Reading.POOLED
    least: int | None = None  # of count_at_least
    incidents: Mapping[str, frozenset[str]] = field(default_factory=dict)  # of none_of
    waivers: frozenset[str] = frozenset()  # of the whole indicator, such as "border"
    met_by: MetBy | None = None  # of yes_no with a measure
    not_applicable: bool = False  # whether that may be claimed


@dataclass(frozen=True, slots=True)
class Occurrence:
    """So many incidents of one code under the same circumstances, with the waiver claimed for them."""

    code: str
    count: int
    waiver: str | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """What is so, as the test asks it; None: not said."""

    yes: bool | None = None
    occurrences: tuple[Occurrence, ...] | None = None  # empty: none occurred
    figures: tuple[Figure, ...] = ()  # of a ratio: one, or one of each kind
    value: int | None = None
    last_year: int | None = None
    waivers: frozenset[str] = frozenset()  # of the whole indicator, whose circumstances are given
    not_applicable: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """A result, and the waivers without which it would be otherwise."""

    result: Result
    waivers: frozenset[str] = frozenset()


class FactsProblem(ValueError):
    """Facts that the indicator cannot have; the message says which."""


def evaluate(demand: Demand, facts: Facts) -> Outcome:
    """Return what ``facts`` come to.

    Raises FactsProblem for *not applicable* or a waiver where the indicator allows none, an incident that it does not
    name, a negative count, and a part that is more than its whole.
    """
    _refuse_impossible(demand, facts)
    if facts.not_applicable:
        return Outcome(Result.NOT_APPLICABLE)
    outcome = JUDGES[demand.test](demand, facts)
    if outcome.result is Result.NOT_MET and facts.waivers:
        return Outcome(Result.MET, facts.waivers)
    return outcome


def fold(results: Iterable[Result]) -> Result:
    """Return what a whole set comes to: met when every indicator is that applies, and at least one does."""
    counted = [result for result in results if result is not Result.NOT_APPLICABLE]
    if Result.NOT_MET in counted:
        return Result.NOT_MET
    return Result.UNDETERMINED if not counted or Result.UNDETERMINED in counted else Result.MET


def facts_of(demand: Demand, figure: Figure, last_year: Figure | None = None) -> Facts:
    """Return what a measure's figure says of the indicator; nothing where its test takes no measure."""
    match demand.test:
        case IndicatorTest.YES_NO if demand.met_by:
            return Facts(yes=(figure.value > 0) is (demand.met_by is MetBy.SOME))
        case IndicatorTest.RATIO_AT_LEAST:
            return Facts(figures=(figure,))
        case IndicatorTest.COUNT_AT_LEAST:
            return Facts(value=figure.value)
        case IndicatorTest.BELOW_LAST_YEAR:
            return Facts(value=figure.value, last_year=last_year.value if last_year else None)
        case _:
            return Facts()


def is_contradicted(demand: Demand, claimed: Facts, recorded: Facts | None) -> bool:
    """Tell whether the records give the other result than the claim, under the waivers that it claims.

    What does not apply or is undetermined, on either side, contradicts nothing. Kinds that the records do not count
    are as claimed.
    """
    if recorded is None:
        return False
    said = evaluate(demand, claimed).result
    figures = recorded.figures and (*recorded.figures, *claimed.figures[len(recorded.figures) :])
    shown = evaluate(demand, replace(recorded, figures=figures, waivers=claimed.waivers)).result
    return {said, shown} == {Result.MET, Result.NOT_MET}


def needed(share: Fraction, of: int) -> int:
    """Return how many of ``of`` are at least ``share``: 18 of 25 for 7/10; all of them for 1."""
    return -(-share.numerator * of // share.denominator)


def _refuse_impossible(demand: Demand, facts: Facts) -> None:
    if facts.not_applicable and not demand.not_applicable:
        raise FactsProblem("the indicator always applies")
    if not facts.waivers <= demand.waivers:
        raise FactsProblem(f"the indicator has no waiver {sorted(facts.waivers - demand.waivers)}")
    for one in facts.occurrences or ():
        if one.code not in demand.incidents:
            raise FactsProblem(f"the indicator names no incident {one.code!r}")
        if one.waiver is not None and one.waiver not in demand.incidents[one.code]:
            raise FactsProblem(f"the incident {one.code!r} has no waiver {one.waiver!r}")
    counts = [facts.value, facts.last_year, *(one.count for one in facts.occurrences or ())]
    counts += [figure.value for figure in facts.figures]
    if any(count is not None and count < 0 for count in counts):
        raise FactsProblem("a count is never below 0")
    if any(figure.of is not None and figure.value > figure.of for figure in facts.figures):
        raise FactsProblem("a part is never more than its whole")


def _yes_no(_demand: Demand, facts: Facts) -> Outcome:
    return Outcome(Result.UNDETERMINED if facts.yes is None else _met(facts.yes))


def _none_of(_demand: Demand, facts: Facts) -> Outcome:
    if facts.occurrences is None:
        return Outcome(Result.UNDETERMINED)
    occurred = [one for one in facts.occurrences if one.count]
    if any(one.waiver is None for one in occurred):
        return Outcome(Result.NOT_MET)
    return Outcome(Result.MET, frozenset(one.waiver for one in occurred if one.waiver))


def _ratio(demand: Demand, facts: Facts) -> Outcome:
    """Judge a share; kinds of which there are none say nothing, and without any there is no result."""
    present = [(figure.value, figure.of) for figure in facts.figures if figure.of]
    if not present or demand.share is None:
        return Outcome(Result.UNDETERMINED)
    if demand.reading is Reading.POOLED:
        present = [(sum(value for value, _ in present), sum(of for _, of in present))]
    return Outcome(_met(all(Fraction(value, of) >= demand.share for value, of in present)))


def _count(demand: Demand, facts: Facts) -> Outcome:
    if facts.value is None or demand.least is None:
        return Outcome(Result.UNDETERMINED)
    return Outcome(_met(facts.value >= demand.least))


def _below_last_year(_demand: Demand, facts: Facts) -> Outcome:
    if facts.value is None or facts.last_year is None:
        return Outcome(Result.UNDETERMINED)
    return Outcome(_met(facts.value < facts.last_year or facts.value == facts.last_year == 0))


def _met(yes: bool) -> Result:
    return Result.MET if yes else Result.NOT_MET


JUDGES: Mapping[IndicatorTest, Callable[[Demand, Facts], Outcome]] = {
    IndicatorTest.YES_NO: _yes_no,
    IndicatorTest.NONE_OF: _none_of,
    IndicatorTest.RATIO_AT_LEAST: _ratio,
    IndicatorTest.COUNT_AT_LEAST: _count,
    IndicatorTest.BELOW_LAST_YEAR: _below_last_year,
}
