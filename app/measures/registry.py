"""The registry of measures: each domain names the figures of its own rows; nothing here knows a domain."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from flask_babel.speaklater import LazyString

from app.policy import Action
from app.units.models import Unit, UnitKind


@dataclass(frozen=True, slots=True)
class Period:
    """The days from ``first`` to ``last``, both included."""

    first: date
    last: date

    @classmethod
    def year(cls, year: int) -> "Period":
        """Return a calendar year."""
        return cls(date(year, 1, 1), date(year, 12, 31))

    @classmethod
    def until(cls, day: date) -> "Period":
        """Return the calendar year of ``day`` up to it."""
        return cls(date(day.year, 1, 1), day)


@dataclass(frozen=True, slots=True)
class Figure:
    """A count or, with ``of``, a part of a whole."""

    value: int
    of: int | None = None

    @property
    def share(self) -> Fraction | None:
        """The exact fraction; None (chưa có số liệu) for a count, and where the whole is 0."""
        return Fraction(self.value, self.of) if self.of else None


@dataclass(frozen=True, slots=True)
class Trace:
    """The rows behind a figure: where they can be opened and, when asked, their ids.

    ``reads`` is what one must be allowed to do in the unit to open them; who is not finds their ``sums``.
    """

    address: str
    ids: Callable[[], Sequence[Any]]
    reads: Action | None = None  # None: who reads the figure opens its rows
    sums: str = ""


@dataclass(frozen=True, slots=True)
class Measured:
    """What a measure came to."""

    figure: Figure
    trace: Trace


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure of a unit: ``compute(unit, period, as_of)`` reckons it from the records as they are today.

    ``as_of`` is the cut-off: what happened later does not count.
    """

    name: str
    label: LazyString
    unit_kinds: frozenset[UnitKind]
    compute: Callable[[Unit, Period, date], Measured]


MEASURES: dict[str, Measure] = {}


def add_measure(measure: Measure) -> Measure:
    """Register a measure under its name and return it. Raises ValueError for a name that is taken."""
    if MEASURES.setdefault(measure.name, measure) is not measure:
        raise ValueError(f"there is a measure {measure.name}")
    return measure


def measures_for(kind: UnitKind) -> list[Measure]:
    """Return the measures of units of a kind, by name."""
    return [measure for _, measure in sorted(MEASURES.items()) if kind in measure.unit_kinds]
