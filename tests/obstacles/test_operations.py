"""What becomes of obstacles where there is no district, and when their unit ends."""

from uuid import uuid4

from flask import Flask
from sqlalchemy import select

from app.accounts.models import User
from app.audit.models import AuditEvent
from app.clock import today
from app.extensions import db
from app.obstacles.models import Category, Obstacle, State
from app.obstacles.operations import ObstacleTerms, answer, close, follow, raise_obstacle
from app.obstacles.queries import desk_of, waiting_for
from app.units.models import Unit, UnitKind
from app.units.operations import Founding, end, found, succeed
from app.web.transaction import begin_writing
from tests.obstacles import cast
from tests.world import World

TERMS = ObstacleTerms(Category.FORCE, "Thiếu người trực", "Một người trực hai ca")


def test_where_there_is_no_district_the_province_takes_it(app: Flask, world: World) -> None:
    with app.app_context():
        begin_writing()
        province, police = (db.session.get_one(User, world.users[name]) for name in ("province", "police"))
        before = db.session.scalars(waiting_for(province)).one()
        top = db.session.get_one(Unit, world.units["Thử"])
        commune = found(Founding("thu", "X", UnitKind.COMMUNE, "xã", "Mới"), top, by=None)
        made = raise_obstacle(uuid4(), TERMS, commune, by=police)
        assert desk_of(made) is top
        assert made.state is State.OPEN
        assert db.session.scalars(waiting_for(province)).one() == before + 1
        answer(made, "Tăng cường một người", shared=False, by=province)
        assert db.session.scalars(waiting_for(province)).one() == before
        db.session.rollback()


def test_what_is_not_closed_goes_on_with_the_unit_that_takes_over(app: Flask, world: World) -> None:
    with app.app_context():
        begin_writing()
        head, province = (db.session.get_one(User, world.users[name]) for name in ("head", "province"))
        ended, heir = (db.session.get_one(Unit, world.units[name]) for name in ("Na", "Pa"))
        closed = raise_obstacle(uuid4(), TERMS, ended, by=head)
        answer(closed, "Đã bố trí", shared=False, by=province)
        close(closed, None, by=head)
        succeed(ended, heir, today(), partly=False, by=None)
        assert follow(ended, heir, by=province) == 2
        end(ended, heir, today(), by=None)
        assert closed.unit_id == ended.id, "what is done stays where it was"
        moved = db.session.get_one(Obstacle, cast.OPEN["Na"])
        assert (moved.unit_id, moved.steps[0].unit_id) == (heir.id, ended.id)
        events = select(AuditEvent.action).where(AuditEvent.subject_id == str(moved.id)).order_by(AuditEvent.id.desc())
        assert db.session.scalars(events.limit(1)).one() == "obstacle:follow"
        db.session.rollback()


def test_a_districts_own_stay_where_the_province_takes_over(app: Flask, world: World) -> None:
    with app.app_context():
        begin_writing()
        district, top = (db.session.get_one(Unit, world.units[name]) for name in ("Một", "Thử"))
        assert follow(district, top, by=None) == 0
        db.session.rollback()
