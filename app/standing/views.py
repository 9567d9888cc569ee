"""Pages of standing: of a unit, of a kind, of a record; entering, editing and ending one."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from app.accounts.session import me
from app.attachments.sending import send_photo
from app.clock import today
from app.households.operations import StaleVersion
from app.identity import new_id
from app.policy import Action
from app.standing import measures  # noqa: F401 (registers them)
from app.standing.addresses import KindConverter
from app.standing.forms import FORMS
from app.standing.forms.changes import DocumentPhotoForm, EndForm, NoteForm, WithdrawalForm
from app.standing.forms.declaration import DeclarationForm
from app.standing.kinds import HOTSPOT, Kind, Record, kind_of
from app.standing.labels import WORDS, headline
from app.standing.models import Border, Convention, Hotspot
from app.standing.operations import AlreadyDeclared, add_note, attach, declare, end, revise, withdraw
from app.standing.queries import one
from app.standing.screens import about_kind, about_record, about_unit, places_to_choose
from app.standing.versions import differences
from app.units.choice import chosen_place
from app.units.models import Unit
from app.units.queries import readable
from app.web.access import actor, get_or_404, requires
from app.web.htmx import render, see
from app.web.navigation import Entry, add_entry

bp = Blueprint("standing", __name__)
bp.record_once(lambda state: state.app.url_map.converters.update(standing=KindConverter))
MENU = Entry("standing.mine", _l("Hồ sơ"), "document", Action.STANDING_READ, order=40)
bp.record_once(lambda state: add_entry(state.app, MENU))


@bp.get("/standing")
@requires(Action.STANDING_READ)
def mine() -> ResponseReturnValue:
    """Lead to the standing of the user's own unit."""
    return redirect(url_for(".show", unit_id=current_user.unit_id), 303)


@bp.get("/units/<int:unit_id>/standing")
@requires(Action.STANDING_READ)
def show(unit_id: int) -> ResponseReturnValue:
    """Show a unit's records, a card for each kind, and the units below it."""
    unit = get_or_404(readable(actor(), Action.STANDING_READ, past=True).where(Unit.id == unit_id))
    return render("standing/unit.html", **about_unit(unit))


@bp.get("/<standing:kind>")
@requires(Action.STANDING_READ)
def index(kind: Kind) -> ResponseReturnValue:
    """Show which units have a record of the kind: the rows behind a figure."""
    return render("standing/index.html", **about_kind(kind))


@bp.get("/<standing:kind>/new")
@requires(Action.STANDING_DECLARE)
def new(kind: Kind) -> ResponseReturnValue:
    """Show the form of a new record, with what is known filled in."""
    first = {
        "year": today().year,
        "registered_on": today(),
        "since": today(),
        "rating_state": "final",
        "emulation": "none",
    }
    form = FORMS[kind.name](formdata=None, id=new_id(), **first)
    return _new_form(kind, form, _place(kind, request.args.get("unit")))


@bp.post("/<standing:kind>")
@requires(Action.STANDING_DECLARE)
def create(kind: Kind) -> ResponseReturnValue:
    """Enter a record, then show it."""
    form = FORMS[kind.name]()
    place = _place(kind, form.unit.data)
    _offer(kind, form, place)
    if not form.validate() or place is None:
        return _new_form(kind, form, place, 422)
    try:
        record = declare(kind, form.record_id(), form.terms(), place, by=me())
    except AlreadyDeclared as taken:
        return _new_form(kind, form, place, 422, taken)
    return _done(record, WORDS[kind.name].saved)


@bp.get("/<standing:kind>/<uuid:record_id>")
@requires(Action.STANDING_READ)
def record(kind: Kind, record_id: UUID) -> ResponseReturnValue:
    """Show a record: what it says, its document, what may be done with it."""
    return render("standing/record.html", **about_record(_find(kind, record_id, Action.STANDING_READ)))


@bp.get("/<standing:kind>/<uuid:record_id>/edit")
@requires(Action.STANDING_DECLARE)
def edit(kind: Kind, record_id: UUID) -> ResponseReturnValue:
    """Show the form of a record that is known; one that was withdrawn leads to its page, which says why."""
    found = _find(kind, record_id)
    if found.withdrawn_at is not None:
        return redirect(url_of(found), 303)
    return _edit_form(found, FORMS[kind.name](formdata=None, obj=found))


@bp.post("/<standing:kind>/<uuid:record_id>")
@requires(Action.STANDING_DECLARE)
def save(kind: Kind, record_id: UUID) -> ResponseReturnValue:
    """Write the edited record, unless somebody else changed it meanwhile."""
    found, form = _find(kind, record_id), FORMS[kind.name]()
    form.edits(found)
    if not form.validate():
        return _edit_form(found, form, 422)
    try:
        revise(found, form.terms(), version=int(form.version.data or 0), by=me())
    except AlreadyDeclared as taken:
        return _edit_form(found, form, 422, taken=taken)
    except StaleVersion as stale:
        return _edit_form(found, form, 409, reason=stale.reason, stale=differences(found, form))
    return _done(found, _("Đã lưu."))


