"""Finding directives: those one may read, how far their units are, what waits for a unit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.clock import today
from app.directives.models import Addressee, Completion, Directive, DirectiveKind
from app.directives.states import State, state, waiting
from app.extensions import db
from app.notices.models import Notice
from app.policy import Action, Actor, scope, visible
from app.units.models import Unit
from app.vietnamese import search_words
from app.web.pagination import Cursor, Page, cursor_at, moment_in

PAGE = 30
ADDRESSEES = 50
GIVEN, REMINDER, WITHDRAWAL = "directive-given", "directive-reminder", "directive-withdrawal"  # topics of notices


class Show(StrEnum):
    """Which directives a list shows."""

    ALL = "all"
    RECEIVED = "received"  # that went to one's unit
    GIVEN = "given"  # that one's unit gave


@dataclass(frozen=True, slots=True)
class Narrowing:
    """How the person narrowed the list."""

    typed: str
    show: Show
    kind: DirectiveKind | None


@dataclass(frozen=True, slots=True)
class Open:
    """What waits for a unit: the first of it, and how much there is."""

    addressees: Sequence[Addressee]
    count: int


def readable_by(actor: Actor) -> ColumnElement[bool]:
    """Return the condition that a directive went to a unit whose directives the actor reads, or is their own unit's."""
    there = scope(actor, Action.DIRECTIVE_READ, Addressee)
    return or_(
        Directive.unit_id == actor.unit_id, Directive.id.in_(select(Addressee.directive_id).where(there))
    )  # fmt: skip


def one(actor: Actor, directive_id: UUID) -> Select[Directive]:
    """Return a select of the directive, if the actor may read it, with what its page shows."""
    files = (joinedload(Directive.photo), joinedload(Directive.document))
    shown = (joinedload(Directive.unit), joinedload(Directive.author), *files)
    return select(Directive).where(Directive.id == directive_id, readable_by(actor)).options(*shown)


def own(actor: Actor, action: Action, directive_id: UUID) -> Select[Addressee]:
    """Return a select of the place that the actor's unit has among those a directive goes to."""
    mine = visible(actor, action, Addressee)
    rows = mine.where(Addressee.directive_id == directive_id, Addressee.unit_id == actor.unit_id)
    people = selectinload(Addressee.completions).options(joinedload(Completion.finisher), joinedload(Completion.undoer))
    return rows.options(people, joinedload(Addressee.reader), joinedload(Addressee.directive))


def listing(actor: Actor, narrowing: Narrowing, after: Cursor | None, size: int = PAGE) -> Page[Directive]:
    """Return a page of the directives that the actor may read, the newest first."""
    rows = select(Directive).where(readable_by(actor), *_conditions(actor, narrowing))
    since = moment_in(after)
    if after and since:
        older = and_(Directive.created_at == since, Directive.id < after.id)
        rows = rows.where(or_(Directive.created_at < since, older))
    ordered = rows.options(joinedload(Directive.unit)).order_by(Directive.created_at.desc(), Directive.id.desc())
    found = db.session.scalars(ordered.limit(size + 1)).all()
    last = found[size - 1] if len(found) > size else None
    return Page(found[:size], cursor_at(last.created_at, last.id) if last else None)


def own_states(actor: Actor, directives: Sequence[Directive]) -> dict[UUID, State]:
    """Return how far the actor's unit is with those of the directives that went to it; one query."""
    mine = (Addressee.unit_id == actor.unit_id, Addressee.directive_id.in_([each.id for each in directives]))
    rows = select(Addressee.directive_id, state(today())).join(Addressee.directive).where(*mine)
    return {directive_id: State(found) for directive_id, found in db.session.execute(rows)}


def tallies(actor: Actor, directives: Sequence[Directive]) -> dict[UUID, Mapping[State, int]]:
    """Return how many units each directive went to, by how far they are, of those the actor reads; one query."""
    mine = (_seen_by(actor), Addressee.directive_id.in_([each.id for each in directives]))
    there = state(today()).label("there")
    rows = select(Addressee.directive_id, there, func.count()).join(Addressee.directive).where(*mine)
    found: dict[UUID, dict[State, int]] = {each.id: {} for each in directives}
    for directive_id, name, count in db.session.execute(rows.group_by(Addressee.directive_id, "there")):
        found[directive_id][State(name)] = count
    return dict(found)


