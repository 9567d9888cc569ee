"""What indicators and sets come to, from the regulations' own figures; and for any facts at all."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.criteria.evaluation import (
    Demand,
    Facts,
    FactsProblem,
    IndicatorTest,
    MetBy,
    Occurrence,
    Outcome,
    Reading,
    Result,
    evaluate,
    facts_of,
    fold,
    is_contradicted,
    needed,
)
from app.measures.registry import Figure

MET, NOT_MET, LEFT_OUT, UNKNOWN = Result.MET, Result.NOT_MET, Result.NOT_APPLICABLE, Result.UNDETERMINED
YES_NO = Demand(IndicatorTest.YES_NO)
SEVENTY = Demand(IndicatorTest.RATIO_AT_LEAST, share=Fraction(7, 10))
ALL = Demand(IndicatorTest.RATIO_AT_LEAST, share=Fraction(1))
ONE = Demand(IndicatorTest.COUNT_AT_LEAST, least=1)
BELOW = Demand(IndicatorTest.BELOW_LAST_YEAR)
CRIME = Demand(IndicatorTest.NONE_OF, incidents={"serious": frozenset({"reported"}), "other": frozenset()})
HOTSPOT = Demand(IndicatorTest.YES_NO, waivers=frozenset({"border"}), met_by=MetBy.NONE)

pytestmark = pytest.mark.once


def ratio(*pairs: tuple[int, int]) -> Facts:
    """Return the figures of one or several kinds."""
    return Facts(figures=tuple(Figure(value, of) for value, of in pairs))


def happened(*occurrences: Occurrence) -> Facts:
    """Return what occurred."""
    return Facts(occurrences=occurrences)


@pytest.mark.parametrize(
    ("demand", "facts", "result"),
    [
        (YES_NO, Facts(yes=True), MET),
        (YES_NO, Facts(yes=False), NOT_MET),
        (YES_NO, Facts(), UNKNOWN),
        (SEVENTY, ratio((17, 25)), NOT_MET),
        (SEVENTY, ratio((18, 25)), MET),
        (SEVENTY, ratio((7, 10)), MET),
        (SEVENTY, ratio((6999, 10_000)), NOT_MET),
        (SEVENTY, ratio((0, 0)), UNKNOWN),
        (SEVENTY, Facts(), UNKNOWN),
        (ALL, ratio((52, 52)), MET),
        (ALL, ratio((51, 52)), NOT_MET),
        (ALL, ratio((999_999, 1_000_000)), NOT_MET),
        (ONE, Facts(value=1), MET),
        (ONE, Facts(value=0), NOT_MET),
        (ONE, Facts(), UNKNOWN),
        (BELOW, Facts(value=4, last_year=5), MET),
        (BELOW, Facts(value=5, last_year=5), NOT_MET),
        (BELOW, Facts(value=6, last_year=5), NOT_MET),
        (BELOW, Facts(value=0, last_year=0), MET),
        (BELOW, Facts(value=1, last_year=0), NOT_MET),
        (BELOW, Facts(value=4), UNKNOWN),
        (BELOW, Facts(last_year=4), UNKNOWN),
        (CRIME, Facts(), UNKNOWN),
        (CRIME, happened(), MET),
        (CRIME, happened(Occurrence("serious", 0)), MET),
        (CRIME, happened(Occurrence("serious", 1)), NOT_MET),
        (CRIME, happened(Occurrence("serious", 2, "reported")), MET),
        (CRIME, happened(Occurrence("serious", 2, "reported"), Occurrence("serious", 1)), NOT_MET),
        (CRIME, happened(Occurrence("serious", 1, "reported"), Occurrence("other", 1)), NOT_MET),
    ],
)
def test_what_facts_come_to(demand: Demand, facts: Facts, result: Result) -> None:
    assert evaluate(demand, facts).result is result


@pytest.mark.parametrize(
    ("share", "of", "wanted"),
    [(Fraction(7, 10), 25, 18), (Fraction(7, 10), 10, 7), (Fraction(1), 52, 52), (Fraction(1, 2), 7, 4)],
)
def test_how_many_are_needed(share: Fraction, of: int, wanted: int) -> None:
    demand = Demand(IndicatorTest.RATIO_AT_LEAST, share=share)
    assert needed(share, of) == wanted
    assert evaluate(demand, ratio((wanted, of))).result is MET
    assert evaluate(demand, ratio((wanted - 1, of))).result is NOT_MET


def test_kinds_are_pooled_or_each_by_itself() -> None:
    facts = ratio((25, 25), (1, 4), (0, 0))
    each = Demand(IndicatorTest.RATIO_AT_LEAST, share=Fraction(7, 10), reading=Reading.PER_KIND)
    assert evaluate(SEVENTY, facts).result is MET
    assert evaluate(each, facts).result is NOT_MET
    assert evaluate(each, ratio((25, 25), (3, 4), (0, 0))).result is MET
    assert evaluate(each, ratio((0, 0), (0, 0))).result is UNKNOWN


def test_a_hotspot_meets_by_waiver_at_the_border_and_nowhere_else() -> None:
    hotspot = facts_of(HOTSPOT, Figure(1))
    assert evaluate(HOTSPOT, hotspot) == Outcome(NOT_MET)
    assert evaluate(HOTSPOT, Facts(yes=False, waivers=frozenset({"border"}))) == Outcome(MET, frozenset({"border"}))
    assert evaluate(HOTSPOT, facts_of(HOTSPOT, Figure(0))) == Outcome(MET)
    assert evaluate(HOTSPOT, Facts(waivers=frozenset({"border"}))).result is UNKNOWN, "a waiver is no answer"


def test_what_does_not_apply_is_left_out_where_that_may_be_claimed() -> None:
    allowed = Demand(IndicatorTest.COUNT_AT_LEAST, least=1, not_applicable=True)
    assert evaluate(allowed, Facts(not_applicable=True)).result is LEFT_OUT
    with pytest.raises(FactsProblem, match="always applies"):
        evaluate(ONE, Facts(not_applicable=True))


@pytest.mark.parametrize(
    ("demand", "facts"),
    [
        (YES_NO, Facts(yes=False, waivers=frozenset({"border"}))),
        (HOTSPOT, Facts(yes=False, waivers=frozenset({"reported"}))),
        (CRIME, happened(Occurrence("unknown", 1))),
        (CRIME, happened(Occurrence("other", 1, "reported"))),
        (CRIME, happened(Occurrence("serious", -1))),
        (SEVENTY, ratio((26, 25))),
        (SEVENTY, ratio((-1, 25))),
        (BELOW, Facts(value=-1, last_year=2)),
    ],
)
def test_facts_that_cannot_be_are_refused(demand: Demand, facts: Facts) -> None:
    with pytest.raises(FactsProblem):
        evaluate(demand, facts)


@pytest.mark.parametrize(
    ("demand", "claimed", "recorded", "wanted"),
    [
        (SEVENTY, ratio((20, 25)), ratio((17, 25)), True),
        (SEVENTY, ratio((17, 25)), ratio((18, 25)), True),
        (SEVENTY, ratio((20, 25)), ratio((18, 25)), False),
        (SEVENTY, ratio((20, 25)), ratio((0, 0)), False),
        (SEVENTY, Facts(), ratio((17, 25)), False),
        (SEVENTY, ratio((20, 25), (1, 3)), ratio((17, 25)), True),
        (SEVENTY, ratio((20, 25), (3, 3)), ratio((17, 25)), False),
        (SEVENTY, ratio((20, 25)), None, False),
        (HOTSPOT, Facts(yes=True), Facts(yes=False), True),
        (HOTSPOT, Facts(yes=False, waivers=frozenset({"border"})), Facts(yes=False), False),
        (BELOW, Facts(value=4, last_year=5), Facts(value=5, last_year=5), True),
        (Demand(IndicatorTest.YES_NO, not_applicable=True), Facts(not_applicable=True), Facts(yes=False), False),
    ],
)
def test_a_claim_is_contradicted_by_the_other_result(
    demand: Demand, claimed: Facts, recorded: Facts | None, wanted: bool
) -> None:
    assert is_contradicted(demand, claimed, recorded) is wanted


@pytest.mark.parametrize(
    ("demand", "figure", "last_year", "wanted"),
    [
        (Demand(IndicatorTest.YES_NO, met_by=MetBy.SOME), Figure(2, 3), None, Facts(yes=True)),
        (Demand(IndicatorTest.YES_NO, met_by=MetBy.SOME), Figure(0), None, Facts(yes=False)),
        (Demand(IndicatorTest.YES_NO, met_by=MetBy.NONE), Figure(0), None, Facts(yes=True)),
        (YES_NO, Figure(1), None, Facts()),
        (SEVENTY, Figure(17, 25), None, ratio((17, 25))),
        (ONE, Figure(3), None, Facts(value=3)),
        (BELOW, Figure(4), Figure(5), Facts(value=4, last_year=5)),
        (BELOW, Figure(4), None, Facts(value=4)),
        (CRIME, Figure(4), None, Facts()),
    ],
)
def test_what_a_measure_says(demand: Demand, figure: Figure, last_year: Figure | None, wanted: Facts) -> None:
    assert facts_of(demand, figure, last_year) == wanted


@pytest.mark.parametrize(
    ("results", "wanted"),
    [
        ([MET, MET], MET),
        ([MET, LEFT_OUT], MET),
        ([MET, NOT_MET, UNKNOWN], NOT_MET),
        ([MET, UNKNOWN], UNKNOWN),
        ([LEFT_OUT], UNKNOWN),
        ([], UNKNOWN),
    ],
)
def test_what_a_set_comes_to(results: list[Result], wanted: Result) -> None:
    assert fold(results) is wanted


LARGE = st.integers(0, 30)
SETS = st.lists(
    st.one_of(
        st.tuples(st.just(YES_NO), st.builds(Facts, yes=st.none() | st.booleans())),
        st.tuples(st.just(SEVENTY), st.tuples(LARGE, LARGE).map(lambda pair: ratio((min(pair), max(pair))))),
        st.tuples(st.just(ONE), st.builds(Facts, value=st.none() | st.integers(0, 2))),
        st.tuples(st.just(BELOW), st.builds(Facts, value=st.none() | LARGE, last_year=st.none() | LARGE)),
        st.tuples(
            st.just(Demand(IndicatorTest.YES_NO, not_applicable=True)),
            st.builds(Facts, yes=st.booleans(), not_applicable=st.booleans()),
        ),
    ),
    max_size=9,
)


@given(answered=SETS)
def test_a_set_is_met_when_all_that_applies_is_and_something_does(answered: list[tuple[Demand, Facts]]) -> None:
    results = [evaluate(demand, facts).result for demand, facts in answered]
    naive = {
        (False, False, True): MET,
        (False, True, True): UNKNOWN,
        (False, False, False): UNKNOWN,
    }.get((NOT_MET in results, UNKNOWN in results, bool({MET, UNKNOWN} & set(results))), NOT_MET)
    assert fold(results) is fold(reversed(results)) is naive


@given(share=st.fractions(0, 1), of=st.integers(1, 500), value=st.integers(0, 500))
def test_a_share_is_exact(share: Fraction, of: int, value: int) -> None:
    demand = Demand(IndicatorTest.RATIO_AT_LEAST, share=share)
    met = evaluate(demand, ratio((min(value, of), of))).result is MET
    assert met == (min(value, of) * share.denominator >= share.numerator * of) == (min(value, of) >= needed(share, of))
