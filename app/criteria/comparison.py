"""What changed from one version of a set to the next."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any

from app.criteria.models import CriteriaSet, Indicator
from app.criteria.terms import IndicatorTerms

COMPARED = tuple(field.name for field in fields(IndicatorTerms) if field.name not in {"code", "own"})
SET_COMPARED = ("title", "document", "valid_from", "valid_to", "source", "source_note", "notes", "calendar")


class Change(StrEnum):
    """What happened to an indicator, or to the set itself."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Difference:
    """One indicator (None: the set itself) that differs, and its columns that do: name, before, after."""

    change: Change
    indicator: Indicator | None
    columns: Sequence[tuple[str, Any, Any]] = ()


def differences(before: CriteriaSet, after: CriteriaSet) -> list[Difference]:
    """Return what ``after`` has that ``before`` had not, or otherwise, or no longer."""
    found: list[Difference] = []
    own = _columns(before, after, SET_COMPARED)
    if own:
        found.append(Difference(Change.CHANGED, None, own))
    formerly = {each.code: each for each in before.indicators}
    for indicator in after.indicators:
        former = formerly.pop(indicator.code, None)
        if former is None:
            found.append(Difference(Change.ADDED, indicator))
        elif columns := _columns(former, indicator, COMPARED):
            found.append(Difference(Change.CHANGED, indicator, columns))
    return [*found, *(Difference(Change.REMOVED, each) for each in formerly.values())]


def _columns(before: Any, after: Any, names: Sequence[str]) -> list[tuple[str, Any, Any]]:
    pairs = [(name, getattr(before, name), getattr(after, name)) for name in names]
    return [(name, old, new) for name, old, new in pairs if old != new]
