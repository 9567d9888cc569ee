"""How regular groups are: the months of one, the shares of a unit, and the groups behind each figure."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from app.clock import today
from app.extensions import db
from app.groups import measures  # noqa: F401 (registers them)
from app.groups.labels import label_of
from app.groups.models import Group, GroupKind
from app.groups.queries.regularity import Counts, GroupYear, counts_below, counts_on, silent_in, year_of_group, years_of
from app.groups.queries.reminders import reminded_of
from app.groups.queries.rules import rule_in_force
from app.groups.regularity import MonthState, Rule, Verdict, month_before, month_of
from app.policy import Action, can, visible
from app.units.asked import asked_day, asked_unit
from app.units.models import Unit, UnitKind
from app.units.queries import ancestors
from app.web.access import actor, get_or_404, requires
from app.web.htmx import render

bp = Blueprint("regularity", __name__)
SILENT = "silent"  # did not meet last month, whatever the year comes to
UNLOGGED = "unlogged"  # at work, and no meeting of this month is logged yet
VERDICTS = {
    Verdict.REGULAR: _l("Thường xuyên"),
    Verdict.IRREGULAR: _l("Chưa thường xuyên"),
    Verdict.EARLY: _l("Chưa đủ thời gian"),
}
WORDS: dict[str, Any] = {"verdicts": VERDICTS, "label_of": label_of}


@bp.get("/groups/<uuid:group_id>/year")
@requires(Action.GROUP_READ)
def year(group_id: UUID) -> ResponseReturnValue:
    """Show the twelve full months of a group: in which it met, and what they come to."""
    group = get_or_404(visible(actor(), Action.GROUP_READ, Group).where(Group.id == group_id))
    rule = rule_in_force()
    found = year_of_group(group, today(), rule)
    return render("groups/year.html", fragment="groups/_year.html", group=group, year=found, rule=rule, **WORDS)


@bp.get("/groups/regularity")
@requires(Action.PROGRESS_READ)
def shares() -> ResponseReturnValue:
    """Show how many of a unit's groups are regular, below it too; the groups themselves to who reads them."""
    unit, rule = asked_unit(actor(), Action.PROGRESS_READ, request.args.get("unit")), rule_in_force()
    day = asked_day(request.args.get("on"))
    counts = counts_on(unit, day, rule)
    above = [place for place in ancestors(unit) if can(actor(), Action.PROGRESS_READ, place)]
    return render(
        "groups/regularity.html", unit=unit, counts=counts, below=_below(unit, counts, day, rule), above=above,
        rule=rule, past=day if day < today() else None, **_groups(unit, day, rule), **WORDS,
    )  # fmt: skip


def _below(unit: Unit, counts: Counts, day: date, rule: Rule) -> list[tuple[Unit, Counts]]:
    """Return the units below with their counts; none of a day on which they, as they lie today, were not all of it."""
    below = [] if unit.kind is UnitKind.VILLAGE else counts_below(unit, day, rule)
    return below if day == today() or sum(own.all for _, own in below) == counts.all else []


def _groups(unit: Unit, day: date, rule: Rule) -> dict[str, Any]:
    """Return the groups behind the figures, for who may read them; a commune begins with those that need it."""
    if not can(actor(), Action.GROUP_READ, unit):
        return {"years": None, "chosen": None, "silent": None, "told": None, "missed": None}
    years, last_month = years_of(unit, day, rule), month_before(month_of(day))
    silent = [row for row in years if (last_month, MonthState.SILENT) in row.year.months]
    chosen = request.args.get("verdict", "all" if unit.kind is UnitKind.VILLAGE else Verdict.IRREGULAR)
    told = reminded_of([row.group.id for row in silent], last_month) if chosen == SILENT else set[UUID]()
    shown = silent if chosen == SILENT else _unlogged(unit, years) if chosen == UNLOGGED else _judged(years, chosen)
    missed = last_month if chosen == SILENT else None
    return {"years": shown, "chosen": chosen, "silent": len(silent), "told": told, "missed": missed}


def _unlogged(unit: Unit, years: Sequence[GroupYear]) -> Sequence[GroupYear]:
    """Return the groups at work that have no meeting of this month yet."""
    waiting = set(db.session.scalars(silent_in(unit, month_of(today()), as_of=today(), whole=False)))
    return [row for row in years if row.group in waiting]


def _judged(years: Sequence[GroupYear], chosen: str) -> Sequence[GroupYear]:
    """Return the liên gia groups of a verdict; all groups for what is none."""
    if chosen not in set(Verdict):
        return years
    return [row for row in years if row.group.kind is GroupKind.LIEN_GIA and row.year.verdict == chosen]
