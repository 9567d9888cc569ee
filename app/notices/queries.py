"""What a person's unit was told: a page of it, the newest first, and how much of it the person has not read."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.notices.models import STORED_WITHIN, Notice, NoticeReading, NoticesRead
from app.policy import Action, Actor, visible
from app.web.pagination import Cursor, Page, cursor_at, moment_in

PAGE = 30
MOST_COUNTED = 100  # from here on it is "99+": what is never read must not make every page slow


@dataclass(frozen=True, slots=True)
class Told:
    """A notice, as one person sees it."""

    notice: Notice
    unread: bool


def listing(actor: Actor, after: Cursor | None, size: int = PAGE) -> Page[Told]:
    """Return a page of what the actor's unit was told, the newest first; one query."""
    rows = visible(actor, Action.NOTICE_READ, Notice).add_columns(_unread_by(actor))
    since = moment_in(after)
    if after and since:
        rows = rows.where(or_(Notice.created_at < since, and_(Notice.created_at == since, Notice.id < after.id)))
    ordered = rows.options(joinedload(Notice.author)).order_by(Notice.created_at.desc(), Notice.id.desc())
    found = [Told(notice, bool(unread)) for notice, unread in db.session.execute(ordered.limit(size + 1))]
    last = found[size - 1].notice if len(found) > size else None
    return Page(found[:size], cursor_at(last.created_at, last.id) if last else None)


def just_unread(actor: Actor, newest: Notice) -> list[Notice]:
    """Return the unread of the last minutes before ``newest``, where another may yet come between."""
    since = Notice.created_at > newest.created_at - STORED_WITHIN
    rows = visible(actor, Action.NOTICE_READ, Notice).where(_unread_by(actor), since)
    rows = rows.where(Notice.created_at <= newest.created_at).order_by(Notice.created_at.desc()).limit(MOST_COUNTED)
    return list(db.session.scalars(rows))


def unread_by(actor: Actor) -> int:
    """Return how many notices of their unit the actor has not read, at most `MOST_COUNTED`; one query, by an index."""
    rows = select(Notice.id).where(Notice.unit_id == actor.unit_id, _unread_by(actor)).limit(MOST_COUNTED)
    return db.session.scalar(select(func.count()).select_from(rows.subquery())) or 0


def _unread_by(actor: Actor) -> ColumnElement[bool]:
    alone = exists().where(NoticeReading.user_id == actor.id, NoticeReading.notice_id == Notice.id)
    with_all = exists().where(NoticesRead.user_id == actor.id, NoticesRead.until >= Notice.created_at)
    return and_(~alone, ~with_all)
