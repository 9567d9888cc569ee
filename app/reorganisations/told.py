"""A plan in lines, whole, for who must say yes to it: English words, names as they are."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import func, select

from app.extensions import db
from app.groups.models import Group
from app.households.models import Household
from app.reorganisations.accounts import Transfer
from app.reorganisations.plan import Ending, Place, Plan, reference
from app.standing.kinds import KINDS, Lasting


def told(plan: Plan, accounts: Sequence[Transfer]) -> Iterator[str]:
    """Yield the lines of a plan and of what becomes of accounts."""
    yield f"{plan.name}, in effect from {plan.effective_on}"
    yield from _part("begin", [f"{_called(new)} under {new.under.full_name}" for new in plan.news])
    yield from _part("end", list(_endings(plan)))
    yield from _part("a part begins", [f"{_called(each.new)} out of {_called(each.unit)}" for each in plan.partings])
    yield from _part("move", [f"{_called(each.unit)} to {each.under.full_name}" for each in plan.movings])
    renamed = [(each.unit, f"{each.title} {each.name}") for each in plan.renamings]
    yield from _part("rename", [f"{_called(unit)} to {title[:1].upper()}{title[1:]}" for unit, title in renamed])
    yield from _part("accounts of units that end", [_account(each) for each in accounts])
    yield from _part("in force on units that end: declare anew where it still holds", list(_lapsing(plan)))


def _part(title: str, lines: Sequence[str]) -> Iterator[str]:
    if lines:
        yield f"{title} ({len(lines)})"
        yield from (f"  {line}" for line in lines)


def _endings(plan: Plan) -> Iterator[str]:
    households, groups = _counted(Household.village_id, plan), _counted(Group.unit_id, plan)
    for ending in plan.endings:
        heirs = ", ".join(f"{_called(heir.place)}{' (partly)' if heir.partly else ''}" for heir in ending.heirs)
        follow = [
            f"{counts[ending.unit.id]} {what}"
            for what, counts in (("households", households), ("groups", groups)) if ending.unit.id in counts
        ]  # fmt: skip
        yield f"{_called(ending.unit)} into {heirs}{_following(ending, follow)}"


def _following(ending: Ending, follow: Sequence[str]) -> str:
    return f"; {' and '.join(follow)} go on in {ending.heirs[0].place.full_name}" if follow else ""


def _counted(column: Any, plan: Plan) -> dict[int, int]:
    rows = select(column, func.count()).where(column.in_(plan.ended)).group_by(column)
    return {unit: int(count) for unit, count in db.session.execute(rows)}


def _account(transfer: Transfer) -> str:
    user = transfer.user
    where = f"moved to {transfer.to.full_name}" if transfer.to else "closed"
    return f"{user.username} ({user.role}, {user.unit.full_name}): {where}"


def _lapsing(plan: Plan) -> Iterator[str]:
    """Yield the conventions, hotspots and borders that are in force: like all that a unit is, they end with it."""
    for kind in KINDS:
        if kind.lasting is not Lasting.SPAN:
            continue
        model: Any = kind.model
        rows = select(model).where(model.unit_id.in_(plan.ended), model.until.is_(None), model.withdrawn_at.is_(None))
        for found in db.session.scalars(rows):
            yield f"{kind.name}: {_called(found.unit)}"


def _called(place: Place) -> str:
    return f"{place.full_name} ({reference(place)})"
