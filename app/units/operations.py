"""Founding, placing, moving, renaming and ending units; loading a province's schemes from its data file."""

import json
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from app.audit.operations import Signed, record
from app.extensions import db
from app.units.models import UNKNOWN_START, FormerName, Placement, Reorganisation, Succession, Unit, UnitKind
from app.units.scope import beneath, directly_beneath

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
    if not may_lie_under(founding.kind, parent.kind if parent else None):
        raise UnitProblem(f"a {founding.kind} does not lie under {parent.full_name if parent else 'nothing'}")
    return found(founding, parent, by=by)


def may_lie_under(kind: UnitKind, above: UnitKind | None) -> bool:
    """Tell whether the levels fit; a commune may lie right under a province, as it does since 1/7/2025."""
    if above is None:
        return kind is UnitKind.PROVINCE
    allowed = {
        UnitKind.DISTRICT: {UnitKind.PROVINCE},
        UnitKind.COMMUNE: {UnitKind.DISTRICT, UnitKind.PROVINCE},
        UnitKind.VILLAGE: {UnitKind.COMMUNE},
    }
    return above in allowed.get(kind, set())


def begin(unit: Unit, parent: Unit, on: date, *, by: Signed | None) -> Unit:
    """Let an announced unit be in force under ``parent`` from ``on`` and return it."""
    unit.valid_from = on
    _place(unit, parent, on)
    record("unit:begin", unit, by=by, unit_id=unit.id, fields=["valid_from", "parent_id"])
    return unit


def move(unit: Unit, parent: Unit, on: date, *, by: Signed | None) -> Unit:
    """Let a unit, and all below it, lie under ``parent`` from ``on`` and return it."""
    before = unit.path or ""
    _leave(unit, on)
    _place(unit, parent, on)
    for below in db.session.scalars(select(Unit).where(beneath(before), Unit.id != unit.id)):
        below.path = f"{unit.path}{(below.path or '').removeprefix(before)}"
    db.session.flush()
    record("unit:move", unit, by=by, unit_id=unit.id, fields=["parent_id"])
    return unit


def rename(unit: Unit, title: str, name: str, on: date, *, by: Signed | None) -> Unit:
    """Call a unit by another title or name from ``on``, keep the former one, and return it."""
    changed = [field for field, value in (("title", title), ("name", name)) if getattr(unit, field) != value]
    db.session.add(FormerName(unit_id=unit.id, title=unit.title, name=unit.name, valid_to=on))
    unit.title = title
    unit.rename(name)
    record("unit:rename", unit, by=by, unit_id=unit.id, fields=changed)
    return unit


def succeed(predecessor: Unit, successor: Unit, on: date, *, partly: bool, by: Signed | None) -> Succession:
    """Keep that ``successor`` takes over from ``predecessor``, or from a part of it, and return that."""
    pair = (Succession.predecessor_id == predecessor.id, Succession.successor_id == successor.id)
    step = db.session.scalar(select(Succession).where(*pair))
    if step is None:
        step = Succession(predecessor_id=predecessor.id, successor_id=successor.id)
        db.session.add(step)
    step.effective_on, step.partly = on, partly
    db.session.flush()
    record("unit:succeed", successor, by=by, unit_id=successor.id)
    return step


def end(unit: Unit, heir: Unit, on: date, *, by: Signed | None) -> Unit:
    """Let a unit be in force no longer from ``on``; its records count where ``heir`` lies. Return it.

    Raises UnitProblem while something lies below it.
    """
    if db.session.scalar(select(Unit.id).where(directly_beneath(unit.id)).limit(1)):
        raise UnitProblem(f"{unit.full_name} cannot end while units lie below it")
    _leave(unit, on)
    unit.valid_to, unit.parent_id, unit.path = on, None, None
    db.session.add(Placement(unit_id=unit.id, parent_id=heir.id, valid_from=on))
    db.session.flush()
    record("unit:end", unit, by=by, unit_id=unit.id, fields=["valid_to", "parent_id"])
    return unit


def remember(name: str, effective_on: date, *, by: Signed | None) -> Reorganisation:
    """Keep that a reorganisation was done and return what is kept."""
    done = Reorganisation(name=name, effective_on=effective_on)
    db.session.add(done)
    db.session.flush()
    record("reorganisation:do", done, by=by)
    return done


def _leave(unit: Unit, on: date) -> None:
    """Let the unit's placement of today end."""
    rows = select(Placement).where(Placement.unit_id == unit.id, Placement.valid_to.is_(None))
    for placement in db.session.scalars(rows):
        placement.valid_to = on


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
