"""The doctor finds what does not agree, names it, and counts anew what can be counted."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import delete, select, update

from app.attachments.models import Attachment
from app.attachments.storage import path_of
from app.clock import today
from app.doctor import examine, recount, totals
from app.extensions import db
from app.households.models import Household, Residence, VillageHouseholds
from app.pledges.models import Pledge, VillagePledges
from app.units.models import Placement, Unit
from app.web.transaction import begin_writing
from tests.contents import contents
from tests.world import World

COUNTERS = ("village_households", "village_pledges")
Break = Callable[[World], object]


def faults() -> dict[str, list[str]]:
    """Return what is wrong, by check."""
    return {finding.check: list(finding.faults) for finding in examine() if finding.faults}


def lie_about_households(world: World) -> str:
    mine = VillageHouseholds.village_id == world.units["Na"]
    db.session.execute(update(VillageHouseholds).where(mine).values(resident=VillageHouseholds.resident + 1))
    return f"village_households ({world.units['Na']},): kept (5, 1), counted (4, 1)"


def forget_a_counter(world: World) -> str:
    db.session.execute(delete(VillagePledges).where(VillagePledges.village_id == world.units["Pa"]))
    return f"village_pledges ({world.units['Pa']}, {today().year}): kept (0, 0), counted (1, 1)"


def count_where_nothing_is(world: World) -> str:
    db.session.add(VillagePledges(village_id=world.units["Xa"], year=1999, signed=3, without_photo=0))
    db.session.flush()
    return f"village_pledges ({world.units['Xa']}, 1999): kept (3, 0), counted (0, 0)"


def lose_a_residence(world: World) -> str:
    id_ = world.households["Ánh"]
    db.session.execute(delete(Residence).where(Residence.household_id == id_))
    return f"household without an open residence: {id_}"


def leave_a_residence_open(world: World) -> str:
    id_ = world.households["Dũng"]
    db.session.execute(update(Residence).where(Residence.household_id == id_).values(until=None))
    return f"household away with an open residence: {id_}"


def end_before_the_beginning(world: World) -> str:
    id_ = world.households["Dũng"]
    row = db.session.scalars(select(Residence).where(Residence.household_id == id_)).one()
    row.until = row.since - timedelta(days=1)
    db.session.flush()
    return f"residence that ends before it begins: {row.id}"


def put_a_pledge_into_another_year(world: World) -> str:
    id_ = world.pledges["Lan"]
    db.session.execute(update(Pledge).where(Pledge.id == id_).values(signed_on=today().replace(year=2001, day=1)))
    return f"pledge {id_}: year {today().year}, signed on {today().replace(year=2001, day=1)}"


def misplace_a_unit(world: World) -> str:
    id_, elsewhere = world.units["Na"], f"{world.units['Thử']}/999/{world.units['Na']}/"
    parent = db.session.get_one(Unit, world.units["An"]).path
    db.session.execute(update(Unit).where(Unit.id == id_).values(path=elsewhere))
    return f"unit {id_}: path {elsewhere} under {parent}"


def take_a_unit_out_of_its_place(world: World) -> str:
    mine = Placement.unit_id == world.units["Na"]
    db.session.execute(update(Placement).where(mine).values(valid_to=today()))
    return f"unit {world.units['Na']}: lies under nothing, its parent is {world.units['An']}"


def end_a_unit_and_leave_its_household_behind(world: World) -> str:
    mine = Unit.id == world.units["Xa"]
    db.session.execute(update(Unit).where(mine).values(path=None, parent_id=None, valid_to=today()))
    return f"household in an ended unit: {world.households['Mai']}"


def lose_a_file(_world: World) -> str:
    row = db.session.scalars(select(Attachment).order_by(Attachment.created_at).limit(1)).one()
    row.stored_name = "00/nothing.jpg"
    db.session.flush()
    return f"attachment {row.id}: its file is gone"


BREAKS: dict[Callable[[World], str], str] = {
    lie_about_households: "household counters",
    forget_a_counter: "pledge counters",
    count_where_nothing_is: "pledge counters",
    lose_a_residence: "residences",
    leave_a_residence_open: "residences",
    end_before_the_beginning: "residences",
    put_a_pledge_into_another_year: "pledge years",
    misplace_a_unit: "unit paths",
    take_a_unit_out_of_its_place: "placements",
    end_a_unit_and_leave_its_household_behind: "ended units",
    lose_a_file: "photo files",
}


def test_the_cast_is_sound(app: Flask) -> None:
    with app.app_context():
        assert faults() == {}
        assert totals() == {"households": 10, "pledges": 4, "groups": 3, "activities": 3}
        assert all(path_of(name).is_file() for name in db.session.scalars(select(Attachment.stored_name)))


def test_every_check_has_something_to_find(app: Flask) -> None:
    with app.app_context():
        assert {finding.check for finding in examine()} == set(BREAKS.values())


@pytest.mark.parametrize("harm", BREAKS, ids=lambda harm: harm.__name__)
def test_each_harm_is_found_alone_and_named(app: Flask, world: World, harm: Callable[[World], str]) -> None:
    with app.app_context():
        begin_writing()
        words = harm(world)
        assert faults() == {BREAKS[harm]: [words]}
        db.session.rollback()


@pytest.mark.parametrize("harm", [lie_about_households, forget_a_counter, count_where_nothing_is])
def test_counting_anew_mends_every_counter_and_nothing_else(
    app: Flask, world: World, harm: Callable[[World], str]
) -> None:
    before = contents(app)
    with app.app_context():
        begin_writing()
        harm(world)
        recount()
        db.session.commit()
        assert faults() == {}
    assert contents(app) == before


@pytest.mark.parametrize("harm", [lose_a_residence, misplace_a_unit])
def test_counting_anew_does_not_hide_what_it_cannot_mend(
    app: Flask, world: World, harm: Callable[[World], str]
) -> None:
    with app.app_context():
        begin_writing()
        harm(world)
        recount()
        assert list(faults()) == [BREAKS[harm]]
        db.session.rollback()


def test_the_command_says_what_is_wrong_and_its_last_line_counts(app: Flask, world: World) -> None:
    run = app.test_cli_runner().invoke
    sound = run(args=["doctor"])
    assert sound.exit_code == 0
    assert sound.output.splitlines()[-1] == "households: 10, pledges: 4, groups: 3, activities: 3"
    with app.app_context():
        begin_writing()
        words = lie_about_households(world)
        db.session.commit()
    ill = run(args=["doctor"])
    assert ill.exit_code == 1
    assert "household counters: 1" in ill.output
    assert f"  {words}" in ill.output
    assert run(args=["doctor"]).exit_code == 1, "to look is not to mend"
    assert run(args=["doctor", "--recount"]).exit_code == 0
    assert run(args=["doctor"]).exit_code == 0


def test_a_household_that_left_is_counted_as_away(app: Flask, world: World) -> None:
    with app.app_context():
        counted = db.session.get_one(VillageHouseholds, world.units["Na"])
        assert (counted.resident, counted.away) == (4, 1)
        assert db.session.get_one(Household, world.households["Dũng"]).away_since == today()
