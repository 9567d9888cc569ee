"""One indicator of a file: its keys, and which of them its test takes."""

from collections.abc import Collection, Mapping
from typing import Any

from app.criteria.evaluation import IndicatorTest, MetBy, Reading
from app.criteria.source.entries import Entry, read_words
from app.criteria.source.nodes import file_of
from app.criteria.terms import LABEL, IndicatorTerms, RecordedFact, Setting

Waiver = dict[str, Any]
WaiversOfFiles = Mapping[str, Mapping[str, Waiver]]  # by file and code

# What a test needs, and what it may have besides; every other key of these is a fault.
NEEDED: Mapping[IndicatorTest, tuple[str, ...]] = {
    IndicatorTest.YES_NO: (),
    IndicatorTest.NONE_OF: ("incidents",),
    IndicatorTest.RATIO_AT_LEAST: ("share",),
    IndicatorTest.COUNT_AT_LEAST: ("least",),
    IndicatorTest.BELOW_LAST_YEAR: (),
}
ALLOWED: Mapping[IndicatorTest, tuple[str, ...]] = {
    IndicatorTest.YES_NO: ("measure", "met_by"),
    IndicatorTest.NONE_OF: (),
    IndicatorTest.RATIO_AT_LEAST: ("measure", "kinds", "reading"),
    IndicatorTest.COUNT_AT_LEAST: ("measure",),
    IndicatorTest.BELOW_LAST_YEAR: ("measure",),
}
BY_TEST = {key for keys in (*NEEDED.values(), *ALLOWED.values()) for key in keys}
# What must be there for a province to set it.
SETTABLE = {
    Setting.SHARE: "share",
    Setting.LEAST: "least",
    Setting.READING: "reading",
    Setting.PLEDGE: "pledge_counts",
}


def read_waivers(root: Entry) -> dict[str, Waiver]:
    """Return the waivers that a file defines, by code."""
    found: dict[str, Waiver] = {}
    for entry in root.each("waivers", optional=True):
        code = entry.code("code")
        waiver: Waiver = {"code": code, "label": entry.words("label", most=LABEL), "asks": entry.words("asks")}
        waiver["fact"] = entry.one_of("fact", RecordedFact, optional=True)
        entry.finish()
        if code in found:
            entry.fault("code", f"{code} stands here twice")
        if code:
            found[code] = waiver
    return found


def read_indicator(entry: Entry, waivers: WaiversOfFiles, measures: Collection[str]) -> IndicatorTerms | None:
    """Return the indicator, or None where a fault was noted that leaves nothing of it."""
    test = entry.one_of("test", IndicatorTest)
    code, label, citation = entry.code("code"), entry.words("label", most=LABEL), _citation(entry)
    values = _values_of_test(entry, test, measures) if test else {}
    incidents, waived = _incidents(entry, test), _Waived(waivers)
    whole = waived.codes_of(entry)
    for incident, given in incidents:
        incident["waivers"] = waived.codes_of(given)
        given.finish()
    terms: dict[str, Any] = {
        "incidents": [incident for incident, _ in incidents] or None,
        "waivers": waived.found(whole) or None,
        "not_applicable": entry.truth("not_applicable") or False,
        "evidence": [read_words(each) for each in entry.each("evidence", optional=True)] or None,
        "note": entry.words("note", optional=True),
        "pledge_counts": entry.truth("pledge_counts"),
        "settable": _settable(entry),
    }
    if entry.has("pledge_counts") and not entry.has("measure"):
        entry.fault("pledge_counts", "is only for an indicator with a measure")
    entry.asked |= BY_TEST
    entry.finish()
    if code is None or label is None or test is None:
        return None
    return IndicatorTerms(code=code, label=label, test=test, citation=citation, **values, **terms)


class _Waived:
    """The waivers that an indicator and its incidents name, each with what its own file says of it."""

    def __init__(self, waivers: WaiversOfFiles) -> None:
        self.waivers = waivers
        self.named: dict[str, Waiver] = {}

    def codes_of(self, entry: Entry) -> list[str]:
        """Return the codes under ``waivers``; one that its file does not define is a fault."""
        codes = entry.codes("waivers")
        for code in codes:
            defined = self.waivers.get(file_of(entry.nodes["waivers"]), {}).get(code)
            if defined is None:
                entry.fault("waivers", f"{code} is no waiver that this file defines")
            else:
                self.named[code] = defined
        return codes

    def found(self, whole: list[str]) -> list[Waiver]:
        """Return all that were named, with whether each waives the whole indicator."""
        return [{**waiver, "whole": code in whole} for code, waiver in self.named.items()]


def _values_of_test(entry: Entry, test: IndicatorTest, measures: Collection[str]) -> dict[str, Any]:
    allowed = (*NEEDED[test], *ALLOWED[test])
    for key in sorted(BY_TEST - set(allowed)):
        if entry.has(key):
            entry.fault(key, f"is not for the test {test}")
    values: dict[str, Any] = {}
    if "share" in allowed:
        values |= {"share": entry.share("share"), **_kinds(entry)}
    if "least" in allowed:
        values["least"] = entry.whole("least", least=1)
    if "measure" in allowed and entry.has("measure"):
        values["measure"] = entry.code("measure")
        if values["measure"] and values["measure"] not in measures:
            entry.fault("measure", f"{values['measure']} is no measure; known: {', '.join(sorted(measures))}")
    if "met_by" in allowed and entry.has("met_by"):
        values["met_by"] = entry.one_of("met_by", MetBy)
        if not entry.has("measure"):
            entry.fault("met_by", "is only for an indicator with a measure")
    return values


def _kinds(entry: Entry) -> dict[str, Any]:
    kinds = [read_words(each, LABEL) for each in entry.each("kinds", optional=True)]
    if not entry.has("kinds"):
        if entry.has("reading"):
            entry.fault("reading", "is only for an indicator with kinds")
        return {}
    return {"kinds": kinds, "reading": entry.one_of("reading", Reading)}


def _incidents(entry: Entry, test: IndicatorTest | None) -> list[tuple[dict[str, Any], Entry]]:
    if test is not IndicatorTest.NONE_OF:
        return []
    found: list[tuple[dict[str, Any], Entry]] = []
    codes: set[str] = set()
    for given in entry.each("incidents"):
        code = given.code("code")
        if code in codes:
            given.fault("code", f"{code} stands here twice")
        codes |= {code} if code else set()
        found.append(({"code": code, "point": given.short("point"), "label": given.words("label", most=200)}, given))
    return found


def _citation(entry: Entry) -> dict[str, Any]:
    given = entry.entry("citation", optional=True)
    if given is None:
        return {}
    citation = {"document": given.words("document", optional=True)}
    citation |= {part: given.short(part) for part in ("article", "clause", "point")}  # type: ignore[misc]
    given.finish()
    return {part: value for part, value in citation.items() if value}


def _settable(entry: Entry) -> list[str] | None:
    settings = entry.codes("settable")
    for setting in settings:
        if setting not in set(Setting):
            entry.fault("settable", f"{setting} is none of: {', '.join(Setting)}")
        elif not entry.has(SETTABLE[Setting(setting)]):
            entry.fault("settable", f"{setting} needs {SETTABLE[Setting(setting)]}")
    return settings or None
