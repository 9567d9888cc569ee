"""Founding and placing units; loading a province's schemes from its data file."""

import json
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from app.audit.operations import Signed, record
from app.extensions import db
from app.units.models import UNKNOWN_START, Placement, Succession, Unit, UnitKind

SONLA = Path(__file__).parent / "data" / "sonla_units.json"


class UnitProblem(ValueError):
    """A unit that cannot be founded; the message says why."""


@dataclass(frozen=True, slots=True)
class Founding:
    """What a unit is before it has a place."""

    scheme: str
    code: str
    kind: UnitKind
    title: str
    name: str
    valid_from: date | None = UNKNOWN_START
    sample: bool = False


def found(founding: Founding, parent: Unit | None, *, by: Signed | None) -> Unit:
    """Create a unit, in force under ``parent`` (None: a province) or, without ``valid_from``, announced; return it."""
    unit = _unit(founding)
    db.session.add(unit)
    db.session.flush()
    if founding.valid_from is not None:
        _place(unit, parent, founding.valid_from)
    record("unit:found", unit, by=by, unit_id=unit.id)
    return unit


def add(founding: Founding, parent: Unit | None, *, by: Signed | None) -> Unit:
    """Found a unit one level below ``parent`` and return it. Raises UnitProblem for a taken code or a wrong level."""
    if _find(founding.scheme, founding.code):
        raise UnitProblem(f"scheme {founding.scheme}: code {founding.code} is taken")
    if not _may_lie_under(founding.kind, parent):
        raise UnitProblem(f"a {founding.kind} does not lie under {parent.full_name if parent else 'nothing'}")
    return found(founding, parent, by=by)


def _may_lie_under(kind: UnitKind, parent: Unit | None) -> bool:
    """Tell whether the levels fit; a commune may lie right under a province, as it does since 1/7/2025."""
    if parent is None:
        return kind is UnitKind.PROVINCE
    allowed = {
        UnitKind.DISTRICT: {UnitKind.PROVINCE},
        UnitKind.COMMUNE: {UnitKind.DISTRICT, UnitKind.PROVINCE},
        UnitKind.VILLAGE: {UnitKind.COMMUNE},
    }
    return parent.kind in allowed.get(kind, set())


def load_schemes(path: Path = SONLA, *, by: Signed | None) -> int:
    """Load every scheme of the data file that is not loaded yet and return how many units were made.

    The first scheme is in force; later ones are announced, and wait for their reorganisation.
    """
    data = json.loads(path.read_text())
    first, *later = data["schemes"]
    before = _count()
    province = _find(first["scheme"], data["province"]["code"]) or found(
        _founding(first["scheme"], UnitKind.PROVINCE, data["province"]), None, by=by
    )
    _load_in_force(first, province, by=by)
    for scheme in later:
        _load_announced(scheme, first, by=by)
    return _count() - before


def _unit(founding: Founding) -> Unit:
    unit = Unit(
        scheme=founding.scheme, code=founding.code, kind=founding.kind, title=founding.title,
        valid_from=founding.valid_from, sample=founding.sample,
    )  # fmt: skip
    unit.rename(founding.name)
    return unit


def _place(unit: Unit, parent: Unit | None, since: date) -> None:
    unit.parent_id = parent.id if parent else None
    unit.path = f"{parent.path if parent else ''}{unit.id}/"
    if parent:
        db.session.add(Placement(unit_id=unit.id, parent_id=parent.id, valid_from=since))


def _founding(scheme: str, kind: UnitKind, entry: dict[str, Any], valid_from: date | None = UNKNOWN_START) -> Founding:
    return Founding(scheme, entry["code"], kind, entry["kind"], entry["name"], valid_from)


def _load_in_force(scheme: dict[str, Any], province: Unit, *, by: Signed | None) -> None:
    name = scheme["scheme"]
    districts = {}
    for entry in scheme["districts"]:
        known = _find(name, entry["code"])
        districts[entry["code"]] = known or found(_founding(name, UnitKind.DISTRICT, entry), province, by=by)
    for entry in scheme["communes"]:
        if not _find(name, entry["code"]):
            found(_founding(name, UnitKind.COMMUNE, entry), districts[entry["district"]], by=by)


def _load_announced(scheme: dict[str, Any], former: dict[str, Any], *, by: Signed | None) -> None:
    name = scheme["scheme"]
    effective = date.fromisoformat(former["valid_to"]) + timedelta(days=1)
    for entry in scheme["communes"]:
        if not _find(name, entry["code"]):
            found(_founding(name, UnitKind.COMMUNE, entry, None), None, by=by)
    for entry in former["communes"]:
        _announce(
            _get(former["scheme"], entry["code"]), _get(name, entry["successor"]), effective, partly=entry["partly"]
        )


def _announce(predecessor: Unit, successor: Unit, effective: date, *, partly: bool) -> None:
    pair = (Succession.predecessor_id == predecessor.id, Succession.successor_id == successor.id)
    if db.session.scalar(select(Succession.id).where(*pair)) is None:
        db.session.add(
            Succession(predecessor_id=predecessor.id, successor_id=successor.id, effective_on=effective, partly=partly)
        )


def _find(scheme: str, code: str) -> Unit | None:
    return db.session.scalar(select(Unit).where(Unit.scheme == scheme, Unit.code == code))


def _get(scheme: str, code: str) -> Unit:
    unit = _find(scheme, code)
    if unit is None:
        raise LookupError(f"scheme {scheme}: no unit {code}")
    return unit


def _count() -> int:
    return len(db.session.scalars(select(Unit.id)).all())
