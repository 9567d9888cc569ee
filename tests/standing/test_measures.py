"""The figures of standing and of pledges equal a naive recount of the same records, on random worlds."""

from collections import Counter
from datetime import date, timedelta
from fractions import Fraction
from uuid import uuid4

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from sqlalchemy import select

from app.accounts.models import User
from app.clock import local, now, today
from app.extensions import db
from app.households.models import Household
from app.measures.registry import MEASURES, Measured, Period, measures_for
from app.standing.kinds import REGISTRATION
from app.standing.operations import Terms, declare
from app.units.models import Unit, UnitKind
from app.web.transaction import begin_writing
from tests.standing.invented import KINDS, PARENTS, UNITS, WORLDS, Invented, Row, rewritten, unique
from tests.world import World

EXAMPLES = [pytest.param(15, marks=pytest.mark.brief), pytest.param(80, marks=[pytest.mark.slow, pytest.mark.once])]
NAMED = {
    "pledge_coverage", "villages_registered", "villages_registered_first_quarter", "villages_recognised",
    "villages_with_convention", "force_rated",
    "hotspots_in_force", "commune_recognised", "groups_regular", "activities_meeting", "participants_meeting",
    "outcomes_settled", "activities", "participants",
}  # fmt: skip


class Recount:
    """The same figures, by walking over everything."""

    def __init__(self, invented: Invented) -> None:
        self.all, self.as_of = invented, invented.as_of
        self.day, self.year = min(invented.as_of, invented.period.last), invented.period.last.year

    def places(self, top: str, kind: UnitKind) -> list[str]:
        """Return the places of a kind at and below ``top`` as it was on the date."""
        return [name for name in UNITS if KINDS[name] is kind and top in self.line(name)]

    def line(self, name: str) -> list[str]:
        """Return the place and those above it."""
        moved = name == "Pa" and self.all.moved and self.all.moved <= self.as_of
        parent = "Bình" if moved else PARENTS[name]
        return [name, *(self.line(parent) if parent else [])]

    def valid(self, kind: str) -> list[Row]:
        return [row for row in unique(kind, self.all.rows[kind]) if not row.withdrawn]

    def having(self, kind: str, places: list[str]) -> Fraction | int:
        return sum(any(row.place == place and self.counts(kind, row) for row in self.valid(kind)) for place in places)

    def counts(self, kind: str, row: Row) -> bool:
        match kind:
            case "registration":
                return row.year == self.year and row.day <= self.as_of
            case "recognition":
                return row.year == self.year and row.day <= self.as_of and row.good
            case "force":
                return self.rated(row) and row.good and row.disciplined == 0
            case _:
                return row.day <= self.day and (row.until is None or row.until > self.day)

    def rated(self, row: Row) -> bool:
        return row.year == self.year and not row.second and row.day <= self.as_of

    def share(self, kind: str, top: str, level: UnitKind) -> tuple[int, int]:
        places = self.places(top, level)
        if kind == "force":
            known = {row.place for row in self.valid("force") if self.rated(row)}
            places = [place for place in places if place in known]
        return int(self.having(kind, places)), len(places)

    def coverage(self, top: str) -> tuple[int, int]:
        there = [
            family for family in self.all.families
            if top in self.line(family.village) and family.since <= self.day
            and (family.until is None or family.until > self.day)
        ]  # fmt: skip
        signed = [
            family for family in there
            if family.signed and family.signed.year == self.year and family.signed <= self.day
            and (family.withdrawn is None or family.withdrawn + timedelta(days=1) > self.day)
        ]  # fmt: skip
        return len(signed), len(there)

    def hotspots(self, top: str) -> int:
        rows_ = [row for row in self.valid("hotspot") if top in self.line(row.place)]
        return sum(self.counts("hotspot", row) for row in rows_)


