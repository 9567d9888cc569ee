"""A plan of a YAML file: merges, splits, moves, renamings, accounts; docs/reorganising.md has one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml
from sqlalchemy import select

from app.criteria.source.entries import Entry
from app.criteria.source.faults import CriteriaProblem, Fault
from app.criteria.source.nodes import line_of, root_of, source_of
from app.extensions import db
from app.reorganisations.checks import refuse_done
from app.reorganisations.following import follow
from app.reorganisations.plan import (
    Ending,
    Heir,
    Moving,
    New,
    Parting,
    Place,
    Plan,
    Renaming,
    ReorganisationProblem,
    Spot,
)
from app.units.models import Unit, UnitKind

CLOSE = "close"
LONGEST = 120  # of a name


@dataclass(frozen=True, slots=True)
class Choice:
    """What a file says of an account: close it (None), or let it go on in the unit called ``to``."""

    to: str | None
    spot: Spot


Choices = Mapping[str, Choice]


def read_plan(path: Path) -> tuple[Plan, Choices]:
    """Return the plan of a file and what it says of accounts. Raises ReorganisationProblem with every fault."""
    root, faults = _root(path)
    reader = _Reader(root, faults, path.name)
    plan, choices = reader.plan(), _choices(root, path.name)
    root.finish()
    if faults or plan is None:
        raise ReorganisationProblem(faults)
    return follow(plan), choices


def read_choices(path: Path) -> Choices:
    """Return what a file says of accounts, and of nothing else. Raises ReorganisationProblem with every fault."""
    root, faults = _root(path)
    choices = _choices(root, path.name)
    root.finish()
    if faults:
        raise ReorganisationProblem(faults)
    return choices


def _root(path: Path) -> tuple[Entry, list[Fault]]:
    faults: list[Fault] = []
    try:
        node = root_of(source_of(path), absent="holds no reorganisation: write keys such as name and effective")
    except CriteriaProblem as problem:
        raise ReorganisationProblem(problem.faults) from None
    return Entry(node, "", faults), faults


def _choices(root: Entry, file: str) -> Choices:
    found: dict[str, Choice] = {}
    for entry in root.each("accounts", optional=True):
        username, to = entry.text("username", most=LONGEST), entry.text("to", most=LONGEST)
        entry.finish()
        if username in found:
            entry.fault("username", f"{username} stands here twice")
        if username and to:
            spot = Spot(file, line_of(entry.node), entry.field)
            found[username] = Choice(None if to == CLOSE else to, spot)
    return found


def _plain(entry: Entry, key: str, *, optional: bool = False) -> str | None:
    """Return a scheme or a code, by which SCHEME:CODE will find the unit."""
    text = entry.text(key, most=LONGEST, optional=optional)
    if text is not None and (":" in text or " " in text):
        entry.fault(key, f"{text!r} is no {key}: write it without spaces and colons")
        return None
    return text


class _Reader:
    """Reads one file. What is faulty comes back as nothing: who asked looks at the faults."""

    def __init__(self, root: Entry, faults: list[Fault], file: str) -> None:
        self.root, self.faults, self.file = root, faults, file
        self.news: dict[str, New] = {}
        self.scheme: str | None = None

    def plan(self) -> Plan | None:
        """Return the plan; None where it has no name or no day."""
        name, on = self.root.code("name"), self.root.day("effective")
        self.scheme = _plain(self.root, "scheme", optional=True)
        plan = Plan(name or "", on or date.min, Spot(self.file, 1, "name" if on else "effective"))
        if name and on:
            plan.spot = Spot(self.file, line_of(self.root.nodes["effective"]), "effective")
            refuse_done(name, plan.spot)
        self._merges(plan)
        self._splits(plan)
        self._moves(plan)
        self._renamings(plan)
        plan.news = list(self.news.values())
        if not any(plan.touched()) and not self.faults:
            self.root.fault("merge", "nothing happens: write merge, split, move or rename")
        return plan if name and on else None

    def _merges(self, plan: Plan) -> None:
        """Several units end, and one takes them over: a new one, or one that goes on."""
        for entry in self.root.each("merge", optional=True):
            units = [unit for unit in (self._unit(entry, "from", text) for text in entry.codes("from")) if unit]
            if not entry.has("from"):
                entry.fault("from", "is missing: name the units that end")
            into = self._place(entry, "into", units)
            entry.finish()
            if into:
                plan.endings += [Ending(unit, [Heir(into)], self._spot(entry)) for unit in units if unit is not into]

    def _splits(self, plan: Plan) -> None:
        """One unit ends and several take it over; or it goes on, being one of them, and the others are parts of it."""
        for entry in self.root.each("split", optional=True):
            unit, heirs, goes_on = self._unit(entry, "from"), list[Place](), False
            for part in entry.each("into"):
                place = self._part(part, unit)
                goes_on = goes_on or (place is unit and unit is not None)
                plan.movings += self._given(part, place)
                part.finish()
                heirs += [place] if place and place is not unit else []
            entry.finish()
            if unit and goes_on:
                parts = [place for place in heirs if isinstance(place, New)]
                plan.partings += [Parting(unit, place, self._spot(entry)) for place in parts]
            elif unit:
                plan.endings.append(Ending(unit, [Heir(place, partly=True) for place in heirs], self._spot(entry)))

    def _moves(self, plan: Plan) -> None:
        for entry in self.root.each("move", optional=True):
            unit, under = self._unit(entry, "unit"), self._known(entry, "under")
            entry.finish()
            if unit and under and unit.parent_id == getattr(under, "id", 0):
                entry.fault("under", f"{unit.full_name} lies there already")
            elif unit and under:
                plan.movings.append(Moving(unit, under, self._spot(entry)))

    def _renamings(self, plan: Plan) -> None:
        for entry in self.root.each("rename", optional=True):
            unit = self._unit(entry, "unit")
            title, name = (entry.text(key, most=LONGEST, optional=True) for key in ("title", "name"))
            entry.finish()
            if unit and (title or unit.title, name or unit.name) == (unit.title, unit.name):
                entry.fault("name", f"{unit.full_name} is called so already")
            elif unit:
                plan.renamings.append(Renaming(unit, title or unit.title, name or unit.name, self._spot(entry)))

    def _part(self, part: Entry, unit: Unit | None) -> Place | None:
        """Return one of those who take over a split unit: a new one, or with ``unit`` one that there is."""
        return self._known(part, "unit") if part.has("unit") else self._new(part, [unit] if unit else [])

    def _given(self, part: Entry, place: Place | None) -> list[Moving]:
        """Return the movings of the units that one part of a split unit gets."""
        units = [self._unit(part, "with", text) for text in part.codes("with")]
        return [Moving(unit, place, self._spot(part)) for unit in units if unit and place]

    def _place(self, entry: Entry, key: str, from_: list[Unit]) -> Place | None:
        """Return a unit that is named, or a new one that is described."""
        if isinstance(entry.nodes.get(key), yaml.MappingNode):
            inner = entry.entry(key)
            place = self._new(inner, from_) if inner else None
            if inner:
                inner.finish()
            return place
        return self._known(entry, key)

    def _new(self, entry: Entry, from_: list[Unit]) -> New | None:
        """Return a new unit, of the kind of those it takes over and, unless it says otherwise, where they lie."""
        code = _plain(entry, "code")
        title, name = (entry.text(key, most=LONGEST) for key in ("title", "name"))
        under = self._known(entry, "under") if entry.has("under") else self._shared_parent(entry, from_)
        entry.asked.add("under")
        if not self.root.has("scheme"):
            self.root.fault("scheme", "is missing: new units have a code in a scheme")
        if not (code and title and name and under and from_ and self.scheme):
            return None
        new = New(self.scheme, code, self._kind(entry, from_), title, name, under, self._spot(entry))
        if f"{self.scheme}:{code}" in self.news:
            entry.fault("code", f"{code} stands here twice: a code is of one unit in its scheme")
        return self.news.setdefault(f"{self.scheme}:{code}", new)

    def _kind(self, entry: Entry, from_: list[Unit]) -> UnitKind:
        kinds = {unit.kind for unit in from_}
        if len(kinds) > 1:
            entry.fault("code", f"takes over units of several kinds: {', '.join(sorted(kinds))}")
        return from_[0].kind

    def _shared_parent(self, entry: Entry, from_: list[Unit]) -> Unit | None:
        parents = {unit.parent_id for unit in from_}
        if from_ and len(parents) > 1:
            entry.fault("under", "is missing: those it takes over lie under several units")
        return from_[0].parent if len(parents) == 1 else None

    def _unit(self, entry: Entry, key: str, text: str | None = None) -> Unit | None:
        """Return a unit that there is."""
        found = self._known(entry, key, text)
        return found if isinstance(found, Unit) else None

    def _known(self, entry: Entry, key: str, text: str | None = None) -> Place | None:
        """Return the unit, of the plan or that there is, that is called SCHEME:CODE."""
        text = text or entry.text(key, most=LONGEST)
        if text is None:
            return None
        scheme, _, code = text.partition(":")
        found = db.session.scalar(select(Unit).where(Unit.scheme == scheme, Unit.code == code))
        place = self.news.get(text) or found
        if place is None:
            entry.fault(key, f"{text} is no unit: write SCHEME:CODE, such as 2025-01:03646; new ones stand further up")
        return place

    def _spot(self, entry: Entry) -> Spot:
        return Spot(self.file, line_of(entry.node), entry.field)