@bp.get("/<standing:kind>/<uuid:record_id>/photo")
@requires(Action.STANDING_READ)
def photo(kind: Kind, record_id: UUID) -> ResponseReturnValue:
    """Send the photo of the document to those who may see the record."""
    return send_photo(_find(kind, record_id, Action.STANDING_READ).document_photo)


@bp.post("/<standing:kind>/<uuid:record_id>/photo")
@requires(Action.STANDING_DECLARE)
def add_photo(kind: Kind, record_id: UUID) -> ResponseReturnValue:
    """Add the photo of the document, or a better one."""
    found, form = _find(kind, record_id), DocumentPhotoForm()
    if not form.validate() or form.photo.data is None:
        return _refused(found, "_photo", "incomplete" if form.incomplete else None, photo_form=form)
    attach(found, form.photo.data, by=me())
    return _done(found, _("Đã lưu ảnh."))


@bp.post("/<standing:kind>/<uuid:record_id>/end")
@requires(Action.STANDING_DECLARE)
def finish(kind: Kind, record_id: UUID) -> ResponseReturnValue:
    """Let a record hold no longer from a day, with the reason or what it came to."""
    found, form = _find(kind, record_id), EndForm()
    if not isinstance(found, Convention | Hotspot | Border):
        abort(404)
    form.ended = found
    if not form.validate():
        return _refused(found, "_end", end_form=form)
    end(found, form.until.data or today(), str(form.end_reason.data), by=me())
    return _done(found, _("Đã ghi kết thúc."))


@bp.post("/<standing:kind>/<uuid:record_id>/withdrawal")
@requires(Action.STANDING_DECLARE)
def take_back(kind: Kind, record_id: UUID) -> ResponseReturnValue:
    """Withdraw what was entered by mistake, with a reason."""
    found, form = _find(kind, record_id), WithdrawalForm()
    if not form.validate():
        return _refused(found, "_withdrawal", withdrawal_form=form)
    withdraw(found, str(form.reason.data), by=me())
    return _done(found, _("Đã rút."))


@bp.post("/hotspots/<uuid:record_id>/notes")
@requires(Action.STANDING_GRANT)
def write_note(record_id: UUID) -> ResponseReturnValue:
    """Write down how far the conversion of a hotspot has come."""
    found, form = _find(HOTSPOT, record_id), NoteForm()
    if not form.validate():
        return _refused(found, "_note", note_form=form)
    add_note(found, form.noted_on.data or today(), str(form.words.data), by=me())
    return _done(found, _("Đã ghi tiến triển."))


def url_of(found: Record) -> str:
    """Return the address of a record's page."""
    return url_for("standing.record", kind=kind_of(found), record_id=found.id)


def _find(kind: Kind, record_id: UUID, action: Action | None = None) -> Any:
    """Return the record on which the person may do ``action``, or what its kind asks for; else 404."""
    return get_or_404(one(actor(), action or kind.action, kind, record_id))


def _place(kind: Kind, text: str | None) -> Unit | None:
    """Return the unit that is named, or that is the person's own; 404 for one that has no such records."""
    place = chosen_place(actor(), kind.action, text, itself=True)
    if place and place.kind not in kind.unit_kinds:
        abort(404)
    return place


def _done(found: Record, said: Any) -> Response:
    return see(found.id, url_of(found), said=str(said))


def _refused(found: Record, part: str, reason: str | None = None, **forms: Any) -> Response:
    context = about_record(found, **forms)
    return render("standing/record.html", fragment=f"standing/{part}.html", status=422, reason=reason, **context)


def _offer(kind: Kind, form: DeclarationForm, place: Unit | None) -> None:
    form.offer([] if place else places_to_choose(kind))


def _new_form(
    kind: Kind, form: DeclarationForm, place: Unit | None, status: int = 200, taken: AlreadyDeclared | None = None
) -> Response:
    _offer(kind, form, place)
    context = {"kind": kind, "words": WORDS[kind.name], "place": place, "record": None, **_taken(form, taken)}
    return render("standing/new.html", fragment="standing/_form.html", status=status, form=form, **context)


def _edit_form(
    found: Record, form: DeclarationForm, status: int = 200, *, reason: str | None = None,
    taken: AlreadyDeclared | None = None, stale: Any = None,
) -> Response:  # fmt: skip
    kind = kind_of(found)
    context = {"kind": kind, "words": WORDS[kind.name], "place": found.unit, "record": found, "stale": stale}
    context |= {"label": headline(found), "form": form, **_taken(form, taken)}
    return render("standing/edit.html", fragment="standing/_form.html", status=status, reason=reason, **context)


def _taken(form: DeclarationForm, taken: AlreadyDeclared | None) -> dict[str, Any]:
    """Return what a form shows of the record that says so already, by the field that must differ."""
    if taken:
        form["year" if "year" in form.FACTS else "since"].errors = [str(taken.message)]
    return {"taken": taken, "taken_said": headline(taken.first) if taken else None}
