"""Files of criteria sets: those that come with the app are whole, and every fault is named by file, line and field."""

from fractions import Fraction
from textwrap import indent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.criteria.evaluation import IndicatorTest, Reading
from app.criteria.shipped import demo, known_measures, shipped
from app.criteria.source.faults import CriteriaProblem
from app.criteria.source.nodes import LARGEST, Source
from app.criteria.source.schema import read_sets
from app.criteria.terms import LABEL, SetTerms, SourceState
from app.units.models import UnitKind
from tests.structure.catalogs import VIETNAMESE

pytestmark = pytest.mark.once

HEAD = """\
code: thu
version: 1
document: {vi: Văn bản thử, en: Trial document}
valid_from: 2020-01-01
source: complete
parts:
  - unit_kind: commune
    title: {vi: Bộ thử, en: Trial set}
    indicators:
"""
YES_NO = """\
- code: "1"
  label: {vi: Có việc này, en: It is so}
  test: yes_no
"""
RATIO = """\
- code: "2"
  label: {vi: Đủ số bản, en: Enough villages}
  test: ratio_at_least
  share: 7/10
"""
FIRST = "parts[1].indicators[1]"
FRACTION = "write a fraction of at most 1, such as 7/10 for 70 %, 1/1 for all"
MEASURES = frozenset({"villages_recognised", "commune_recognised"})


def text(*indicators: str, head: str = HEAD) -> str:
    """Return a file with these indicators."""
    return head + "".join(indent(each, "      ") for each in indicators)


def read(content: str | bytes, name: str = "thu.yaml") -> list[SetTerms]:
    """Return the sets of a file."""
    raw = content.encode() if isinstance(content, str) else content
    return read_sets([Source(name, raw)], MEASURES)


def faults(content: str | bytes) -> list[str]:
    """Return what is wrong with a file, as it is told."""
    with pytest.raises(CriteriaProblem) as caught:
        read(content)
    return str(caught.value).splitlines()


def shipped_sets() -> dict[tuple[str, UnitKind], SetTerms]:
    return {(one.code, one.unit_kind): one for one in read_sets([*shipped(), *demo()], known_measures())}


def test_the_sets_that_come_with_the_app_are_whole() -> None:
    sets = shipped_sets()
    commune, village = UnitKind.COMMUNE, UnitKind.VILLAGE
    assert {key: len(one.indicators) for key, one in sets.items()} == {
        ("sonla-nangcao-2018", commune): 9,
        ("ntm-19.2-2016", commune): 3,
        ("antt-tt23-2012", commune): 5,
        ("antt-tt23-2012", village): 3,
        ("antt-tt124-2021", commune): 12,
        ("antt-tt124-2021", village): 11,
        ("mau-nangcao", commune): 9,
    }
    partly = {code for (code, _), one in sets.items() if one.source is SourceState.PARTIAL and one.source_note}
    assert partly == {"ntm-19.2-2016", "antt-tt23-2012"}


def test_their_thresholds_are_the_documents() -> None:
    sets = shipped_sets()
    letter = {each.code: each for each in sets["sonla-nangcao-2018", UnitKind.COMMUNE].indicators}
    assert {code: each.share for code, each in letter.items() if each.settable} == {"2": "1/1", "4": "1/1", "5": "1/2"}
    assert {code for code, each in letter.items() if each.share} == {"2", "4", "5"}, "the letter gives no share"
    assert [waiver["fact"] for waiver in letter["3"].waivers or ()] == ["border_commune"]
    before = {each.code: each for each in sets["antt-tt23-2012", UnitKind.COMMUNE].indicators}
    now = {each.code: each for each in sets["antt-tt124-2021", UnitKind.COMMUNE].indicators}
    assert Fraction(before["6.4"].share or 0) == Fraction(now["5.4b"].share or 0) == Fraction(7, 10)
    assert (now["5.4b"].reading, now["5.4b"].settable, len(now["5.4b"].kinds or ())) == (Reading.POOLED, ["reading"], 4)
    village = {each.code: each for each in sets["antt-tt124-2021", UnitKind.VILLAGE].indicators}
    assert [each["point"] for each in village["4.3"].incidents or ()] == ["a", "b", "c", "d", "đ", "e", "g"]
    assert village["4.4a"].test is IndicatorTest.BELOW_LAST_YEAR
    waived = {code for code, each in village.items() if each.waivers}
    assert waived == {"4.4b", "4.4d"}
    assert now["4.4b"] == village["4.4b"], "clauses 2 to 4 hold for the commune too"


