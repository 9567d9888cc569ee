"""The demo's inspections: one concluded with two findings unmet and a demand, one planned."""

from flask import Flask
from sqlalchemy import select

from app.accounts.models import User
from app.clock import today
from app.extensions import db
from app.inspections.lines import counts_of
from app.inspections.models import Found, Inspection, InspectionState
from app.inspections.queries import demands_waiting, self_assessment_of


def test_one_is_concluded_with_a_demand_and_one_planned(demo: Flask) -> None:
    with demo.app_context():
        made = {each.state: each for each in db.session.scalars(select(Inspection))}
        assert set(made) == {InspectionState.CONCLUDED, InspectionState.PLANNED}
        done, planned = made[InspectionState.CONCLUDED], made[InspectionState.PLANNED]
        assert counts_of(done)[Found.NOT_MET] == 2
        [demand] = done.demands
        assert demand.due_on > today()
        assert planned.plan.planned_from > today()
        people = {user.username: user for user in db.session.scalars(select(User))}
        assert db.session.scalars(demands_waiting(people["congan2"])).one() == 1
        assert db.session.scalars(demands_waiting(people["congan"])).one() == 0
        assert self_assessment_of(people["huyen"], done) is not None
