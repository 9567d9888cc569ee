"""Pages of groups and of activities."""

from app.groups import models  # noqa: F401 (its tables)
from app.groups.views import log  # noqa: F401 (its addresses)
from app.groups.views.activities import bp as activities
from app.groups.views.groups import bp as groups

__all__ = ["activities", "groups"]