def test_the_demos_set_is_a_copy() -> None:
    sets = shipped_sets()
    copy, first = sets["mau-nangcao", UnitKind.COMMUNE], sets["sonla-nangcao-2018", UnitKind.COMMUNE]
    assert copy.indicators == first.indicators
    assert "DỮ LIỆU MẪU" in copy.document["vi"]


def test_labels_are_short_and_english_is_english() -> None:
    for one in shipped_sets().values():
        for indicator in one.indicators:
            assert all(len(said) <= LABEL for said in indicator.label.values())
            english = [
                said["en"] for said in (indicator.label, indicator.note or {"en": ""}, *(indicator.evidence or ()))
            ]
            assert [said for said in english if VIETNAMESE.search(said)] == []


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (text(YES_NO, YES_NO), ["thu.yaml:13: parts[1].indicators[2].code: 1 stands in this set twice"]),
        (
            text(RATIO + "  measure: villages\n"),
            [f"thu.yaml:14: {FIRST}.measure: villages is no measure; known: commune_recognised, villages_recognised"],
        ),
        (
            text(RATIO.replace("7/10", "70")),
            [f"thu.yaml:13: {FIRST}.share: 70 is no share: {FRACTION}"],
        ),
        (text(YES_NO + "  share: 1/2\n"), ["thu.yaml:13: parts[1].indicators[1].share: is not for the test yes_no"]),
        (text(YES_NO + "  colour: red\n"), None),
        (text(YES_NO.replace("yes_no", "maybe")), None),
        (text(YES_NO.replace("{vi: Có việc này, en: It is so}", "Có việc này")), None),
        (text(YES_NO.replace(", en: It is so", "")), None),
        (text(YES_NO.replace("Có việc này", "A" * 91)), None),
        (text(YES_NO.replace("Có việc này", "12")), None),
        (text(YES_NO + "  met_by: some\n"), None),
        (text(YES_NO + "  waivers: [border]\n"), None),
        (text(YES_NO + "  not_applicable: perhaps\n"), None),
        (text(YES_NO + "  settable: [share]\n"), None),
        (text(YES_NO + "  code: '3'\n"), None),
        (text(YES_NO + "  pledge_counts: true\n"), None),
        (text(RATIO + "  reading: pooled\n"), None),
        (text(RATIO.replace("7/10", "7/0")), None),
        (text(RATIO.replace("7/10", "11/10")), None),
        (text(RATIO.replace("7/10", "0.7")), None),
        (text(RATIO.replace("ratio_at_least", "count_at_least")), None),
        (text("- 7\n"), None),
        (text(YES_NO, head=HEAD.replace("commune", "district")), None),
        (text(YES_NO, head=HEAD.replace("version: 1", "version: một")), None),
        (text(YES_NO, head=HEAD.replace("2020-01-01", "1/1/2020")), None),
        (text(YES_NO, head=HEAD.replace("complete", "partial")), None),
        (text(YES_NO, head=HEAD.replace("source:", "valid_to: 2019-12-31\nsource:")), None),
        (HEAD, ["thu.yaml:9: parts[1].indicators: is missing"]),
        (text('- code: "1"\n'), None),
        ("", ["thu.yaml:1: holds no criteria set: write keys such as code and title"]),
        ("- 1\n", None),
        ("code: [\n", None),
        ("code: a\x00b\n", None),
        (b"code: \xff\n", ["thu.yaml:1: is not written in UTF-8"]),
        ("code: a\n---\ncode: b\n", None),
        ("code: !!python/object/apply:os.system [ls]\n", None),
        ("[" * 5000, None),
        ("a: " * 50 + "1", None),
        (text(YES_NO, head=HEAD.replace("version: 1", "version: " + "9" * 5000)), None),
        (text(YES_NO.replace("{vi: Có việc này", '{vi: "Có\\0việc"')), [
            "thu.yaml:11: parts[1].indicators[1].label.vi: has a character that no page can show",
        ]),
        (text(YES_NO.replace("{vi: Có việc này", '{vi: "Có \\ud800"')), None),
        (text(YES_NO) + "    calendar: {to: 10-31}\n", [
            "thu.yaml:13: parts[1].calendar.from: is missing: a window has both its days, to and from",
        ]),
        (text(YES_NO) + "    calendar: {from: 11-01}\n", None),
    ],
)  # fmt: skip
def test_a_fault_is_named_by_file_line_and_field(content: str | bytes, told: list[str] | None) -> None:
    said = faults(content)
    assert all(line.startswith("thu.yaml:") and line.split(":")[1].isdecimal() for line in said)
    if told is not None:
        assert said == told


