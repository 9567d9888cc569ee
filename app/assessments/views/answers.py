"""Pages of one indicator: what is asked, what the records say, the unit's answer and its evidence."""

from uuid import UUID

from flask import Response, abort, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.session import me
from app.assessments.cards import card_of
from app.assessments.filling import filled, prepare
from app.assessments.forms.answering import AnswerForm, form_for
from app.assessments.models import Answer, Assessment
from app.assessments.operations.answering import add_photo, answer
from app.assessments.screens import about_card, differences, evidence_of, next_address
from app.assessments.views.assessments import bp, find
from app.attachments.forms import LatePhotoForm
from app.attachments.sending import send_photo
from app.criteria.models import Indicator
from app.households.operations import StaleVersion
from app.policy import Action
from app.web.access import requires
from app.web.htmx import render, see


@bp.get("/assessments/<uuid:assessment_id>/answers/<code>")
@requires(Action.ASSESSMENT_READ)
def card(assessment_id: UUID, code: str) -> ResponseReturnValue:
    """Show an indicator with the form of its answer, or what was answered where it may not be changed."""
    found, indicator = _find(assessment_id, code, Action.ASSESSMENT_READ)
    return _page(found, indicator, _filled(found, indicator))


@bp.post("/assessments/<uuid:assessment_id>/answers/<code>")
@requires(Action.ASSESSMENT_KEEP)
def save(assessment_id: UUID, code: str) -> ResponseReturnValue:
    """Answer an indicator, unless somebody else answered it otherwise meanwhile; go on to what is missing."""
    found, indicator = _find(assessment_id, code)
    form = form_for(indicator)
    prepare(form, found, evidence_of(found.unit))
    if not form.validate():
        return _page(found, indicator, form, 422)
    try:
        made = answer(found, indicator, form.terms(), version=form.version.data or 0, by=me())
    except StaleVersion as stale:
        return _page(found, indicator, form, 409, stale)
    return see(made.id, next_address(found, code), said=_("Đã lưu chỉ tiêu %(code)s.", code=code))


@bp.post("/assessments/<uuid:assessment_id>/answers/<code>/photos")
@requires(Action.ASSESSMENT_KEEP)
def add_evidence(assessment_id: UUID, code: str) -> ResponseReturnValue:
    """Put one more photo to an answer; a phone sends each after its text."""
    found, indicator = _find(assessment_id, code)
    made, form = _answer(found, code), LatePhotoForm()
    if not form.validate() or form.photo.data is None:
        return _photo_refused(found, indicator, form)
    add_photo(made, form.photo.data, by=me())
    return see(made.id, url_for(".card", assessment_id=found.id, code=code), said=_("Đã lưu ảnh."))


@bp.get("/assessments/<uuid:assessment_id>/answers/<code>/photos/<int:number>")
@requires(Action.ASSESSMENT_READ)
def evidence(assessment_id: UUID, code: str, number: int) -> ResponseReturnValue:
    """Send the photo of that number, from 1, to those who may read the assessment."""
    photos = _answer(_find(assessment_id, code, Action.ASSESSMENT_READ)[0], code).photos
    if not 1 <= number <= len(photos):
        abort(404)
    return send_photo(photos[number - 1].attachment)


def _find(assessment_id: UUID, code: str, action: Action = Action.ASSESSMENT_KEEP) -> tuple[Assessment, Indicator]:
    """Return the assessment on which the person may do ``action``, and its indicator of that code; else 404."""
    found = find(assessment_id, action)
    indicator = found.criteria_set.indicator(code)
    if indicator is None:
        abort(404)
    return found, indicator


def _answer(found: Assessment, code: str) -> Answer:
    made = found.answer_to(code)
    if made is None:
        abort(404)
    return made


def _filled(found: Assessment, indicator: Indicator) -> AnswerForm:
    return filled(found, card_of(found, indicator), evidence_of(found.unit))


def _photo_refused(found: Assessment, indicator: Indicator, photo: LatePhotoForm) -> Response:
    """Say by the field of the photos why one is not taken; a phone hears whether to send its parts again."""
    form = _filled(found, indicator)
    form.photos.errors = list(photo.photo.errors)
    return _page(found, indicator, form, 422, reason="incomplete" if photo.incomplete else None)


def _page(
    found: Assessment, indicator: Indicator, form: AnswerForm, status: int = 200, stale: StaleVersion | None = None,
    reason: str | None = None,
) -> Response:  # fmt: skip
    context = about_card(found, indicator, form)
    context["stale"] = differences(_answer(found, indicator.code), form) if stale else None
    context["reason"] = stale.reason if stale else reason
    return render("assessments/answer.html", fragment="assessments/_answer.html", status=status, **context)
