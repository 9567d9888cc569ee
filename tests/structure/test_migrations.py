"""The migrations make what the models say, up, down and up again; the trail only grows; unique is unique."""

import ast
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask, current_app
from flask_migrate import downgrade, upgrade
from sqlalchemy import insert, inspect, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from app.audit.models import AuditEvent
from app.base import Base
from app.clock import now, today
from app.extensions import db
from app.households.models import Residence
from app.pledges.models import Pledge
from app.web.transaction import begin_writing
from tests.structure.sources import ROOT, files, name_of, tree
from tests.world import World

# What each database itself says it holds, in words that compare.
DESCRIPTIONS = {
    "sqlite": ["SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY type, name"],
    "postgresql": [
        """SELECT table_name, column_name, data_type, is_nullable, collation_name, column_default
        FROM information_schema.columns WHERE table_schema = 'public' ORDER BY table_name, ordinal_position""",
        "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY indexname",
        """SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
        WHERE connamespace = 'public'::regnamespace ORDER BY conname""",
        "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal ORDER BY tgname",
        """SELECT proname, pg_get_functiondef(oid) FROM pg_proc
        WHERE pronamespace = 'public'::regnamespace ORDER BY proname""",
        "SELECT relname, relkind FROM pg_class WHERE relnamespace = 'public'::regnamespace ORDER BY relname",
    ],
}
CHANGES = [
    "UPDATE audit_events SET action = 'nothing'",
    "UPDATE audit_events SET action = action WHERE id = 1",
    "DELETE FROM audit_events",
    "DELETE FROM audit_events WHERE id = 1",
    """INSERT INTO audit_events SELECT * FROM audit_events WHERE id = 1
    ON CONFLICT (id) DO UPDATE SET action = 'nothing'""",
]
OWN_CHANGES = {
    "sqlite": ["REPLACE INTO audit_events SELECT * FROM audit_events WHERE id = 1"],
    "postgresql": ["TRUNCATE audit_events", "TRUNCATE audit_events RESTART IDENTITY CASCADE"],
}
PARTIAL = {
    index.name: table.name
    for table in db.metadata.sorted_tables
    for index in table.indexes
    if index.unique and index.dialect_options["sqlite"]["where"] is not None
}


@pytest.fixture
def empty(empty_app: Flask) -> Iterator[Flask]:
    """Open an application context over a database without a table."""
    with empty_app.app_context():
        yield empty_app


def described() -> list[tuple[Any, ...]]:
    """Return everything that the database holds besides rows."""
    with db.engine.connect() as connection:
        return [tuple(row) for query in DESCRIPTIONS[db.engine.dialect.name] for row in connection.execute(text(query))]


def differences() -> list[Any]:
    """Return what Alembic would have to write so that the database equals the models."""
    with db.engine.connect() as connection:
        options = {"compare_type": True, "compare_server_default": True}
        return list(compare_metadata(MigrationContext.configure(connection, opts=options), db.metadata))


def revisions() -> list[str]:
    """Return the revisions, first to last."""
    script = ScriptDirectory(current_app.extensions["migrate"].directory)
    return [step.revision for step in reversed(list(script.walk_revisions()))]


def test_the_migrations_make_what_the_models_say(empty: Flask) -> None:  # noqa: ARG001 (its context is open)
    upgrade()
    assert differences() == []


@pytest.mark.parametrize(
    "statement",
    [
        "DROP INDEX ix_households_village_id_phone",
        "ALTER TABLE households ADD COLUMN forgotten TEXT",
        "ALTER TABLE households RENAME COLUMN address TO place",
        "DROP TABLE ledger_entries",
    ],
)
def test_a_difference_would_be_seen(empty: Flask, statement: str) -> None:  # noqa: ARG001
    upgrade()
    with db.engine.begin() as connection:
        connection.execute(text(statement))
    assert differences() != []


def test_up_down_and_up_again_step_by_step(empty: Flask) -> None:  # noqa: ARG001
    nothing = described()
    steps = revisions()
    shapes = []
    for revision in steps:
        upgrade(revision=revision)
        shapes.append(described())
    assert [row for row in shapes[-1] if row not in nothing]
    for revision, before in zip(reversed(["base", *steps[:-1]]), reversed([None, *shapes[:-1]]), strict=True):
        downgrade(revision=revision)
        if before is not None:
            assert described() == before
    assert [row for row in described() if "alembic_version" not in str(row)] == nothing
    upgrade()
    assert described() == shapes[-1]


