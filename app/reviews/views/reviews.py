"""Pages of review: the queue, a submission, what is said of its parts, the decision, comments, exceptions."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, abort, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from app.accounts.session import me
from app.attachments.sending import send_document, send_photo
from app.policy import Action
from app.reviews.forms.reviewing import ApprovalsForm, CommentForm, Decision, DecisionForm, ExceptionForm, PointForm
from app.reviews.labels import title_of
from app.reviews.models import ReviewComment, Submission, Verdict
from app.reviews.operations.deciding import (
    Moved,
    NoReason,
    OpenPoints,
    Seen,
    SomeMoved,
    approve,
    approve_many,
    comment,
    except_from,
    reopen,
    say_of_part,
    send_back,
)
from app.reviews.queries import one
from app.reviews.queue_screens import about_queue
from app.reviews.remarks import register_teller
from app.reviews.screens import about_part, about_submission, about_version, next_address, since
from app.seals.queries import seal_on
from app.web.access import actor, get_or_404, online_only, requires
from app.web.htmx import render, see
from app.web.navigation import Entry, add_entry
from app.web.transaction import abandon

bp = Blueprint("reviews", __name__)
MENU = Entry("reviews.index", _l("Xét duyệt"), "shield", Action.SUBMISSION_REVIEW, order=15)
bp.record_once(lambda state: add_entry(state.app, MENU))
register_teller()
SAID = {
    Decision.APPROVE: _l("Đã đồng ý."), Decision.RETURN: _l("Đã trả lại cho nơi gửi."),
    Decision.REOPEN: _l("Đã mở lại hồ sơ."),
}  # fmt: skip


@bp.get("/reviews")
@requires(Action.SUBMISSION_REVIEW)
def index() -> ResponseReturnValue:
    """Show what waits for the person's unit, or what is in another state, narrowed."""
    return render("reviews/index.html", **about_queue(request.args))


@bp.post("/reviews/approvals")
@requires(Action.SUBMISSION_REVIEW)
@online_only
def agree() -> ResponseReturnValue:
    """Agree with several village dossiers at once, all or none."""
    form = ApprovalsForm()
    if not form.validate():
        return _not_agreed(form)
    seen = form.seen()
    found = [_find(id_) for id_ in seen]
    try:
        approve_many(found, seen, by=me())
    except (OpenPoints, SomeMoved) as refusal:
        return _not_agreed(form, refusal)
    said = ngettext("Đã đồng ý %(n)s hồ sơ.", "Đã đồng ý %(n)s hồ sơ.", len(found), n=len(found))
    return see(found[0].id, url_for(".index"), said=said)


@bp.get("/reviews/<uuid:submission_id>/versions/<int:number>")
@requires(Action.SUBMISSION_READ)
def version(submission_id: UUID, number: int) -> ResponseReturnValue:
    """Show a version as it was sent, and in what it differs from the one before and from the records of now."""
    found = _find(submission_id, Action.SUBMISSION_READ)
    if not 1 <= number <= found.number:
        abort(404)
    return render("reviews/version.html", **about_version(found, number))


@bp.get("/reviews/<uuid:submission_id>")
@requires(Action.SUBMISSION_READ)
def show(submission_id: UUID) -> ResponseReturnValue:
    """Show a submission: its steps, its parts as they were sent, what is said of them, the decision."""
    return render("reviews/review.html", **about_submission(_find(submission_id, Action.SUBMISSION_READ)))


@bp.post("/reviews/<uuid:submission_id>/parts")
@requires(Action.SUBMISSION_REVIEW)
@online_only
def judge(submission_id: UUID) -> ResponseReturnValue:
    """Agree with one part, or mark it to be returned."""
    found, form = _find(submission_id), PointForm()
    key = _part_of(found, form.code.data)
    if not form.validate():
        return _part(found, key, 422, form)
    try:
        say_of_part(
            found, key, Verdict(form.verdict.data), form.reason.data, version=form.version.data or 0, by=me()
        )  # fmt: skip
    except Moved as moved:
        return _part(found, key, moved.status, form, moved)
    return _part(found, key)


@bp.post("/reviews/<uuid:submission_id>/decision")
@requires(Action.SUBMISSION_REVIEW)
@online_only
def decide(submission_id: UUID) -> ResponseReturnValue:
    """Agree, return or reopen; then lead to what waits next."""
    found, form = _find(submission_id), DecisionForm()
    if not form.validate():
        return _page(found, 422, decision_form=form)
    onward = next_address(found)
    try:
        _decide(found, form)
    except (OpenPoints, NoReason) as refusal:
        form.reason.errors = [str(refusal.message)]
        return _page(found, refusal.status, decision_form=form)
    except Moved as moved:
        return _moved(found, form, moved)
    return see(found.id, onward, said=str(SAID[Decision(form.decision.data)]))


