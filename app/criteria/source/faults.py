"""What is wrong with a file."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong in a file: where, in which field, and what to do."""

    file: str
    line: int
    field: str
    words: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.field + ': ' if self.field else ''}{self.words}"


class CriteriaProblem(ValueError):
    """Files that are no criteria sets; the message has one line a fault."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        """Keep the faults, in the order of files and lines."""
        self.faults = sorted(set(faults), key=lambda fault: (fault.file, fault.line, fault.field))
        super().__init__("\n".join(map(str, self.faults)))
