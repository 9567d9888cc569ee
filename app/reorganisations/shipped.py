"""The mergers that come with the app as units' data: from one scheme of a province to the next."""

import json
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import select

from app.extensions import db
from app.reorganisations.checks import refuse_done
from app.reorganisations.following import follow
from app.reorganisations.plan import Ending, Heir, New, Plan, ReorganisationProblem, Spot
from app.units.models import Unit
from app.units.operations import SONLA

SHIPPED: dict[str, Path] = {"sonla-2025-07": SONLA}


def shipped_plan(name: str) -> Plan:
    """Return the plan of a shipped merger, by the units that are loaded.

    Raises ReorganisationProblem when they lack, or when it was done already.

    A commune goes to the successor that the data names; a district, which has none, to what lies above it.
    """
    path = SHIPPED[name]
    data = json.loads(path.read_text())
    former, scheme = _schemes(data, name)
    start = Spot(path.name, 1, name)
    plan = Plan(name, date.fromisoformat(scheme["valid_from"]), start)
    refuse_done(name, start)
    known = _Known(start, former["scheme"], scheme["scheme"])
    province = known.unit(former["scheme"], data["province"]["code"])
    for entry in scheme["communes"]:
        announced = known.unit(scheme["scheme"], entry["code"])
        spot = Spot(path.name, 1, f"{scheme['scheme']}:{entry['code']}")
        new = New(announced.scheme, announced.code, announced.kind, announced.title, announced.name, province, spot)
        new.unit = announced
        plan.news.append(new)
    heirs = {new.code: new for new in plan.news}
    for entry in former["communes"]:
        heir = Heir(heirs[entry["successor"]], entry["partly"])
        plan.endings.append(_ending(known.unit(former["scheme"], entry["code"]), heir, path))
    for entry in former["districts"]:
        plan.endings.append(_ending(known.unit(former["scheme"], entry["code"]), Heir(province), path))
    return follow(plan)


class _Known:
    """The loaded units of some schemes."""

    def __init__(self, spot: Spot, *schemes: str) -> None:
        rows = db.session.scalars(select(Unit).where(Unit.scheme.in_(schemes)))
        self.spot, self.units = spot, {(unit.scheme, unit.code): unit for unit in rows}

    def unit(self, scheme: str, code: str) -> Unit:
        """Return a unit. Raises ReorganisationProblem for one that is not loaded."""
        try:
            return self.units[scheme, code]
        except KeyError:
            words = f"{scheme}:{code} is not loaded: run units load first"
            raise ReorganisationProblem([self.spot.fault(words)]) from None


def _schemes(data: dict[str, Any], name: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the scheme that the name ends with, and the one before it."""
    schemes = data["schemes"]
    place = next(place for place, scheme in enumerate(schemes) if name.endswith(scheme["scheme"]))
    return schemes[place - 1], schemes[place]


def _ending(unit: Unit, heir: Heir, path: Path) -> Ending:
    return Ending(unit, [heir], Spot(path.name, 1, f"{unit.scheme}:{unit.code}"))
