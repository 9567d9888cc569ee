"""The trail: who did what to which thing, from which unit, and nothing about a person."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, text

from app.accounts.models import User
from app.accounts.operations import disable
from app.audit.models import AuditEvent
from app.audit.operations import record
from app.audit.queries import events_of
from app.clock import now, today
from app.extensions import db
from app.units.models import Unit
from app.web.transaction import begin_writing
from tests.conftest import SignIn
from tests.world import World, file, jpeg


def test_an_event_says_who_from_where_what_on_what_and_when(app: Flask, world: World) -> None:
    with app.app_context():
        begin_writing()
        police = db.session.get_one(User, world.users["police"])
        village = db.session.get_one(Unit, world.units["Na"])
        record("unit:try", village, by=police, unit_id=village.id, fields={"name", "code"})
        db.session.commit()
        [event] = db.session.scalars(events_of("units", world.units["Na"]).limit(1)).all()
        assert (event.actor_id, event.actor_unit_id) == (world.users["police"], world.units["An"])
        assert (event.action, event.subject_type, event.subject_id) == ("unit:try", "units", str(world.units["Na"]))
        assert (event.unit_id, event.fields) == (world.units["Na"], ["code", "name"])
        assert now() - event.at < timedelta(minutes=1)


def test_what_the_command_line_does_is_recorded_without_a_person(app: Flask, world: World) -> None:
    with app.app_context():
        begin_writing()
        disable(db.session.get_one(User, world.users["head"]), by=None)
        db.session.commit()
        event = db.session.scalars(events_of("users", world.users["head"]).limit(1)).one()
        assert (event.action, event.actor_id, event.actor_unit_id) == ("account:disable", None, None)


def test_an_event_goes_with_the_act_that_is_taken_back(app: Flask, world: World) -> None:
    with app.app_context():
        before = db.session.scalars(events_of("users", world.users["head"])).all()
        begin_writing()
        disable(db.session.get_one(User, world.users["head"]), by=None)
        db.session.flush()
        db.session.rollback()
        assert len(db.session.scalars(events_of("users", world.users["head"])).all()) == len(before)


def test_the_latest_event_comes_first(app: Flask, world: World) -> None:
    with app.app_context():
        village = db.session.get_one(Unit, world.units["Na"])
        begin_writing()
        for action in ("unit:first", "unit:second"):
            record(action, village, by=None)
            db.session.flush()
        actions = [event.action for event in db.session.scalars(events_of("units", village.id))]
        assert actions[:2] == ["unit:second", "unit:first"]
        db.session.rollback()


SECRETS = {
    "head_name": "Xồng Bá Kín",
    "phone": "0987 111 222",
    "address": "sau đồi chè",
    "birth_year": "1937",
    "signer_name": "Ly Thị Khuất",
    "signer_relation": "cháu dâu",
    "reason": "về ở với em út",
    "new_password": "cau rat bi mat",
}


@pytest.fixture
def acted(as_: SignIn) -> None:
    """Do every act of a village head, with words that must not reach the trail."""
    head = as_("head")
    facts = {name: SECRETS[name] for name in ("head_name", "phone", "address", "birth_year")}
    made = head.send("/households", member_count="3", **facts)
    home = made.headers["Location"].removesuffix("/pledge/new")
    signed = {"signer_name": SECRETS["signer_name"], "signer_relation": SECRETS["signer_relation"], "method": "paper"}
    pledge = head.send(f"{home}/pledge", signed_on=today().isoformat(), photo=file(jpeg()), **signed)
    at = pledge.headers["Location"]
    moves = {"kind": "moved_out", "on": today().isoformat(), "reason": SECRETS["reason"]}
    answers = [
        head.send(home, version="1", member_count="4", **(facts | {"head_name": f"{SECRETS['head_name']} Hai"})),
        head.send(f"{at}/photo", photo=file(jpeg("red"))),
        head.send(f"{at}/withdrawal", reason=SECRETS["reason"]),
        head.send(f"{home}/departure", **moves),
        head.send(f"{home}/return"),
        head.send(
            "/account/password",
            current_password="mat khau thu",
            new_password=SECRETS["new_password"],
            again=SECRETS["new_password"],
        ),
    ]
    assert [answer.status_code for answer in (made, pledge, *answers)] == [303] * 8


@pytest.mark.usefixtures("acted")
def test_the_trail_names_what_changed_and_never_holds_a_value(app: Flask, world: World) -> None:
    with app.app_context():
        mine = select(AuditEvent).where(AuditEvent.actor_id == world.users["head"]).order_by(AuditEvent.id.desc())
        events = db.session.scalars(mine.limit(10)).all()
        assert [event.action for event in reversed(events)] == [
            "household:add", "attachment:keep", "pledge:sign", "household:edit", "attachment:keep", "pledge:photo",
            "pledge:withdraw", "household:depart", "household:return", "account:password",
        ]  # fmt: skip
        assert next(event.fields for event in events if event.action == "household:edit") == [
            "head_name",
            "member_count",
        ]
        rows = db.session.execute(text("SELECT action, subject_type, fields FROM audit_events")).all()
        columns = set(AuditEvent.__table__.columns.keys())
    # The other columns are ids and moments, in whose digits a year of birth may stand by chance.
    assert columns - {"action", "subject_type", "fields"} == {
        "id", "at", "actor_id", "actor_unit_id", "subject_id", "unit_id",
    }  # fmt: skip
    trail = " ".join(str(row) for row in rows)
    values = [word for secret in SECRETS.values() for word in (secret, secret.replace(" ", ""))]
    assert [value for value in [*values, "+84987111222", "Kín"] if value in trail] == []
