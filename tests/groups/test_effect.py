"""What activities came to: sums per kind for a unit and a year, last year beside, each opening its rows."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask

from app.accounts.models import User
from app.clock import now, today
from app.extensions import db
from app.groups.measures import ACTIVITIES, OUTCOME_SUMS, PARTICIPANTS
from app.groups.models import Activity, ActivityKind, Group
from app.groups.operations.logging import ActivityTerms, correct_activity, log_activity
from app.groups.outcomes import OUTCOMES
from app.groups.views.effect import year_before
from app.measures.registry import Period
from app.units.models import Unit
from app.web.transaction import begin_writing
from tests.conftest import SignIn
from tests.pages import parse, words
from tests.world import World

YEAR = today().year


@pytest.fixture
def logged(app: Flask, world: World) -> World:
    """The cast, which mediated in two villages in two years, last year also on its last day; one was corrected."""
    with app.app_context():
        begin_writing()
        by = db.session.get_one(User, world.users["police"])
        village, other, commune = (db.session.get_one(Unit, world.units[name]) for name in ("Na", "Pa", "An"))
        na, pa = (db.session.get_one(Group, world.groups[name]) for name in ("Na", "Pa"))
        wrong = _mediated(date(YEAR, 1, 1), 9, village, [na], by)
        correct_activity(wrong, uuid4(), _terms(date(YEAR, 1, 1), 3), by=by)
        _mediated(date(YEAR, 1, 1), 2, other, [pa], by)
        _mediated(date(YEAR - 1, 1, 1), 4, village, [na], by)
        _mediated(date(YEAR - 1, 12, 31), 5, village, [na], by)
        _mediated(date(YEAR, 1, 1), 1, commune, [na, pa], by)
        db.session.commit()
        db.session.remove()
    return world


def _mediated(day: date, cases: int, unit: Unit, groups: list[Group], by: User) -> Activity:
    return log_activity(uuid4(), _terms(day, cases), unit, groups, duplicate_seen=True, by=by)


def _terms(day: date, cases: int) -> ActivityTerms:
    outcomes = {"cases": cases, "settled": 1}
    return ActivityTerms(ActivityKind.MEDIATION, day, now(), None, 2, "Hoà giải", outcomes=outcomes)


def table(answer: Any) -> dict[str, list[str]]:
    """Return the rows of the tables of the page, by what they are about (mediation alone has cases)."""
    rows = [[words(cell) for cell in row if cell.tag in {"th", "td"}] for row in parse(answer.text).iter("tr")]
    return {name: figures for name, *figures in rows}


# Of last year the same days are compared: its last day is among them on the last day of the year only.
BEFORE = 4 + (5 if (today().month, today().day) == (12, 31) else 0)


def change(now: int, before: int) -> str:
    """Return the change in words."""
    return f"hơn {now - before}" if now > before else f"kém {before - now}" if now < before else "bằng nhau"


@pytest.mark.parametrize(
    ("who", "unit", "now", "before", "whole"),
    [
        ("head", "Na", 4, BEFORE, 9),  # its own and the joint one; not what was corrected
        ("head2", "Pa", 3, 0, 0),
        ("police", "An", 6, BEFORE, 9),  # the joint one once
        ("district", "Một", 6, BEFORE, 9),
        ("province", "Thử", 6, BEFORE, 9),
    ],
)
def test_sums_of_a_unit_stand_beside_those_of_the_same_days_of_the_year_before(
    as_: SignIn, logged: World, who: str, unit: str, now: int, before: int, whole: int
) -> None:
    answer = as_(who).get(f"/activities/effect?unit={logged.units[unit]}&year={YEAR}")
    assert table(answer)["Số vụ hoà giải"] == [str(now), str(before), change(now, before), str(whole)]
    assert f"Năm trước tính cùng kỳ: từ 01/01/{YEAR - 1} đến " in answer.text
    earlier = as_(who).get(f"/activities/effect?unit={logged.units[unit]}&year={YEAR - 1}")
    assert table(earlier).get("Số vụ hoà giải", ["0", "0", "bằng nhau"]) == [str(whole), "0", change(whole, 0)]
    assert "cùng kỳ" not in earlier.text, "a year that is over is compared whole"


@pytest.mark.once
@pytest.mark.parametrize(
    ("day", "same"), [("2024-02-29", "2023-02-28"), ("2025-02-28", "2024-02-28"), ("2026-12-31", "2025-12-31")]
)
def test_the_same_day_of_the_year_before(day: str, same: str) -> None:
    assert year_before(date.fromisoformat(day)) == date.fromisoformat(same)


@pytest.mark.parametrize(("who", "unit"), [("head", "Na"), ("head2", "Pa"), ("police", "An"), ("police", "Na")])
def test_every_figure_opens_rows_that_add_up_to_it(as_: SignIn, logged: World, who: str, unit: str) -> None:
    page = as_(who).get(f"/activities/effect?unit={logged.units[unit]}&year={YEAR}")
    opened = 0
    for name, column, link in figures(page):
        answer = as_(who).get(str(link.get("href")))
        rows, told = log_rows(answer), words(link)
        assert sum(counted(row, name) for row in rows) == int(told), (name, column, rows)
        assert "đã đính chính, không tính" not in answer.text
        opened += 1
    cells = [words(cell) for cell in parse(page.text).iter("td") if "figure" in (cell.get("class") or "")]
    assert opened == len([told for told in cells if told.isdecimal() and told != "0"]), "no figure without its rows"
    assert opened >= 5


def figures(answer: Any) -> Iterator[tuple[str, int, Any]]:
    """Yield the figures that lead to rows: what is counted, the number of the column, the link."""
    for row in parse(answer.text).iter("tr"):
        cells = list(row)
        for column, cell in enumerate(cells[1:]):
            yield from ((words(cells[0]), column, link) for link in cell.iter("a"))


def log_rows(answer: Any) -> list[list[str]]:
    """Return the rows of a log, cell by cell."""
    return [[words(cell) for cell in row] for body in parse(answer.text).iter("tbody") for row in body]


def counted(row: list[str], name: str) -> int:
    """Return what a row of the log adds to a figure."""
    if name == "Số hoạt động":
        return 1
    if name == "Lượt người dự":
        return int(row[4]) if row[4] != "–" else 0
    found = re.search(rf"{name}: (\d+)", row[5])
    assert found, f"{row} has no {name}"
    return int(found[1])


def test_figures_are_no_links_for_who_reads_counts_only(as_: SignIn, logged: World) -> None:
    own = as_("head").get(f"/activities/effect?year={YEAR}")
    january = f"since={YEAR}-01-01&until={min(date(YEAR, 1, 31), today())}"
    assert f"/activities?kind=mediation&{january}&village={logged.units['Na']}" in _links(own)
    of_the_district = as_("district").get(f"/activities/effect?unit={logged.units['An']}&year={YEAR}")
    assert not [link for link in _links(of_the_district) if link.startswith("/activities?")]


@pytest.mark.parametrize(
    "query",
    [f"since={YEAR}-02-30&until={YEAR}-03-01", "since=&until=x", f"since={YEAR}-02-01&until={YEAR}-01-01",
     "since=0000-01-01&until=9999-12-31", "outcome=nonsense"],
)  # fmt: skip
def test_rubbish_for_a_figure_is_the_log_of_this_month(as_: SignIn, query: str) -> None:
    answer = as_("police").get(f"/activities?{query}")
    assert f"Nhật ký hoạt động Xã An, tháng {today():%m/%Y}" in answer.text


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


@pytest.mark.parametrize(("who", "unit"), [("head", "Na"), ("police", "Na"), ("police", "An")])
def test_the_trace_of_a_measure_opens_just_its_rows(
    app: Flask, as_: SignIn, logged: World, who: str, unit: str
) -> None:
    traced = [ACTIVITIES[ActivityKind.MEDIATION], PARTICIPANTS[ActivityKind.MEDIATION], OUTCOME_SUMS["cases"]]
    as_("police").send("/activities", kind="mediation", held_on=f"{today()}", unit=str(logged.units["An"]))
    for measure, name in zip(traced, ("Số hoạt động", "Lượt người dự", "Số vụ hoà giải"), strict=True):
        with app.app_context():
            found = measure.compute(db.session.get_one(Unit, logged.units[unit]), Period.year(YEAR), today())
            ids = {f"/activities/{id_}" for id_ in found.trace.ids()}
            db.session.remove()
        answer = as_(who).get(found.trace.address)
        assert {link for link in _links(answer) if re.fullmatch("/activities/[0-9a-f-]{36}", link)} == ids, measure.name
        assert sum(counted(row, name) for row in log_rows(answer)) == found.figure.value > 0


def test_a_trace_that_nobody_may_open_row_by_row_leads_to_the_sums(app: Flask, as_: SignIn, logged: World) -> None:
    for unit, as_of in (("Một", today()), ("Na", date(YEAR - 1, 12, 31))):
        with app.app_context():
            place = db.session.get_one(Unit, logged.units[unit])
            address = OUTCOME_SUMS["cases"].compute(place, Period.year(YEAR), as_of).trace.address
            db.session.remove()
        assert f"Kết quả hoạt động năm {YEAR}" in as_("district").get(address).text


def test_a_month_s_number_opens_just_its_rows(as_: SignIn, logged: World) -> None:
    page = as_("police").get(f"/activities/effect?unit={logged.units['An']}&year={YEAR}")
    chips = [link for part in parse(page.text).iter("ul") if part.get("class") == "chips" for link in part.iter("a")]
    assert chips
    for chip in chips:
        rows = log_rows(as_("police").get(str(chip.get("href"))))
        assert words(chip).rpartition(": ")[2] == str(len(rows))


@pytest.mark.once
def test_outcomes_that_are_a_part_name_their_whole() -> None:
    names = {outcome.name for outcome in OUTCOMES}
    assert {outcome.part_of for outcome in OUTCOMES if outcome.part_of} <= names
