"""Pages of groups and of activities."""

from app.groups import models, told  # noqa: F401 (its tables, what its notices say)
from app.groups.views import log, members, modelling, ruling, standing, withdrawal  # noqa: F401 (their addresses)
from app.groups.views.activities import bp as activities
from app.groups.views.effect import bp as effect
from app.groups.views.groups import bp as groups
from app.groups.views.regularity import bp as regularity
from app.groups.views.reminders import bp as reminders

__all__ = ["activities", "effect", "groups", "regularity", "reminders"]
