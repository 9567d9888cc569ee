"""The real merger: a demo beside the real units, with invented villages in them, before it and after it."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import func, select

from app.accounts.models import User
from app.accounts.operations import NewAccount, create_user
from app.audit.models import AuditEvent
from app.boards.queries import progress
from app.clock import today
from app.config import Settings
from app.doctor import examine, totals
from app.extensions import db
from app.households.operations import HouseholdTerms, register
from app.policy import Role
from app.reorganisations.sums import sums
from app.seeds.demo import seed_demo
from app.units.models import Unit, UnitKind
from app.units.operations import Founding, add, load_schemes
from app.units.queries import children, children_on
from app.web.transaction import begin_writing
from tests.conftest import Ground, own_app
from tests.contents import changed, contents
from tests.world import PASSWORD, id_of

DAY = date(2025, 7, 1)
OLD, PARTLY = "03649", "03691"  # communes that are merged into 2025-07:03646, and a part into another


@pytest.fixture(scope="module")
def before(settings: Settings, ground: Ground) -> Iterator[Flask]:
    """An application with the demo, the real units, and invented villages, people and households in some of them."""
    with own_app(settings, ground, "sonla", empty=True) as app:
        with app.app_context():
            upgrade()
            begin_writing()
            seed_demo()
            load_schemes(by=None)
            for code in communes():
                village = add(
                    Founding("2025-01", f"T{code}", UnitKind.VILLAGE, "bản", f"Thử {code}"), old(code), by=None
                )
                police = account(f"xa{code}", Role.COMMUNE_POLICE, old(code))
                account(f"ban{code}", Role.VILLAGE_HEAD, village)
                register(id_of(code), HouseholdTerms("Lò Văn Thử", 4), village, duplicate_seen=True, by=police)
            account("huyen116", Role.DISTRICT, old("116"))
            db.session.commit()
        yield app


@pytest.fixture
def after(before: Flask, settings: Settings, ground: Ground) -> Iterator[Flask]:
    """The same once the merger was done."""
    with before.app_context():
        db.session.remove()
        db.engine.dispose()
    with own_app(settings, Ground(ground.store, f"{ground.name}_sonla", ground.name, ground.cast), "merged") as app:
        done = reorganise(app, "--yes")
        assert done.exit_code == 0, done.output
        yield app


def communes() -> list[str]:
    """Return the codes of twenty communes that end, some of which share a successor."""
    ended = select(Unit.code).where(Unit.scheme == "2025-01", Unit.kind == UnitKind.COMMUNE).order_by(Unit.code)
    return list(db.session.scalars(ended.limit(20)))


def old(code: str) -> Unit:
    return db.session.scalars(select(Unit).where(Unit.scheme == "2025-01", Unit.code == code)).one()


def account(username: str, role: Role, unit: Unit) -> User:
    return create_user(NewAccount(username, f"Cán bộ {username}", role, unit, PASSWORD), by=None)


def reorganise(app: Flask, *options: str, answer: str | None = None) -> Result:
    return app.test_cli_runner().invoke(args=["units", "reorganise", "sonla-2025-07", *options], input=answer)


def found(app: Flask) -> dict[str, Any]:
    """Return what must stay as it is."""
    with app.app_context():
        provinces = db.session.scalars(select(Unit).where(Unit.kind == UnitKind.PROVINCE).order_by(Unit.code)).all()
        counted = [(line.resident, line.signed) for line in progress(provinces, today().year)]
        return {"sums": sums(), "totals": totals(), "provinces": counted}


def test_seventy_five_communes_lie_directly_under_the_province(after: Flask) -> None:
    with after.app_context():
        province = old("14")
        below = db.session.scalars(children(province)).all()
        assert len(below) == 75
        assert {unit.kind for unit in below} == {UnitKind.COMMUNE}
        assert {title: sum(unit.title == title for unit in below) for title in ("xã", "phường")} == {
            "xã": 67,
            "phường": 8,
        }
        villages = db.session.scalars(select(Unit).where(Unit.name.like("Thử %"))).all()
        assert {unit.path for unit in villages} == {f"{unit.parent.path}{unit.id}/" for unit in villages if unit.parent}
        assert {unit.parent.scheme for unit in villages if unit.parent} == {"2025-07"}
        assert db.session.scalar(select(func.count()).where(Unit.scheme == "2025-01", Unit.valid_to == DAY)) == 212


def test_nothing_is_lost_and_the_sums_are_what_they_were(before: Flask, after: Flask) -> None:
    assert found(after) == found(before)
    assert found(after)["provinces"][0] == (20, 0), "the invented households in Sơn La"
    with after.app_context():
        assert {finding.check: finding.faults for finding in examine() if finding.faults} == {}


def test_only_units_accounts_and_the_trail_changed(before: Flask, after: Flask) -> None:
    assert set(changed(contents(before), contents(after))) == {
        "units", "placements", "successions", "users", "audit_events", "reorganisations",
    }  # fmt: skip


def test_of_the_day_before_and_of_the_day_itself(after: Flask) -> None:
    with after.app_context():
        province = old("14")
        then = db.session.scalars(children_on(province.id, date(2025, 6, 30))).all()
        now = db.session.scalars(children_on(province.id, DAY)).all()
        assert [len(then), len(now)] == [12, 75]
        assert {unit.kind for unit in then} == {UnitKind.DISTRICT}
        town = old("116")
        assert len(db.session.scalars(children_on(town.id, date(2025, 6, 30))).all()) == 12
        assert db.session.scalars(children_on(town.id, DAY)).all() == []


def test_each_account_is_moved_or_closed_and_each_act_has_its_event(after: Flask) -> None:
    with after.app_context():
        users = {user.username: user for user in db.session.scalars(select(User)).unique()}
        for code in communes():
            police, head = users[f"xa{code}"], users[f"ban{code}"]
            assert police.disabled_at is None
            assert (police.unit.scheme, police.unit.path is None) == ("2025-07", False)
            assert head.unit.code == f"T{code}"
            assert str(head.unit.path).startswith(str(police.unit.path))
        assert users["huyen116"].disabled_at is not None
        assert users["congan"].disabled_at is None
        counted = select(AuditEvent.action, func.count()).group_by(AuditEvent.action)
        events = {action: count for action, count in db.session.execute(counted)}  # noqa: C416
        assert {action: events[action] for action in ("unit:begin", "unit:end", "unit:succeed", "unit:move")} == {
            "unit:begin": 75, "unit:end": 212, "unit:succeed": 212, "unit:move": 20,
        }  # fmt: skip
        assert {action: events[action] for action in ("account:move", "account:disable", "reorganisation:do")} == {
            "account:move": 20, "account:disable": 1, "reorganisation:do": 1,
        }  # fmt: skip


def test_trying_it_shows_the_whole_plan_and_stores_nothing(before: Flask) -> None:
    kept = contents(before)
    tried = reorganise(before, "--dry-run")
    assert tried.exit_code == 0, tried.output
    lines = tried.output.splitlines()
    assert [line for line in lines if not line.startswith(" ")] == [
        "sonla-2025-07, in effect from 2025-07-01", "begin (75)", "end (212)", "move (20)",
        "accounts of units that end (21)", "dry run: it can be done; nothing is stored",
    ]  # fmt: skip
    assert len(lines) == 6 + 75 + 212 + 20 + 21
    assert "  huyen116 (district, Thành phố Sơn La): closed" in lines
    assert contents(before) == kept


def test_who_says_no_stores_nothing(before: Flask) -> None:
    kept = contents(before)
    refused = reorganise(before, answer="n\n")
    assert refused.exit_code == 1
    assert "Do all this? [y/N]: n" in refused.output
    assert contents(before) == kept


def test_a_second_time_is_refused(after: Flask) -> None:
    kept = contents(after)
    again = reorganise(after, "--yes")
    assert again.exit_code == 1
    assert "sonla_units.json:1: sonla-2025-07: sonla-2025-07 was done already" in again.output
    assert contents(after) == kept
