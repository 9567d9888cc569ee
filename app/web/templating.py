"""What every template can use."""

from typing import Any

from flask import Flask
from flask_login import current_user

from app.clock import today
from app.policy import Action, can
from app.web.filters import init_filters
from app.web.locale import LOCALES, language
from app.web.navigation import menu
from app.web.tokens import init_tokens


def init_templates(app: Flask) -> None:
    """Give templates the filters, the menu, the language, the policy and the mark of invented data."""
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    init_filters(app)
    init_tokens(app)
    app.jinja_env.globals.update(can=can, Action=Action, locales=LOCALES)
    app.context_processor(_context)


def _context() -> dict[str, Any]:
    signed_in = current_user.is_authenticated
    return {
        "navigation": menu(),
        "locale": language(),
        "today": today(),
        "sample_data": signed_in and current_user.unit.sample,
    }
