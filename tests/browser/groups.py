"""Groups that are founded in the served demo for a test, and what was logged for them."""

from datetime import date, timedelta
from uuid import UUID, uuid4

from sqlalchemy import select

from app import create_app
from app.accounts.models import User
from app.clock import now, today
from app.config import Profile, Settings
from app.extensions import db
from app.groups.models import ActivityKind, Group, GroupKind
from app.groups.operations.founding import GroupTerms, found_group
from app.groups.operations.logging import ActivityTerms, log_activity
from app.units.models import Unit
from app.units.queries import children
from app.web.transaction import begin_writing
from tests.browser.conftest import Server
from tests.browser.records import stored


def groups_of(server: Server, username: str, most: int = 3) -> list[str]:
    """Found ``most`` groups below the unit of ``username``, one in each of its villages, and return their ids."""
    app = create_app(_settings(server))
    with app.app_context():
        begin_writing()
        user = db.session.scalars(select(User).where(User.username == username)).one()
        villages = db.session.scalars(children(user.unit).limit(most)).all() or [user.unit] * most
        made = [str(_found(village, user)) for village in villages]
        db.session.commit()
        db.session.remove()
        db.engine.dispose()
    return made


def log_for(server: Server, username: str, group: str, summary: str, *, days_ago: int = 0) -> str:
    """Log a meeting of today for a group, told to the server ``days_ago``, and return its id."""
    app = create_app(_settings(server))
    with app.app_context():
        begin_writing()
        user = db.session.scalars(select(User).where(User.username == username)).one()
        own = db.session.get_one(Group, UUID(group))
        terms = ActivityTerms(ActivityKind.MEETING, today(), now(), people_present=7, summary=summary)
        made = log_activity(uuid4(), terms, own.unit, [own], by=user)
        made.received_at = now() - timedelta(days=days_ago)
        id_ = str(made.id)
        db.session.commit()
        db.session.remove()
        db.engine.dispose()
    return id_


def _found(village: Unit, by: User) -> UUID:
    taken = set(db.session.scalars(select(Group.number).where(Group.unit_id == village.id)))
    number = next(number for number in range(1, 99) if number not in taken)
    terms = GroupTerms(GroupKind.LIEN_GIA, number, date(today().year - 1, 1, 5), "Lò Văn Mẫu")
    return found_group(uuid4(), terms, village, by=by).id


def activities_of(server: Server, group: str) -> list[tuple[str, str, int | None, str | None]]:
    """Return what was logged for a group: id, kind, households present, summary."""
    query = """SELECT activities.id, kind, households_present, summary FROM activities
               JOIN activity_groups ON activity_id = activities.id WHERE group_id = ? ORDER BY received_at"""
    return [(str(UUID(row[0])), *row[1:]) for row in stored(server, query, UUID(group).hex)]


def _settings(server: Server) -> Settings:
    return Settings(
        profile=Profile.DEMO, secret_key="of no session" * 4, database_url=f"sqlite:///{server.data_dir}/banyen.sqlite3",
        data_dir=server.data_dir, redis_url=None, https=False, trusted_proxies=0, service_worker=True,
    )  # fmt: skip