@bp.post("/reviews/<uuid:submission_id>/comments")
@requires(Action.SUBMISSION_READ)
@online_only
def write(submission_id: UUID) -> ResponseReturnValue:
    """Add a line to what is said about a submission."""
    found, form = _find(submission_id, Action.SUBMISSION_READ), CommentForm()
    if not form.validate():
        return _page(found, 422, comment_form=form)
    comment(form.record_id(), found, str(form.words.data), form.photo.data, form.document.data, by=me())
    return _done(found, _("Đã ghi ý kiến."))


@bp.get("/reviews/<uuid:submission_id>/comments/<uuid:comment_id>/photo")
@requires(Action.SUBMISSION_READ)
def photo(submission_id: UUID, comment_id: UUID) -> Response:
    """Send the photo of a comment."""
    return send_photo(_comment(submission_id, comment_id).photo)


@bp.get("/reviews/<uuid:submission_id>/comments/<uuid:comment_id>/document")
@requires(Action.SUBMISSION_READ)
def document(submission_id: UUID, comment_id: UUID) -> Response:
    """Send the document of a comment, to be saved under the submission's title."""
    return send_document(
        _comment(submission_id, comment_id).document, title_of(_find(submission_id, Action.SUBMISSION_READ))
    )


@bp.post("/reviews/<uuid:submission_id>/exceptions")
@requires(Action.SUBMISSION_REVIEW)
@online_only
def exempt(submission_id: UUID) -> ResponseReturnValue:
    """Let the unit change what is sealed until a day."""
    found, form = _find(submission_id), ExceptionForm()
    if seal_on(found.id) is None:
        abort(404)
    if not form.validate():
        return _page(found, 422, exception_form=form)
    except_from(found, form.moment(), str(form.reason.data), by=me())
    return _done(found, _("Đã cho phép sửa."))


def _not_agreed(form: ApprovalsForm, refusal: OpenPoints | SomeMoved | None = None) -> Response:
    """Show the queue of now with why, and what was chosen; nothing was done."""
    abandon()
    if refusal:
        form.form_errors = [str(line) for line in (refusal.message, *getattr(refusal, "lines", ()))]
    status, reason = (refusal.status, refusal.reason) if refusal else (422, None)
    return render("reviews/index.html", status=status, reason=reason, **about_queue(request.args, approvals_form=form))


def _find(submission_id: UUID, action: Action = Action.SUBMISSION_REVIEW) -> Submission:
    return get_or_404(one(actor(), action, submission_id))


def _comment(submission_id: UUID, comment_id: UUID) -> ReviewComment:
    found = _find(submission_id, Action.SUBMISSION_READ)
    return next((each for each in found.comments if each.id == comment_id), None) or abort(404)


def _part_of(found: Submission, code: str | None) -> str:
    """Return the key of a part that the version has; 404 for another."""
    known = {each["key"] for each in found.version.content["parts"]}
    return code if code and code in known else abort(404)


def _decide(found: Submission, form: DecisionForm) -> None:
    words, seen = form.reason.data, form.seen() or Seen(found.number, found.transitions[-1].id)
    match Decision(form.decision.data):
        case Decision.APPROVE:
            approve(found, words, seen=seen, by=me())
        case Decision.RETURN:
            send_back(found, words, form.due(), seen=seen, by=me())
        case Decision.REOPEN:
            reopen(found, str(words), form.due(), seen=seen, by=me())


def _moved(found: Submission, form: DecisionForm, moved: Moved) -> Response:
    """Show the page of now with what happened since theirs, and what they wrote."""
    happened = since(found, form.seen() or Seen(0, 0))
    form.look_at(found)
    return _page(found, moved.status, moved.reason, since=happened, decision_form=form)


def _part(
    found: Submission, key: str, status: int = 200, form: PointForm | None = None, moved: Moved | None = None
) -> ResponseReturnValue:  # fmt: skip
    """Answer with the part alone for htmx, else with the page at the part."""
    if status == 200:
        address = f"{url_for('.show', submission_id=found.id)}#part-{key.replace('/', '-')}"
        return render("reviews/_judged.html", **_about(found, key)) if _by_htmx() else see(found.id, address)
    refused = {"form": form, "key": key, "moved": moved}
    context: dict[str, Any] = (
        _about(found, key, refused) if _by_htmx() else about_submission(found, part_refused=refused)
    )
    reason = moved.reason if moved else None
    return render("reviews/review.html", fragment="reviews/_judged.html", status=status, reason=reason, **context)


def _about(found: Submission, key: str, refused: Any = None) -> dict[str, Any]:
    """Return what one part shows; 404 where the person does not read it."""
    return about_part(found, key, refused) or abort(404)


def _by_htmx() -> bool:
    return "HX-Request" in request.headers


def _page(found: Submission, status: int, reason: str | None = None, **forms: Any) -> Response:
    return render("reviews/review.html", status=status, reason=reason, **about_submission(found, **forms))


def _done(found: Submission, said: str) -> ResponseReturnValue:
    return see(found.id, url_for(".show", submission_id=found.id), said=said)
