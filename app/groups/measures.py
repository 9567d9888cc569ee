"""The measures of groups: how many are regular, how many did not meet last month, what activities came to."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from urllib.parse import urlencode
from uuid import UUID

from flask_babel import lazy_gettext as _l

from app.clock import today
from app.extensions import db
from app.groups.labels import ACTIVITY_KINDS
from app.groups.models import ActivityKind, GroupKind
from app.groups.outcomes import OUTCOMES, OutcomeKind
from app.groups.queries.effect import activity_ids, effect_of
from app.groups.queries.regularity import counts_on, silent_in, years_of
from app.groups.queries.rules import rule_in_force
from app.groups.regularity import Verdict, month_before, month_of
from app.measures.registry import Figure, Measure, Measured, Period, Trace, add_measure
from app.policy import Action
from app.units.models import Unit, UnitKind

EVERY_KIND = frozenset(UnitKind)


def regular(unit: Unit, _period: Period, as_of: date) -> Measured:
    """Return the regular among the liên gia groups of which one can tell, by the full months before ``as_of``.

    Letter 1067/CAT-PV05: the groups are kept up "thường xuyên và có hiệu quả"; the figures of the rule are the
    province's (do tỉnh đặt).
    """
    rule = rule_in_force()
    counts = counts_on(unit, as_of, rule)
    address = _address_of_groups(unit, Verdict.REGULAR, as_of)
    return Measured(Figure(counts.regular, counts.judged), Trace(address, lambda: [
        row.group.id for row in years_of(unit, as_of, rule)
        if row.group.kind is GroupKind.LIEN_GIA and row.year.verdict is Verdict.REGULAR
    ]))  # fmt: skip


def silent(unit: Unit, _period: Period, as_of: date) -> Measured:
    """Return the groups of any kind that were active all of the month before ``as_of`` and did not meet in it."""
    rows = silent_in(unit, month_before(month_of(as_of)), as_of=as_of)
    ids = [group.id for group in db.session.scalars(rows)]
    return Measured(Figure(len(ids)), Trace(_address_of_groups(unit, "silent", as_of), lambda: ids))


def acts(kind: ActivityKind | None, unit: Unit, period: Period, as_of: date) -> Measured:
    """Return how many activities of a kind, or of all, a unit and its groups held in the period, up to ``as_of``."""
    days = _days(period, as_of)
    count = sum(line.activities for line in effect_of(unit, days.first, days.last, as_of) if kind in {None, line.kind})
    ids = partial(activity_ids, unit, days.first, days.last, as_of, kind)
    return Measured(Figure(count), _trace(unit, days, ids, kind))


def participants(kind: ActivityKind | None, unit: Unit, period: Period, as_of: date) -> Measured:
    """Return how many people came to the activities of a kind, or of all, each time they came."""
    days = _days(period, as_of)
    people = sum(line.people for line in effect_of(unit, days.first, days.last, as_of) if kind in {None, line.kind})
    return Measured(Figure(people), acts(kind, unit, period, as_of).trace)


def outcome(kind: OutcomeKind, unit: Unit, period: Period, as_of: date) -> Measured:
    """Return the sum of one outcome over the activities of every kind that can have it."""
    days = _days(period, as_of)
    total = sum(line.outcomes.get(kind.name, 0) for line in effect_of(unit, days.first, days.last, as_of))
    ids = partial(activity_ids, unit, days.first, days.last, as_of, outcome=kind.name)
    return Measured(Figure(total), _trace(unit, days, ids, outcome=kind.name))


def address_of_rows(unit: Unit, days: Period, kind: ActivityKind | None = None, outcome: str = "") -> str:
    """Return where the rows behind a figure are: the log with just these.

    Above the commune, where nobody reads the log, and for no days at all it is the page of the sums.
    """
    if unit.kind not in {UnitKind.VILLAGE, UnitKind.COMMUNE} or days.last < days.first:
        return _address_of_sums(unit, days)
    village = str(unit.id) if unit.kind is UnitKind.VILLAGE else ""
    asked = {"kind": kind or "", "since": days.first, "until": days.last, "outcome": outcome, "village": village}
    return f"/activities?{urlencode({name: value for name, value in asked.items() if value})}"


def _trace(
    unit: Unit, days: Period, ids: Callable[[], Sequence[UUID]], kind: ActivityKind | None = None, outcome: str = ""
) -> Trace:
    rows = address_of_rows(unit, days, kind, outcome)
    return Trace(rows, ids, Action.ACTIVITY_READ, _address_of_sums(unit, days))


def _address_of_sums(unit: Unit, days: Period) -> str:
    return f"/activities/effect?unit={unit.id}&year={max(days.first, days.last).year}"


def _address_of_groups(unit: Unit, verdict: str, as_of: date) -> str:
    """Return the page of a unit's groups, as they were on the cut-off where that is past."""
    past = {"on": as_of} if as_of < today() else {}
    return f"/groups/regularity?{urlencode({'unit': unit.id, 'verdict': verdict, **past})}"


def _days(period: Period, as_of: date) -> Period:
    return Period(period.first, min(period.last, as_of))


GROUPS_REGULAR = add_measure(Measure("groups_regular", _l("Nhóm liên gia thường xuyên"), EVERY_KIND, regular))
GROUPS_SILENT = add_measure(Measure("groups_silent", _l("Nhóm không họp tháng trước"), EVERY_KIND, silent))
ACTIVITIES = {
    kind: add_measure(Measure(f"activities_{kind}", ACTIVITY_KINDS[kind], EVERY_KIND, partial(acts, kind)))
    for kind in ActivityKind
}
ALL_ACTIVITIES = add_measure(Measure("activities", _l("Hoạt động đã ghi"), EVERY_KIND, partial(acts, None)))
ALL_PARTICIPANTS = add_measure(
    Measure("participants", _l("Lượt người tham gia"), EVERY_KIND, partial(participants, None))
)
PARTICIPANTS = {
    kind: add_measure(Measure(f"participants_{kind}", ACTIVITY_KINDS[kind], EVERY_KIND, partial(participants, kind)))
    for kind in ActivityKind
}
OUTCOME_SUMS = {
    kind.name: add_measure(Measure(f"outcomes_{kind.name}", kind.label, EVERY_KIND, partial(outcome, kind)))
    for kind in OUTCOMES
}
