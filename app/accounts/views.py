"""Signing in and out, one's own password, the language."""

from collections.abc import Callable
from typing import TypeVar

from flask import Blueprint, Response, current_app, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import refresh
from flask_login import current_user

from app.accounts import session as sessions
from app.accounts.forms import PasswordForm, SignInForm
from app.accounts.models import User
from app.accounts.operations import change_password, choose_language
from app.accounts.passwords import matches
from app.accounts.queries import account_key, by_login
from app.accounts.session import me
from app.accounts.throttle import count_failure, forget_failures, mark_device, seconds_to_wait
from app.config import Profile
from app.extensions import limiter
from app.policy import Action
from app.web.access import is_local, online_only, public, requires
from app.web.htmx import is_replay, lead, render, see, wants_fragment
from app.web.kept import unseal
from app.web.locale import LOCALES, remember_locale
from app.web.transaction import after_refusal, begin_writing, begins_late

bp = Blueprint("accounts", __name__)

# Checking a password costs 50 ms of work: one address (perhaps a whole province's) may ask for it this often.
SIGN_INS = "600/minute"

F = TypeVar("F", SignInForm, PasswordForm)


@bp.get("/login")
@public
def sign_in() -> ResponseReturnValue:
    """Show the sign-in page; who is signed in goes to the first page, but may still ask for the form alone."""
    if current_user.is_authenticated and not wants_fragment():
        return redirect(_next(), 303)
    return _page(SignInForm())


@bp.post("/login")
@public
@online_only
@limiter.limit(SIGN_INS)
@begins_late
def sign_in_post() -> ResponseReturnValue:
    """Sign in; a wrong name and a wrong password look the same."""
    form = SignInForm()
    if not form.validate():
        return _page(form, 422)
    account = account_key(form.username.data or "")
    wait = seconds_to_wait(account)
    if wait:
        return _wait(_page, form, wait)
    user = _known(form)
    if user is None:
        after_refusal(lambda: count_failure(account))
        form.form_errors.append(_("Tên đăng nhập hoặc mật khẩu chưa đúng. Kiểm tra chữ hoa, chữ thường rồi gõ lại."))
        return _page(form, 422)
    return _enter(user, account)


@bp.post("/logout")
@requires(Action.ACCOUNT_OWN)
@online_only
def sign_out() -> ResponseReturnValue:
    """End the session."""
    sessions.end()
    return lead(url_for("accounts.sign_in"))


@bp.get("/account")
@requires(Action.ACCOUNT_OWN)
def account() -> ResponseReturnValue:
    """Show one's own account and the form for a new password."""
    return _account(PasswordForm(formdata=None))


@bp.post("/account/password")
@requires(Action.ACCOUNT_OWN)
@online_only
@limiter.limit(SIGN_INS)
@begins_late
def password() -> ResponseReturnValue:
    """Set one's own new password; other phones are signed out. Wrong guesses wait as they do at sign-in."""
    form, account = PasswordForm(), account_key(me().username)
    wait = seconds_to_wait(account)
    if wait:
        return _wait(_account, form, wait)
    if not form.validate():
        if form.guessed_wrong:
            after_refusal(lambda: count_failure(account))
        return _account(form, 422)
    begin_writing()
    forget_failures(account)
    user = change_password(me(), str(form.new_password.data), by=me())
    sessions.start(user)
    return see(user.id, url_for("accounts.account"), said=_("Đã đổi mật khẩu. Các máy khác phải đăng nhập lại."))


@bp.post("/locale")
@public
@online_only
def locale() -> ResponseReturnValue:
    """Switch the language, and remember it for the person or, signed out, for the phone."""
    wished = request.form.get("locale", "")
    wished = wished if wished in LOCALES else LOCALES[0]
    if current_user.is_authenticated:
        choose_language(me(), wished, by=me())
    refresh()
    return remember_locale(lead(_next()), wished)


def _account(form: PasswordForm, status: int = 200) -> Response:
    return render("accounts/account.html", fragment="accounts/_password.html", form=form, status=status)


def _known(form: SignInForm) -> User | None:
    demo = current_app.config["SETTINGS"].profile is Profile.DEMO
    user = by_login(form.username.data or "")
    right = matches(str(form.password.data), user.password_hash if user else None)
    return user if user and right and sessions.may_enter(user, demo=demo) else None


def _enter(user: User, account: str) -> Response:
    begin_writing()
    forget_failures(account)
    sessions.start(user)
    return mark_device(_entered(user), account)


def _entered(user: User) -> Response:
    """Answer who is in now: the sign-in sheet, which stays on its page, in data; the page with where to go on."""
    if is_replay():
        return jsonify(user=str(user.id), name=user.display_name)
    kept = unseal(request.form.get("kept"))
    return render("accounts/resend.html", kept=kept) if kept else lead(_next())


def _wait(page: Callable[[F, int], Response], form: F, seconds: int) -> Response:
    """Refuse one more try before its time, on the page of the form."""
    form.form_errors.append(_("Sai nhiều lần. Đợi %(wait)s giây rồi thử lại.", wait=seconds))
    response = page(form, 429)
    response.headers["Retry-After"] = str(seconds)
    return response


def _page(form: SignInForm, status: int = 200) -> Response:
    demo = current_app.config["SETTINGS"].profile is Profile.DEMO
    kept = unseal(request.form.get("kept"))
    return render(
        "accounts/sign_in.html", fragment="accounts/_sign_in.html", status=status,
        form=form, next=_next(), kept=kept, demo=demo,
    )  # fmt: skip


def _next() -> str:
    wished = request.values.get("next", "")
    return wished if is_local(wished) else "/"
