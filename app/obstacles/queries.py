"""Finding obstacles: of a unit and below it, those that wait for somebody, those that all may learn from."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, literal, or_, select, tuple_
from sqlalchemy.orm import aliased, contains_eager, joinedload, selectinload

from app.extensions import db
from app.obstacles.models import UNANSWERED, Category, Obstacle, ObstacleStep, State
from app.policy import Action, Actor, scope, visible
from app.units.models import Unit, UnitKind
from app.units.queries import ancestors
from app.units.scope import beneath
from app.vietnamese import search_words
from app.web.pagination import Cursor, Page

PAGE = 30
BETWEEN = "|"  # of rank and moment in a cursor
WHOLE = (
    joinedload(Obstacle.unit),
    joinedload(Obstacle.author),
    joinedload(Obstacle.photo),
    selectinload(Obstacle.steps).options(joinedload(ObstacleStep.taker), joinedload(ObstacleStep.unit)),
)
# Those that wait come first; of them, and of the rest, the oldest.
RANK = case((Obstacle.state.in_(UNANSWERED), 0), else_=1)


@dataclass(frozen=True, slots=True)
class Narrowing:
    """How the person narrowed the list: to a unit and what lies below it, by typing, category and state."""

    unit: Unit
    typed: str
    category: Category | None
    state: State | None


def one(actor: Actor, action: Action, obstacle_id: UUID) -> Select[Obstacle]:
    """Return a select of the obstacle on which ``actor`` may do ``action``, with all that its page shows."""
    return visible(actor, action, Obstacle).where(Obstacle.id == obstacle_id).options(*WHOLE)


def one_from_below(actor: Actor, obstacle_id: UUID) -> Select[Obstacle]:
    """Return a select of the obstacle that ``actor`` may answer: nobody answers their own unit's."""
    return one(actor, Action.OBSTACLE_ANSWER, obstacle_id).where(Obstacle.unit_id != actor.unit_id)


def one_to_pass(actor: Actor, obstacle_id: UUID) -> Select[Obstacle]:
    """Return a select of the obstacle that ``actor`` may hand up: above the topmost unit there is nobody."""
    has_above = exists().where(Unit.id == actor.unit_id, Unit.parent_id.is_not(None))
    return one_from_below(actor, obstacle_id).where(has_above)


def listing(actor: Actor, narrowing: Narrowing, after: Cursor | None, size: int = PAGE) -> Page[Obstacle]:
    """Return a page of the obstacles that ``actor`` may read, the unanswered first and of them the oldest."""
    rows = select(Obstacle).join(Obstacle.unit).where(scope(actor, Action.OBSTACLE_READ, Obstacle))
    rows = rows.where(*_conditions(narrowing))
    order = (RANK, Obstacle.raised_at, Obstacle.id)
    start = _start(after)
    if start:
        rank, moment, id_ = start
        place = (literal(rank), literal(moment, Obstacle.raised_at.type), literal(id_, Obstacle.id.type))
        rows = rows.where(tuple_(*order) > tuple_(*place))
    found = db.session.scalars(rows.options(contains_eager(Obstacle.unit)).order_by(*order).limit(size + 1)).all()
    shown = found[:size]
    return Page(shown, _cursor(shown[-1]) if len(found) > size else None)


def lessons(actor: Actor, typed: str, after: Cursor | None, size: int = PAGE) -> Page[Obstacle]:
    """Return a page of the answers that are for every unit of the actor's province, the latest first."""
    province = f"{actor.unit_path.partition('/')[0]}/"
    here = (beneath(province), Obstacle.shared.is_(True), Obstacle.state.not_in(UNANSWERED))
    rows = select(Obstacle).join(Obstacle.unit).where(*here, *_titled(typed))
    start = _start(after)
    if start:
        _rank, moment, id_ = start
        place = (literal(moment, Obstacle.answered_at.type), literal(id_, Obstacle.id.type))
        rows = rows.where(tuple_(Obstacle.answered_at, Obstacle.id) < tuple_(*place))
    shown_with = (contains_eager(Obstacle.unit), selectinload(Obstacle.steps).joinedload(ObstacleStep.unit))
    rows = rows.options(*shown_with).order_by(Obstacle.answered_at.desc(), Obstacle.id.desc())
    found = db.session.scalars(rows.limit(size + 1)).all()
    shown = found[:size]
    return Page(shown, _lesson_cursor(shown[-1]) if len(found) > size else None)


def waiting_for(actor: Actor) -> Select[int]:
    """Return a select of how many obstacles wait for the answer of the actor's own unit."""
    mine = visible(actor, Action.OBSTACLE_ANSWER, Obstacle).where(Obstacle.unit_id != actor.unit_id)
    return mine.join(Obstacle.unit).where(_waits_for(actor)).with_only_columns(func.count())


def answered_for(actor: Actor) -> Select[int]:
    """Return a select of how many obstacles of the actor's own unit were answered and wait for its last word."""
    mine = visible(actor, Action.OBSTACLE_READ, Obstacle).where(Obstacle.unit_id == actor.unit_id)
    return mine.where(Obstacle.state == State.ANSWERED).with_only_columns(func.count())


def desk_of(obstacle: Obstacle) -> Unit | None:
    """Return the unit that an unanswered obstacle waits for: the district above it, else the province."""
    above = ancestors(obstacle.unit)
    districts = [unit for unit in above if unit.kind is UnitKind.DISTRICT]
    if obstacle.state is State.OPEN and districts:
        return districts[-1]
    return above[0] if above else None


def _waits_for(actor: Actor) -> ColumnElement[bool]:
    """Return the condition that an obstacle lies with the actor's unit: a district's open ones, else what is left."""
    district = aliased(Unit)
    between = exists().where(
        district.kind == UnitKind.DISTRICT, district.id != Unit.id, Unit.path.startswith(district.path)
    )
    in_district = exists().where(district.id == actor.unit_id, district.kind == UnitKind.DISTRICT)
    return or_(
        and_(Obstacle.state == State.OPEN, or_(in_district, ~between)),
        and_(Obstacle.state == State.PASSED_UP, ~in_district),
    )


def _conditions(narrowing: Narrowing) -> list[ColumnElement[bool]]:
    here = Obstacle.in_subtree(narrowing.unit.path, past=True) if narrowing.unit.path else (
        Obstacle.unit_id == narrowing.unit.id)  # fmt: skip
    conditions = [here, *_titled(narrowing.typed)]
    if narrowing.category:
        conditions.append(Obstacle.category == narrowing.category)
    if narrowing.state:
        conditions.append(Obstacle.state == narrowing.state)
    return conditions


def _titled(typed: str) -> list[ColumnElement[bool]]:
    return [Obstacle.search_key.contains(f" {word}", autoescape=True) for word in search_words(typed)]


def _cursor(last: Obstacle) -> Cursor:
    return Cursor(f"{int(not last.is_unanswered)}{BETWEEN}{last.raised_at.isoformat()}", last.id)


def _lesson_cursor(last: Obstacle) -> Cursor:
    return Cursor(f"1{BETWEEN}{last.answered_at.isoformat() if last.answered_at else ''}", last.id)


def _start(after: Cursor | None) -> tuple[int, datetime, UUID] | None:
    """Return what a cursor says; None, the first page, for one that says nothing."""
    rank, _between, text = after.key.partition(BETWEEN) if after else ("", "", "")
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    known = rank in {"0", "1"} and moment.tzinfo is not None and after is not None
    return (int(rank), moment, after.id) if known and after else None
