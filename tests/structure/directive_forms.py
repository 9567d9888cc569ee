"""Forms about directives that succeed."""

from typing import Any

from app.clock import today


def giving(_who: str | None) -> dict[str, Any]:
    """Return a request to the unit that is named beside it."""
    due = f"{today():%Y-%m-%d}"
    return {"kind": "request", "title": "Bàn chuyện giữ bản", "words": "Họp dân bàn lại", "due_on": due, "to": "chosen"}


def completion(_who: str | None) -> dict[str, Any]:
    """Return that it is done."""
    return {"words": "Họp dân bàn lại"}


def reason(_who: str | None) -> dict[str, Any]:
    """Return why it is withdrawn, or not done after all."""
    return {"reason": "Ký nhầm hộ"}
