"""Criteria sets of YAML files: what a file must hold, and its sets as terms, whole or not at all."""

from collections.abc import Collection, Sequence
from typing import Any

import yaml

from app.criteria.source.entries import Entry
from app.criteria.source.faults import CriteriaProblem, Fault
from app.criteria.source.indicators import WaiversOfFiles, read_indicator, read_waivers
from app.criteria.source.likes import Likes
from app.criteria.source.nodes import Source, root_of
from app.criteria.terms import IndicatorTerms, SetTerms, SourceState
from app.units.models import UnitKind

MEASURED = (UnitKind.COMMUNE, UnitKind.VILLAGE)  # what a set may be about


def read_sets(wanted: Sequence[Source], measures: Collection[str], *, beside: Sequence[Source] = ()) -> list[SetTerms]:
    """Return the sets of the ``wanted`` files, whose indicators may be like those of the files ``beside`` them.

    ``measures`` are the names that exist; of two files of one name the wanted one counts. Raises
    CriteriaProblem with every fault.
    """
    faults: list[Fault] = []
    names = {source.name for source in wanted}
    beside = [source for source in beside if source.name not in names]
    roots = [root for source in (*wanted, *beside) if (root := _root(source, faults))]
    if faults:
        raise CriteriaProblem(faults)
    likes = Likes(roots, faults)
    waivers = _waivers(wanted, beside, roots)
    sets = [one for root in roots[: len(wanted)] for one in _Reader(root, faults, likes, waivers, measures).sets()]
    if faults:
        raise CriteriaProblem(faults)
    return sets


class _Reader:
    """Reads one file."""

    def __init__(
        self,
        root: yaml.MappingNode,
        faults: list[Fault],
        likes: Likes,
        waivers: WaiversOfFiles,
        measures: Collection[str],
    ) -> None:
        self.root, self.faults = Entry(root, "", faults), faults
        self.likes, self.waivers, self.measures = likes, waivers, measures

    def sets(self) -> list[SetTerms]:
        """Return the file's sets, one for each of its parts; only whole ones."""
        shared, read = self._shared(), []
        kinds: set[UnitKind | None] = set()
        for part in self.root.each("parts"):
            kind = part.one_of("unit_kind", UnitKind)
            if kind in kinds:
                part.fault("unit_kind", f"{kind} stands here twice")
            if kind is not None and kind not in MEASURED:
                part.fault("unit_kind", f"{kind} is none of: {', '.join(MEASURED)}")
            kinds.add(kind)
            read.append(self._part(part, {**shared, "unit_kind": kind}))
        self.root.finish()
        return [SetTerms(**values) for values in read] if not self.faults else []

    def _shared(self) -> dict[str, Any]:
        root = self.root
        read_waivers(root)  # which notes their faults
        shared = {
            "code": root.code("code"),
            "version": root.whole("version", least=1),
            "document": root.words("document"),
            "valid_from": root.day("valid_from"),
            "valid_to": root.day("valid_to", optional=True),
            "source": root.one_of("source", SourceState),
            "source_note": root.words("source_note", optional=True),
            "notes": [root.words("note", optional=True)],
        }
        if shared["source"] is SourceState.PARTIAL and not root.has("source_note"):
            root.fault("source_note", "is missing: say what could not be read")
        first, last = shared["valid_from"], shared["valid_to"]
        if first and last and last < first:  # type: ignore[operator]
            root.fault("valid_to", "is before valid_from")
        return shared

    def _part(self, part: Entry, shared: dict[str, Any]) -> dict[str, Any]:
        title, calendar = part.words("title", most=120), _calendar(part)
        notes = [note for note in (*shared["notes"], part.words("note", optional=True)) if note] or None
        settable = part.truth("deadline_settable") or False
        indicators: list[IndicatorTerms] = []
        for entry in part.each("indicators"):
            node = self.likes.written_out(entry.node, entry.field)
            if node is None:
                continue
            indicator = read_indicator(Entry(node, entry.field, self.faults), self.waivers, self.measures)
            if indicator and indicator.code in {known.code for known in indicators}:
                entry.fault("code", f"{indicator.code} stands in this set twice")
            indicators += [indicator] if indicator else []
        part.finish()
        own = {
            "title": title,
            "notes": notes,
            "calendar": calendar,
            "deadline_settable": settable,
            "indicators": tuple(indicators),
        }
        return {**shared, **own}


def _root(source: Source, faults: list[Fault]) -> yaml.MappingNode | None:
    try:
        return root_of(source)
    except CriteriaProblem as problem:
        faults += problem.faults
        return None


def _waivers(wanted: Sequence[Source], beside: Sequence[Source], roots: Sequence[yaml.MappingNode]) -> WaiversOfFiles:
    """Return each file's waivers; faults in them are noted when the file itself is read."""
    sources = (*wanted, *beside)
    return {source.name: read_waivers(Entry(root, "", [])) for source, root in zip(sources, roots, strict=True)}


def _calendar(part: Entry) -> dict[str, Any] | None:
    entry = part.entry("calendar", optional=True)
    if entry is None:
        return None
    days = {key: entry.day_of_year(key) for key in ("from", "to", "register_by", "decide_before")}
    calendar = {**days, "decider": entry.words("decider", optional=True)}
    entry.finish()
    for given, other in (("from", "to"), ("to", "from")):
        if entry.has(given) and not entry.has(other):
            entry.fault(other, f"is missing: a window has both its days, {given} and {other}")
    return {key: value for key, value in calendar.items() if value} or None
