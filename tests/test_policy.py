"""The table of who may do what, and that lists, details and buttons read it alike."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts.models import User
from app.extensions import db
from app.households.models import Household
from app.pledges.models import Pledge
from app.policy import GRANTS, Action, Reach, Role, Scoped, can, reach_of, scope, visible
from app.units.models import Unit
from tests.world import World

NAMES = {
    Action.HOUSEHOLD_READ, Action.HOUSEHOLD_ADD, Action.HOUSEHOLD_EDIT, Action.HOUSEHOLD_MOVE,
    Action.PLEDGE_READ, Action.PLEDGE_SIGN, Action.PLEDGE_WITHDRAW,
    Action.GROUP_READ, Action.GROUP_KEEP, Action.ACTIVITY_READ, Action.ACTIVITY_LOG,
}  # fmt: skip
NOBODY = UUID(int=0)


@dataclass
class Person:
    """Whoever asks."""

    role: Role
    unit_path: str
    unit_id: int
    id: UUID = NOBODY


@dataclass
class Place:
    """Somewhere in the hierarchy, or (path None) no longer."""

    path: str | None
    id: int
    heir_paths: tuple[str, ...] = ()


@pytest.mark.once
def test_names_stay_low() -> None:
    reading = {action: {role for role in Role if reach_of(role, action)} for action in NAMES}
    assert set(map(frozenset, reading.values())) == {frozenset({Role.VILLAGE_HEAD, Role.COMMUNE_POLICE})}
    assert {action for role in (Role.DISTRICT, Role.PROVINCE, Role.ADMINISTRATOR) for action in GRANTS[role]} == {
        Action.ACCOUNT_OWN, Action.UNIT_READ, Action.PROGRESS_READ, Action.RECEIPT_READ, Action.GROUP_MODEL_KEEP,
        Action.GROUP_RULE_SET,
        Action.CRITERIA_READ, Action.CRITERIA_KEEP, Action.ASSESSMENT_READ,
        Action.INSPECTION_READ, Action.INSPECTION_KEEP,
        Action.OBSTACLE_READ, Action.OBSTACLE_RAISE, Action.OBSTACLE_ANSWER,
        Action.STANDING_READ, Action.STANDING_DECLARE, Action.STANDING_GRANT, Action.ATTACHMENT_ADD,
        Action.SUBMISSION_READ, Action.SUBMISSION_REVIEW, Action.CALENDAR_SET, Action.NOTICE_READ,
        Action.DIRECTIVE_READ, Action.DIRECTIVE_GIVE, Action.DIRECTIVE_KEEP, Action.DIRECTIVE_ANSWER,
    }  # fmt: skip


@pytest.mark.once
def test_an_administrator_sees_no_data_not_even_counts() -> None:
    assert GRANTS[Role.ADMINISTRATOR] == {Action.ACCOUNT_OWN: Reach.UNIT, Action.UNIT_READ: Reach.ALL}


@pytest.mark.once
def test_every_role_has_its_line_and_every_action_somebody() -> None:
    assert set(GRANTS) == set(Role)
    assert {action for grants in GRANTS.values() for action in grants} == set(Action)
    assert all(reach_of(role, Action.ACCOUNT_OWN) is Reach.UNIT for role in Role)
    assert {reach for role in Role if role is not Role.ADMINISTRATOR for reach in GRANTS[role].values()} == {
        Reach.UNIT, Reach.SUBTREE, Reach.CHILDREN,
    }  # fmt: skip
    assert set(GRANTS[Role.VILLAGE_HEAD].values()) == {Reach.UNIT}


@pytest.mark.once
@pytest.mark.parametrize(
    ("role", "action", "place", "allowed"),
    [
        (Role.VILLAGE_HEAD, Action.HOUSEHOLD_READ, Place("1/2/", 2), True),
        (Role.VILLAGE_HEAD, Action.HOUSEHOLD_READ, Place("1/2/3/", 3), False),  # a head has no subtree
        (Role.VILLAGE_HEAD, Action.UNIT_READ, Place("1/", 1), False),
        (Role.COMMUNE_POLICE, Action.HOUSEHOLD_READ, Place("1/2/", 2), True),
        (Role.COMMUNE_POLICE, Action.HOUSEHOLD_READ, Place("1/2/3/", 3), True),
        (Role.COMMUNE_POLICE, Action.HOUSEHOLD_READ, Place("1/23/", 23), False),  # begins alike, lies elsewhere
        (Role.COMMUNE_POLICE, Action.HOUSEHOLD_READ, Place("1/", 1), False),
        (Role.COMMUNE_POLICE, Action.HOUSEHOLD_READ, Place(None, 3), False),  # no longer in force
        (Role.COMMUNE_POLICE, Action.STANDING_READ, Place(None, 3, ("1/2/",)), True),  # taken over here
        (Role.COMMUNE_POLICE, Action.STANDING_READ, Place(None, 3, ("1/4/", "1/2/5/")), True),
        (Role.COMMUNE_POLICE, Action.STANDING_READ, Place(None, 3, ("1/23/",)), False),
        (Role.COMMUNE_POLICE, Action.STANDING_GRANT, Place(None, 3, ("1/2/",)), False),  # read, and not changed
        (Role.VILLAGE_HEAD, Action.STANDING_READ, Place(None, 3, ("1/2/",)), True),
        (Role.VILLAGE_HEAD, Action.STANDING_DECLARE, Place(None, 3, ("1/2/",)), False),
        (Role.VILLAGE_HEAD, Action.STANDING_READ, Place(None, 3, ("1/2/4/",)), False),
        (Role.ADMINISTRATOR, Action.UNIT_READ, Place(None, 3, ("9/",)), True),
        (Role.DISTRICT, Action.PROGRESS_READ, Place("1/2/3/4/", 4), True),
        (Role.DISTRICT, Action.HOUSEHOLD_READ, Place("1/2/3/4/", 4), False),
        (Role.COMMUNE_POLICE, Action.STANDING_GRANT, Place("1/2/3/", 3), True),
        (Role.COMMUNE_POLICE, Action.STANDING_GRANT, Place("1/2/", 2), False),  # what is decided about itself
        (Role.DISTRICT, Action.STANDING_GRANT, Place("1/2/3/4/", 4), False),  # the commune enters it
        (Role.DISTRICT, Action.STANDING_GRANT, Place(None, 3), False),
        (Role.VILLAGE_HEAD, Action.STANDING_GRANT, Place("1/2/", 2), False),
        (Role.ADMINISTRATOR, Action.UNIT_READ, Place("9/", 9), True),
        (Role.ADMINISTRATOR, Action.PROGRESS_READ, Place("1/2/", 2), False),
    ],
)
def test_how_far_a_grant_reaches(role: Role, action: Action, place: Place, allowed: bool) -> None:
    assert can(Person(role, "1/2/", 2), action, place) is allowed


@pytest.mark.once
@pytest.mark.parametrize("role", [Role.COMMUNE_POLICE, Role.DISTRICT, Role.PROVINCE])
def test_whose_unit_has_ended_reaches_nothing(role: Role) -> None:
    ended = Person(role, "none/", 2)
    places = [Place("1/", 1), Place("1/2/", 2), Place("1/2/3/", 3), Place(None, 2)]
    beneath = [action for action in Action if reach_of(role, action) is Reach.SUBTREE]
    assert beneath
    assert not any(can(ended, action, place) for action in beneath for place in places)


@pytest.mark.parametrize("model", [Household, Pledge])
def test_a_list_shows_what_its_details_and_buttons_allow_and_no_more(app: Flask, world: World, model: Any) -> None:
    with app.app_context():
        rows = db.session.scalars(select(model)).all()
        villages = {unit.id: unit for unit in db.session.scalars(select(Unit))}
        seen = 0
        for username in world.users:
            actor = db.session.get_one(User, world.users[username])
            for action in Action:
                listed = {row.id for row in db.session.scalars(visible(actor, action, model))}
                allowed = {row.id for row in rows if can(actor, action, villages[row.village_id])}
                assert listed == allowed, (username, action)
                seen += len(listed)
        assert seen > 50


def test_a_unit_that_was_taken_out_of_force_takes_its_rows_out_of_reach(app: Flask, world: World) -> None:
    with app.app_context():
        police = db.session.get_one(User, world.users["police"])
        assert _reached(police, Household)
        db.session.get_one(Unit, world.units["Na"]).path = None
        db.session.get_one(Unit, world.units["Pa"]).path = None
        db.session.flush()
        assert _reached(police, Household) == []
        db.session.rollback()


def _reached(actor: User, model: type[Scoped]) -> list[object]:
    return list(db.session.scalars(select(model).where(scope(actor, Action.HOUSEHOLD_READ, model))))
