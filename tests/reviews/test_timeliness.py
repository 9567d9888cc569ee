"""Completeness and timeliness are what a naive recount finds; the province's days hold from when they are set."""

from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis.strategies import lists, sampled_from
from sqlalchemy import event, select

from app.accounts.models import User
from app.clock import local, today
from app.extensions import db
from app.reviews.calendar import Day, Key, day_for
from app.reviews.models import Act, State, Submission, SubmissionVersion
from app.reviews.operations.calendar import set_day
from app.reviews.operations.deciding import Seen, approve, send_back
from app.reviews.operations.sending import take_back
from app.reviews.timeliness import courses, unsent
from app.seals.models import DossierKind
from app.units.models import Unit, UnitKind
from app.web.transaction import begin_writing
from tests.conftest import SignIn
from tests.pages import parse, words
from tests.world import World

KEY, YEAR = Key(DossierKind.VILLAGE_DOSSIER, UnitKind.VILLAGE), today().year
PLACES = ("Thử", "Một", "Hai", "An", "Bình", "Chung")
MOVES = ("approve", "return", "take_back", "late", "early")


@pytest.mark.slow
def test_every_figure_is_what_a_naive_recount_finds(app: Flask) -> None:
    @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
    @given(moves=lists(sampled_from([(name, move) for name in ("Na", "Pa", "Hạ") for move in MOVES]), max_size=8))
    def recount(moves: list[tuple[str, str]]) -> None:
        with app.app_context():
            begin_writing()
            for village, move in moves:
                _move(village, move)
            due = day_for(KEY, [1])
            units = {unit.name: unit for unit in db.session.scalars(select(Unit))}
            for found in courses([units[name] for name in PLACES], KEY, YEAR, due):
                assert found == type(found)(found.unit, *_naively(found.unit, due.of(YEAR) if due else None))
                assert len(db.session.scalars(unsent(found.unit, KEY, YEAR)).all()) == found.missing
            db.session.rollback()
            db.session.remove()

    recount()


def test_the_board_drills_down_and_names_who_has_not_sent(as_: SignIn, world: World) -> None:
    page = words(parse(as_("district").get(f"/timeliness?kind={KEY.name}").text))
    assert "Xã An" in page
    below = as_("district").get(f"/timeliness?kind={KEY.name}&unit={world.units['An']}")
    assert "Bản Na" in words(parse(below.text))
    assert "Tất cả đã gửi" in words(parse(below.text))
    assert "Bản Xa" in words(parse(as_("province").get(f"/timeliness?kind={KEY.name}").text))
    assert as_("district2").get(f"/timeliness?unit={world.units['An']}").status_code == 404


@pytest.mark.parametrize("day", ["31/2", "29/2", "xx/y", "1-2", "0/0", "13/13"])
def test_what_is_no_day_of_every_year_is_refused_by_its_field(as_: SignIn, day: str) -> None:
    answer = as_("province").send("/admin/sending-days", which="village_dossier-village", day=day)
    assert answer.status_code == 422
    assert "Gõ ngày/tháng" in words(parse(answer.text))
    assert f'value="{day}"' in answer.text


def test_the_provinces_day_takes_the_place_of_the_shipped_one(app: Flask) -> None:
    with app.app_context():
        begin_writing()
        province = db.session.scalars(select(User).where(User.username == "province")).one()
        shipped = day_for(KEY, [province.unit_id])
        assert shipped is not None
        assert shipped.day == "03-31"
        set_day(KEY, "11-05", by=province)
        changed = day_for(KEY, [province.unit_id])
        assert changed is not None
        assert changed.of(2026) == date(2026, 11, 5)
        set_day(KEY, "", by=province)
        assert day_for(KEY, [province.unit_id]) is None
        db.session.rollback()
        db.session.remove()


@pytest.mark.parametrize(("at", "late"), [((16, 59), False), ((17, 0), True)])
def test_a_day_ends_at_midnight_in_vietnam(at: tuple[int, int], late: bool) -> None:
    sent = datetime(2026, 3, 31, *at, tzinfo=UTC)
    assert SubmissionVersion(sent_at=sent, due_on=date(2026, 3, 31)).is_late is late


@pytest.mark.once  # PostgreSQL reads small tables whole, and rightly
@pytest.mark.parametrize(
    "key", [KEY, Key(DossierKind.ASSESSMENT, UnitKind.COMMUNE, "antt-tt124-2021")], ids=lambda key: key.name
)
def test_no_figure_reads_all_that_was_ever_sent(app: Flask, key: Key) -> None:
    asked: list[tuple[str, Any]] = []
    with app.app_context():
        keep = partial(_keep, asked)
        event.listen(db.engine, "before_cursor_execute", keep)
        province = db.session.scalars(select(Unit).where(Unit.parent_id.is_(None))).one()
        courses([province], key, YEAR, Day("03-31"))
        event.remove(db.engine, "before_cursor_execute", keep)
        plan = db.session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {asked[-1][0]}", asked[-1][1])
        assert [row[3] for row in plan if row[3].startswith("SCAN")] == []
        db.session.rollback()
        db.session.remove()


def _keep(asked: list[tuple[str, Any]], *given: Any) -> None:
    asked.append((given[2], given[3]))


def _move(village: str, move: str) -> None:
    """Do something with a village's submission, where that can be done now."""
    rows = select(Submission).join(Unit, Submission.unit_id == Unit.id)
    sent = db.session.scalars(rows.where(Unit.name == village)).one()
    people = {user.unit_id: user for user in db.session.scalars(select(User))}
    reviewer = people.get(sent.waiting_unit_id or 0)
    seen = Seen(sent.number, sent.transitions[-1].id)
    if move == "approve" and reviewer:
        approve(sent, None, seen=seen, by=reviewer)
    elif move == "return" and reviewer:
        send_back(sent, "Thiếu ảnh", today(), seen=seen, by=reviewer)
    elif move == "take_back" and reviewer and sent.transitions[-1].act is Act.SEND:
        take_back(sent, by=people[sent.unit_id])
    elif move in ("late", "early"):
        sent.versions[0].sent_at += timedelta(days=400 if move == "late" else -400)
    db.session.flush()


def _naively(place: Unit, due: date | None) -> list[int]:
    villages = [
        unit
        for unit in db.session.scalars(select(Unit).where(Unit.kind == UnitKind.VILLAGE))
        if (unit.path or "").startswith(place.path or "-")
    ]
    ids = {unit.id for unit in villages}
    mine = [each for each in db.session.scalars(select(Submission)) if each.unit_id in ids and each.kind is KEY.kind]
    sent = [each for each in mine if each.transitions[-1].act is not Act.TAKE_BACK]
    in_time = [each for each in sent if due is None or local(each.versions[0].sent_at).date() <= due]
    back = [each for each in mine if any(move.act in (Act.RETURN, Act.REOPEN) for move in each.transitions)]
    return [len(villages), len(sent), len(in_time), len(back), sum(each.state is State.APPROVED for each in mine)]
