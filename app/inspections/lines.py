"""An indicator as an inspection shows it: the finding beside the commune's own answer and what the records say."""

from dataclasses import dataclass

from app.assessments.models import Assessment
from app.assessments.records import Recorded
from app.criteria.models import Indicator
from app.inspections.beside import Claimed, beside
from app.inspections.models import Finding, Found, Inspection
from app.policy import Action, Actor, can


@dataclass(frozen=True, slots=True)
class Line:
    """One indicator; None where there is nothing of it."""

    indicator: Indicator
    finding: Finding | None
    claimed: Claimed | None
    recorded: Recorded | None
    frozen: bool  # the claim and the records are those of the day of the conclusion

    @property
    def differs(self) -> bool:
        """Whether the inspector found otherwise than the commune says."""
        if self.finding is None or self.claimed is None:
            return False
        return self.finding.result.value != self.claimed.result.value


def line_of(inspection: Inspection, indicator: Indicator, own: Assessment | None) -> Line:
    """Return the line of one indicator; ``own`` is the commune's own assessment."""
    finding = inspection.finding_of(indicator.code)
    found = beside(inspection, indicator, own)
    return Line(indicator, finding, found.claimed, found.recorded, found.frozen)


def lines_of(inspection: Inspection, own: Assessment | None) -> list[Line]:
    """Return the lines of all indicators, in the set's order."""
    return [line_of(inspection, indicator, own) for indicator in inspection.criteria_set.indicators]


def counts_of(inspection: Inspection) -> dict[Found, int]:
    """Return how many indicators were found to be what."""
    return {found: sum(each.result is found for each in inspection.findings) for found in Found}


def keeps(actor: Actor, inspection: Inspection) -> bool:
    """Tell whether ``actor`` keeps the inspection: it is their own unit's."""
    return can(actor, Action.INSPECTION_KEEP, inspection.unit) and inspection.plan.unit_id == actor.unit_id
