"""Pages of inspections."""

from app.inspections import reminding  # noqa: F401 (what is said of demands each day)
from app.inspections.views import findings, outcome  # noqa: F401 (they add their pages to the blueprint)
from app.inspections.views.inspections import bp

__all__ = ["bp"]
