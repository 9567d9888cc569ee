"""What the pages of obstacles show, gathered from queries."""

from typing import Any

from flask import request, url_for
from flask_login import current_user

from app.extensions import db
from app.obstacles import labels
from app.obstacles.forms import ClosingForm, ObstacleAnswerForm, ObstaclePhotoForm, PassingForm, ReopeningForm
from app.obstacles.models import Category, Obstacle, State
from app.obstacles.queries import Narrowing, desk_of, lessons, listing
from app.policy import Action, can
from app.units.asked import asked_unit
from app.units.models import Unit, UnitKind
from app.units.queries import children, lineages_of
from app.vietnamese import tidy
from app.web.access import actor
from app.web.htmx import address_with, wants_fragment
from app.web.pagination import read_cursor

KEPT = {"q", "unit", "category", "state"}


def asked_narrowing() -> Narrowing:
    """Return how the address narrows the list; 404 for a unit that the person does not read."""
    unit = asked_unit(actor(), Action.OBSTACLE_READ, request.args.get("unit"))
    category, state = request.args.get("category", ""), request.args.get("state", "")
    return Narrowing(
        unit, request.args.get("q", ""), Category(category) if category in set(Category) else None,
        State(state) if state in set(State) else None,
    )  # fmt: skip


def about_list(narrowing: Narrowing) -> dict[str, Any]:
    """Return what the list shows; ``chosen``: by what it is narrowed, in words."""
    page = listing(actor(), narrowing, read_cursor(request.args.get("after")))
    own: Unit = current_user.unit
    elsewhere = narrowing.unit.full_name if narrowing.unit.id != own.id else None
    category = labels.CATEGORIES[narrowing.category] if narrowing.category else None
    state = labels.STATES[narrowing.state] if narrowing.state else None
    chosen = [str(words) for words in (elsewhere, category, state) if words]
    return {
        "narrowing": narrowing, "page": page, "labels": labels, "chosen": chosen, "unit": narrowing.unit,
        "places": [] if own.kind is UnitKind.VILLAGE else db.session.scalars(children(own)).all(), "own": own,
        "typed": tidy(narrowing.typed[:200]), "narrowed": bool(chosen or narrowing.typed.strip()),
        "next_url": _next("obstacles.index", page.after), "may_raise": can(actor(), Action.OBSTACLE_RAISE),
    }  # fmt: skip


def about_obstacle(obstacle: Obstacle, **refused: Any) -> dict[str, Any]:
    """Return what the page of an obstacle shows; ``refused`` is a form that was not accepted.

    Or ``late``: why a step came too late, with what was ``typed``.
    """
    own = obstacle.unit_id == current_user.unit_id
    answers = can(actor(), Action.OBSTACLE_ANSWER, obstacle.unit) and not own
    province, open_ = current_user.unit.kind is UnitKind.PROVINCE, obstacle.state is State.OPEN
    raised_here = own and can(actor(), Action.OBSTACLE_RAISE, obstacle.unit)
    return {
        "obstacle": obstacle, "labels": labels, "desk": desk_of(obstacle) if obstacle.is_unanswered else None,
        "may_answer": answers and (open_ or (province and obstacle.is_unanswered)),
        "may_pass": answers and open_ and not province,
        "may_close": raised_here and obstacle.state is State.ANSWERED,
        "may_reopen": raised_here and not obstacle.is_unanswered,
        "answer_form": ObstacleAnswerForm(formdata=None), "passing_form": PassingForm(formdata=None),
        "closing_form": ClosingForm(formdata=None), "reopening_form": ReopeningForm(formdata=None),
        "may_add_photo": raised_here and obstacle.is_unanswered and obstacle.photo is None,
        "photo_form": ObstaclePhotoForm(formdata=None), "late": None, "alone": wants_fragment(), **refused,
    }  # fmt: skip


def about_lessons() -> dict[str, Any]:
    """Return what the list of answers for every unit shows: who asked only as a kind of unit and a district."""
    typed = request.args.get("q", "")
    page = lessons(actor(), typed, read_cursor(request.args.get("after")))
    above = lineages_of([each.unit for each in page.rows])
    return {
        "page": page, "labels": labels, "typed": tidy(typed[:200]), "narrowed": bool(typed.strip()),
        "lines": [(each, labels.asker(each.unit, _district(above[each.unit_id]))) for each in page.rows],
        "next_url": _next("obstacles.answered", page.after),
    }  # fmt: skip


def _district(above: list[Unit]) -> Unit | None:
    return next((unit for unit in reversed(above) if unit.kind is UnitKind.DISTRICT), None)


def _next(endpoint: str, after: object) -> str | None:
    if after is None:
        return None
    kept = {name: value for name, value in request.args.items() if name in KEPT}
    return address_with(url_for(endpoint), **kept, after=after)
