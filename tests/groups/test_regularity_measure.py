"""The measure of whole units, by the database, against a recount day by day; what each figure is made of."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert

from app.clock import now, today
from app.extensions import db
from app.groups.measures import GROUPS_REGULAR, GROUPS_SILENT
from app.groups.models import Activity, ActivityGroup, ActivityKind, Group, GroupKind, Standing, StandingSpell
from app.groups.queries.regularity import counts_below, counts_of, silent_in, year_of_group, years_of
from app.groups.regularity import RULE, MonthState, Verdict, month_before, month_of
from app.measures.registry import Period, measures_for
from app.units.models import Unit, UnitKind
from app.web.transaction import begin_writing
from tests.structure.test_queries import counted
from tests.world import World

START, CUT_OFF = date(2023, 1, 1), date(2024, 6, 20)
DAYS = st.dates(START, date(2024, 8, 1))
EXAMPLES = [pytest.param(12, marks=pytest.mark.brief), pytest.param(60, marks=[pytest.mark.slow, pytest.mark.once])]


@dataclass
class Meeting:
    """An act of one of the groups, perhaps with the next one too, perhaps corrected, perhaps taken back."""

    on: date
    kind: ActivityKind = ActivityKind.MEETING
    joint: bool = False
    moved_to: date | None = None  # by a correction
    withdrawn: bool = False  # the last entry of it: a correction that was taken back gives its place back

    @property
    def counts_on(self) -> date | None:
        """The day on which it counts, if any."""
        return (self.on if self.moved_to else None) if self.withdrawn else self.moved_to or self.on


@dataclass
class History:
    """What one group went through."""

    founded: date
    kind: GroupKind = GroupKind.LIEN_GIA
    away: list[tuple[date, date, Standing]] = field(default_factory=list)
    since: tuple[date, Standing] | None = None  # an open spell
    acts: list[Meeting] = field(default_factory=list)
    place: str = "Na"
    id: UUID = field(default_factory=uuid4)


KINDS = st.sampled_from([ActivityKind.MEETING] * 4 + [ActivityKind.PATROL])
MEETINGS = st.builds(
    Meeting, DAYS, KINDS, st.booleans(), st.none() | st.none() | DAYS, st.sampled_from([False, False, True])
)
# Most meet once in most months, so that verdicts differ.
STEADY = st.lists(st.integers(0, 16), min_size=11, max_size=17, unique=True).map(
    lambda months: [Meeting(date(2023 + month // 12, month % 12 + 1, 1 + month)) for month in months]
)
STANDINGS = st.sampled_from([Standing.SUSPENDED, Standing.DISSOLVED])
SPELLS = st.tuples(DAYS, st.integers(0, 70), STANDINGS).map(
    lambda made: (made[0], made[0] + timedelta(days=made[1]), made[2])
)
HISTORIES = st.lists(
    st.builds(
        History,
        founded=st.just(date(2020, 5, 1)) | DAYS,
        kind=st.sampled_from([GroupKind.LIEN_GIA, GroupKind.LIEN_GIA, GroupKind.FIRE]),
        away=st.lists(SPELLS, max_size=2),
        since=st.none() | st.none() | st.tuples(DAYS, STANDINGS),
        acts=STEADY | st.lists(MEETINGS, max_size=24),
        place=st.sampled_from(["Na", "Pa", "An", "Hạ"]),
        id=st.uuids(version=4),
    ),
    min_size=1, max_size=5, unique_by=lambda history: history.id,
)  # fmt: skip


@contextmanager
def rewritten(app: Flask, histories: list[History], world: World) -> Iterator[None]:
    """Let only these groups be in the database, and take them back afterwards."""
    with app.app_context():
        begin_writing()
        try:
            _write(histories, world)
            yield
        finally:
            db.session.rollback()
            db.session.remove()


def _write(histories: list[History], world: World) -> None:
    by, rows = world.users["police"], _Rows(world.users["police"])
    groups = [
        {
            "id": history.id, "unit_id": world.units[history.place], "kind": history.kind, "number": 100 + number,
            "founded_on": history.founded, "leader_name": "Lò Văn Hai", "search_key": "", "sort_key": f"{number}",
            "standing": history.since[1] if history.since else Standing.ACTIVE, "created_by": by, "updated_by": by,
        }
        for number, history in enumerate(histories)
    ]  # fmt: skip
    db.session.execute(insert(Group), groups)
    for number, history in enumerate(histories):
        nxt = histories[(number + 1) % len(histories)]
        for act in history.acts:
            rows.add(act, {history.id, nxt.id} if act.joint else {history.id}, world.units[history.place])
        spells = [*history.away, *([(history.since[0], None, history.since[1])] if history.since else [])]
        rows.spells += [
            {"group_id": history.id, "since": since, "until": until, "standing": standing, "reason": "Mùa vụ",
             "created_by": by}
            for since, until, standing in spells
        ]  # fmt: skip
    for model, made in ((Activity, rows.acts), (ActivityGroup, rows.parts), (StandingSpell, rows.spells)):
        if made:
            db.session.execute(insert(model), made)


class _Rows:
    """The rows of activities and spells."""

    def __init__(self, by: UUID) -> None:
        self.by = by
        self.acts: list[dict[str, Any]] = []
        self.parts: list[dict[str, Any]] = []
        self.spells: list[dict[str, Any]] = []

    def add(self, act: Meeting, groups: set[UUID], unit: int, corrects: UUID | None = None) -> None:
        """Add an activity and, where it is corrected, the one that takes its place."""
        id_ = uuid4()
        day = act.moved_to if corrects and act.moved_to else act.on
        taken_back = act.withdrawn and (bool(corrects) or not act.moved_to)
        self.acts.append({
            "id": id_, "unit_id": unit, "kind": act.kind, "held_on": day, "search_key": "", "captured_at": now(),
            "created_by": self.by, "updated_by": self.by, "corrects_id": corrects,
            "withdrawn_at": now() if taken_back else None, "withdrawn_reason": "Ghi nhầm" if taken_back else None,
        })  # fmt: skip
        self.parts += [{"group_id": group, "activity_id": id_} for group in groups]
        if act.moved_to and not corrects:
            self.add(act, groups, unit, id_)


def naive(history: History, histories: list[History]) -> tuple[str, Verdict | None]:
    """Return the months and the verdict by walking through the days; None: the unit has no such group that day."""
    before = histories[histories.index(history) - 1]
    acts = [*history.acts, *(act for act in before.acts if act.joint)]
    met = {act.counts_on for act in acts if act.kind is ActivityKind.MEETING and act.counts_on}
    drawn = ""
    for back in range(12, 0, -1):
        month = 2024 * 12 + CUT_OFF.month - 1 - back
        inside = [day for day in _days() if day.year * 12 + day.month - 1 == month]
        if any(_away(history, day) for day in inside) or any(day <= history.founded for day in inside):
            drawn += "_"
        else:
            drawn += "#" if met & set(inside) else "."
    gone = _away(history, CUT_OFF, Standing.DISSOLVED) or history.founded > CUT_OFF
    return drawn, None if gone else _verdict(drawn.replace("_", ""))


def _verdict(active: str) -> Verdict:
    if len(active) < 3:
        return Verdict.EARLY
    often = active.count("#") * 12 >= 9 * len(active)
    return Verdict.REGULAR if often and "..." not in active else Verdict.IRREGULAR


def _days() -> list[date]:
    return [START + timedelta(days=number) for number in range(600)]


def _away(history: History, day: date, standing: Standing | None = None) -> bool:
    closed = any(since <= day < until and standing in {None, was} for since, until, was in history.away)
    return closed or bool(history.since and history.since[0] <= day and standing in {None, history.since[1]})


def drawn(months: Any) -> str:
    marks = {MonthState.HELD: "#", MonthState.SILENT: ".", MonthState.INACTIVE: "_"}
    return "".join(marks[state] for _, state in months)


@pytest.mark.parametrize("examples", EXAMPLES)
def test_what_the_database_counts_is_what_a_recount_gives(app: Flask, world: World, examples: int) -> None:
    seen: Counter[Verdict | None] = Counter()

    @settings(max_examples=examples, suppress_health_check=list(HealthCheck))
    @given(histories=HISTORIES)
    def compare(histories: list[History]) -> None:
        with rewritten(app, histories, world):
            recount = {history.id: naive(history, histories) for history in histories}
            units = {name: db.session.get_one(Unit, world.units[name]) for name in world.units}
            listed = {
                row.group.id: row.year for row in years_of(units["Thử"], CUT_OFF, RULE) if row.group.id in recount
            }
            assert {id_: (drawn(year.months), year.verdict) for id_, year in listed.items()} == {
                id_: found for id_, found in recount.items() if found[1]
            }
            for history in histories:
                alone = year_of_group(db.session.get_one(Group, history.id), CUT_OFF, RULE)
                assert drawn(alone.months) == recount[history.id][0]
            found = counts_of(list(units.values()), CUT_OFF, RULE)
            for name, unit in units.items():
                mine = Counter(
                    recount[history.id][1] for history in histories
                    if history.kind is GroupKind.LIEN_GIA and _within(units[history.place], unit)
                )  # fmt: skip
                theirs = _of_the_cast(found[unit.id].by_verdict, name)
                assert theirs == {verdict: count for verdict, count in mine.items() if verdict}
                seen.update(mine)
            silent = set(db.session.scalars(silent_in(units["An"], date(2024, 5, 1), as_of=CUT_OFF)))
            assert {group.id for group in silent} & recount.keys() == {
                history.id for history in histories if _within(units[history.place], units["An"])
                and recount[history.id][0].endswith(".") and recount[history.id][1]  # not dissolved since
            }  # fmt: skip

    compare()
    assert all(seen[verdict] for verdict in Verdict), seen


def _within(unit: Unit, top: Unit) -> bool:
    return (unit.path or "").startswith(top.path or "-")


def _of_the_cast(by_verdict: Any, name: str) -> dict[Verdict, int]:
    """Return the counts without the cast's own groups, which were founded in March of the year before last."""
    own = {"Na": 1, "Pa": 1, "Hạ": 1, "An": 2, "Bình": 1, "Một": 3, "Thử": 3}.get(name, 0)
    left = Counter(by_verdict)
    if date(today().year - 2, 3, 15) <= CUT_OFF:
        first_full = date(today().year - 2, 4, 1)
        full = (CUT_OFF.year - first_full.year) * 12 + CUT_OFF.month - first_full.month
        left[Verdict.EARLY if full < 3 else Verdict.IRREGULAR] -= own
    return {verdict: count for verdict, count in left.items() if count}


