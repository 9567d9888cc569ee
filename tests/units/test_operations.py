"""The real units as they are loaded, and units added by hand."""

from collections.abc import Iterator
from datetime import date

import pytest
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import func, select

from app.config import Settings
from app.extensions import db
from app.units.models import Placement, Succession, Unit, UnitKind
from app.units.operations import Founding, UnitProblem, add, load_schemes
from app.units.queries import children, children_on, lineages_of
from app.web.transaction import begin_writing
from tests.conftest import Ground, own_app


@pytest.fixture(scope="module")
def sonla(settings: Settings, ground: Ground) -> Iterator[Flask]:
    """An application with the real units loaded, which no test changes."""
    with own_app(settings, ground, "units", empty=True) as app:
        with app.app_context():
            upgrade()
            begin_writing()
            load_schemes(by=None)
            db.session.commit()
            db.session.remove()
        yield app


def counted(*conditions: object) -> int:
    return db.session.scalar(select(func.count()).select_from(Unit).where(*conditions)) or 0  # type: ignore[arg-type]


def test_both_schemes_are_loaded_and_the_first_is_in_force(sonla: Flask) -> None:
    with sonla.app_context():
        assert counted(Unit.path.is_not(None), Unit.kind == UnitKind.DISTRICT) == 12
        assert counted(Unit.path.is_not(None), Unit.kind == UnitKind.COMMUNE) == 200
        assert counted(Unit.scheme == "2025-07", Unit.path.is_(None), Unit.valid_from.is_(None)) == 75
        assert db.session.scalar(select(func.count()).select_from(Succession)) == 200
        assert db.session.scalar(select(func.count()).select_from(Placement)) == 212
        assert set(db.session.scalars(select(Succession.effective_on))) == {date(2025, 7, 1)}


def test_loading_again_changes_nothing(sonla: Flask) -> None:
    with sonla.app_context():
        begin_writing()
        assert load_schemes(by=None) == 0
        db.session.commit()
        assert counted() == 288


def test_a_real_commune_lies_where_it_lies(sonla: Flask) -> None:
    with sonla.app_context():
        commune = db.session.scalars(select(Unit).where(Unit.scheme == "2025-01", Unit.code == "03646")).one()
        assert commune.full_name == "Phường Chiềng Lề"
        assert [unit.full_name for unit in lineages_of([commune])[commune.id]] == ["Tỉnh Sơn La", "Thành phố Sơn La"]
        town = lineages_of([commune])[commune.id][-1]
        today = [unit.id for unit in db.session.scalars(children(town))]
        then = [unit.id for unit in db.session.scalars(children_on(town.id, date(2019, 6, 1)))]
        assert commune.id in today
        assert today == then


@pytest.mark.parametrize(
    ("code", "kind", "parent"),
    [
        ("03646", UnitKind.COMMUNE, "116"),
        ("X1", UnitKind.VILLAGE, "116"),
        ("X1", UnitKind.DISTRICT, "03646"),
        ("X1", UnitKind.VILLAGE, None),
    ],
)
def test_a_unit_out_of_place_is_refused(sonla: Flask, code: str, kind: UnitKind, parent: str | None) -> None:
    with sonla.app_context():
        above = db.session.scalar(select(Unit).where(Unit.scheme == "2025-01", Unit.code == parent)) if parent else None
        with pytest.raises(UnitProblem):
            add(Founding("2025-01", code, kind, "bản", "Mới"), above, by=None)
        db.session.rollback()
