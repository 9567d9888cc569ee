"""What a reorganisation leaves as it was: all that is kept, and what lies where it is counted today."""

from sqlalchemy import func, select

from app.assessments.models import Answer, Assessment, Remedy
from app.directives.models import Addressee, Directive
from app.extensions import db
from app.groups.models import Activity, Group
from app.households.models import Household, Residence, VillageHouseholds
from app.inspections.models import Demand, Finding, Inspection
from app.obstacles.models import Obstacle, ObstacleStep
from app.offline.models import LedgerEntry
from app.pledges.models import Pledge, VillagePledges
from app.reviews.models import Submission
from app.standing.kinds import KINDS
from app.units.models import Unit

KEPT = (
    Household, Pledge, Group, Activity, LedgerEntry, Assessment, Answer, Remedy,
    Obstacle, ObstacleStep, Inspection, Finding, Demand, Directive, Addressee, Submission,
    *(kind.model for kind in KINDS),
)  # fmt: skip


def sums() -> dict[str, int]:
    """Return the counts of records, and those of units in force: villages, and what their counters come to."""
    kept = {model.__tablename__: _count(select(func.count()).select_from(model)) for model in KEPT}
    in_force = select(Unit.id).where(Unit.path.is_not(None))
    counted = {
        "residing": select(func.sum(VillageHouseholds.resident)).where(VillageHouseholds.village_id.in_(in_force)),
        "set aside": select(func.sum(VillageHouseholds.away)).where(VillageHouseholds.village_id.in_(in_force)),
        "signed": select(func.sum(VillagePledges.signed)).where(VillagePledges.village_id.in_(in_force)),
        "without photo": select(func.sum(VillagePledges.without_photo)).where(VillagePledges.village_id.in_(in_force)),
        "groups in force": select(func.count()).select_from(Group).where(Group.unit_id.in_(in_force)),
        "residences open": select(func.count()).select_from(Residence).where(Residence.until.is_(None)),
    }
    return kept | {name: _count(rows) for name, rows in counted.items()}


def _count(rows: object) -> int:
    return int(db.session.scalar(rows) or 0)  # type: ignore[call-overload]
