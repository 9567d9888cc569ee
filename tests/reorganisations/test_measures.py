"""Figures on both sides of a reorganisation are what a naive recount gives by the hierarchy of their day."""

from collections import Counter
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from app.extensions import db
from app.groups.models import Group
from app.groups.queries.regularity import year_of_group
from app.groups.regularity import RULE, Verdict, month_before, month_of
from app.measures.registry import MEASURES, Period
from app.units.models import Unit, UnitKind
from app.units.queries import children_on
from tests.reorganisations.invented import BEFORE, DAY, FULL, LATER, VILLAGES, WORLDS, Invented, acts, rewritten
from tests.world import World

EXAMPLES = [pytest.param(6, marks=pytest.mark.brief), pytest.param(20, marks=[pytest.mark.slow, pytest.mark.once])]
PHASES = [Phase.explicit, Phase.generate]  # each example is a reorganisation: to shrink one takes minutes
SUMMED = ("activities_meeting", "participants_meeting", "pledge_coverage", "groups_regular", "groups_silent")


class Recount:
    """The same figures, by walking over everything."""

    def __init__(self, invented: Invented, period: Period, as_of: date) -> None:
        self.all, self.period, self.as_of = invented, period, as_of
        self.day = min(period.last, as_of)

    def lies(self, place: str, top: str) -> bool:
        return top in self.all.line(place, self.as_of)

    def groups(self, top: str) -> list[UUID]:
        return [group.id for group in self.all.groups if self.lies(group.place, top)]

    def meetings(self, top: str) -> int:
        theirs = set(self.groups(top)) if top in VILLAGES or top == "NP" else set[UUID]()
        return sum(
            (self.lies(place, top) or bool(theirs & set(ids))) and self.period.first <= day <= self.day
            for ids, place, day in acts(self.all)
        )

    def coverage(self, top: str) -> tuple[int, int]:
        there = []
        for family in self.all.families:
            gone = family.until is None and family.village in self.all.heirs
            stays = [(family.village, family.since, max(DAY, family.since) if gone else family.until)]
            stays += [(self.all.heirs[family.village], max(DAY, family.since), None)] if gone else []
            there += [
                family for village, since, until in stays
                if since <= self.day and (until is None or until > self.day) and self.lies(village, top)
            ]  # fmt: skip
        signed = [
            each for each in there if each.signed and each.signed.year == self.day.year and each.signed <= self.day
        ]
        return len(signed), len(there)

    def registered(self, top: str) -> tuple[int, int]:
        villages = [
            name for name in self.all.in_force(self.as_of) if name in [*VILLAGES, "NP"] and self.lies(name, top)
        ]
        year = self.period.last.year
        having = {place for place, day in self.all.registered if day.year == year and day <= self.as_of}
        return len(having & set(villages)), len(villages)

    def hotspots(self, top: str) -> int:
        places = [name for name in self.all.in_force(self.as_of) if self.lies(name, top)]
        held = [row for row in self.all.hotspots if row[1] <= self.day and (row[2] is None or row[2] > self.day)]
        return sum(row[0] in places for row in held)


@pytest.mark.parametrize("examples", EXAMPLES)
def test_each_figure_is_a_recount_by_the_hierarchy_of_its_day(
    app: Flask, world: World, tmp_path: Path, examples: int
) -> None:
    seen: Counter[str] = Counter()

    @settings(max_examples=examples, suppress_health_check=list(HealthCheck), deadline=None, phases=PHASES)
    @given(
        invented=WORLDS,
        as_of=st.sampled_from([BEFORE, DAY, LATER]),
        period=st.sampled_from([Period.year(2024), Period.year(2023), Period(date(2023, 11, 1), date(2024, 5, 31))]),
    )
    @example(invented=FULL, as_of=BEFORE, period=Period.year(2024))
    def compare(invented: Invented, as_of: date, period: Period) -> None:
        again = Recount(invented, period, as_of)
        with rewritten(app, invented, world, tmp_path) as units:
            verdicts = {group.id: _verdict(group.id, as_of) for group in invented.groups}
            months = month_before(month_of(as_of))
            met = {id_ for ids, _, day in acts(invented) if month_of(day) == months for id_ in ids}
            for name in invented.in_force(as_of):
                judged = Counter(verdicts[id_] for id_ in again.groups(name))
                regular = judged[Verdict.REGULAR]
                wanted: dict[str, tuple[int, int | None]] = {
                    "groups_regular": (regular, regular + judged[Verdict.IRREGULAR]),
                    "groups_silent": (len(set(again.groups(name)) - met), None),
                    "activities_meeting": (again.meetings(name), None),
                    "participants_meeting": (3 * again.meetings(name), None),
                    "pledge_coverage": again.coverage(name),
                    "villages_registered": again.registered(name),
                }
                if units[name].kind is not UnitKind.VILLAGE:
                    wanted["hotspots_in_force"] = (again.hotspots(name), None)
                for measure, figure in wanted.items():
                    found = _figure(measure, units[name], period, as_of)
                    assert found == figure, (measure, name)
                    seen[measure] += figure[0]

    compare()
    assert all(seen.values()), seen


@pytest.mark.parametrize("examples", EXAMPLES)
def test_the_sums_are_the_same_the_day_before_and_the_day_after(
    app: Flask, world: World, tmp_path: Path, examples: int
) -> None:
    seen: Counter[str] = Counter()

    @settings(max_examples=examples, suppress_health_check=list(HealthCheck), deadline=None, phases=PHASES)
    @given(invented=WORLDS)
    @example(invented=FULL)
    def compare(invented: Invented) -> None:
        period = Period(date(2024, 1, 1), BEFORE)
        with rewritten(app, invented, world, tmp_path) as units:
            for measure in SUMMED:
                whole = _figure(measure, units["Thử"], period, BEFORE)
                assert _figure(measure, units["Thử"], period, DAY) == whole
                for day in (BEFORE, DAY):
                    parts = [_figure(measure, unit, period, day) for unit in _communes(units, day)]
                    assert sum(value for value, _ in parts) == whole[0], (measure, day)
                    assert sum(of or 0 for _, of in parts) == (whole[1] or 0), (measure, day)
                seen[measure] += whole[0]

    compare()
    assert all(seen.values()), seen


def _communes(units: dict[str, Unit], day: date) -> list[Unit]:
    """Return the communes of a day, wherever they lie."""
    tops = [units["Thử"], *db.session.scalars(children_on(units["Thử"].id, day))]
    below = {unit.id: unit for top in tops for unit in db.session.scalars(children_on(top.id, day))}
    return [unit for unit in below.values() if unit.kind is UnitKind.COMMUNE]


def _verdict(group_id: UUID, as_of: date) -> Verdict | None:
    return year_of_group(db.session.get_one(Group, group_id), as_of, RULE).verdict


def _figure(name: str, unit: Unit, period: Period, as_of: date) -> tuple[int, int | None]:
    measured = MEASURES[name].compute(unit, period, as_of)
    if not name.startswith("participants"):
        assert len(measured.trace.ids()) == measured.figure.value, name
    return measured.figure.value, measured.figure.of
