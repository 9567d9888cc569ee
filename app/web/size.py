"""How much a request may bring: as the settings say, or as a view that takes more or less declares."""

from collections.abc import Callable
from typing import TypeVar

from flask import Flask, current_app, request
from flask.typing import ResponseReturnValue

MEGABYTE = 1024 * 1024

V = TypeVar("V", bound=Callable[..., ResponseReturnValue])


def takes(most: int) -> Callable[[V], V]:
    """Declare how many bytes a view takes at most; more is 413."""

    def declare(view: V) -> V:
        view.takes = most  # type: ignore[attr-defined]
        return view

    return declare


def init_size(app: Flask) -> None:
    """Set the bound before anything reads the request."""
    app.before_request(_bound)


def _bound() -> None:
    view = current_app.view_functions.get(request.endpoint or "")
    most = getattr(view, "takes", None)
    if most is None and request.mimetype == "application/x-www-form-urlencoded":
        most = current_app.config["MAX_FORM_MEMORY_SIZE"]  # holds no file: as much as such a form's fields with files
    if most:
        request.max_content_length = most
