"""Who acts: one or several groups, or a village or commune without a group."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.groups.models import Activity, Group
from app.units.models import Unit, UnitKind


@dataclass(frozen=True, slots=True)
class Acting:
    """Who acts. ``unit`` is the groups' where they share one, else their commune."""

    groups: Sequence[Group]
    unit: Unit

    @property
    def single(self) -> Group | None:
        """The one group, where it is one."""
        return self.groups[0] if len(self.groups) == 1 else None

    @property
    def unit_alone(self) -> int | None:
        """The id of the unit that acts without a group."""
        return None if self.groups else self.unit.id


def acting_groups(groups: Sequence[Group]) -> Acting:
    """Return the groups as those who act together; each comes with its unit and that unit's parent."""
    units = {group.unit_id: group.unit for group in groups}
    return Acting(groups, groups[0].unit if len(units) == 1 else _commune(groups[0].unit))


def acting_in(activity: Activity) -> Acting:
    """Return who acted in an activity."""
    return Acting(activity.groups, activity.unit)


def _commune(unit: Unit) -> Unit:
    return unit.parent if unit.kind is UnitKind.VILLAGE and unit.parent else unit
