"""Pages of obstacles: the list, a new one, one with its steps, what all may learn from."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts.session import me
from app.attachments.sending import send_photo
from app.identity import new_id
from app.obstacles.forms import (
    ClosingForm,
    ObstacleAnswerForm,
    ObstacleForm,
    ObstaclePhotoForm,
    PassingForm,
    ReopeningForm,
)
from app.obstacles.models import Obstacle
from app.obstacles.operations import NotNow, add_photo, answer, close, pass_up, raise_obstacle, reopen
from app.obstacles.queries import one, one_from_below, one_to_pass
from app.obstacles.screens import about_lessons, about_list, about_obstacle, asked_narrowing
from app.policy import Action
from app.web.access import actor, get_or_404, online_only, requires
from app.web.htmx import render, see
from app.web.navigation import Entry, add_entry

bp = Blueprint("obstacles", __name__)
MENU = Entry("obstacles.index", _l("Vướng mắc"), "warn", Action.OBSTACLE_READ, order=50, tab=False)
bp.record_once(lambda state: add_entry(state.app, MENU))


@bp.get("/obstacles")
@requires(Action.OBSTACLE_READ)
def index() -> ResponseReturnValue:
    """Show the obstacles of a unit and of those below it, what waits longest first."""
    context = about_list(asked_narrowing())
    return render("obstacles/index.html", fragment="obstacles/_list.html", **context)


@bp.get("/obstacles/answered")
@requires(Action.OBSTACLE_READ)
def answered() -> ResponseReturnValue:
    """Show the answers that are for every unit of the province to learn from."""
    return render("obstacles/answered.html", fragment="obstacles/_lessons.html", **about_lessons())


@bp.get("/obstacles/new")
@requires(Action.OBSTACLE_RAISE)
def new() -> ResponseReturnValue:
    """Show the form of a new obstacle."""
    return _new_form(ObstacleForm(formdata=None, id=new_id()))


@bp.post("/obstacles")
@requires(Action.OBSTACLE_RAISE)
def create() -> ResponseReturnValue:
    """Report a difficulty of the person's own unit upward, then show it."""
    form = ObstacleForm()
    if not form.validate():
        return _new_form(form, 422)
    made = raise_obstacle(form.record_id(), form.terms(), me().unit, by=me())
    return _done(made, _("Đã gửi vướng mắc lên cấp trên."))


@bp.get("/obstacles/<uuid:obstacle_id>")
@requires(Action.OBSTACLE_READ)
def show(obstacle_id: UUID) -> ResponseReturnValue:
    """Show an obstacle: what is difficult, how far it has come, what was answered."""
    return render("obstacles/obstacle.html", **about_obstacle(_find(obstacle_id, Action.OBSTACLE_READ)))


@bp.get("/obstacles/<uuid:obstacle_id>/photo")
@requires(Action.OBSTACLE_READ)
def photo(obstacle_id: UUID) -> ResponseReturnValue:
    """Send the photo to those who may see the obstacle."""
    return send_photo(_find(obstacle_id, Action.OBSTACLE_READ).photo)


@bp.post("/obstacles/<uuid:obstacle_id>/photo")
@requires(Action.OBSTACLE_RAISE)
def attach(obstacle_id: UUID) -> ResponseReturnValue:
    """Add the photo, which a phone sends after the text."""
    found, form = _find(obstacle_id, Action.OBSTACLE_RAISE), ObstaclePhotoForm()
    if not form.validate() or form.photo.data is None:
        return _refused(found, "_photo", "incomplete" if form.incomplete else None, photo_form=form)
    return _done(add_photo(found, form.photo.data, by=me()), _("Đã lưu ảnh."))


@bp.post("/obstacles/<uuid:obstacle_id>/answer")
@requires(Action.OBSTACLE_ANSWER)
@online_only
def reply(obstacle_id: UUID) -> ResponseReturnValue:
    """Answer an obstacle from below."""
    found, form = get_or_404(one_from_below(actor(), obstacle_id)), ObstacleAnswerForm()
    if not form.validate():
        return _refused(found, "_answer", answer_form=form)
    try:
        made = answer(found, str(form.words.data), shared=bool(form.shared.data), by=me())
    except NotNow as late:
        return _late(found, late, str(form.words.data))
    return _done(made, _("Đã gửi câu trả lời."))


@bp.post("/obstacles/<uuid:obstacle_id>/passing")
@requires(Action.OBSTACLE_ANSWER)
@online_only
def hand_up(obstacle_id: UUID) -> ResponseReturnValue:
    """Hand an obstacle from the district to the province, with words."""
    found, form = get_or_404(one_to_pass(actor(), obstacle_id)), PassingForm()
    if not form.validate():
        return _refused(found, "_passing", passing_form=form)
    try:
        made = pass_up(found, str(form.words.data), by=me())
    except NotNow as late:
        return _late(found, late, str(form.words.data))
    return _done(made, _("Đã chuyển lên tỉnh."))


@bp.post("/obstacles/<uuid:obstacle_id>/closing")
@requires(Action.OBSTACLE_RAISE)
def finish(obstacle_id: UUID) -> ResponseReturnValue:
    """Say that the answer settles it."""
    found, form = _find(obstacle_id, Action.OBSTACLE_RAISE), ClosingForm()
    if not form.validate():
        return _refused(found, "_closing", closing_form=form)
    return _done(close(found, form.words.data, by=me()), _("Đã ghi là xong."))


@bp.post("/obstacles/<uuid:obstacle_id>/reopening")
@requires(Action.OBSTACLE_RAISE)
def ask_again(obstacle_id: UUID) -> ResponseReturnValue:
    """Ask again, with the reason why the answer does not settle it."""
    found, form = _find(obstacle_id, Action.OBSTACLE_RAISE), ReopeningForm()
    if not form.validate():
        return _refused(found, "_reopening", reopening_form=form)
    return _done(reopen(found, str(form.reason.data), by=me()), _("Đã gửi hỏi lại."))


def _find(obstacle_id: UUID, action: Action) -> Obstacle:
    """Return the obstacle on which the person may do ``action``; else 404."""
    return get_or_404(one(actor(), action, obstacle_id))


def _new_form(form: ObstacleForm, status: int = 200) -> Response:
    return render("obstacles/new.html", fragment="obstacles/_form.html", status=status, form=form, unit=me().unit)


def _refused(found: Obstacle, part: str, reason: str | None = None, **forms: Any) -> Response:
    context = about_obstacle(found, **forms)
    return render("obstacles/obstacle.html", fragment=f"obstacles/{part}.html", status=422, reason=reason, **context)


def _late(found: Obstacle, late: NotNow, typed: str) -> Response:
    """Show what somebody else wrote meanwhile, and keep what was typed."""
    context = about_obstacle(found, late=late, typed=typed)
    page, part = "obstacles/obstacle.html", "obstacles/_late.html"
    return render(page, fragment=part, status=late.status, reason=late.reason, **context)


def _done(found: Obstacle, said: Any) -> Response:
    return see(found.id, url_for("obstacles.show", obstacle_id=found.id), said=str(said))
