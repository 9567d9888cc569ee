"""Whether a write is meant by the person in whose session it comes: a token, or our own header from a page of ours."""

from urllib.parse import urlsplit
from uuid import UUID

from flask import Flask, abort, request
from flask_login import current_user

from app.extensions import csrf
from app.web.access import is_public
from app.web.htmx import is_replay
from app.web.transaction import SAFE

OWNER = "Banyen-Owner"


def init_forgery(app: Flask) -> None:
    """Look at every write before anything else does."""
    app.config["WTF_CSRF_CHECK_DEFAULT"] = False  # ours decides when a token is asked for
    csrf.init_app(app)
    app.before_request(_ask_for_token)


def ask_for_owner() -> None:
    """Refuse, unjudged, what another person typed on this phone than the one who is signed in now.

    Runs once the session is known. The phone keeps what was refused so until its owner is back.
    """
    owner = request.headers.get(OWNER)
    if owner is None or request.method in SAFE or is_public(request.endpoint):
        return
    if not current_user.is_authenticated or _uuid(owner) != current_user.id:
        abort(401)


def from_this_site() -> bool:
    """Tell whether the browser says that a page of ours sent this request.

    Every browser we support says so in one of two headers, which no page can set. The scheme is not compared: a proxy
    that ends TLS may not tell us.
    """
    fetched_from = request.headers.get("Sec-Fetch-Site")
    if fetched_from is not None:
        return fetched_from in {"same-origin", "none"}
    origin = request.headers.get("Origin")
    return origin is None or _host(origin) == request.host.lower()


def _ask_for_token() -> None:
    """Ask for the token, but not of a replay: a page of another site cannot set its header without asking us first.

    The token in a form that waited on a phone for days may be of a session that has ended.
    """
    if not (is_replay() and from_this_site()):
        csrf.protect(apply_exemptions=True)


def _host(origin: str) -> str | None:
    try:
        return urlsplit(origin).netloc.lower()
    except ValueError:
        return None


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
