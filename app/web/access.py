"""Closed by default: every view declares who may call it, and the gate refuses the rest."""

from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import urlsplit

from flask import abort, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy import Select
from werkzeug.wrappers import Response

from app.extensions import db
from app.policy import Action, Actor, can
from app.web.addresses import here

V = TypeVar("V", bound=Callable[..., ResponseReturnValue])
T = TypeVar("T")


def requires(action: Action) -> Callable[[V], V]:
    """Declare that a view needs ``action``: signed out is 401 (a page: sign-in), a role without it 403."""

    def declare(view: V) -> V:
        view.access = action  # type: ignore[attr-defined]
        return view

    return declare


def public(view: V) -> V:
    """Declare that a view is open to everyone, signed in or not."""
    view.access = None  # type: ignore[attr-defined]
    return view


def online_only(view: V) -> V:
    """Declare that a view is done at once or not at all: no ledger remembers it, and no batch may hold it."""
    view.online_only = True  # type: ignore[attr-defined]
    return view


def is_online_only(endpoint: str | None) -> bool:
    """Tell whether the view at ``endpoint`` is done at once or not at all."""
    return getattr(current_app.view_functions.get(endpoint or ""), "online_only", False)


def is_public(endpoint: str | None) -> bool:
    """Tell whether the view at ``endpoint`` is open to everyone; where there is no view, nothing is."""
    view = current_app.view_functions.get(endpoint or "")
    return view is not None and getattr(view, "access", False) is None


def declared(view: Callable[..., Any]) -> bool:
    """Tell whether ``view`` says who may call it."""
    return hasattr(view, "access")


def gate() -> Response | None:
    """Refuse what was not declared, who is not signed in, and roles without the grant."""
    if request.endpoint is None:
        return None  # no such address: 404 follows
    view = current_app.view_functions[request.endpoint]
    if not declared(view):
        current_app.logger.error("refused: %s declares no access", request.endpoint)
        abort(403)
    action: Action | None = getattr(view, "access")  # noqa: B009 (a function has no such attribute for the checker)
    if action is None:
        return None
    if not current_user.is_authenticated:
        return _sign_in_first()
    if not can(actor(), action):
        abort(403)
    return None


def actor() -> Actor:
    """Return the signed-in user, for operations' ``by=`` and for the policy."""
    user: Actor = current_user._get_current_object()  # noqa: SLF001 (a proxy would not survive the request)
    return user


def get_or_404(rows: Select[T]) -> T:
    """Return the one row of an already scoped select; outside one's scope is 404, as if it did not exist."""
    record = db.session.scalars(rows).unique().one_or_none()
    if record is None:
        abort(404)
    return record


def is_local(address: str) -> bool:
    """Tell whether ``address`` stays on this site (a path, nothing that a browser reads as another host)."""
    try:
        parts = urlsplit(address)
    except ValueError:  # such as //[
        return False
    plain = address.isprintable() and "\\" not in address
    return plain and not parts.scheme and not parts.netloc and address.startswith("/") and not address.startswith("//")


def _sign_in_first() -> Response:
    if request.method not in {"GET", "HEAD"} or request.headers.get("HX-Request"):
        abort(401)
    return redirect(url_for("accounts.sign_in", next=here()), 303)