@pytest.mark.parametrize("examples", EXAMPLES)
def test_each_figure_is_what_a_naive_recount_finds(app: Flask, world: World, examples: int) -> None:
    seen: Counter[str] = Counter()

    @settings(max_examples=examples, suppress_health_check=[HealthCheck.too_slow])
    @given(invented=WORLDS)
    def compare(invented: Invented) -> None:
        again = Recount(invented)
        with rewritten(app, invented, world):
            for name in UNITS:
                unit = db.session.get_one(Unit, world.units[name])
                own = UnitKind.VILLAGE if unit.kind is UnitKind.VILLAGE else UnitKind.COMMUNE
                wanted = {
                    "villages_registered": again.share("registration", name, UnitKind.VILLAGE),
                    "villages_recognised": again.share("recognition", name, UnitKind.VILLAGE),
                    "villages_with_convention": again.share("convention", name, UnitKind.VILLAGE),
                    "commune_recognised": again.share("recognition", name, UnitKind.COMMUNE),
                    "force_rated": again.share("force", name, own),
                    "pledge_coverage": again.coverage(name),
                    "hotspots_in_force": (again.hotspots(name), None),
                }
                for measure, (value, of) in wanted.items():
                    found = _measured(measure, unit, invented)
                    figure = found.figure
                    assert (figure.value, figure.of) == (value, of), (measure, name)
                    assert figure.share == (Fraction(value, of) if of else None)
                    assert len(found.trace.ids()) == value, (measure, name)
                    seen[measure] += value

    compare()
    assert all(seen.values()), seen


def _measured(name: str, unit: Unit, invented: Invented) -> Measured:
    return MEASURES[name].compute(unit, invented.period, invented.as_of)


def test_the_measures_have_their_names(app: Flask) -> None:
    with app.app_context():
        assert set(MEASURES) >= NAMED
        assert {measure.name for measure in measures_for(UnitKind.COMMUNE)} >= NAMED
        assert "commune_recognised" not in {measure.name for measure in measures_for(UnitKind.VILLAGE)}


def test_a_village_without_a_household_has_no_coverage(app: Flask, world: World) -> None:
    with rewritten(
        app,
        Invented({kind: [] for kind in ("registration", "convention", "recognition", "force", "hotspot")}, [], None),
        world,
    ):
        unit = db.session.get_one(Unit, world.units["Na"])
        found = MEASURES["pledge_coverage"].compute(unit, Period.year(2024), date(2024, 9, 1)).figure
        assert (found.value, found.of, found.share) == (0, 0, None)
        assert MEASURES["force_rated"].compute(unit, Period.year(2024), date(2024, 9, 1)).figure.share is None


def test_the_measure_of_pledges_is_what_the_counters_say_today(app: Flask, world: World) -> None:
    with app.app_context():
        unit = db.session.get_one(Unit, world.units["An"])
        found = MEASURES["pledge_coverage"].compute(unit, Period.until(today()), today())
        assert (found.figure.value, found.figure.of) == (3, 6)
        signed = db.session.scalars(select(Household.head_name).where(Household.id.in_(found.trace.ids()))).all()
        assert sorted(signed) == ["Lường Thị Cúc", "Quàng Thị Bình", "Vì Thị Giang"]
        assert local(now()).date() == today()


@pytest.mark.parametrize(("registered_on", "early"), [(date(2024, 3, 31), 1), (date(2024, 4, 1), 0)])
def test_a_registration_after_march_is_none_of_the_first_quarter(
    app: Flask, world: World, registered_on: date, early: int
) -> None:
    with app.app_context():
        begin_writing()
        unit, by = db.session.get_one(Unit, world.units["Na"]), db.session.get_one(User, world.users["head"])
        facts = {"year": 2024, "registered_on": registered_on}
        declare(REGISTRATION, uuid4(), Terms(facts), unit, by=by)
        period, day = Period(date(2023, 11, 1), date(2024, 10, 31)), date(2024, 10, 31)
        found = {name: MEASURES[name].compute(unit, period, day) for name in (
            "villages_registered", "villages_registered_first_quarter")}  # fmt: skip
        values = [each.figure.value for each in found.values()]
        db.session.rollback()
    assert values == [1, early]
    assert "as_of=2024-03-31" in found["villages_registered_first_quarter"].trace.address