def test_every_fault_is_told_at_once() -> None:
    said = faults(text(YES_NO.replace("yes_no", "maybe"), RATIO.replace("7/10", "70"), head="farbe: rot\n" + HEAD))
    assert [line.split(": ")[1] for line in said] == [
        "farbe", "parts[1].indicators[1].test", "parts[1].indicators[2].share",
    ]  # fmt: skip


def test_aliases_are_not_read_however_little_they_weigh() -> None:
    bomb = "a: &a [1]\n" + "".join(f"b{n}: &b{n} [*{'a' if n == 0 else f'b{n - 1}'}, *a]\n" for n in range(30))
    assert faults(bomb) == ["thu.yaml:2: aliases are not read: write it out"]
    assert faults("a: &a\n  b: *a\n") == ["thu.yaml:2: aliases are not read: write it out"]
    five = b"a: &a " + b"x" * (5 * 1024 * 1024)
    assert faults(five) == [f"thu.yaml:1: is too large: {len(five)} bytes, at most {LARGEST}"]


def test_an_indicator_may_be_as_another_one_is_but_for_its_own_keys() -> None:
    like = '- like: thu/commune/2\n  code: "3"\n  share: 1/2\n'
    [one] = read(text(RATIO, like))
    first, second = one.indicators
    assert (second.code, second.share, second.label, second.test) == ("3", "1/2", first.label, first.test)


def test_references_that_lead_nowhere_or_round_are_refused() -> None:
    first, second = '- code: "1"\n  like: thu/commune/2\n', '- code: "2"\n  like: thu/commune/1\n'
    assert faults(text(first, second)) == [
        "thu.yaml:11: parts[1].indicators[1].like: thu/commune/1: leads back to itself",
        "thu.yaml:13: parts[1].indicators[2].like: thu/commune/2: leads back to itself",
    ]
    nowhere = faults(text("- code: x\n  like: thu/commune/9\n  label: {vi: Một, en: One}\n  test: yes_no\n"))
    assert nowhere == ["thu.yaml:11: parts[1].indicators[1].like: thu/commune/9: no indicator is named so"]


def test_a_waiver_is_what_its_own_file_says() -> None:
    waiver = "waivers:\n  - {code: border, label: {vi: Giáp biên, en: Border}, asks: {vi: Vì sao, en: Why}}\n"
    [one] = read(text(YES_NO + "  waivers: [border]\n", head=waiver + HEAD))
    assert one.indicators[0].waivers == [
        {"code": "border", "label": {"vi": "Giáp biên", "en": "Border"}, "asks": {"vi": "Vì sao", "en": "Why"},
         "fact": None, "whole": True},
    ]  # fmt: skip


def told(content: bytes) -> list[str]:
    """Return what is wrong with a file, nothing for a sound one; what else is raised is no answer."""
    try:
        read(content)
    except CriteriaProblem as problem:
        return str(problem).splitlines()
    return []


@given(content=st.one_of(st.binary(max_size=200), st.text(max_size=200).map(str.encode)))
def test_any_content_is_refused_with_a_line(content: bytes) -> None:
    assert all(line.startswith("thu.yaml:") for line in told(content))
    assert told(content)


@given(at=st.integers(0, 400), put=st.text(max_size=3))
def test_a_file_with_a_slip_is_read_or_refused(at: int, put: str) -> None:
    whole = text(YES_NO, RATIO)
    assert told(whole.encode()) == []
    lines = [int(line.split(":")[1]) for line in told((whole[:at] + put + whole[at + 1 :]).encode())]
    assert all(line <= whole.count("\n") + len(put) + 2 for line in lines)
