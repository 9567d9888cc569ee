"""Pages of assessments and of remedies: one blueprint each."""

from app.assessments import reminding  # noqa: F401 (what it reminds of each day)
from app.assessments.views import answers, papers  # noqa: F401 (they add their pages to the blueprint of assessments)
from app.assessments.views.assessments import bp as assessments
from app.assessments.views.remedies import bp as remedies

__all__ = ["assessments", "remedies"]
