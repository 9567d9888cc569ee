"""What a set and an indicator consist of, as files and pages give them; the tables' columns have the same names."""

from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Any, TypeAlias

from app.criteria.evaluation import IndicatorTest, MetBy, Reading
from app.units.models import UnitKind

Words: TypeAlias = dict[str, str]  # by language

LONGEST_CODE = 40  # letters of a code of a set, an indicator, an incident
LABEL = 90  # letters of an indicator's label, at most


class SourceState(StrEnum):
    """How much of the document could be read."""

    COMPLETE = "complete"
    PARTIAL = "partial"  # what could not be read is not invented


class Setting(StrEnum):
    """What a province may set of an indicator (do tỉnh đặt)."""

    SHARE = "share"
    LEAST = "least"
    READING = "reading"
    PLEDGE = "pledge"  # whether the yearly pledge counts as what the document asks households for


class RecordedFact(StrEnum):
    """What of a waiver the app's records can tell."""

    BORDER_COMMUNE = "border_commune"


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorTerms:
    """One indicator."""

    code: str
    label: Words
    test: IndicatorTest
    citation: dict[str, Any]  # document (words, where it is not the set's), article, clause, point
    share: str | None = None  # "7/10"
    least: int | None = None
    reading: Reading | None = None  # of a share of several kinds
    kinds: list[Words] | None = None  # what is counted; the first by the measure, the others by hand
    incidents: list[dict[str, Any]] | None = None  # code, point, label (words), waivers (codes)
    waivers: list[dict[str, Any]] | None = None  # all that occur: code, label, asks (words), fact, whole (bool)
    not_applicable: bool = False
    measure: str | None = None
    met_by: MetBy | None = None  # of yes_no; without it the measure is only shown
    evidence: list[Words] | None = None
    note: Words | None = None
    settable: list[str] | None = None
    pledge_counts: bool | None = None
    own: bool = False  # added by the province

    def columns(self) -> dict[str, Any]:
        """Return the values by column."""
        return asdict(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class SetTerms:
    """One version of a set, for one kind of unit."""

    code: str
    unit_kind: UnitKind
    version: int
    title: Words
    document: Words
    valid_from: date
    valid_to: date | None
    source: SourceState
    source_note: Words | None = None
    notes: list[Words] | None = None
    calendar: dict[str, Any] | None = None  # from, to, register_by, decide_before ("MM-DD"), decider (words)
    deadline_settable: bool = False
    indicators: tuple[IndicatorTerms, ...] = ()

    def columns(self) -> dict[str, Any]:
        """Return the values by column, without the indicators."""
        values = asdict(self)
        del values["indicators"]
        return values
