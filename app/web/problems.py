"""Every refusal as a page (or a fragment) that says what happened and what to do next."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from flask import Flask, Response, current_app, request
from flask_babel import gettext as _
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from werkzeug.exceptions import HTTPException

from app.errors import Refusal
from app.web.htmx import REASON, REPLAY_KEY, is_replay, render, wants_fragment
from app.web.kept import Kept, kept_form
from app.web.transaction import abandon

E = TypeVar("E", bound=Exception)

REASONS = {
    400: "invalid", 401: "signed-out", 403: "not-yours", 404: "gone", 405: "invalid",
    413: "too-large", 422: "invalid", 423: "busy", 429: "busy",
}  # fmt: skip
UNIQUE_VIOLATION = "23505"  # PostgreSQL
LOCKED = {"55P03", "40P01", "40001"}  # PostgreSQL: lock not available, deadlock, serialisation


@dataclass(frozen=True, slots=True)
class Problem:
    """What the error page says."""

    status: int
    title: str
    advice: str
    link: str | None = None
    link_label: str | None = None
    kept: Kept | None = None


def init_problems(app: Flask) -> None:
    """Register the handlers and the headers that a replay reads."""
    app.register_error_handler(Refusal, _first_abandon(_refused))
    app.register_error_handler(CSRFError, _first_abandon(_stale_token))
    app.register_error_handler(HTTPException, _first_abandon(_http))
    app.register_error_handler(OperationalError, _first_abandon(_busy))
    app.register_error_handler(IntegrityError, _first_abandon(_raced))
    app.register_error_handler(Exception, _first_abandon(_crashed))
    app.after_request(_echo)


def _first_abandon(handler: Callable[[E], Response]) -> Callable[[E], Response]:
    """Take back what was done before anything is said: PostgreSQL answers nothing after an error, not even whose words.

    What is said may ask the database, as for the person's language.
    """

    def handle(error: E) -> Response:
        abandon()
        return handler(error)

    return handle


def _refused(refusal: Refusal) -> Response:
    problem = Problem(refusal.status, str(refusal.message), "", refusal.link, refusal.link_label)
    return _answer(problem, refusal.reason)


def _stale_token(_error: CSRFError) -> Response:
    """Answer a token that does not fit; when the session is gone with it, signing in comes first."""
    view = current_app.view_functions.get(request.endpoint or "")
    if not current_user.is_authenticated and getattr(view, "access", None) is not None:
        return _answer(_problem(401))
    kept = kept_form()
    advice = _("Bấm nút dưới đây để gửi lại.") if kept else _("Quay lại trang trước, tải lại trang rồi làm lại.")
    return _answer(Problem(400, _("Trang này mở đã lâu, chưa gửi được"), advice, kept=kept))


def _http(error: HTTPException) -> Response:
    status = error.code or 500
    if status < 400:
        return Response(error.get_response().get_data(), status, error.get_headers())
    if status == 405 and is_replay():
        status = 404  # a phone is told of its form one of few things: nothing takes it here
    response = _answer(_problem(status))
    wait = getattr(error, "retry_after", None)
    if wait:
        response.headers["Retry-After"] = str(wait)
    return response


def _busy(error: OperationalError) -> Response:
    if not _is_lock(error):
        return _crashed(error)
    return _answer(_problem(423))


def _raced(error: IntegrityError) -> Response:
    """Answer the loser of two writes of the same thing at the same moment."""
    if "UNIQUE" not in str(error.orig) and getattr(error.orig, "sqlstate", None) != UNIQUE_VIOLATION:
        return _crashed(error)
    current_app.logger.warning("two writes met on %s: %s", request.path, type(error.orig).__name__)
    words = _("Mục này vừa được lưu từ nơi khác."), _("Mở lại danh sách để xem, rồi làm tiếp nếu còn thiếu.")
    return _answer(Problem(409, *words), "id-taken")


def _crashed(error: Exception) -> Response:
    current_app.logger.error("unexpected error on %s %s", request.method, request.path, exc_info=error)
    if current_app.testing and not isinstance(error, HTTPException):
        raise error
    return _answer(_problem(500))


def _is_lock(error: DBAPIError) -> bool:
    return "database is locked" in str(error.orig) or getattr(error.orig, "sqlstate", None) in LOCKED


def _problem(status: int) -> Problem:
    titles = {
        400: (_("Chưa hiểu được yêu cầu này"), _("Quay lại trang trước và làm lại.")),
        401: (_("Bạn cần đăng nhập lại"), _("Đăng nhập rồi gửi tiếp, phần đã nhập vẫn còn.")),
        403: (
            _("Bạn không có quyền làm việc này"),
            _("Nếu đây là việc của bạn, hãy báo công an xã hoặc người quản trị."),
        ),
        404: (
            (_("Không có mục này trong đơn vị của bạn"), _("Có thể hộ hoặc bản đã chuyển sang đơn vị khác."))
            if request.endpoint and request.method == "POST"
            else (_("Không tìm thấy trang này"), _("Có thể địa chỉ sai, hoặc thuộc đơn vị khác."))
        ),
        405: (_("Không làm được ở đây"), _("Quay lại trang trước và làm lại.")),
        413: (_("Tệp hoặc nội dung quá lớn"), _("Chọn ảnh nhỏ hơn 10 MB rồi gửi lại.")),
        423: (_("Máy đang bận"), _("Đợi vài giây rồi gửi lại. Chưa có gì bị mất.")),
        429: (_("Làm nhanh quá"), _("Đợi một lát rồi thử lại.")),
    }
    title, advice = titles.get(status, (_("Có lỗi ở phía hệ thống"), _("Thử lại sau ít phút. Lỗi đã được ghi lại.")))
    kept = kept_form() if status in {401, 423} else None
    return Problem(status, title, advice, kept=kept)


def _answer(problem: Problem, reason: str | None = None) -> Response:
    response = render("errors/error.html", fragment="errors/_problem.html", status=problem.status, problem=problem)
    if wants_fragment():
        # The form that was sent stays as it is, with all that was typed; the problem stands above it.
        response.headers["HX-Retarget"] = "#flashes"
        response.headers["HX-Reswap"] = "innerHTML show:top"
    known = reason or REASONS.get(problem.status)
    if known and problem.status < 500:
        response.headers[REASON] = known
    return response


def _echo(response: Response) -> Response:
    key = request.headers.get(REPLAY_KEY)
    if key and response.status_code < 500 and len(key) <= 64 and key.isprintable():
        response.headers[REPLAY_KEY] = key
        if response.status_code >= 400:
            response.headers.setdefault(REASON, REASONS.get(response.status_code, "invalid"))
    return response
