"""What activities came to: sums per kind for a unit and a year, last year beside, each opening its rows."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask

from app.accounts.models import User
from app.clock import now, today
from app.extensions import db
from app.groups.measures import ACTIVITIES
from app.groups.models import Activity, ActivityKind, Group
from app.groups.operations.logging import ActivityTerms, log_activity
from app.groups.outcomes import OUTCOMES
from app.measures.registry import Period
from app.units.models import Unit
from app.web.transaction import begin_writing
from tests.conftest import SignIn
from tests.pages import parse, words
from tests.world import World

YEAR = today().year


@pytest.fixture
def logged(app: Flask, world: World) -> World:
    """The cast, which mediated in two villages in two years; one entry was corrected."""
    with app.app_context():
        begin_writing()
        by = db.session.get_one(User, world.users["police"])
        village, other, commune = (db.session.get_one(Unit, world.units[name]) for name in ("Na", "Pa", "An"))
        na, pa = (db.session.get_one(Group, world.groups[name]) for name in ("Na", "Pa"))
        wrong = _mediated(date(YEAR, 1, 1), 9, village, [na], by)
        right = _mediated(date(YEAR, 1, 1), 3, village, [na], by)
        right.corrects_id = wrong.id
        _mediated(date(YEAR, 1, 1), 2, other, [pa], by)
        _mediated(date(YEAR - 1, 12, 31), 4, village, [na], by)
        _mediated(date(YEAR, 1, 1), 1, commune, [na, pa], by)
        db.session.commit()
        db.session.remove()
    return world


def _mediated(day: date, cases: int, unit: Unit, groups: list[Group], by: User) -> Activity:
    outcomes = {"cases": cases, "settled": 1}
    terms = ActivityTerms(ActivityKind.MEDIATION, day, now(), None, 2, "Hoà giải", outcomes=outcomes)
    return log_activity(uuid4(), terms, unit, groups, by=by)


def table(answer: Any) -> dict[str, list[str]]:
    """Return the rows of the tables of the page, by what they are about (mediation alone has cases)."""
    rows = [[words(cell) for cell in row if cell.tag in {"th", "td"}] for row in parse(answer.text).iter("tr")]
    return {name: figures for name, *figures in rows}


@pytest.mark.parametrize(
    ("who", "unit", "cases"),
    [
        ("head", "Na", ["4", "4", "bằng nhau"]),  # its own and the joint one; not what was corrected
        ("head2", "Pa", ["3", "0", "hơn 3"]),
        ("police", "An", ["6", "4", "hơn 2"]),  # the joint one once
        ("district", "Một", ["6", "4", "hơn 2"]),
        ("province", "Thử", ["6", "4", "hơn 2"]),
    ],
)
def test_sums_of_a_unit_stand_beside_those_of_the_year_before(
    as_: SignIn, logged: World, who: str, unit: str, cases: list[str]
) -> None:
    answer = as_(who).get(f"/activities/effect?unit={logged.units[unit]}&year={YEAR}")
    assert table(answer)["Số vụ hoà giải"] == cases
    before = as_(who).get(f"/activities/effect?unit={logged.units[unit]}&year={YEAR - 1}")
    assert table(before).get("Số vụ hoà giải", ["0", "0"])[0] == cases[1]


def test_a_figure_opens_the_log_for_those_who_may_read_it(as_: SignIn, logged: World) -> None:
    own = as_("head").get(f"/activities/effect?year={YEAR}")
    assert f"/activities?kind=mediation&month={YEAR}-01&village={logged.units['Na']}" in _links(own)
    of_the_district = as_("district").get(f"/activities/effect?unit={logged.units['An']}&year={YEAR}")
    assert not [link for link in _links(of_the_district) if link.startswith("/activities?")]


def _links(answer: Any) -> list[str]:
    return [link.get("href") or "" for link in parse(answer.text).iter("a")]


@pytest.mark.parametrize("year", ["", "abc", "1", "99999", "2999", "1999", "٢٠٢٦"])
def test_rubbish_for_a_year_is_this_year(as_: SignIn, year: str) -> None:
    assert f"Kết quả hoạt động năm {YEAR}" in as_("head").get("/activities/effect", query_string={"year": year}).text


def test_the_measure_counts_and_names_its_rows(app: Flask, logged: World) -> None:
    with app.app_context():
        village = db.session.get_one(Unit, logged.units["Na"])
        found = ACTIVITIES[ActivityKind.MEDIATION].compute(village, Period.year(YEAR), today())
        assert (found.figure.value, found.figure.share) == (2, None)
        assert len(found.trace.ids()) == found.figure.value
        earlier = ACTIVITIES[ActivityKind.MEDIATION].compute(village, Period.year(YEAR), date(YEAR - 1, 12, 31))
        assert (earlier.figure.value, list(earlier.trace.ids())) == (0, [])


@pytest.mark.once
def test_outcomes_that_are_a_part_name_their_whole() -> None:
    names = {outcome.name for outcome in OUTCOMES}
    assert {outcome.part_of for outcome in OUTCOMES if outcome.part_of} <= names
