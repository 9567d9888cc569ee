"""The heat grid: communes below a unit by the indicators of one set, as each assessment of a year claims them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.assessments.claims import claim_of
from app.assessments.models import Assessment
from app.criteria.evaluation import Result, evaluate
from app.criteria.models import CriteriaSet, Indicator
from app.extensions import db
from app.policy import Action, Actor, visible
from app.units.models import Unit, UnitKind
from app.units.scope import beneath

MOST = 60  # communes on one page: a district has some 17


@dataclass(frozen=True, slots=True)
class Line:
    """A commune: its assessment, if it has begun one, and what each indicator comes to; None: not answered."""

    unit: Unit
    assessment: Assessment | None
    results: Sequence[Result | None]


@dataclass(frozen=True, slots=True)
class Grid:
    """A set's indicators, and a line for each commune by name; ``sets``: those that communes have begun, to choose."""

    chosen: CriteriaSet
    sets: Sequence[CriteriaSet]
    indicators: Sequence[Indicator]
    lines: Sequence[Line]

    def met(self, place: int) -> int:
        """Return how many communes meet the indicator at a place."""
        return sum(line.results[place] is Result.MET for line in self.lines)


def grid_of(
    actor: Actor, unit: Unit, year: int, code: str = "", *, communes: Sequence[Unit] | None = None
) -> Grid | None:  # fmt: skip
    """Return the grid of a year by the set ``code``, else by that of most communes; None before one has begun.

    ``communes``: those below, where they are known. Four queries, or three, however many communes there are.
    """
    found = _assessments(actor, unit, year)
    if not found:
        return None
    codes = Counter(each.set_code for each in found)
    usual = min(codes, key=lambda each: (-codes[each], each))
    chosen = code if code in codes else usual
    mine = {each.unit_id: each for each in found if each.set_code == chosen}
    # Versions of a set may differ from commune to commune: the newest names the columns.
    newest = {each.set_code: each.criteria_set for each in sorted(found, key=lambda each: each.criteria_set.version)}
    one = newest[chosen]
    lines = [
        Line(place, mine.get(place.id), _results(one, mine.get(place.id))) for place in communes or _communes(unit)
    ]
    return Grid(one, [newest[each] for each in sorted(newest)], one.indicators, lines)


def _assessments(actor: Actor, unit: Unit, year: int) -> Sequence[Assessment]:
    rows = visible(actor, Action.ASSESSMENT_READ, Assessment).join(Unit, Unit.id == Assessment.unit_id)
    rows = rows.where(beneath(unit.path or "none/"), Unit.kind == UnitKind.COMMUNE)
    rows = rows.where(Assessment.year == year, Assessment.withdrawn_at.is_(None))
    shown = (joinedload(Assessment.criteria_set).selectinload(CriteriaSet.indicators), selectinload(Assessment.answers))
    return db.session.scalars(rows.options(*shown).order_by(Assessment.last, Assessment.id)).unique().all()


def _communes(unit: Unit) -> Sequence[Unit]:
    rows = select(Unit).where(beneath(unit.path or "none/"), Unit.kind == UnitKind.COMMUNE)
    return db.session.scalars(rows.order_by(Unit.sort_key, Unit.id).limit(MOST)).all()


def _results(one: CriteriaSet, assessment: Assessment | None) -> list[Result | None]:
    claims = {answer.code: claim_of(answer.claim) for answer in assessment.answers} if assessment else {}
    asked = [(indicator, claims.get(indicator.code)) for indicator in one.indicators]
    return [evaluate(indicator.demand, claim.facts()).result if claim else None for indicator, claim in asked]
