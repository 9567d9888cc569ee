"""The session of a signed-in person: rotated at sign-in, permanent, renewed now and then."""

import time
from collections.abc import Callable
from uuid import UUID

from flask import Flask, current_app, session
from flask_login import current_user, login_user, logout_user

from app.accounts.models import User
from app.accounts.operations import end_session
from app.accounts.queries import by_session
from app.config import Profile
from app.extensions import login_manager
from app.identity import new_id

MARK = "mark"  # of this session alone, so that it can be ended without the person's others
RENEWED = "renewed"
RENEW_AFTER = 7 * 24 * 3600  # seconds; often enough that the cookie never ends under a person who works


def init_sessions(app: Flask) -> None:
    """Let Flask-Login find users by our sessions."""
    login_manager.init_app(app)
    login_manager.session_protection = None  # phones change address and browsers all day; the cookie is signed
    login_manager.user_loader(_load(app))
    app.before_request(_renew)


def me() -> User:
    """Return the signed-in user itself (not a proxy), for operations' ``by=``."""
    user: User = current_user._get_current_object()  # noqa: SLF001 (how a proxy gives what it stands for)
    return user


def start(user: User) -> None:
    """Begin a new session for ``user``; the one before has ended, and nothing of it survives."""
    _end_here()
    session.permanent = True
    session[MARK] = str(new_id())
    session[RENEWED] = int(time.time())
    login_user(user)


def end() -> None:
    """Sign out: the session is nobody's from now on, even if a phone that lost its power brings its cookie back."""
    logout_user()
    _end_here()


def _end_here() -> None:
    if mark := _mark():
        end_session(mark, cookies_hold=current_app.permanent_session_lifetime)
    session.clear()


def _mark() -> UUID | None:
    return UUID(session[MARK]) if MARK in session else None


def _load(app: Flask) -> Callable[[str], User | None]:
    demo = app.config["SETTINGS"].profile is Profile.DEMO

    def load(text: str) -> User | None:
        user = by_session(text, _mark())
        return user if user and may_enter(user, demo=demo) else None

    return load


def may_enter(user: User, *, demo: bool) -> bool:
    """Tell whether the account may be used here: those of the invented units only in the demo profile."""
    return user.is_active and (demo or not user.unit.sample)


def _renew() -> None:
    if RENEWED in session and time.time() - session[RENEWED] > RENEW_AFTER and current_user.is_authenticated:
        session[RENEWED] = int(time.time())
