"""The page of the outbox: the same for everybody, filled on the phone with what waits there."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from app.policy import Action
from app.web.access import requires
from app.web.htmx import render

bp = Blueprint("outbox", __name__)


@bp.get("/outbox")
@requires(Action.ACCOUNT_OWN)
def index() -> ResponseReturnValue:
    """Show the page; its list is drawn by the phone."""
    return render("offline/outbox.html")
