"""A plan of a reorganisation: which units begin, end, move, part or are renamed on a day, and where that is said."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from app.criteria.source.faults import Fault
from app.units.models import Unit, UnitKind


class ReorganisationProblem(ValueError):
    """A reorganisation that cannot be done; the message has one line a fault."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        """Keep the faults, in the order of files and lines."""
        self.faults = sorted(set(faults), key=lambda fault: (fault.file, fault.line, fault.field, fault.words))
        super().__init__("\n".join(map(str, self.faults)))


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a step is said."""

    file: str
    line: int
    field: str

    def fault(self, words: str) -> Fault:
        """Return a fault of the step."""
        return Fault(self.file, self.line, self.field, words)


@dataclass(eq=False, slots=True)
class New:
    """A unit that the plan brings; ``unit`` is its record: of one that was announced, and once it was begun."""

    scheme: str
    code: str
    kind: UnitKind
    title: str
    name: str
    under: "Place"
    spot: Spot
    unit: Unit | None = None

    @property
    def full_name(self) -> str:
        """The title and the name: "Xã Mường Mới"."""
        return f"{self.title[:1].upper()}{self.title[1:]} {self.name}"


Place = Unit | New


@dataclass(frozen=True, slots=True)
class Heir:
    """Who takes over an ended unit, or a part of it."""

    place: Place
    partly: bool = False


@dataclass(frozen=True, slots=True)
class Ending:
    """A unit ends. What follows it goes to the first heir, and there its records count from then on."""

    unit: Unit
    heirs: Sequence[Heir]
    spot: Spot


@dataclass(frozen=True, slots=True)
class Parting:
    """A new unit takes over a part of one that goes on."""

    unit: Unit
    new: New
    spot: Spot


@dataclass(frozen=True, slots=True)
class Moving:
    """A unit, with all below it, lies under another."""

    unit: Unit
    under: Place
    spot: Spot


@dataclass(frozen=True, slots=True)
class Renaming:
    """A unit is called something else."""

    unit: Unit
    title: str
    name: str
    spot: Spot


@dataclass(slots=True)
class Plan:
    """What happens on ``effective_on``; every moving is here, those of units that follow an ended one too."""

    name: str
    effective_on: date
    spot: Spot
    news: list[New] = field(default_factory=list)
    endings: list[Ending] = field(default_factory=list)
    partings: list[Parting] = field(default_factory=list)
    movings: list[Moving] = field(default_factory=list)
    renamings: list[Renaming] = field(default_factory=list)

    @property
    def ended(self) -> dict[int, Ending]:
        """The endings, by their units' ids."""
        return {ending.unit.id: ending for ending in self.endings}

    def touched(self) -> Iterator[tuple[Unit, Spot]]:
        """Yield the units in force that change, and where that is said."""
        steps: list[Ending | Parting | Moving | Renaming] = [*self.endings, *self.partings]
        steps += [*self.movings, *self.renamings]
        yield from ((step.unit, step.spot) for step in steps)


def reference(place: Place) -> str:
    """Return how commands and files call a unit: SCHEME:CODE."""
    return f"{place.scheme}:{place.code}"
