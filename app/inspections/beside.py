"""What stands beside a finding: the commune's own claim and what the records say; as they are, or were at the end."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.assessments.claims import claim_of
from app.assessments.labels import claim_words
from app.assessments.models import Assessment
from app.assessments.records import Recorded, recorded
from app.criteria.evaluation import FactsProblem, Result, evaluate, facts_of
from app.criteria.models import Indicator
from app.inspections.models import Inspection
from app.measures.registry import Figure, Measured, Trace


@dataclass(frozen=True, slots=True)
class Claimed:
    """What the commune says of an indicator itself."""

    result: Result
    words: Sequence[str]
    note: str | None


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside a finding; None where there is nothing of it. ``frozen``: as it was at the conclusion."""

    claimed: Claimed | None
    recorded: Recorded | None
    frozen: bool = False


def beside(inspection: Inspection, indicator: Indicator, own: Assessment | None) -> Beside:
    """Return what stands beside the finding of an indicator: once it is concluded, what stood there then."""
    finding = inspection.finding_of(indicator.code)
    kept = finding.beside if finding and inspection.concluded_at else None
    if kept is None:  # it is open, or was concluded before anything was kept
        return Beside(_claimed(indicator, _said(indicator, own)), recorded(inspection, indicator))
    return Beside(_claimed(indicator, kept["claimed"]), _as_recorded(indicator, kept["recorded"]), frozen=True)


def freeze(inspection: Inspection, own: Assessment | None) -> None:
    """Keep with each finding what stands beside it now; ``own`` is the commune's own assessment."""
    for indicator in inspection.criteria_set.indicators:
        finding = inspection.finding_of(indicator.code)
        if finding:
            figures = _figures(recorded(inspection, indicator))
            finding.beside = {"claimed": _said(indicator, own), "recorded": figures}


def _said(indicator: Indicator, own: Assessment | None) -> dict[str, Any] | None:
    """Return what the commune says, as it is kept."""
    answer = own.answer_to(indicator.code) if own else None
    if answer is None:
        return None
    try:
        result = evaluate(indicator.demand, claim_of(answer.claim).facts()).result
    except FactsProblem:  # another version of the set asks it otherwise
        result = Result.UNDETERMINED
    return {"claim": dict(answer.claim), "result": result.value, "note": answer.note}


def _claimed(indicator: Indicator, said: Mapping[str, Any] | None) -> Claimed | None:
    if said is None:
        return None
    return Claimed(Result(said["result"]), claim_words(indicator, claim_of(said["claim"])), said["note"])


def _figures(said: Recorded | None) -> dict[str, Any] | None:
    """Return what the records say, as it is kept."""
    if said is None:
        return None
    return {"now": _pair(said.measured.figure), "before": _pair(said.last_year.figure) if said.last_year else None}


def _pair(figure: Figure) -> list[int | None]:
    return [figure.value, figure.of]


def _as_recorded(indicator: Indicator, kept: Mapping[str, Any] | None) -> Recorded | None:
    """Return what the records said; their rows may be others by now."""
    if kept is None:
        return None
    now, before = Figure(*kept["now"]), Figure(*kept["before"]) if kept["before"] else None
    facts = facts_of(indicator.demand, now, before) if indicator.judging_measure else None
    return Recorded(_bare(now), facts, _bare(before) if before else None)


def _bare(figure: Figure) -> Measured:
    return Measured(figure, Trace("", list))
