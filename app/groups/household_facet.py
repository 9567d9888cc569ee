"""What follows for groups when a household leaves its village."""

from app.groups.operations.membership import leave_all
from app.households.facets import departed


def follow_departures() -> None:
    """Let a household that is set aside leave its groups."""
    departed.connect(leave_all)
