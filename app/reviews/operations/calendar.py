"""Setting by which day of the year a province wants a kind of dossier sent."""

from sqlalchemy import select

from app.accounts.models import User
from app.audit.operations import record
from app.clock import now
from app.extensions import db
from app.reviews.calendar import Key
from app.reviews.models import SendingDay


def set_day(key: Key, day: str, *, by: User) -> SendingDay:
    """Set the day ("11-05"; empty: no day) for all below the person's province, and return it.

    What was sent before keeps the day that held then.
    """
    mine = (SendingDay.kind == key.kind, SendingDay.unit_kind == key.unit_kind, SendingDay.set_code == key.set_code)
    found = db.session.scalars(select(SendingDay).where(SendingDay.unit_id == by.unit_id, *mine)).one_or_none()
    if found is None:
        found = SendingDay(
            unit_id=by.unit_id, kind=key.kind, unit_kind=key.unit_kind, set_code=key.set_code, day=day, set_by=by.id
        )
        db.session.add(found)
    found.day, found.set_by, found.set_at = day, by.id, now()
    db.session.flush()
    record("calendar:set", found, by=by, unit_id=by.unit_id)
    return found
