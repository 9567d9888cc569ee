"""Whether the process lives, and whether it can serve."""

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Blueprint, current_app, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from app.extensions import db
from app.web.access import public

bp = Blueprint("health", __name__)


@bp.get("/healthz")
@public
def healthz() -> ResponseReturnValue:
    """Answer 200 while the process lives."""
    return jsonify(status="ok")


@bp.get("/readyz")
@public
def readyz() -> ResponseReturnValue:
    """Answer 200 when the database answers and has every migration, else 503 with what is wrong."""
    try:
        applied = set(MigrationContext.configure(db.session.connection()).get_current_heads())
    except SQLAlchemyError:
        return jsonify(status="unready", problem="database"), 503
    wanted = set(ScriptDirectory(current_app.extensions["migrate"].directory).get_heads())
    if applied != wanted:
        return jsonify(status="unready", problem="migrations"), 503
    return jsonify(status="ready")
