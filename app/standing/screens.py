"""What the pages of standing show, gathered from queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import request, url_for
from flask_babel import gettext as _

from app.clock import now, today
from app.extensions import db
from app.policy import Action, can
from app.seals.queries import seal_of
from app.seals.remarks import remarks_on
from app.standing.forms.changes import DocumentPhotoForm, EndForm, NoteForm, WithdrawalForm
from app.standing.kinds import HOTSPOT, KINDS, REGISTRATION, Kind, Lasting, Record, holding, kind_of
from app.standing.labels import WORDS, Words, facts_of, headline, title_of
from app.standing.queries import At, Line, all_records_of, lines, places_of, with_marks
from app.units.asked import asked_unit
from app.units.models import Unit, UnitKind
from app.units.queries import above_and_before, ancestors
from app.web.access import actor
from app.web.htmx import address_with

FIRST_YEAR = 2000


@dataclass(frozen=True, slots=True)
class Card:
    """One kind of record of a unit: what holds now, what was, and whether the person may add one."""

    kind: Kind
    title: str
    words: Words
    held: Sequence[Record]
    past: Sequence[Record]
    due: str | None
    may_add: bool


def about_unit(unit: Unit) -> dict[str, Any]:
    """Return what the page of a unit shows: a card for each kind of record, and the units below with their marks."""
    found = all_records_of(actor(), unit)
    cards = [_card(kind, unit, found[kind.name]) for kind in KINDS if kind.name in found]
    above, before = above_and_before(unit)
    marked, day = with_marks(unit, now_on(today())), today()
    titles = {kind: WORDS[kind.name].having for kind in KINDS}
    return {
        "unit": unit, "cards": cards, "below": marked, "titles": titles, "year": day.year, "headline": headline,
        "facts_of": facts_of, "above": _readable(above), "predecessors": before,
        "figures": [(title_of_list(kind), address_with(f"/{kind.path}", unit=unit.id)) for kind in KINDS],
    }  # fmt: skip


def about_record(record: Record, **forms: Any) -> dict[str, Any]:
    """Return what the page of a record shows; ``forms`` are those that were refused."""
    kind = kind_of(record)
    empty = {
        "end_form": EndForm(formdata=None, until=today()), "withdrawal_form": WithdrawalForm(formdata=None),
        "photo_form": DocumentPhotoForm(formdata=None), "note_form": NoteForm(formdata=None, noted_on=today()),
    }  # fmt: skip
    seal = seal_of(record.id)
    may_keep = can(actor(), kind.action, record.unit) and record.withdrawn_at is None
    return {
        "seal": seal, "exempt": seal is not None and seal.exempts(now()),
        "remarks": remarks_on(kind.name, record.unit_id),
        "record": record, "kind": kind, "words": WORDS[kind.name], "title": title_of(kind.name, record.unit),
        "headline": headline(record), "facts_of": facts_of, "may_keep": may_keep,
        "ends": kind.lasting is Lasting.SPAN, "noted": kind is HOTSPOT, **empty, **forms,
    }  # fmt: skip


def about_kind(kind: Kind) -> dict[str, Any]:
    """Return what the list of a kind shows: which units at and below the one asked about have it; the rows of a figure.

    The query names the ``unit``, the ``level`` that is counted, the ``year``, the day ``on`` which it must hold and the
    date ``as_of`` which the hierarchy is read and what came later does not count.
    """
    unit = asked_unit(actor(), Action.STANDING_READ, request.args.get("unit"))
    level, when = _level(kind, unit), _when()
    found = lines(unit, kind, level, when)
    return {
        "kind": kind, "unit": unit, "level": level, "at": when, "lines": found, "heading": title_of_list(kind),
        "value": sum(line.value for line in found), "of": sum(line.of for line in found), "words": WORDS[kind.name],
        "above": _readable_above(unit), "address": _address_of(kind, level, when), "single": _single(level),
        "earlier": _other_year(kind, unit, level, when.year - 1),
        "later": _other_year(kind, unit, level, when.year + 1),
        "levels": [(other, _level_address(kind, unit, other, when)) for other in kind.levels if other is not level],
        "yearly": kind.lasting is Lasting.YEAR,
    }  # fmt: skip


def places_to_choose(kind: Kind) -> Sequence[Unit]:
    """Return the units for which the person may enter a record of the kind."""
    return db.session.scalars(places_of(actor(), kind)).all()


def title_of_list(kind: Kind) -> str:
    """Return what the list of a kind is called."""
    return str(WORDS[kind.name].title)


def now_on(day: date) -> At:
    """Return the year of ``day`` and the day itself."""
    return At(day.year, day, day)


def _card(kind: Kind, unit: Unit, records: Sequence[Record]) -> Card:
    held = holding(kind, records, today())
    shown = {record.id for record in held}
    due = None
    if kind is REGISTRATION and not any(getattr(record, "year", None) == today().year for record in held):
        due = _("Chưa ghi đăng ký năm %(year)s.", year=str(today().year))
    return Card(
        kind, title_of(kind.name, unit), WORDS[kind.name], held,
        [record for record in records if record.id not in shown], due, can(actor(), kind.action, unit),
    )  # fmt: skip


def _readable_above(unit: Unit) -> list[Unit]:
    return _readable(ancestors(unit))


def _readable(units: Sequence[Unit]) -> list[Unit]:
    return [place for place in units if can(actor(), Action.STANDING_READ, place)]


def _single(level: UnitKind) -> Any:
    """Return what tells whether a line is one unit of the level, and not a sum of several."""

    def is_one(line: Line) -> bool:
        return line.unit.kind is level

    return is_one


def _address_of(kind: Kind, level: UnitKind, when: At) -> Any:
    """Return what leads on from a line: to the unit's own records, or to the list of the units below it."""

    def address(line: Line) -> str:
        if line.unit.kind is level:
            return url_for("standing.show", unit_id=line.unit.id)
        return _level_address(kind, line.unit, level, when)

    return address


def _level_address(kind: Kind, unit: Unit, level: UnitKind, when: At) -> str:
    asked = {"level": level, "year": when.year, "on": when.day, "as_of": when.as_of}
    return address_with(f"/{kind.path}", unit=unit.id, **asked)


def _other_year(kind: Kind, unit: Unit, level: UnitKind, year: int) -> tuple[int, str] | None:
    if not FIRST_YEAR <= year <= today().year:
        return None
    return year, address_with(f"/{kind.path}", unit=unit.id, level=level, year=year)


def _level(kind: Kind, unit: Unit) -> UnitKind:
    """Return the level asked for; else villages of a commune, communes of what lies above."""
    asked = request.args.get("level")
    wanted = [level for level in kind.levels if level == asked]
    near = UnitKind.VILLAGE if unit.kind in {UnitKind.COMMUNE, UnitKind.VILLAGE} else UnitKind.COMMUNE
    return [*wanted, *(level for level in kind.levels if level is near), *kind.levels][0]


def _when() -> At:
    """Return when the list looks; rubbish is today, and a year that is over is looked at on its last day."""
    as_of = _day(request.args.get("as_of")) or today()
    text = request.args.get("year", "")
    known = text.isascii() and text.isdecimal() and len(text) == 4
    year = int(text) if known and FIRST_YEAR <= int(text) <= today().year + 1 else as_of.year
    return At(year, _day(request.args.get("on")) or min(as_of, date(year, 12, 31)), as_of)


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
