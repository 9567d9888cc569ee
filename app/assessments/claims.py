"""A claim as it is stored, and the facts that it states: what a unit says of one indicator."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.criteria.evaluation import Facts, Occurrence
from app.measures.registry import Figure


@dataclass(frozen=True, slots=True)
class Incident:
    """So many incidents of one code; ``waiver`` and its circumstances in words where they do not count."""

    code: str
    count: int
    waiver: str | None = None
    words: str | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """What is said; None: not said. ``waivers`` are of the whole indicator, each with its circumstances."""

    yes: bool | None = None
    incidents: tuple[Incident, ...] | None = None
    figures: tuple[tuple[int, int], ...] = ()  # of each kind: how many, of how many
    value: int | None = None
    last_year: int | None = None
    waivers: Mapping[str, str] = field(default_factory=dict)
    not_applicable: bool = False

    def facts(self) -> Facts:
        """Return what it says for `app.criteria.evaluation`."""
        incidents = self.incidents
        return Facts(
            yes=self.yes,
            occurrences=None if incidents is None else tuple(Occurrence(i.code, i.count, i.waiver) for i in incidents),
            figures=tuple(Figure(value, of) for value, of in self.figures),
            value=self.value,
            last_year=self.last_year,
            waivers=frozenset(self.waivers),
            not_applicable=self.not_applicable,
        )

    def stored(self) -> dict[str, Any]:
        """Return what is kept of it; what was not said is left out."""
        incidents = self.incidents
        told = {
            "yes": self.yes,
            "incidents": None if incidents is None else [[i.code, i.count, i.waiver, i.words] for i in incidents],
            "figures": [list(figure) for figure in self.figures] or None,
            "value": self.value,
            "last_year": self.last_year,
            "waivers": dict(self.waivers) or None,
            "not_applicable": self.not_applicable or None,
        }
        return {name: value for name, value in told.items() if value is not None}


def claim_of(stored: Mapping[str, Any]) -> Claim:
    """Return the claim that `Claim.stored` kept."""
    incidents = stored.get("incidents")
    return Claim(
        yes=stored.get("yes"),
        incidents=None if incidents is None else tuple(Incident(*each) for each in incidents),
        figures=tuple((value, of) for value, of in stored.get("figures", ())),
        value=stored.get("value"),
        last_year=stored.get("last_year"),
        waivers=stored.get("waivers", {}),
        not_applicable=stored.get("not_applicable", False),
    )