def test_migrations_follow_one_line_and_stand_alone(empty: Flask) -> None:  # noqa: ARG001
    script = ScriptDirectory(current_app.extensions["migrate"].directory)
    assert len(script.get_heads()) == 1
    versions = [path for path in files(".py") if path.is_relative_to(ROOT / "migrations" / "versions")]
    assert len(versions) == len(revisions())
    for path in versions:
        imported = [node for node in ast.walk(tree(path)) if isinstance(node, ast.Import | ast.ImportFrom)]
        named = [str(getattr(node, "module", None) or node.names[0].name) for node in imported]
        assert [name for name in named if name.split(".")[0] == "app"] == [], name_of(path)


def test_the_trail_only_grows(app: Flask) -> None:
    with app.app_context():
        before = db.session.execute(select(AuditEvent.__table__)).all()
        assert before
        for statement in CHANGES + OWN_CHANGES[db.engine.dialect.name]:
            begin_writing()
            with pytest.raises(DBAPIError, match="audit events are append-only"):
                db.session.execute(text(statement))
            db.session.rollback()
            assert db.session.execute(select(AuditEvent.__table__)).all() == before


def test_the_models_have_partial_unique_indexes() -> None:
    assert PARTIAL == {
        "uq_pledges_valid": "pledges",
        "uq_residences_open": "residences",
        "uq_groups_number": "groups",
        "uq_group_leaders_open": "group_leaders",
        "uq_group_spells_open": "group_spells",
        "uq_group_memberships_open": "group_memberships",
        "uq_group_memberships_sole": "group_memberships",
        "uq_criteria_sets_shared": "criteria_sets",
        "uq_registrations_valid": "registrations",
        "uq_recognitions_valid": "recognitions",
        "uq_hotspots_valid": "hotspots",
        "uq_borders_valid": "borders",
        "uq_new_rurals_valid": "new_rurals",
        "uq_forces_valid": "forces",
        "uq_assessments_standing": "assessments",
        "uq_submissions_dossier": "submissions",
        "uq_seals_standing": "seals",
        "uq_directive_completions_standing": "directive_completions",
    }


@pytest.mark.parametrize(("name", "table"), sorted(PARTIAL.items()))
def test_a_partial_unique_index_is_unique_and_partial(app: Flask, name: str, table: str) -> None:
    with app.app_context():
        [found] = [index for index in inspect(db.engine).get_indexes(table) if index["name"] == name]
        kind = db.engine.dialect.name
    [meant] = [index for index in db.metadata.tables[table].indexes if index.name == name]
    assert found["unique"]
    assert found["column_names"] == [column.name for column in meant.columns]
    assert str(found["dialect_options"][f"{kind}_where"]).strip("()") == str(
        meant.dialect_options[kind]["where"]
    ).strip("()")


def test_two_valid_pledges_of_a_year_are_refused_by_the_database_itself(app: Flask, world: World) -> None:
    with app.app_context():
        begin_writing()
        first = db.session.get_one(Pledge, world.pledges["Bình"])
        db.session.execute(insert(Pledge).values(copied(first, id=uuid4(), year=first.year - 1)))
        db.session.execute(insert(Pledge).values(copied(first, id=uuid4(), withdrawn_at=now())))
        db.session.execute(insert(Pledge).values(copied(first, id=uuid4(), withdrawn_at=now())))
        with pytest.raises(IntegrityError):
            db.session.execute(insert(Pledge).values(copied(first, id=uuid4())))
        db.session.rollback()


def test_two_open_residences_are_refused_by_the_database_itself(app: Flask, world: World) -> None:
    with app.app_context():
        begin_writing()
        mine = Residence.household_id == world.households["Ánh"]
        now_here = db.session.scalars(select(Residence).where(mine)).one()
        elsewhere = copied(now_here, village_id=world.units["Pa"])
        del elsewhere["id"]
        db.session.execute(insert(Residence).values(elsewhere | {"until": today()}))
        db.session.execute(insert(Residence).values(elsewhere | {"until": today()}))
        with pytest.raises(IntegrityError):
            db.session.execute(insert(Residence).values(elsewhere))
        db.session.rollback()


def copied(record: Base, **changes: Any) -> dict[str, Any]:
    """Return the columns of ``record`` with some changed."""
    return {column.name: getattr(record, column.name) for column in record.__table__.columns} | changes