def test_a_unit_without_groups_has_no_share(app: Flask, world: World) -> None:
    with app.app_context():
        xa = db.session.get_one(Unit, world.units["Xa"])
        [counts] = counts_of([xa], today(), RULE).values()
        assert (counts.all, counts.share) == (0, None)


def test_the_queries_do_not_grow_with_the_groups(app: Flask, world: World) -> None:
    many = [History(date(2020, 1, 1), acts=[Meeting(date(2024, 3, 3), joint=True)]) for _ in range(40)]
    statements = []
    for histories in (many[:1], many):
        with rewritten(app, histories, world):
            unit = db.session.get_one(Unit, world.units["Một"])
            with counted(app) as seen:
                years = years_of(unit, CUT_OFF, RULE)
                assert len({row.group.unit.full_name for row in years}) >= 1
                counts_below(unit, CUT_OFF, RULE)
            statements.append(len(seen))
            assert len(years) >= len(histories)
    assert statements[0] == statements[1] == 3


def test_the_measure_has_its_share_and_the_groups_behind_it(app: Flask, world: World) -> None:
    steady = [Meeting(date(2023 + m // 12, m % 12 + 1, 3)) for m in range(5, 17)]
    histories = [History(date(2020, 1, 1), acts=steady), History(date(2020, 1, 1)), History(date(2024, 5, 1))]
    with rewritten(app, histories, world):
        unit = db.session.get_one(Unit, world.units["Pa"])
        for history in histories:
            db.session.get_one(Group, history.id).unit_id = unit.id
        db.session.flush()
        found = GROUPS_REGULAR.compute(unit, Period.until(CUT_OFF), CUT_OFF)
        cast_judged = _of_the_cast({}, "Pa")
        assert found.figure.value == 1
        assert (found.figure.of or 0) == 2 - cast_judged.get(Verdict.IRREGULAR, 0)
        assert found.figure.share == Fraction(1, found.figure.of or 0)
        assert found.trace.ids() == [histories[0].id]
        assert found.trace.address == f"/groups/regularity?unit={unit.id}&verdict=regular&on={CUT_OFF}"


def test_groups_that_did_not_meet_last_month_are_a_measure_too(app: Flask, world: World) -> None:
    with app.app_context():
        unit = db.session.get_one(Unit, world.units["An"])
        found = GROUPS_SILENT.compute(unit, Period.until(today()), today())
        assert set(found.trace.ids()) == {world.groups["Na"], world.groups["Pa"]}
        assert (found.figure.value, month_before(month_of(today())) < today()) == (2, True)
        assert GROUPS_SILENT in measures_for(UnitKind.VILLAGE)
        assert GROUPS_REGULAR in measures_for(UnitKind.COMMUNE)


def test_units_without_a_common_one_are_counted_all_the_same(app: Flask, world: World) -> None:
    with app.app_context():
        units = {name: db.session.get_one(Unit, world.units[name]) for name in ("Na", "Hạ", "Xa", "Thử")}
        apart, together = ({unit.id: counts_of([unit], today(), RULE)[unit.id] for unit in units.values()},
                           counts_of(list(units.values()), today(), RULE))  # fmt: skip
        assert apart == together
        assert [together[units[name].id].all for name in units] == [1, 1, 0, 3]
