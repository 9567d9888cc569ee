"""Carrying out a plan, whole: units, what follows them, accounts; nobody's record moves or disappears."""

from collections.abc import Sequence

from sqlalchemy import select

from app.accounts.models import User
from app.accounts.operations import disable
from app.accounts.operations import move as move_account
from app.extensions import db
from app.groups.operations.following import follow as follow_groups
from app.households.models import Household
from app.households.operations import follow as follow_households
from app.obstacles.operations import follow as follow_obstacles
from app.pledges.operations import carry_counts
from app.reorganisations.accounts import Transfer
from app.reorganisations.plan import Ending, New, Place, Plan, ReorganisationProblem
from app.reorganisations.sums import sums
from app.units.models import Reorganisation, Unit, UnitKind
from app.units.operations import Founding, begin, end, found, move, remember, rename, succeed

FROM_ABOVE = list(UnitKind)


class SumsDiffer(RuntimeError):
    """A sum is not what it was: nothing of the reorganisation may be kept."""


def carry_out(plan: Plan, accounts: Sequence[Transfer], *, by: User | None) -> Reorganisation:
    """Carry out a plan that `app.reorganisations.checks` found good, and return what is kept of it.

    Raises ReorganisationProblem where households must move and nobody is named who does it, SumsDiffer if something
    were lost: who called takes everything back then.
    """
    before, on = sums(), plan.effective_on
    for new in sorted(plan.news, key=lambda each: FROM_ABOVE.index(each.kind)):
        new.unit = _begin(plan, new, by=by)
    for renaming in plan.renamings:
        rename(renaming.unit, renaming.title, renaming.name, on, by=by)
    for parting in plan.partings:
        succeed(parting.unit, unit_of(parting.new), on, partly=True, by=by)
    for moving in plan.movings:
        move(moving.unit, unit_of(moving.under), on, by=by)
    for ending in sorted(plan.endings, key=lambda each: -FROM_ABOVE.index(each.unit.kind)):
        _end(plan, ending, by=by)
    for transfer in accounts:
        if transfer.to is None:
            disable(transfer.user, by=by)
        else:
            move_account(transfer.user, unit_of(transfer.to), by=by)
    done = remember(plan.name, on, by=by)
    _refuse_loss(before)
    return done


def unit_of(place: Place) -> Unit:
    """Return the record of a unit, of a new one once it was begun."""
    unit = place if isinstance(place, Unit) else place.unit
    if unit is None:
        raise LookupError(f"{place.full_name} was not begun")
    return unit


def _begin(plan: Plan, new: New, *, by: User | None) -> Unit:
    """Let a unit be in force that was announced, or found one."""
    under, on = unit_of(new.under), plan.effective_on
    if new.unit is not None:
        return begin(new.unit, under, on, by=by)
    return found(Founding(new.scheme, new.code, new.kind, new.title, new.name, on, under.sample), under, by=by)


def _end(plan: Plan, ending: Ending, *, by: User | None) -> None:
    """End a unit; its households, groups and open obstacles, which go on, follow it to its first heir."""
    unit, heir, on = ending.unit, unit_of(ending.heirs[0].place), plan.effective_on
    for each in ending.heirs:
        succeed(unit, unit_of(each.place), on, partly=each.partly, by=by)
    if unit.kind is UnitKind.VILLAGE and db.session.scalar(select(Household.id).where(Household.village_id == unit.id)):
        if by is None:
            words = f"the households of {unit.full_name} go on in {heir.full_name}: say who does it, --by USERNAME"
            raise ReorganisationProblem([ending.spot.fault(words)])
        follow_households(unit, heir, on, by=by)
        carry_counts(unit, heir)
    follow_groups(unit, heir, on, by=by)
    follow_obstacles(unit, heir, by=by)
    end(unit, heir, on, by=by)


def _refuse_loss(before: dict[str, int]) -> None:
    db.session.flush()
    db.session.expire_all()
    after = sums()
    wrong = [f"{name}: {before[name]} before, {after[name]} after" for name in before if before[name] != after[name]]
    if wrong:
        raise SumsDiffer("; ".join(wrong))
