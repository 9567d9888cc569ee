"""What lies beneath a unit: by whole steps of the path, on both databases, in lists and in sums."""

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts.models import User
from app.boards.queries import progress
from app.clock import today
from app.extensions import db
from app.households.models import VillageHouseholds
from app.pledges.models import VillagePledges
from app.policy import Action, can
from app.units.models import Unit, UnitKind
from app.units.queries import readable
from app.units.scope import beneath, unit_ids
from app.web.transaction import begin_writing
from tests.world import World

PATHS = {7001: "70/", 7002: "70/2/", 7003: "70/2/3/", 7004: "70/20/", 7005: "70/21/5/", 7006: "70/3/", 7007: "700/2/"}


@pytest.fixture
def placed(app: Flask, world: World) -> World:
    """Put units on paths that begin alike, each with one household, and one that is not in force."""
    with app.app_context():
        begin_writing()
        for id_, path in {**PATHS, 7008: None}.items():
            unit = Unit(id=id_, scheme="thu", code=f"p{id_}", kind=UnitKind.VILLAGE, title="bản", path=path)
            unit.rename(f"Số {id_}")
            db.session.add(unit)
        db.session.flush()
        for id_ in PATHS:
            db.session.add(VillageHouseholds(village_id=id_, resident=1, away=0))
            db.session.add(VillagePledges(village_id=id_, year=today().year, signed=1, without_photo=0))
        db.session.commit()
    return world


@pytest.mark.parametrize("path", [*PATHS.values(), "70/2/30/", "none/"])
def test_beneath_is_what_continues_the_path(app: Flask, placed: World, path: str) -> None:  # noqa: ARG001
    wanted = {id_ for id_, other in PATHS.items() if other.startswith(path)}
    with app.app_context():
        assert set(db.session.scalars(select(Unit.id).where(beneath(path)))) == wanted
        assert set(db.session.scalars(select(Unit.id).where(Unit.id.in_(unit_ids(path))))) == wanted


def test_sums_count_what_lies_beneath_and_no_more(app: Flask, placed: World) -> None:  # noqa: ARG001
    with app.app_context():
        units = db.session.scalars(select(Unit).where(Unit.id.in_(PATHS)).order_by(Unit.id)).all()
        sums = [(line.unit.id, line.resident, line.signed) for line in progress(units, today().year)]
        below = {id_: sum(other.startswith(path) for other in PATHS.values()) for id_, path in PATHS.items()}
        assert sums == [(id_, count, count) for id_, count in sorted(below.items())]


@pytest.mark.parametrize(("seat", "id_"), [(path, id_) for id_, path in PATHS.items()])
def test_lists_and_rights_agree_where_paths_begin_alike(app: Flask, placed: World, seat: str, id_: int) -> None:
    with app.app_context():
        police = db.session.get_one(User, placed.users["police"])
        police.unit_id, police.unit = id_, db.session.get_one(Unit, id_)
        units = db.session.scalars(select(Unit)).all()
        listed = {unit.id for unit in db.session.scalars(readable(police))}
        assert police.unit_path == seat
        assert listed == {unit.id for unit in units if can(police, Action.UNIT_READ, unit)}
        db.session.rollback()
