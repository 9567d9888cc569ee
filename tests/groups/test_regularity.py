"""Whether a group is regular: the edges of the rule, month by month."""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest

from app.clock import local
from app.groups.regularity import MonthState, Rule, Span, Verdict, Year, judge, month_after, reckon, window

pytestmark = pytest.mark.once
MARKS = {"#": MonthState.HELD, ".": MonthState.SILENT, "_": MonthState.INACTIVE}
LONG_AGO, CUT_OFF = date(2020, 1, 1), date(2026, 1, 10)  # the months are those of 2025


def drawn(year: Year) -> str:
    """Return the months as they are drawn here: # held, . silent, _ inactive."""
    return "".join(next(mark for mark, is_ in MARKS.items() if is_ is state) for _, state in year.months)


def days(*months: int, year: int = 2025) -> list[date]:
    """Return a day in each of these months."""
    return [date(year, month, 5) for month in months]


@pytest.mark.parametrize(
    ("months", "verdict"),
    [
        ("############", Verdict.REGULAR),
        ("#########...", Verdict.IRREGULAR),  # nine of twelve, and a run of three
        ("##########..", Verdict.REGULAR),
        ("###.###.###.", Verdict.REGULAR),  # nine of twelve is enough, exactly
        ("###.###.##..", Verdict.IRREGULAR),  # eight is not
        ("..########.#", Verdict.REGULAR),
        ("...#########", Verdict.IRREGULAR),  # a run at the beginning counts as any other
        ("____________", Verdict.EARLY),
        ("__________##", Verdict.EARLY),
        ("_________###", Verdict.REGULAR),  # three months are enough to tell
        ("_________##.", Verdict.IRREGULAR),  # 2/3 is less than 9/12
        ("________###.", Verdict.REGULAR),  # 3/4 is 9/12
        ("_______####.", Verdict.REGULAR),
        ("_____#####..", Verdict.IRREGULAR),  # 5/7 is less than 3/4
        ("#########_..", Verdict.REGULAR),
        (
            "#########._..".replace("#########", "########"),
            Verdict.IRREGULAR,
        ),  # 8/11, and silence goes on after a pause
        ("#########._.", Verdict.REGULAR),  # two silent months around a pause
    ],
)
def test_months_come_to_a_verdict(months: str, verdict: Verdict) -> None:
    assert judge([MARKS[mark] for mark in months]) is verdict


def test_a_silence_goes_on_after_months_that_do_not_count() -> None:
    lenient = Rule(share=Fraction(1, 2))
    assert judge([MARKS[mark] for mark in "#######.__.."], lenient) is Verdict.IRREGULAR
    assert judge([MARKS[mark] for mark in "#######.__.#"], lenient) is Verdict.REGULAR


def test_the_parameters_are_the_province_s() -> None:
    months = [MARKS[mark] for mark in "#.#.#.#.#.#."]
    assert judge(months) is Verdict.IRREGULAR
    assert judge(months, Rule(share=Fraction(1, 2))) is Verdict.REGULAR
    assert judge(months[:2], Rule(share=Fraction(1, 2), fewest=2)) is Verdict.REGULAR
    assert len(window(CUT_OFF, Rule(months=6).months)) == 6
    assert [Rule(share=share).held for share in (Fraction(3, 4), Fraction(3, 5))] == [9, 8]


def test_the_window_is_the_twelve_full_months_before_the_cut_off() -> None:
    assert [first.month for first in window(CUT_OFF)] == list(range(1, 13))
    assert window(date(2026, 1, 31)) == window(date(2026, 1, 1))
    assert window(date(2025, 12, 31))[-1] == date(2025, 11, 1), "the month of the cut-off is not full"
    assert window(date(2024, 3, 1))[-1] == date(2024, 2, 1)


def test_the_founding_month_does_not_count_even_from_its_first_day() -> None:
    for founded in (date(2025, 3, 1), date(2025, 3, 15), date(2025, 3, 31)):
        assert drawn(reckon(founded, [], days(*range(1, 13)), CUT_OFF)) == "___#########"
    assert drawn(reckon(date(2025, 2, 28), [], days(3), CUT_OFF)) == "__#........."


def test_a_group_founded_in_march_is_judged_from_july_on() -> None:
    founded = date(2025, 3, 10)
    assert reckon(founded, [], days(4, 5), date(2025, 6, 30)).verdict is Verdict.EARLY
    judged = reckon(founded, [], days(4, 5, 6), date(2025, 7, 1))
    assert (judged.verdict, judged.share, judged.active) == (Verdict.REGULAR, Fraction(1), 3)


@pytest.mark.parametrize(
    ("span", "months"),
    [
        (Span(date(2025, 6, 10), date(2025, 6, 12)), "#####_######"),
        (Span(date(2025, 6, 30), date(2025, 7, 1)), "#####_######"),  # ended before July's first day
        (Span(date(2025, 6, 30), date(2025, 7, 2)), "#####__#####"),
        (Span(date(2025, 5, 31), date(2025, 6, 1)), "####_#######"),
        (Span(date(2025, 6, 10), date(2025, 6, 10)), "############"),  # not for a day
        (Span(date(2025, 6, 10)), "#####_______"),  # still, or dissolved
        (Span(date(2026, 1, 1)), "############"),
    ],
)
def test_a_month_with_a_day_of_suspension_does_not_count(span: Span, months: str) -> None:
    assert drawn(reckon(LONG_AGO, [span], days(*range(1, 13)), CUT_OFF)) == months


def test_a_dissolved_group_has_no_months_afterwards() -> None:
    year = reckon(LONG_AGO, [Span(date(2024, 12, 31))], days(*range(1, 13)), CUT_OFF)
    assert (year.verdict, year.share, year.active, year.held) == (Verdict.EARLY, None, 0, 0)


def test_february_of_a_leap_year_has_a_day_more() -> None:
    cut_off = date(2024, 3, 1)
    assert reckon(LONG_AGO, [], [date(2024, 2, 29)], cut_off).months[-1][1] is MonthState.HELD
    away = [Span(date(2024, 2, 29), date(2024, 3, 1))]
    assert reckon(LONG_AGO, away, [date(2024, 2, 5)], cut_off).months[-1][1] is MonthState.INACTIVE
    assert month_after(date(2024, 2, 1)) - date(2024, 2, 1) == timedelta(days=29)


def test_a_meeting_late_on_the_last_of_december_is_december_s() -> None:
    late = datetime(2025, 12, 31, 16, 30, tzinfo=UTC)  # 23:30 in Vietnam
    later = late + timedelta(hours=1)  # 0:30 of the next year there
    assert reckon(LONG_AGO, [], [local(late).date()], CUT_OFF).months[-1] == (date(2025, 12, 1), MonthState.HELD)
    assert drawn(reckon(LONG_AGO, [], [local(later).date()], CUT_OFF)) == "............"
    assert window(local(later).date())[-1] == date(2025, 12, 1), "it is January there"
    assert window(local(late).date())[-1] == date(2025, 11, 1)


def test_several_meetings_of_a_month_are_one_month_and_others_do_not_count() -> None:
    met = [date(2025, 4, 1), date(2025, 4, 30), date(2024, 12, 31), date(2026, 1, 2)]
    year = reckon(LONG_AGO, [], met, CUT_OFF)
    assert (drawn(year), year.share) == ("...#........", Fraction(1, 12))
    assert year.firsts(MonthState.HELD) == [date(2025, 4, 1)]
