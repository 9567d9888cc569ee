"""Pages of inspections."""

from app.inspections.views import findings, outcome  # noqa: F401 (they add their pages to the blueprint)
from app.inspections.views.inspections import bp

__all__ = ["bp"]
