"""A part of the bench: what it is about, and how one run of it is made."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass

from tests.bench.figures import Figure, Readings, figures

ROUNDS = 3

Run = Callable[[], Readings]


@dataclass(frozen=True, slots=True)
class Part:
    """``prepared()`` yields what makes one run: all that the part measures, each once, one after the other.

    So the runs alternate: what slows the machine down for a while slows down each figure a little, not one by much.
    """

    about: str
    prepared: Callable[[], AbstractContextManager[Run]]

    def measure(self, rounds: int = ROUNDS) -> list[Figure]:
        """Return the figures of so many runs."""
        with self.prepared() as run:
            return figures(run() for _ in range(rounds))
