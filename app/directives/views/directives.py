"""Pages of directives: the list, a new one, one of them; and what who gave it does with it."""

from uuid import UUID

from flask import Blueprint, Response, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from app.accounts.session import me
from app.attachments.sending import send_document, send_photo
from app.directives.forms.giving import DirectiveForm, WithdrawalForm
from app.directives.models import Directive
from app.directives.operations.giving import give, remind_of, withdraw
from app.directives.queries import one
from app.directives.screens import about_directive, about_form, about_list, new_form, recipients_of
from app.policy import Action, visible
from app.web.access import actor, get_or_404, online_only, requires
from app.web.htmx import render, see
from app.web.navigation import Entry, add_entry

bp = Blueprint("directives", __name__)
MENU = Entry("directives.index", _l("Đôn đốc, hướng dẫn"), "flag", Action.DIRECTIVE_READ, order=46, tab=False)
bp.record_once(lambda state: add_entry(state.app, MENU))


@bp.get("/directives")
@requires(Action.DIRECTIVE_READ)
def index() -> ResponseReturnValue:
    """Show the directives that the person may read, narrowed by typing, kind, and whether they came or went."""
    fragment = "directives/_rows.html" if request.args.get("after") else "directives/_list.html"
    return render("directives/index.html", fragment=fragment, **about_list())


@bp.get("/directives/new")
@requires(Action.DIRECTIVE_GIVE)
def new() -> ResponseReturnValue:
    """Show the form of a new directive."""
    return render("directives/new.html", **about_form(new_form()))


@bp.post("/directives")
@requires(Action.DIRECTIVE_GIVE)
@online_only
def create() -> ResponseReturnValue:
    """Give a directive to units below."""
    form = DirectiveForm()
    valid, unit_ids = form.validate(), recipients_of(form)
    if not unit_ids:
        form.refuse_nobody()
    if not valid or not unit_ids:
        return render("directives/new.html", fragment="directives/_form.html", status=422, **about_form(form))
    made = give(form.record_id(), form.terms(), me().unit, unit_ids, by=me())
    count = len(unit_ids)
    return _done(made, ngettext("Đã gửi cho %(n)s đơn vị.", "Đã gửi cho %(n)s đơn vị.", count, n=count))


@bp.get("/directives/<uuid:directive_id>")
@requires(Action.DIRECTIVE_READ)
def show(directive_id: UUID) -> ResponseReturnValue:
    """Show a directive, what one's unit answers, and how far the units below are."""
    found = get_or_404(one(actor(), directive_id))
    fragment = "directives/_addressee_rows.html" if request.args.get("after") else "directives/_addressees.html"
    return render("directives/directive.html", fragment=fragment, **about_directive(found))


@bp.get("/directives/<uuid:directive_id>/photo")
@requires(Action.DIRECTIVE_READ)
def photo(directive_id: UUID) -> ResponseReturnValue:
    """Send the photo of the document that came with a directive."""
    return send_photo(get_or_404(one(actor(), directive_id)).photo)


@bp.get("/directives/<uuid:directive_id>/document")
@requires(Action.DIRECTIVE_READ)
def document(directive_id: UUID) -> ResponseReturnValue:
    """Send the document that came with a directive, to be saved under the directive's title."""
    found = get_or_404(one(actor(), directive_id))
    return send_document(found.document, found.title)


@bp.post("/directives/<uuid:directive_id>/reminders")
@requires(Action.DIRECTIVE_KEEP)
@online_only
def remind(directive_id: UUID) -> ResponseReturnValue:
    """Remind the units that have not done it."""
    found = _find(directive_id)
    count = remind_of(found, by=me())
    return _done(found, ngettext("Đã nhắc %(n)s đơn vị.", "Đã nhắc %(n)s đơn vị.", count, n=count))


@bp.post("/directives/<uuid:directive_id>/withdrawal")
@requires(Action.DIRECTIVE_KEEP)
@online_only
def take_back(directive_id: UUID) -> ResponseReturnValue:
    """Withdraw a directive, with a reason."""
    found, form = _find(directive_id), WithdrawalForm()
    if not form.validate():
        return refused(found, "_withdrawal", withdrawal_form=form)
    withdraw(found, str(form.reason.data), by=me())
    return _done(found, _("Đã rút. Các đơn vị chưa xong được báo."))


def refused(found: Directive, part: str, **forms: object) -> Response:
    """Return the page of a directive, or its part, with the form that was refused."""
    context = about_directive(found, **forms)
    return render("directives/directive.html", fragment=f"directives/{part}.html", status=422, **context)


def _find(directive_id: UUID) -> Directive:
    """Return a directive that the person's own unit gave."""
    return get_or_404(visible(actor(), Action.DIRECTIVE_KEEP, Directive).where(Directive.id == directive_id))


def _done(found: Directive, said: str) -> ResponseReturnValue:
    return see(found.id, url_for(".show", directive_id=found.id), said=said)