def addressees(
    actor: Actor, directive: Directive, only: State | None, after: Cursor | None, size: int = ADDRESSEES
) -> Page[Addressee]:
    """Return a page of the units that the directive went to and that the actor reads, in order of their names."""
    rows = select(Addressee).join(Addressee.directive).join(Unit, Unit.id == Addressee.unit_id)
    rows = rows.where(Addressee.directive_id == directive.id, _seen_by(actor))
    if only:
        rows = rows.where(state(today()) == only.value)
    if after:
        later = and_(Unit.sort_key == after.key, Addressee.id > after.id.int % 2**63)
        rows = rows.where(or_(Unit.sort_key > after.key, later))
    people = selectinload(Addressee.completions).options(joinedload(Completion.finisher), joinedload(Completion.undoer))
    shown = rows.options(joinedload(Addressee.unit), joinedload(Addressee.reader), people)
    found = db.session.scalars(shown.order_by(Unit.sort_key, Addressee.id).limit(size + 1)).all()
    last = found[size - 1] if len(found) > size else None
    return Page(found[:size], Cursor(last.unit.sort_key, UUID(int=last.id)) if last else None)


def waiting_units(directive: Directive) -> Select[int]:
    """Return a select of the ids of the units in force that have yet to do what is asked, or to read a guidance."""
    rows = select(Addressee.unit_id).join(Addressee.directive).join(Unit, Unit.id == Addressee.unit_id)
    here = (Addressee.directive_id == directive.id, Unit.path.is_not(None), waiting())
    return rows.where(*here).order_by(Addressee.id)


def count_of(units: Select[int]) -> int:
    """Return how many units a select finds."""
    return db.session.scalar(select(func.count()).select_from(units.order_by(None).subquery())) or 0


def unreminded(directive: Directive, day: date) -> Select[int]:
    """Return a select of the same, without those that were reminded on ``day``."""
    same = (Notice.topic == REMINDER, Notice.about_on == day, Notice.subject_id == directive.id)
    return waiting_units(directive).where(~exists().where(Notice.unit_id == Addressee.unit_id, *same))


def open_for(actor: Actor, most: int) -> Open:
    """Return what waits for the actor's unit: what is due first, then guidance that was not read; one query."""
    rows = visible(actor, Action.DIRECTIVE_ANSWER, Addressee).join(Addressee.directive).where(waiting())
    order = (Directive.due_on.is_(None), Directive.due_on, Directive.created_at, Addressee.id)
    shown = rows.options(joinedload(Addressee.directive).joinedload(Directive.unit)).order_by(*order)
    found = db.session.execute(shown.add_columns(func.count().over()).limit(most)).all()
    return Open([addressee for addressee, _all in found], found[0][1] if found else 0)


def late_of(actor: Actor) -> Select[int]:
    """Return a select of how many units, of all that the actor's unit asked something of, are late with it."""
    rows = select(func.count()).select_from(Addressee).join(Addressee.directive).join(Addressee.unit)
    given = visible(actor, Action.DIRECTIVE_KEEP, Directive).with_only_columns(Directive.id)
    late = (waiting(), Directive.due_on < today(), Unit.path.is_not(None))
    return rows.where(Addressee.directive_id.in_(given), *late)


def due_by_unit(last: date) -> dict[int, int]:
    """Return how many requests with a deadline up to ``last`` are not done, by the unit's id; one query."""
    rows = select(Addressee.unit_id, func.count()).join(Addressee.directive).where(waiting(), Directive.due_on <= last)
    return {unit_id: count for unit_id, count in db.session.execute(rows.group_by(Addressee.unit_id))}  # noqa: C416


def _seen_by(actor: Actor) -> ColumnElement[bool]:
    """Return the condition that the actor is told how far an addressee is: who reads there, and who gave it."""
    return or_(scope(actor, Action.DIRECTIVE_READ, Addressee), Directive.unit_id == actor.unit_id)


def _conditions(actor: Actor, narrowing: Narrowing) -> list[ColumnElement[bool]]:
    # A word is letters and digits only, so it needs no escaping in LIKE, and both databases read it alike.
    found: list[ColumnElement[bool]] = [
        Directive.search_key.like(f"% {word}%") for word in search_words(narrowing.typed)
    ]
    if narrowing.kind:
        found.append(Directive.kind == narrowing.kind)
    if narrowing.show is Show.GIVEN:
        found.append(Directive.unit_id == actor.unit_id)
    if narrowing.show is Show.RECEIVED:
        found.append(exists().where(Addressee.directive_id == Directive.id, Addressee.unit_id == actor.unit_id))
    return found
