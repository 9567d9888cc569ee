"""What a unit answers to a directive that went to it: read, done, not done after all."""

from uuid import UUID

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.session import me
from app.directives.forms.answering import CompletionForm, ReadingForm, UndoingForm
from app.directives.models import Addressee
from app.directives.operations import answering
from app.directives.queries import own
from app.directives.views.directives import bp, refused
from app.policy import Action
from app.web.access import actor, get_or_404, requires
from app.web.htmx import see


@bp.post("/directives/<uuid:directive_id>/reading")
@requires(Action.DIRECTIVE_ANSWER)
def read(directive_id: UUID) -> ResponseReturnValue:
    """Say that the unit has read it."""
    mine, form = _find(directive_id), ReadingForm()
    if not form.validate():
        return refused(mine.directive, "_reading", reading_form=form)
    answering.read(mine, by=me())
    return _done(mine, _("Đã ghi là đã đọc."))


@bp.post("/directives/<uuid:directive_id>/completion")
@requires(Action.DIRECTIVE_ANSWER)
def complete(directive_id: UUID) -> ResponseReturnValue:
    """Say that the unit has done it."""
    mine, form = _find(directive_id), CompletionForm()
    if not form.validate():
        return refused(mine.directive, "_completion", completion_form=form)
    answering.complete(mine, str(form.words.data), form.captured_on(), by=me())
    return _done(mine, _("Đã báo xong. Cấp trên thấy ngay."))


@bp.post("/directives/<uuid:directive_id>/completion/withdrawal")
@requires(Action.DIRECTIVE_ANSWER)
def undo(directive_id: UUID) -> ResponseReturnValue:
    """Take back that it is done, with a reason."""
    mine, form = _find(directive_id), UndoingForm()
    if not form.validate():
        return refused(mine.directive, "_undoing", undoing_form=form)
    answering.undo(mine, str(form.reason.data), by=me())
    return _done(mine, _("Đã ghi lại là chưa xong."))


def _find(directive_id: UUID) -> Addressee:
    return get_or_404(own(actor(), Action.DIRECTIVE_ANSWER, directive_id))


def _done(mine: Addressee, said: str) -> ResponseReturnValue:
    return see(mine.directive_id, url_for(".show", directive_id=mine.directive_id), said=said)
