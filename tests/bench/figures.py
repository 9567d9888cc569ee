"""A figure: what was measured in several runs, and beside it what it should reach."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Aim:
    """What is measured, and the bound it should keep; without a bound it is only told."""

    name: str
    unit: str
    at_most: float | None = None
    at_least: float | None = None

    @property
    def target(self) -> str:
        """The bound as people write it; empty where there is none."""
        if self.at_most is not None:
            return f"≤ {plain(self.at_most)}"
        return f"≥ {plain(self.at_least)}" if self.at_least is not None else ""


Readings = Mapping[Aim, float]  # of one run


@dataclass(frozen=True, slots=True)
class Figure:
    """An aim and what each run found."""

    aim: Aim
    values: tuple[float, ...]

    @property
    def middle(self) -> float:
        """The median."""
        return median(self.values)

    @property
    def is_reached(self) -> bool | None:
        """Whether the median keeps the bound; None where there is none."""
        if self.aim.at_most is not None:
            return self.middle <= self.aim.at_most
        return self.middle >= self.aim.at_least if self.aim.at_least is not None else None

    @property
    def verdict(self) -> str:
        """The same in words."""
        return {True: "reached", False: "not reached", None: ""}[self.is_reached]


def figures(runs: Iterable[Readings]) -> list[Figure]:
    """Return the figures of these runs, in the order in which they were first read."""
    found: dict[Aim, list[float]] = {}
    for readings in runs:
        for aim, value in readings.items():
            found.setdefault(aim, []).append(value)
    return [Figure(aim, tuple(values)) for aim, values in found.items()]


def plain(value: float) -> str:
    """Return a number as people read it: three digits that count, thousands apart."""
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}".rstrip("0").rstrip(".")
