"""An application with the demo, made once for all tests of it."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask_migrate import upgrade

from app.config import Settings
from app.extensions import db
from app.seeds.demo import seed_demo
from app.web.transaction import begin_writing
from tests.conftest import Ground, own_app


def seeded(app: Flask) -> None:
    """Make the demo in an empty database."""
    with app.app_context():
        upgrade()
        begin_writing()
        seed_demo()
        db.session.commit()
        db.session.remove()


@pytest.fixture(scope="session")
def demo(settings: Settings, ground: Ground) -> Iterator[Flask]:
    """An application with the demo."""
    with own_app(settings, ground, "demo", empty=True) as app:
        seeded(app)
        yield app
