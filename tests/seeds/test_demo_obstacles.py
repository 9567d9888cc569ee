"""The demo's obstacles: in each state, from each kind of unit, waiting for each level, some for all to learn from."""

from flask import Flask
from sqlalchemy import select

from app.accounts.models import User
from app.clock import now
from app.extensions import db
from app.obstacles.models import Category, Obstacle, State
from app.obstacles.queries import lessons, waiting_for
from app.units.models import UnitKind


def test_obstacles_are_in_each_state_and_wait_for_each_level(demo: Flask) -> None:
    with demo.app_context():
        made = db.session.scalars(select(Obstacle)).all()
        assert {each.state for each in made} == set(State)
        assert {each.unit.kind for each in made} == set(UnitKind) - {UnitKind.PROVINCE}
        assert {each.category for each in made} == set(Category) - {Category.OTHER}
        people = {user.username: user for user in db.session.scalars(select(User))}
        assert [db.session.scalars(waiting_for(people[name])).one() for name in ("huyen", "tinh", "congan")] == [
            2,
            2,
            0,
        ]
        assert len(lessons(people["truongban2"], "", None).rows) == 2
        for each in made:
            taken = [step.taken_at for step in each.steps]
            assert taken == sorted(taken)
            assert taken[0] == each.raised_at
            assert taken[-1] < now()
