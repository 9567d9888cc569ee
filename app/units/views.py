"""Unit pages, and the picker that narrows by typing without accents."""

from typing import Any

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from app.extensions import db
from app.policy import Action, can
from app.units.models import Unit, UnitKind
from app.units.queries import ancestors, children, former_names_of, lineages_of, matching, readable, successions_of
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
    """Show a unit: its name, kind, path, children, what it was called, and who came before or after."""
    unit = get_or_404(readable(actor(), past=True).where(Unit.id == unit_id))
    return render("units/unit.html", unit=unit, **_about(unit))


def _about(unit: Unit) -> dict[str, Any]:
    above, steps = ancestors(unit), successions_of(unit)
    near = [*above, *(place for step in steps for place in (step.predecessor, step.successor))]
    return {
        "above": above, "children": db.session.scalars(children(unit)).all(), "successions": steps,
        "open_ids": {place.id for place in near if can(actor(), Action.UNIT_READ, place)},
        "former_names": former_names_of(unit),
    }  # fmt: skip
