"""Two inspectors of one commune at once, and what waits at a commune each day."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from app.accounts.models import User
from app.clock import today
from app.extensions import db
from app.households.operations import StaleVersion
from app.inspections.models import Demand, Finding, Found, Inspection
from app.inspections.operations import FindingTerms, write_finding
from app.inspections.reminding import due_by_unit
from app.web.transaction import begin_writing
from tests.inspections.cast import MET, inspections
from tests.world import World


def test_a_finding_that_was_written_while_one_waited_is_not_overwritten(app: Flask, world: World) -> None:
    with app.app_context():
        begin_writing()
        inspection = db.session.get_one(Inspection, inspections("planned", world.units)["An"])
        by = db.session.scalars(select(User).where(User.username == "district")).one()
        first = inspection.criteria_set.indicators[0]
        written = write_finding(inspection, first, MET, version=0, by=by)
        # What another transaction stored is not in this session: the rows alone are changed.
        rows = update(Finding).where(Finding.id == written.id).execution_options(synchronize_session=False)
        db.session.execute(rows.values(words="Người khác ghi", version=2))
        with pytest.raises(StaleVersion):
            write_finding(inspection, first, FindingTerms(Found.NOT_MET, "Đè lên"), version=1, by=by)
        assert (written.words, written.version) == ("Người khác ghi", 2)
        db.session.rollback()


def test_a_demand_is_told_from_a_week_before_its_day_until_it_is_met(app: Flask, world: World) -> None:
    with app.app_context():
        begin_writing()
        unit = world.units["An"]
        concluded = inspections("concluded", world.units)["An"]
        demand = db.session.scalars(select(Demand).where(Demand.inspection_id == concluded)).one()
        found = {}
        for days in (-1, 7, 8):
            demand.due_on = today() + timedelta(days=days)
            db.session.flush()
            found[days] = due_by_unit(today()).get(unit, 0)
        assert found == {-1: 1, 7: 1, 8: 0}
        db.session.rollback()
