"""The measures of groups: how many are regular, how many did not meet last month, what activities came to."""

from datetime import date
from functools import partial

from flask_babel import lazy_gettext as _l

from app.extensions import db
from app.groups.labels import ACTIVITY_KINDS
from app.groups.models import ActivityKind, GroupKind
from app.groups.queries.effect import activity_ids, effect_of
from app.groups.queries.regularity import counts_of, silent_in, years_of
from app.groups.regularity import Verdict, month_before, month_of
from app.measures.registry import Figure, Measure, Measured, Period, Trace, add_measure
from app.units.models import Unit, UnitKind

EVERY_KIND = frozenset(UnitKind)


def regular(unit: Unit, _period: Period, as_of: date) -> Measured:
    """Return the regular among the liên gia groups of which one can tell, by the full months before ``as_of``.

    Letter 1067/CAT-PV05: the groups are kept up "thường xuyên và có hiệu quả"; the figures of the rule are ours.
    """
    counts = counts_of([unit], as_of)[unit.id]
    address = f"/groups/regularity?unit={unit.id}&verdict={Verdict.REGULAR}"
    return Measured(Figure(counts.regular, counts.judged), Trace(address, lambda: [
        row.group.id for row in years_of(unit, as_of)
        if row.group.kind is GroupKind.LIEN_GIA and row.year.verdict is Verdict.REGULAR
    ]))  # fmt: skip


def silent(unit: Unit, _period: Period, as_of: date) -> Measured:
    """Return the groups of any kind that were active all of the month before ``as_of`` and did not meet in it."""
    rows = silent_in(unit, month_before(month_of(as_of)))
    ids = [group.id for group in db.session.scalars(rows)]
    return Measured(Figure(len(ids)), Trace(f"/groups/regularity?unit={unit.id}&verdict=silent", lambda: ids))


def acts(kind: ActivityKind, unit: Unit, period: Period, as_of: date) -> Measured:
    """Return how many activities of a kind a unit and its groups held in the period, up to ``as_of``."""
    last = min(period.last, as_of)
    count = sum(line.activities for line in effect_of(unit, period.first, last) if line.kind is kind)
    address = f"/activities/effect?unit={unit.id}&year={period.first.year}"
    return Measured(Figure(count), Trace(address, lambda: activity_ids(unit, kind, period.first, last)))


GROUPS_REGULAR = add_measure(Measure("groups-regular", _l("Nhóm liên gia thường xuyên"), EVERY_KIND, regular))
GROUPS_SILENT = add_measure(Measure("groups-silent", _l("Nhóm không họp tháng trước"), EVERY_KIND, silent))
ACTIVITIES = {
    kind: add_measure(Measure(f"activities-{kind}", ACTIVITY_KINDS[kind], EVERY_KIND, partial(acts, kind)))
    for kind in ActivityKind
}
