"""Each morning: what waits is told, in one notice a unit, once a day; and telling, also of the command line."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts.models import User
from app.assessments.models import Remedy
from app.assessments.operations.planning import finish
from app.audit.models import AuditEvent
from app.clock import today
from app.directives.models import Directive
from app.extensions import db
from app.notices.daily import DIGEST
from app.notices.models import Notice
from app.notices.operations import AlreadyTold, tell, tell_units
from app.notices.operations import remind as reminded
from app.web.transaction import begin_writing
from tests.conftest import SignIn
from tests.dossiers import ask_for_nothing
from tests.notices.test_views import unread
from tests.world import World, id_of


@pytest.fixture
def waiting(app: Flask, world: World) -> World:
    """The cast, where Na's remedy is overdue, An's due in a week, Pa's later; An's directive ends in three days."""
    with app.app_context():
        begin_writing()
        ask_for_nothing()
        for remedy in db.session.scalars(select(Remedy)):
            remedy.due_on = today() + timedelta(days=60)
        for place, days in (("Na", -1), ("An", 7), ("Pa", 8)):
            db.session.get_one(Remedy, world.remedies[place]).due_on = today() + timedelta(days=days)
        for name, days in (("directive An", 3), ("directive Na", 4), ("done directive Na", -3)):
            db.session.get_one(Directive, id_of(name)).due_on = today() + timedelta(days=days)
        db.session.commit()
        db.session.remove()
    return world


def remind(app: Flask) -> str:
    """Run the command and return what it says."""
    ran = app.test_cli_runner().invoke(args=["notices", "remind"])
    assert ran.exit_code == 0, ran.output
    return ran.output.strip()


def digests(app: Flask) -> list[tuple[int, date, dict[str, int] | None]]:
    """Return whom was told what of a day."""
    with app.app_context():
        found = db.session.scalars(select(Notice).where(Notice.topic == DIGEST).order_by(Notice.unit_id)).all()
        told = [(notice.unit_id, notice.about_on, notice.counts) for notice in found]
        db.session.remove()
    return told


def test_each_unit_is_told_once_a_day_what_waits_for_it(app: Flask, as_: SignIn, waiting: World) -> None:
    assert remind(app) == "notices: 2 units told, 0 had been told today (directives: 1, remedies: 2)"
    wanted = [
        (waiting.units["An"], today(), {"remedies": 1, "directives": 1}),
        (waiting.units["Na"], today(), {"remedies": 1}),
    ]
    assert digests(app) == sorted(wanted, key=lambda each: each[0])
    assert remind(app) == "notices: 0 units told, 2 had been told today (directives: 1, remedies: 2)"
    assert len(digests(app)) == 2
    said = unread(as_("police").get("/notices").text)[0]
    assert "Việc đang chờ: 1 việc khắc phục sắp hoặc quá hạn; 1 việc được giao sắp hoặc quá hạn." in said
    assert "1 việc khắc phục" in unread(as_("head").get("/notices").text)[0]
    assert "Việc đang chờ" not in as_("head2").get("/notices").text


@pytest.mark.usefixtures("waiting")
def test_it_is_the_command_line_s_and_one_event(app: Flask) -> None:
    remind(app)
    with app.app_context():
        authors = db.session.scalars(select(Notice.created_by).where(Notice.topic == DIGEST)).all()
        last = db.session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc()).limit(1)).one()
        assert authors == [None, None]
        assert (last.action, last.actor_id) == ("notice:send", None)


@pytest.mark.parametrize(("place", "who", "lead"), [("An", "police", "/"), ("Na", "head", "/remedies?unit={}")])
def test_a_digest_leads_to_what_waits(app: Flask, as_: SignIn, waiting: World, place: str, who: str, lead: str) -> None:
    remind(app)
    with app.app_context():
        mine = (Notice.topic == DIGEST, Notice.unit_id == waiting.units[place])
        notice = db.session.scalars(select(Notice.id).where(*mine)).one()
        db.session.remove()
    answer = as_(who).send(f"/notices/{notice}/reading", open="1")
    assert answer.location == lead.format(waiting.units[place])


def test_what_is_done_waits_no_more(app: Flask, waiting: World) -> None:
    with app.app_context():
        begin_writing()
        remedy = db.session.get_one(Remedy, waiting.remedies["Na"])
        finish(remedy, today(), "Đã họp", by=db.session.get_one(User, waiting.users["head"]))
        db.session.commit()
        db.session.remove()
    assert remind(app) == "notices: 1 units told, 0 had been told today (directives: 1, remedies: 1)"


def test_where_nothing_waits_nobody_is_told(app: Flask, world: World) -> None:
    with app.app_context():
        begin_writing()
        ask_for_nothing()
        for record in [*db.session.scalars(select(Remedy)), *db.session.scalars(select(Directive))]:
            record.due_on = today() + timedelta(days=60)
        db.session.commit()
        db.session.remove()
    assert remind(app) == "notices: 0 units told, 0 had been told today (nothing waits)"
    assert (digests(app), world.units != {}) == ([], True)


def test_the_same_is_told_to_a_unit_once_and_to_another_too(app: Flask, world: World) -> None:
    with app.app_context():
        begin_writing()
        na, pa, about = world.units["Na"], world.units["Pa"], (id_of("thing"), today())
        assert tell(na, "thing", *about, by=None).created_by is None
        with pytest.raises(AlreadyTold):
            tell(na, "thing", *about, by=None)
        assert tell_units([na, pa, pa], "thing", *about, by=None) == [pa]
        db.session.rollback()


def test_two_that_remind_at_once_tell_each_unit_once(app: Flask, waiting: World) -> None:
    def begun() -> int:
        with app.app_context():  # the command's own runner takes over the output of all threads
            begin_writing()
            done = reminded(today(), by=None)
            db.session.commit()
            db.session.remove()
        return done.told

    with ThreadPoolExecutor(3) as pool:
        told = list(pool.map(lambda _: begun(), range(3)))
    assert sorted(told) == [0, 0, 2]
    assert len(digests(app)) == len({waiting.units["An"], waiting.units["Na"]})
