"""The pages of criteria sets."""

from app.criteria.views import province  # noqa: F401 (adds its addresses)
from app.criteria.views.sets import bp

__all__ = ["bp"]
