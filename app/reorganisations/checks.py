"""What is wrong with a plan, by the units as they are: each fault says where, in which field, and what to do."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from sqlalchemy import func, select

from app.clock import local, today
from app.criteria.source.faults import Fault
from app.extensions import db
from app.reorganisations.following import below_ended
from app.reorganisations.plan import Moving, New, Parting, Place, Plan, Renaming, ReorganisationProblem, Spot, reference
from app.units.models import Placement, Reorganisation, Unit, UnitKind
from app.units.operations import may_lie_under


def refuse_faulty(plan: Plan) -> None:
    """Raise ReorganisationProblem with every fault of the plan."""
    refuse_done(plan.name, plan.spot)
    faults = [*_dates(plan), *_codes(plan), *_states(plan), *_twice(plan)]
    faults += [*_heirs(plan), *_parents(plan), *_orphans(plan)]
    if faults:
        raise ReorganisationProblem(faults)


def refuse_done(name: str, spot: Spot) -> None:
    """Raise ReorganisationProblem where a reorganisation of that name was done already."""
    done = db.session.scalar(select(Reorganisation).where(Reorganisation.name == name))
    if done:
        words = f"{name} was done already, on {local(done.done_at):%Y-%m-%d}: nothing is left to do"
        raise ReorganisationProblem([spot.fault(words)])


def _dates(plan: Plan) -> Iterator[Fault]:
    on = plan.effective_on
    if on > today():
        yield plan.spot.fault(f"takes effect on {on}: run it on that day or later")
    last = db.session.scalar(select(func.max(Reorganisation.effective_on)))
    if last and on < last:
        yield plan.spot.fault(f"takes effect on {on}, before the last reorganisation, of {last}: days only go forward")
    begun = _begun({unit.id for unit, _ in plan.touched()})
    for unit, spot in plan.touched():
        since = max(day for day in (unit.valid_from, begun.get(unit.id), date.min) if day)
        if on <= since:
            yield spot.fault(f"{_called(unit)} lies where it lies only since {since}: nothing before {on} can be kept")
    for place, spot in _leant_on(plan):
        if isinstance(place, Unit) and place.valid_from and place.valid_from > on:
            yield spot.fault(f"{_called(place)} is in force only since {place.valid_from}, after {on}")


def _begun(ids: set[int]) -> dict[int, date]:
    """Return since when each of these units lies where it lies."""
    rows = select(Placement.unit_id, Placement.valid_from).where(Placement.valid_to.is_(None))
    return {unit: since for unit, since in db.session.execute(rows) if unit in ids}


def _codes(plan: Plan) -> Iterator[Fault]:
    doubled = Counter((new.scheme, new.code) for new in plan.news)
    found = select(Unit).where(Unit.scheme.in_({new.scheme for new in plan.news}))
    taken = {(unit.scheme, unit.code): unit for unit in db.session.scalars(found)}
    for new in plan.news:
        if doubled[new.scheme, new.code] > 1:
            yield new.spot.fault(f"code {reference(new)} stands here twice: a code is of one unit in its scheme")
        holder = taken.get((new.scheme, new.code))
        if holder is not new.unit:
            yield new.spot.fault(f"code {reference(new)} is taken, by {holder.full_name if holder else 'another'}")
        elif holder and holder.valid_from is not None:
            yield new.spot.fault(f"{_called(holder)} is in force already")


def _states(plan: Plan) -> Iterator[Fault]:
    """Yield the units that are not in force, and those to which two things happen that exclude each other."""
    ends = Counter(ending.unit.id for ending in plan.endings)
    for unit, spot in plan.touched():
        if unit.path is None:
            yield spot.fault(f"{_called(unit)} is not in force")
    for ending in plan.endings:
        if ends[ending.unit.id] > 1:
            yield ending.spot.fault(f"{_called(ending.unit)} ends twice in this plan")
        if ending.unit.kind is UnitKind.PROVINCE:
            yield ending.spot.fault(f"{_called(ending.unit)} is a province: it does not end")
    others: list[Moving | Renaming | Parting] = [*plan.movings, *plan.renamings, *plan.partings]
    for step in others:
        if step.unit.id in ends:
            yield step.spot.fault(f"{_called(step.unit)} ends in this plan: nothing else can happen to it")


def _twice(plan: Plan) -> Iterator[Fault]:
    """Yield the units that move, or are renamed, twice."""
    changes: list[tuple[str, Sequence[Moving | Renaming]]] = [("moves", plan.movings), ("is renamed", plan.renamings)]
    for word, steps in changes:
        times = Counter(step.unit.id for step in steps)
        for step in steps:
            if times[step.unit.id] > 1:
                yield step.spot.fault(f"{_called(step.unit)} {word} twice in this plan")


def _heirs(plan: Plan) -> Iterator[Fault]:
    for ending in plan.endings:
        if not ending.heirs:
            yield ending.spot.fault(f"{_called(ending.unit)} ends and nobody takes it over")
        for heir in ending.heirs:
            if not _stays(heir.place, plan):
                yield ending.spot.fault(f"{_called(heir.place)} is to take over {_called(ending.unit)} and ends itself")
            elif heir.place.kind is not ending.unit.kind and not _does_its_work(heir.place, ending.unit):
                words = f"{_called(heir.place)} is a {heir.place.kind}: it cannot take over a {ending.unit.kind}"
                yield ending.spot.fault(f"{words}, {_called(ending.unit)}")


def _parents(plan: Plan) -> Iterator[Fault]:
    steps: list[tuple[Place, Place, Spot]] = [(new, new.under, new.spot) for new in plan.news]
    steps += [(moving.unit, moving.under, moving.spot) for moving in plan.movings]
    for place, under, spot in steps:
        if under is place or _lies_above(place, under):
            yield spot.fault(f"{_called(place)} cannot lie under itself, or under what lies below it")
        elif not _stays(under, plan):
            yield spot.fault(f"{_called(place)} is to lie under {_called(under)}, which is not in force then")
        elif not may_lie_under(place.kind, under.kind):
            yield spot.fault(f"a {place.kind}, {_called(place)}, does not lie under a {under.kind}, {_called(under)}")


def _orphans(plan: Plan) -> Iterator[Fault]:
    moved = {moving.unit.id for moving in plan.movings}
    for ending, unit in below_ended(plan):
        if unit.id not in moved:
            words = (
                f"{_called(unit)} would lie nowhere: {_called(ending.unit)} ends and {len(ending.heirs)} take it over"
            )
            yield ending.spot.fault(f"{words}; say under `with` which of them it goes to")


def _stays(place: Place, plan: Plan) -> bool:
    """Tell whether a unit is in force once the plan is done."""
    return isinstance(place, New) or (place.path is not None and place.id not in plan.ended)


def _does_its_work(place: Place, ended: Unit) -> bool:
    """Tell whether the unit above takes over an ended one: of districts, where there are none any more."""
    return ended.kind is UnitKind.DISTRICT and _lies_above(place, ended)


def _lies_above(place: Place, other: Place) -> bool:
    if isinstance(place, New) or isinstance(other, New):
        return False
    return place.path is not None and (other.path or "").startswith(place.path)


def _leant_on(plan: Plan) -> Iterator[tuple[Place, Spot]]:
    """Yield the units that take something over or get something under them."""
    for ending in plan.endings:
        yield from ((heir.place, ending.spot) for heir in ending.heirs)
    yield from ((moving.under, moving.spot) for moving in plan.movings)
    yield from ((new.under, new.spot) for new in plan.news)


def _called(place: Place) -> str:
    return f"{place.full_name} ({reference(place)})"
