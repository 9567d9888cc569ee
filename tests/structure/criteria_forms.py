"""What to post to the addresses of criteria sets so that it succeeds, by who posts."""

from typing import Any

Fields = dict[str, Any]


def number(_who: str | None) -> Fields:
    """Return a share that the province sets."""
    return {"share": "66%"}


def deadline(_who: str | None) -> Fields:
    """Return a day of every year."""
    return {"decide_before": "15/11"}


def indicator(_who: str | None) -> Fields:
    """Return an indicator of the province's own."""
    return {"label": "Tuần tra quanh bản", "test": "yes_no"}
