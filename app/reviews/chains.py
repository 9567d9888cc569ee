"""Who checks and who decides, step by step: read from `data/chains.yaml`, laid over the hierarchy in force."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from flask_babel import lazy_gettext as _l

from app.errors import Refusal
from app.seals.models import DossierKind
from app.units.models import Unit, UnitKind
from app.units.queries import ancestors

SHIPPED = Path(__file__).parent / "data" / "chains.yaml"
LEVELS = (UnitKind.VILLAGE, UnitKind.COMMUNE, UnitKind.DISTRICT, UnitKind.PROVINCE)  # from below


class StepAct(StrEnum):
    """What a step does."""

    DECIDE = "decide"
    INFORM = "inform"


class AfterReturn(StrEnum):
    """Where the next sending goes after a return."""

    START = "start"
    RETURNING = "returning"


class NoLevelLeft(Refusal):
    """Nobody above the sender is left to decide."""

    status = 422
    reason = "no-level-left"


@dataclass(frozen=True, slots=True)
class Rule:
    """A step as configured: at which level, what it does, within how many days."""

    level: UnitKind
    act: StepAct
    days: int | None = None


@dataclass(frozen=True, slots=True)
class Chain:
    """The steps of a kind of dossier for a kind of unit."""

    steps: tuple[Rule, ...]
    after_return: AfterReturn


@dataclass(frozen=True, slots=True)
class Step:
    """A step laid over the hierarchy: which unit's it is."""

    unit_id: int
    act: StepAct
    days: int | None = None

    def stored(self) -> dict[str, Any]:
        """Return what a submission keeps of it."""
        return asdict(self)


def chain_of(kind: DossierKind, unit_kind: UnitKind) -> Chain:
    """Return the configured chain. Raises NoLevelLeft where units of this kind send no such dossier."""
    found = _shipped().get((kind, unit_kind))
    if found is None:
        raise NoLevelLeft(_l("Đơn vị này không gửi loại hồ sơ này."))
    return found


def steps_for(kind: DossierKind, unit: Unit, sender: Unit) -> list[Step]:
    """Return the steps that a dossier of ``unit`` goes through, sent by somebody of ``sender``, by today's hierarchy.

    A step at the sender's level or below is skipped: nobody decides on what they sent. Where there is no such level,
    the next one up takes the step, once. Where nobody is left to decide, the first that would be told decides. Raises
    NoLevelLeft where nobody is left at all.
    """
    above = ancestors(unit)
    steps: list[Step] = []
    for rule in chain_of(kind, unit.kind).steps:
        place = _taking(rule.level, above)
        if place is None or _rank(place) <= _rank(sender) or place.id in {step.unit_id for step in steps}:
            continue
        steps.append(Step(place.id, rule.act, rule.days))
    if steps and not any(step.act is StepAct.DECIDE for step in steps):
        steps[0] = replace(steps[0], act=StepAct.DECIDE)  # who would only have been told decides in their place
    if not steps:
        raise NoLevelLeft(_l("Không còn cấp nào ở trên để xét hồ sơ này. Báo người quản trị xem lại sơ đồ đơn vị."))
    return steps


def steps_of(stored: list[dict[str, Any]]) -> list[Step]:
    """Return the steps that `Step.stored` kept."""
    return [Step(each["unit_id"], StepAct(each["act"]), each.get("days")) for each in stored]


def _taking(level: UnitKind, above: Sequence[Unit]) -> Unit | None:
    """Return the unit above that takes a step of ``level``: the lowest at that level or higher."""
    fitting = [place for place in above if LEVELS.index(place.kind) >= LEVELS.index(level)]
    return min(fitting, key=_rank, default=None)


def _rank(unit: Unit) -> int:
    return LEVELS.index(unit.kind)


@cache
def _shipped() -> dict[tuple[DossierKind, UnitKind], Chain]:
    read = yaml.safe_load(SHIPPED.read_text(encoding="utf-8"))
    return {
        (DossierKind(kind), UnitKind(unit_kind)): Chain(
            tuple(Rule(UnitKind(s["level"]), StepAct(s["act"]), s.get("days")) for s in chain["steps"]),
            AfterReturn(chain["after_return"]),
        )
        for kind, by_unit in read.items()
        for unit_kind, chain in by_unit.items()
    }
