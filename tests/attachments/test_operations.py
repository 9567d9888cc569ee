"""Files on disk follow the transaction that they belong to, and its savepoints."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts.models import User
from app.attachments.models import Attachment
from app.attachments.operations import keep_photo
from app.attachments.storage import path_of
from app.extensions import db
from app.web.transaction import begin_writing
from tests.world import photo


@pytest.fixture
def head(app: Flask) -> Iterator[User]:
    """The village head, in an open transaction."""
    with app.app_context():
        begin_writing()
        yield db.session.scalars(select(User).where(User.username == "head")).one()
        db.session.remove()


@pytest.fixture
def parts(tmp_path: Path) -> Path:
    """A file in which a photo arrived."""
    path = tmp_path / "arrived.part"
    path.write_bytes(b"parts")
    return path


def keep(by: User, parts: Path) -> Path:
    """Keep a photo that arrived in ``parts``, and return where it lies."""
    kept: Attachment = keep_photo(replace(photo(), arrived_in=parts), by=by, unit_id=by.unit_id)
    return path_of(kept.stored_name)


def test_a_commit_keeps_the_photo_and_takes_its_parts_away(head: User, parts: Path) -> None:
    kept = keep(head, parts)
    assert parts.exists()
    db.session.commit()
    assert (kept.exists(), parts.exists()) == (True, False)


def test_a_rollback_takes_the_photo_away_and_keeps_its_parts(head: User, parts: Path) -> None:
    kept = keep(head, parts)
    assert kept.exists()
    db.session.rollback()
    assert (kept.exists(), parts.exists()) == (False, True)


def test_a_session_that_is_left_behind_is_a_rollback(head: User, parts: Path) -> None:
    kept = keep(head, parts)
    db.session.remove()
    assert (kept.exists(), parts.exists()) == (False, True)


def test_a_savepoint_that_fails_takes_only_its_own_photo_away(head: User, parts: Path) -> None:
    before = keep(head, parts.with_name("other.part"))
    savepoint = db.session.begin_nested()
    kept = keep(head, parts)
    savepoint.rollback()
    assert (before.exists(), kept.exists(), parts.exists()) == (True, False, True)
    db.session.commit()
    assert (before.exists(), kept.exists(), parts.exists()) == (True, False, True)


def test_a_savepoint_that_is_released_waits_for_the_commit(head: User, parts: Path) -> None:
    with db.session.begin_nested():
        kept = keep(head, parts)
    assert (kept.exists(), parts.exists()) == (True, True)
    db.session.commit()
    assert (kept.exists(), parts.exists()) == (True, False)


def test_a_savepoint_that_is_released_is_undone_with_what_is_around_it(head: User, parts: Path) -> None:
    with db.session.begin_nested():
        kept = keep(head, parts)
    db.session.rollback()
    assert (kept.exists(), parts.exists()) == (False, True)
