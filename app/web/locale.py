"""The page's language: the user's own, else the cookie's, else the browser's, else Vietnamese."""

from datetime import timedelta

from flask import Response, request
from flask_babel import get_locale
from flask_login import current_user

LOCALES = ("vi", "en")
COOKIE = "locale"
KEPT = timedelta(days=400)


def choose_locale() -> str:
    """Return the language of this request."""
    wished = getattr(current_user, "locale", None) or request.cookies.get(COOKIE)
    return wished if wished in LOCALES else request.accept_languages.best_match(LOCALES, "vi")


def language() -> str:
    """Return the language in use, for templates and texts kept as data."""
    locale = get_locale()
    return locale.language if locale else "vi"


def remember_locale(response: Response, locale: str) -> Response:
    """Keep ``locale`` on this phone for the pages before signing in."""
    response.set_cookie(COOKIE, locale, max_age=KEPT, httponly=True, samesite="Lax", secure=request.is_secure)
    return response
