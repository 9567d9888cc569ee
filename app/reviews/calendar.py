"""By which day a dossier should be sent: as the province has set it, else as `data/calendar.yaml` ships it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import Select, select

from app.criteria.models import CriteriaSet
from app.extensions import db
from app.reviews.dossiers.frozen import Subject
from app.reviews.models import SendingDay
from app.seals.models import DossierKind
from app.units.models import UnitKind

SHIPPED = Path(__file__).parent / "data" / "calendar.yaml"


@dataclass(frozen=True, slots=True)
class Key:
    """What has a day of its own: a kind of dossier, of a kind of unit, of assessments by one set."""

    kind: DossierKind
    unit_kind: UnitKind
    set_code: str = ""

    @property
    def name(self) -> str:
        """Under which forms and addresses ask for it."""
        return "-".join(filter(None, (self.kind, self.unit_kind, self.set_code)))


@dataclass(frozen=True, slots=True)
class Day:
    """A day of every year, "11-05"; ``article`` of Circular 124/2021/TT-BCA asks for it, None: a province sets it."""

    day: str
    article: int | None = None

    def of(self, year: int) -> date:
        """Return the day of one year."""
        month, _dash, day = self.day.partition("-")
        return date(year, int(month), int(day))


def due_on(kind: DossierKind, subject: Subject) -> date | None:
    """Return by when a dossier should be sent; None where no day is set."""
    code = subject.assessment.set_code if subject.assessment else ""
    found = day_for(Key(kind, subject.unit.kind, code), subject.unit.ancestor_ids)
    return found.of(subject.year) if found else None


def day_for(key: Key, above: list[int]) -> Day | None:
    """Return the day that holds for units below those of the ids ``above``."""
    return held(key, db.session.scalars(own_day(key.kind, key.unit_kind, key.set_code, above)).first())


def own_day(kind: Any, unit_kind: Any, set_code: Any, above: list[int]) -> Select[str]:
    """Return a select of the day that a unit among ``above`` has set for a key, given as values or as columns."""
    mine = (SendingDay.kind == kind, SendingDay.unit_kind == unit_kind, SendingDay.set_code == set_code)
    return select(SendingDay.day).where(SendingDay.unit_id.in_(above), *mine).limit(1)


def days_for(keys: Iterable[Key], above: list[int]) -> dict[Key, Day | None]:
    """Return the days that hold for several keys, as `day_for` does; one query."""
    rows = db.session.scalars(select(SendingDay).where(SendingDay.unit_id.in_(above)))
    own = {Key(each.kind, each.unit_kind, each.set_code): each.day for each in rows}
    return {key: held(key, own.get(key)) for key in keys}


def held(key: Key, own: str | None) -> Day | None:
    """Return the day that holds: ``own``, the province's (empty: none), or where it set nothing (None) the shipped."""
    return shipped().get(key) if own is None else Day(own) if own else None


def keys(unit_id: int, year: int) -> dict[str, Key]:
    """Return what can have a day of its own below a unit, by its name: what ships with one, and each set in force."""
    rows = select(CriteriaSet).where(CriteriaSet.in_unit(unit_id)).order_by(CriteriaSet.code, CriteriaSet.unit_kind)
    sets = [each for each in db.session.scalars(rows) if each.covers(date(year, 12, 31))]
    found = [*shipped(), *(Key(DossierKind.ASSESSMENT, each.unit_kind, each.code) for each in sets)]
    return {key.name: key for key in found}


@cache
def shipped() -> dict[Key, Day]:
    """Return the days that come with the app."""
    read = yaml.safe_load(SHIPPED.read_text(encoding="utf-8"))
    return {
        Key(DossierKind(each["kind"]), UnitKind(each["unit"]), each.get("set", "")): Day(
            each["day"], each.get("article")
        )
        for each in read
    }
