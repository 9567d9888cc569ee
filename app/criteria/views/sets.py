"""The list of sets, and the page of one: readable, printable, with what changed since the version before."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import Blueprint
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import joinedload, selectinload

from app.clock import today
from app.criteria import labels
from app.criteria.comparison import differences
from app.criteria.models import CriteriaSet
from app.criteria.queries import newest_of_each, readable_sets, versions_of
from app.extensions import db
from app.policy import Action, can, visible
from app.units.models import UnitKind
from app.web.access import actor, get_or_404, requires
from app.web.htmx import render
from app.web.navigation import Entry, add_entry

bp = Blueprint("criteria", __name__)
MENU = Entry("criteria.index", _l("Bộ tiêu chí"), "check", Action.CRITERIA_READ, order=75, tab=False)
bp.record_once(lambda state: add_entry(state.app, MENU))


@bp.get("/criteria")
@requires(Action.CRITERIA_READ)
def index() -> ResponseReturnValue:
    """Show the sets, those of communes and those of villages, each by its newest version."""
    newest = sorted(newest_of_each(db.session.scalars(readable_sets(actor())).all()), key=_valid_now, reverse=True)
    kinds = {kind: [one for one in newest if one.unit_kind is kind] for kind in (UnitKind.COMMUNE, UnitKind.VILLAGE)}
    return render("criteria/index.html", kinds=kinds, words=labels)


@bp.get("/criteria/<int:set_id>")
@requires(Action.CRITERIA_READ)
def show(set_id: int) -> ResponseReturnValue:
    """Show one version of a set."""
    one = find(set_id)
    versions = versions_of(one, actor().unit_id)
    before = _before(one, versions)
    changes = differences(before, one) if before else []
    may_keep = can(actor(), Action.CRITERIA_KEEP) and versions[0].id == one.id
    context: dict[str, Any] = {"versions": versions, "before": before, "changes": changes, "may_keep": may_keep}
    return render("criteria/set.html", one=one, words=labels, **context)


def find(set_id: int, action: Action = Action.CRITERIA_READ) -> CriteriaSet:
    """Return the version with its indicators; 404 for one on which the person may not do ``action``."""
    rows = visible(actor(), action, CriteriaSet).where(CriteriaSet.id == set_id)
    return get_or_404(rows.options(selectinload(CriteriaSet.indicators), joinedload(CriteriaSet.owner)))


def _valid_now(one: CriteriaSet) -> tuple[bool, bool, date]:
    """Return what puts the sets in force first, of those the province's own, then the later ones."""
    return one.covers(today()), one.unit_id is not None, one.valid_from


def _before(one: CriteriaSet, versions: Sequence[CriteriaSet]) -> CriteriaSet | None:
    """Return the version that ``one`` was made from, else the one before it."""
    older = [other for other in versions if other.version < one.version]
    based_on = [other for other in older if other.id == one.based_on_id]
    return next(iter([*based_on, *older]), None)
