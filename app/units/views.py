"""Unit pages, and the picker that narrows by typing without accents."""

from typing import Any

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from app.extensions import db
from app.policy import Action, can
from app.units.models import Unit, UnitKind
from app.units.queries import ancestors, children, lineages_of, matching, readable, successions_of
from app.vietnamese import tidy
from app.web.access import actor, get_or_404, requires
from app.web.htmx import render
from app.web.navigation import Entry, add_entry

bp = Blueprint("units", __name__, url_prefix="/units")
MENU = Entry("units.index", _l("Đơn vị"), "map", Action.UNIT_READ, order=60)
bp.record_once(lambda state: add_entry(state.app, MENU))


@bp.get("")
@requires(Action.UNIT_READ)
def index() -> ResponseReturnValue:
    """Find a unit by typing; without words, show the topmost ones."""
    typed = request.args.get("q", "")
    kind = request.args.get("kind", "")
    units = matching(readable(actor()), typed, kind=UnitKind(kind) if kind in set(UnitKind) else None)
    if not typed and not kind:
        units = units.order_by(None).order_by("path")
    found = db.session.scalars(units).all()
    lineages = lineages_of(found)
    lines = [(unit, lineages[unit.id]) for unit in found]
    return render("units/index.html", fragment="units/_found.html", lines=lines, typed=tidy(typed[:200]))


@bp.get("/mine")
@requires(Action.UNIT_READ)
def mine() -> ResponseReturnValue:
    """Lead to the user's own unit."""
    return redirect(url_for(".show", unit_id=current_user.unit_id), 303)


@bp.get("/<int:unit_id>")
@requires(Action.UNIT_READ)
def show(unit_id: int) -> ResponseReturnValue:
    """Show a unit: its name, kind, path, children, and who came before or will come after."""
    unit = get_or_404(readable(actor()).where(Unit.id == unit_id))
    above = ancestors(unit)
    open_ids = {place.id for place in above if can(actor(), Action.UNIT_READ, place)}
    below = db.session.scalars(children(unit)).all()
    context: dict[str, Any] = {
        "above": above,
        "open_ids": open_ids,
        "children": below,
        "successions": successions_of(unit),
    }
    return render("units/unit.html", unit=unit, **context)
