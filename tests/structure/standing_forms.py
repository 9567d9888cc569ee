"""Forms about standing that succeed."""

from typing import Any

from app.clock import today
from tests.world import file, jpeg


def registration(_who: str | None) -> dict[str, Any]:
    """Return the form of a registration for last year: the cast has one for this year."""
    year = today().year - 1
    return {"year": str(year), "registered_on": f"{year}-02-01"}


def edited(_who: str | None) -> dict[str, Any]:
    """Return the form of a registration that is known."""
    return {"year": str(today().year), "registered_on": f"{today():%Y-%m-%d}", "document_number": "7", "version": "1"}


def document(_who: str | None) -> dict[str, Any]:
    """Return a photo of the document that is not there yet."""
    return {"photo": file(jpeg("red"))}


def ending(_who: str | None) -> dict[str, Any]:
    """Return the form by which a record ends today."""
    return {"until": f"{today():%Y-%m-%d}", "end_reason": "Về ở với con"}


def note(_who: str | None) -> dict[str, Any]:
    """Return what is noted of a conversion."""
    return {"noted_on": f"{today():%Y-%m-%d}", "words": "Tuần tra quanh bản"}
