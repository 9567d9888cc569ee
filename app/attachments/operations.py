"""Keeping a photo with the record that it belongs to."""

from sqlalchemy import event
from sqlalchemy.orm import Session

from app.attachments.models import Attachment
from app.attachments.photos import Photo
from app.attachments.storage import remove, write
from app.audit.operations import Signed, record
from app.extensions import db


def keep_photo(photo: Photo, *, by: Signed, unit_id: int) -> Attachment:
    """Write the photo to disk, add its record to the transaction and return it; a rollback takes the file away."""
    name = write(photo.content, ".jpg")
    _remove_on_rollback(name)
    attachment = Attachment(
        stored_name=name, media_type="image/jpeg", size=len(photo.content), width=photo.width, height=photo.height,
        sha256=photo.sha256, created_by=by.id,
    )  # fmt: skip
    db.session.add(attachment)
    db.session.flush()
    record("attachment:keep", attachment, by=by, unit_id=unit_id)
    return attachment


def _remove_on_rollback(name: str) -> None:
    session: Session = db.session()
    pending = session.info.setdefault("files_of_transaction", [])
    pending.append(name)
    if not event.contains(session, "after_rollback", _rolled_back):
        event.listen(session, "after_rollback", _rolled_back)
        event.listen(session, "after_commit", _committed)


def _rolled_back(session: Session) -> None:
    for name in session.info.pop("files_of_transaction", []):
        remove(name)


def _committed(session: Session) -> None:
    session.info.pop("files_of_transaction", None)
