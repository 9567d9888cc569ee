"""The countdown of first pages: by when what a year asks for is asked for, and how many have not sent it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask import url_for
from sqlalchemy import CompoundSelect, Select, String, cast, func, literal, select, union_all
from sqlalchemy.orm import aliased

from app.assessments.models import Assessment
from app.clock import today
from app.criteria.labels import say
from app.criteria.models import CriteriaSet
from app.extensions import db
from app.reviews.calendar import Key, held, own_day
from app.reviews.models import State, Submission
from app.reviews.set_titles import name_of
from app.reviews.timeliness import YEARLY, begun, not_sent, sending_kinds, sent_by
from app.seals.models import DossierKind
from app.units.models import Unit, UnitKind
from app.units.scope import beneath

AHEAD = timedelta(days=60)  # what is asked for later is not told yet


@dataclass(frozen=True, slots=True)
class Deadline:
    """What units at and below one have not sent yet; ``missing``: how many; ``own``: it is that unit itself."""

    name: str
    day: date
    missing: int
    own: bool
    unit_kind: UnitKind
    address: str

    @property
    def left(self) -> int:
        """How many days are left; less than 0: how many it is late."""
        return (self.day - today()).days


def deadlines(unit: Unit) -> list[Deadline]:
    """Return what should be sent within two months, or is late, the earliest first; one query."""
    year = today().year
    made = [_deadline(unit, year, *row) for row in db.session.execute(_missing(unit, year))]
    found = [each for each in made if each and each.missing and each.day <= today() + AHEAD]
    return sorted(found, key=lambda each: (not each.own, each.day))


def _missing(unit: Unit, year: int) -> CompoundSelect[Any]:
    """Return a select of what is expected: its key, the title of its set, the day set by the province, the missing."""
    kinds = sending_kinds(unit)
    yearly = [_missing_yearly(unit, key, year) for key in YEARLY if key.unit_kind in kinds]
    return union_all(*yearly, _missing_assessments(unit, kinds, year))


def _missing_yearly(unit: Unit, key: Key, year: int) -> Select[Any]:
    day = own_day(key.kind, key.unit_kind, key.set_code, [*unit.ancestor_ids, unit.id]).scalar_subquery()
    missing = select(func.count(Unit.id)).where(_below(unit), Unit.kind == key.unit_kind, not_sent(key, year))
    return select(
        literal(key.kind.value), literal(key.unit_kind.value), literal(key.set_code), literal(""), day,
        missing.scalar_subquery(),
    )  # fmt: skip


def _missing_assessments(unit: Unit, kinds: Sequence[UnitKind], year: int) -> Select[Any]:
    used = (
        select(Assessment.set_code.label("code"), Unit.kind.label("kind"))
        .join(Unit, Unit.id == Assessment.unit_id)
        .where(*begun(unit, year), Unit.kind.in_(kinds))
        .distinct()
        .subquery()
    )
    one = aliased(CriteriaSet)
    title = select(cast(one.title, String)).where(one.code == used.c.code, one.unit_kind == used.c.kind)
    day = own_day(DossierKind.ASSESSMENT, used.c.kind, used.c.code, [*unit.ancestor_ids, unit.id])
    mine = sent_by(Unit.id, Key(DossierKind.ASSESSMENT, kinds[0]), year).where(Assessment.set_code == used.c.code)
    mine = mine.where(Submission.state != State.DRAFT)  # taken back
    return (
        select(
            literal(DossierKind.ASSESSMENT.value), cast(used.c.kind, String), used.c.code,
            title.order_by(one.version.desc()).limit(1).scalar_subquery(), day.scalar_subquery(), func.count(Unit.id),
        )
        .join(Unit, Unit.kind == used.c.kind)
        .where(_below(unit), ~mine.exists())
        .group_by(used.c.kind, used.c.code)
    )  # fmt: skip


def _below(unit: Unit) -> Any:
    return beneath(unit.path or "none/")


def _deadline(
    unit: Unit, year: int, kind: str, unit_kind: str, code: str, title: str, own: str | None, missing: int
) -> Deadline | None:  # fmt: skip
    key = Key(DossierKind(kind), UnitKind(unit_kind), code)
    day = held(key, own)
    if day is None:
        return None
    mine = unit.kind is key.unit_kind
    address = _address(unit, key) if mine else url_for("timeliness.index", unit=unit.id, kind=key.name, year=year)
    name = name_of(key, say(json.loads(title)) if title else None)
    return Deadline(name, day.of(year), int(missing), mine, key.unit_kind, address)


def _address(unit: Unit, key: Key) -> str:
    """Return where the unit itself sends it."""
    if key.kind is DossierKind.ASSESSMENT:
        return url_for("assessments.index", unit=unit.id)
    return url_for("submissions.index", unit=unit.id)
