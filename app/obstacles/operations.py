"""The way of an obstacle: raised, passed up, answered, closed or asked again; and where it goes when its unit ends."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.accounts.models import User
from app.attachments.operations import keep_photo, let_go
from app.attachments.photos import Photo
from app.audit.operations import Signed, record
from app.clock import now, today
from app.errors import Refusal
from app.extensions import db
from app.households.operations import IdTaken
from app.locking import hold
from app.notices.operations import AlreadyTold, tell
from app.obstacles import topics
from app.obstacles.models import UNANSWERED, Category, Obstacle, ObstacleStep, State, Step
from app.obstacles.queries import desk_of
from app.units.models import Unit, UnitKind
from app.vietnamese import search_key


class NotNow(Refusal):
    """The obstacle has gone on meanwhile: this step does not follow from where it is."""

    reason = "gone-on"


@dataclass(frozen=True, slots=True)
class ObstacleTerms:
    """What is difficult, in plain words."""

    category: Category
    title: str
    words: str
    photo: Photo | None = None


def raise_obstacle(id_: UUID, terms: ObstacleTerms, unit: Unit, *, by: User) -> Obstacle:
    """Report a difficulty of ``unit`` upward and return it; the same sent twice is the same one.

    Raises IdTaken when the id is in use for another.
    """
    first = db.session.get(Obstacle, id_)
    if first:
        return _same(first, terms, unit)
    made = Obstacle(
        id=id_, unit_id=unit.id, unit=unit, category=terms.category, title=terms.title, words=terms.words,
        search_key=search_key(terms.title), state=State.OPEN, raised_by=by.id,
    )  # fmt: skip
    if terms.photo:
        made.photo_id = keep_photo(terms.photo, by=by, unit_id=unit.id).id
    db.session.add(made)
    _step(made, Step.RAISED, None, by=by)
    record("obstacle:raise", made, by=by, unit_id=unit.id)
    _tell(_desk(made), topics.RAISED, made, by=by)
    return made


def add_photo(obstacle: Obstacle, photo: Photo, *, by: User) -> Obstacle:
    """Put the photo to the obstacle, in place of one before; the same again changes nothing. Raises NotNow."""
    hold(obstacle)
    if obstacle.photo and obstacle.photo.sha256 == photo.sha256:
        let_go(photo)
        return obstacle
    _refuse_unless(obstacle, UNANSWERED)
    obstacle.photo_id = keep_photo(photo, by=by, unit_id=obstacle.unit_id).id
    db.session.flush()
    record("obstacle:photo", obstacle, by=by, unit_id=obstacle.unit_id, fields=["photo_id"])
    return obstacle


def pass_up(obstacle: Obstacle, words: str, *, by: User) -> Obstacle:
    """Hand an open obstacle from the district to the province, with words, and return it. Raises NotNow."""
    hold(obstacle)
    _refuse_unless(obstacle, (State.OPEN,))
    obstacle.state = State.PASSED_UP
    _step(obstacle, Step.PASSED_UP, words, by=by)
    record("obstacle:pass", obstacle, by=by, unit_id=obstacle.unit_id, fields=["state"])
    _tell(_desk(obstacle), topics.PASSED_UP, obstacle, by=by)
    return obstacle


def answer(obstacle: Obstacle, words: str, *, shared: bool, by: User) -> Obstacle:
    """Answer an obstacle, ``shared`` for every unit of the province to learn from, and return it.

    The province may answer at any time, a district what it has not passed up. Raises NotNow.
    """
    hold(obstacle)
    _refuse_unless(obstacle, UNANSWERED if by.unit.kind is UnitKind.PROVINCE else (State.OPEN,))
    obstacle.state, obstacle.shared, obstacle.answered_at = State.ANSWERED, shared, now()
    _step(obstacle, Step.ANSWERED, words, by=by)
    record("obstacle:answer", obstacle, by=by, unit_id=obstacle.unit_id, fields=["state", "shared"])
    _tell(obstacle.unit_id, topics.ANSWERED, obstacle, by=by)
    return obstacle


def close(obstacle: Obstacle, words: str | None, *, by: User) -> Obstacle:
    """Say, by the unit that asked, that the answer settles it, and return it; once is enough. Raises NotNow."""
    hold(obstacle)
    if obstacle.state is State.CLOSED:
        return obstacle
    _refuse_unless(obstacle, (State.ANSWERED,))
    obstacle.state = State.CLOSED
    _step(obstacle, Step.CLOSED, words, by=by)
    record("obstacle:close", obstacle, by=by, unit_id=obstacle.unit_id, fields=["state"])
    return obstacle


def reopen(obstacle: Obstacle, reason: str, *, by: User) -> Obstacle:
    """Ask again, with the reason why the answer does not settle it: it waits where it lay last. Raises NotNow."""
    hold(obstacle)
    _refuse_unless(obstacle, (State.ANSWERED, State.CLOSED))
    was_passed = any(step.kind is Step.PASSED_UP for step in obstacle.steps)
    obstacle.state = State.PASSED_UP if was_passed else State.OPEN
    obstacle.shared, obstacle.answered_at = False, None
    _step(obstacle, Step.REOPENED, reason, by=by)
    record("obstacle:reopen", obstacle, by=by, unit_id=obstacle.unit_id, fields=["state"])
    _tell(_desk(obstacle), topics.REOPENED, obstacle, by=by)
    return obstacle


def follow(unit: Unit, heir: Unit, *, by: Signed | None) -> int:
    """Let the obstacles of a unit that ends, which are not closed, go on in ``heir``; return how many.

    Those of a unit whose heir is the province stay: nobody is above it to answer.
    """
    if heir.kind is UnitKind.PROVINCE:
        return 0
    rows = select(Obstacle).where(Obstacle.unit_id == unit.id, Obstacle.state != State.CLOSED).order_by(Obstacle.id)
    found: Sequence[Obstacle] = db.session.scalars(rows).all()
    for obstacle in found:
        obstacle.unit_id = heir.id
        record("obstacle:follow", obstacle, by=by, unit_id=heir.id, fields=["unit_id"])
    db.session.flush()
    return len(found)


def _same(first: Obstacle, terms: ObstacleTerms, unit: Unit) -> Obstacle:
    told = (first.unit_id, first.category, first.title, first.words)
    if told != (unit.id, terms.category, terms.title, terms.words):
        words = _l("Vướng mắc này đã được gửi rồi.")
        raise IdTaken(words, link=f"/obstacles/{first.id}", link_label=_l("Mở vướng mắc đã gửi"))
    if terms.photo:
        let_go(terms.photo)
    return first


def _refuse_unless(obstacle: Obstacle, states: Sequence[State]) -> None:
    if obstacle.state in states:
        return
    words = {
        State.OPEN: _l("Vướng mắc này chưa được trả lời."),
        State.PASSED_UP: _l("Vướng mắc này đã chuyển lên tỉnh, đang chờ tỉnh trả lời."),
        State.ANSWERED: _l("Vướng mắc này đã được trả lời."),
        State.CLOSED: _l("Vướng mắc này đã xong."),
    }[obstacle.state]
    raise NotNow(words, link=f"/obstacles/{obstacle.id}", link_label=_l("Mở vướng mắc"))


def _step(obstacle: Obstacle, kind: Step, words: str | None, *, by: User) -> None:
    obstacle.steps.append(ObstacleStep(kind=kind, words=words, taken_by=by.id, unit_id=by.unit_id))
    db.session.flush()


def _desk(obstacle: Obstacle) -> int | None:
    desk = desk_of(obstacle)
    return desk.id if desk else None


def _tell(unit_id: int | None, topic: str, obstacle: Obstacle, *, by: User) -> None:
    """Tell a unit; of the same thing it is told once a day."""
    if unit_id is not None:
        try:
            tell(unit_id, topic, obstacle.id, today(), by=by)
        except AlreadyTold:
            return
