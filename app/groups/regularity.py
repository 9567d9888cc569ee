"""Whether a group is regular: months reckoned to a verdict, with fractions exact; asks no database.

Regular ("thường xuyên", letter 1067/CAT-PV05, which gives no figures): the figures are the province's, ours by default.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from math import ceil


@dataclass(frozen=True, slots=True)
class Rule:
    """What the province asks of a group; the defaults are ours."""

    months: int = 12  # full months before the cut-off that are looked at
    share: Fraction = Fraction(9, 12)  # of its active months, at least, had a meeting
    longest_silence: int = 2  # active months in a row without one, at most
    fewest: int = 3  # active months without which there is no verdict

    @property
    def held(self) -> int:
        """In how many of the months a group met that just has its share, when it was active in all of them."""
        return ceil(self.share * self.months)


RULE = Rule()


class MonthState(StrEnum):
    """What a month was for a group."""

    HELD = "held"  # active all month, and it met
    SILENT = "silent"  # active all month, and it did not meet
    INACTIVE = "inactive"  # founded later or within it, or suspended or dissolved on a day of it: it does not count


class Verdict(StrEnum):
    """What the months come to."""

    REGULAR = "regular"
    IRREGULAR = "irregular"
    EARLY = "early"  # chưa đủ thời gian


@dataclass(frozen=True, slots=True)
class Span:
    """A group was suspended or dissolved from ``since`` up to, not including, ``until``; None: still."""

    since: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Year:
    """The months before a cut-off, oldest first, and what they come to."""

    months: tuple[tuple[date, MonthState], ...]
    verdict: Verdict

    @property
    def active(self) -> int:
        """In how many full months the group was active."""
        return sum(state is not MonthState.INACTIVE for _, state in self.months)

    @property
    def held(self) -> int:
        """In how many of these it met."""
        return sum(state is MonthState.HELD for _, state in self.months)

    @property
    def share(self) -> Fraction | None:
        """Held out of active; None where no month was active."""
        return Fraction(self.held, self.active) if self.active else None

    @property
    def silent(self) -> list[date]:
        """The first days of the months in which it was active and did not meet."""
        return self.firsts(MonthState.SILENT)

    def firsts(self, state: MonthState) -> list[date]:
        """Return the first days of the months that were ``state``."""
        return [first for first, was in self.months if was is state]


def month_of(day: date) -> date:
    """Return the first day of the month of ``day``."""
    return day.replace(day=1)


def month_after(first: date) -> date:
    """Return the first day of the next month."""
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)


def month_before(first: date) -> date:
    """Return the first day of the month before."""
    return date(first.year - (first.month == 1), (first.month - 2) % 12 + 1, 1)


def window(cut_off: date, months: int = RULE.months) -> list[date]:
    """Return the first days of the full months before the month of ``cut_off``, oldest first."""
    firsts = [month_before(month_of(cut_off))]
    while len(firsts) < months:
        firsts.append(month_before(firsts[-1]))
    return firsts[::-1]


def is_full(first: date, founded_on: date, away: Iterable[Span]) -> bool:
    """Tell whether a group was active on every day of the month, and founded before it."""
    end = month_after(first)
    return founded_on < first and not any(max(span.since, first) < min(span.until or end, end) for span in away)


def reckon(founded_on: date, away: Collection[Span], met_on: Iterable[date], cut_off: date, rule: Rule = RULE) -> Year:
    """Return the months of a group and the verdict, from the days on which it met (all dates are local)."""
    met = {month_of(day) for day in met_on}
    firsts = window(cut_off, rule.months)
    return year_of(firsts, [_state(is_full(first, founded_on, away), first in met) for first in firsts], rule)


def reckon_masks(firsts: Sequence[date], inactive: int, held: int, rule: Rule = RULE) -> Year:
    """Return the same from bits, the oldest month's first: was not active in it, met in it."""
    bits = [1 << place for place in range(len(firsts))]
    return year_of(firsts, [_state(not inactive & bit, bool(held & bit)) for bit in bits], rule)


def year_of(firsts: Sequence[date], states: Sequence[MonthState], rule: Rule = RULE) -> Year:
    """Return what months that began on ``firsts`` and were ``states`` come to."""
    return Year(tuple(zip(firsts, states, strict=True)), judge(states, rule))


def judge(states: Iterable[MonthState], rule: Rule = RULE) -> Verdict:
    """Return what months, oldest first, come to; an inactive one neither counts nor ends a silence."""
    active = [state for state in states if state is not MonthState.INACTIVE]
    if len(active) < rule.fewest:
        return Verdict.EARLY
    enough = Fraction(active.count(MonthState.HELD), len(active)) >= rule.share
    return Verdict.REGULAR if enough and _longest_silence(active) <= rule.longest_silence else Verdict.IRREGULAR


def _state(full: bool, met: bool) -> MonthState:
    if not full:
        return MonthState.INACTIVE
    return MonthState.HELD if met else MonthState.SILENT


def _longest_silence(states: Iterable[MonthState]) -> int:
    longest = silence = 0
    for state in states:
        silence = silence + 1 if state is MonthState.SILENT else 0
        longest = max(longest, silence)
    return longest
