"""By which day a dossier should be sent: as the province has set it, else as `data/calendar.yaml` ships it."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import yaml
from sqlalchemy import select

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
    mine = (SendingDay.kind == key.kind, SendingDay.unit_kind == key.unit_kind, SendingDay.set_code == key.set_code)
    own = db.session.scalars(select(SendingDay).where(SendingDay.unit_id.in_(above), *mine)).first()
    if own:
        return Day(own.day) if own.day else None
    return shipped().get(key)


def keys() -> dict[str, Key]:
    """Return what has a day of its own, by the name under which a form asks for it."""
    return {"-".join(filter(None, (key.kind, key.unit_kind, key.set_code))): key for key in shipped()}


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
