"""Pages of sending: a unit's dossiers, what would be sent, the sending itself, and taking it back."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts.session import me
from app.assessments.models import Assessment
from app.assessments.operations.course import take_up_again
from app.assessments.queries import one as one_assessment
from app.clock import today
from app.identity import new_id
from app.policy import Action
from app.reviews.dossiers.frozen import Subject
from app.reviews.forms.sending import FIRST_YEAR, AssessmentSendingForm, SendingForm
from app.reviews.models import Submission
from app.reviews.operations.sending import LacksParts, send, take_back
from app.reviews.queries import one, submission_of
from app.reviews.screens import about_sending
from app.reviews.unit_screens import OWN, about_unit
from app.seals.models import DossierKind
from app.units.asked import asked_unit
from app.units.models import Unit
from app.web.access import actor, get_or_404, online_only, requires
from app.web.htmx import render, see
from app.web.navigation import Entry, add_entry

bp = Blueprint("submissions", __name__)
MENU = Entry("submissions.index", _l("Gửi lên trên"), "next", Action.SUBMISSION_SEND, order=46, tab=False)
bp.record_once(lambda state: add_entry(state.app, MENU))


@bp.get("/submissions")
@requires(Action.SUBMISSION_READ)
def index() -> ResponseReturnValue:
    """Show a unit's dossiers: what can be sent this year, and what was sent."""
    unit = asked_unit(actor(), Action.SUBMISSION_READ, request.args.get("unit"))
    return render("reviews/unit.html", **about_unit(unit))


@bp.get("/submissions/new")
@requires(Action.SUBMISSION_SEND)
def new() -> ResponseReturnValue:
    """Show what a dossier would send, before it is sent."""
    kind, subject = _asked(request.args.get("kind"), request.args.get("unit"), request.args.get("year"))
    first = {"id": new_id(), "kind": kind.value, "unit": subject.unit.id, "year": subject.year}
    return _page(kind, subject, SendingForm(formdata=None, **first))


@bp.post("/submissions")
@requires(Action.SUBMISSION_SEND)
@online_only
def create() -> ResponseReturnValue:
    """Send a unit's dossier; one that lacks something is refused with the list."""
    form = SendingForm()
    kind, subject = _asked(form.kind.data, form.unit.data, None if form.year.data is None else str(form.year.data))
    return _send(form, kind, subject)


@bp.get("/assessments/<uuid:assessment_id>/submission")
@requires(Action.SUBMISSION_SEND)
def new_assessment(assessment_id: UUID) -> ResponseReturnValue:
    """Show what an assessment would send, before it is sent."""
    subject = _assessed(assessment_id)
    return _page(DossierKind.ASSESSMENT, subject, AssessmentSendingForm(formdata=None, id=new_id()))


@bp.post("/assessments/<uuid:assessment_id>/submission")
@requires(Action.SUBMISSION_SEND)
@online_only
def create_assessment(assessment_id: UUID) -> ResponseReturnValue:
    """Send an assessment; one that is incomplete is refused with what is missing."""
    return _send(AssessmentSendingForm(), DossierKind.ASSESSMENT, _assessed(assessment_id))


@bp.post("/assessments/<uuid:assessment_id>/reopening")
@requires(Action.SUBMISSION_SEND)
@online_only
def reopen_assessment(assessment_id: UUID) -> ResponseReturnValue:
    """Take an assessment back that nobody has looked at yet."""
    subject = _assessed(assessment_id)
    sent = submission_of(DossierKind.ASSESSMENT, subject)
    if sent:
        take_back(sent, by=me())
    else:
        take_up_again(_held(subject), by=me())
    address = url_for("assessments.show", assessment_id=assessment_id)
    return see(assessment_id, address, said=_("Đã mở lại để sửa."))


@bp.get("/assessments/<uuid:assessment_id>/review")
@requires(Action.SUBMISSION_READ)
def lead(assessment_id: UUID) -> ResponseReturnValue:
    """Lead to the submission of an assessment, or to where it is sent."""
    found: Assessment = get_or_404(one_assessment(actor(), Action.SUBMISSION_READ, assessment_id))
    sent = submission_of(DossierKind.ASSESSMENT, Subject(found.unit, found.year, found))
    if sent:
        return redirect(url_for("reviews.show", submission_id=sent.id), 303)
    return redirect(url_for("assessments.show", assessment_id=found.id), 303)


@bp.post("/reviews/<uuid:submission_id>/taking-back")
@requires(Action.SUBMISSION_SEND)
@online_only
def undo(submission_id: UUID) -> ResponseReturnValue:
    """Take a submission back that nobody has looked at yet."""
    found: Submission = get_or_404(one(actor(), Action.SUBMISSION_SEND, submission_id))
    take_back(found, by=me())
    return see(found.id, url_for("reviews.show", submission_id=found.id), said=_("Đã rút lại. Sửa xong thì gửi lại."))


def _asked(kind: str | None, unit: str | None, year: str | None) -> tuple[DossierKind, Subject]:
    """Return which dossier is meant, by its unit; 404 for what cannot be."""
    place = asked_unit(actor(), Action.SUBMISSION_SEND, unit)
    own = OWN.get(place.kind)
    if own is None or (kind or own.value) != own.value:
        abort(404)
    return own, Subject(place, _year(year))


def _year(text: str | None) -> int:
    number = int(text) if text and text.isascii() and text.isdecimal() and len(text) == 4 else today().year
    return number if FIRST_YEAR <= number <= today().year else today().year


def _assessed(assessment_id: UUID) -> Subject:
    found: Assessment = get_or_404(one_assessment(actor(), Action.SUBMISSION_SEND, assessment_id))
    return Subject(found.unit, found.year, found)


def _held(subject: Subject) -> Assessment:
    return subject.assessment or abort(404)


def _send(form: Any, kind: DossierKind, subject: Subject) -> ResponseReturnValue:
    if not form.validate():
        return _page(kind, subject, form, 422)
    try:
        sent = send(form.record_id(), kind, subject, form.words.data, by=me())
    except LacksParts as refusal:
        return _page(kind, subject, form, refusal.status, refusal)
    place: Unit | None = sent.waiting_unit
    said = _("Đã gửi tới %(unit)s.", unit=place.full_name if place else "")
    return see(sent.id, url_for("reviews.show", submission_id=sent.id), said=said)


def _page(
    kind: DossierKind, subject: Subject, form: Any, status: int = 200, refusal: LacksParts | None = None
) -> Response:
    context = about_sending(kind, subject, form)
    reason = refusal.reason if refusal else None
    return render(
        "reviews/new.html", fragment="reviews/_sending.html", status=status, reason=reason, refusal=refusal, **context
    )  # fmt: skip
