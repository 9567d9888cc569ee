"""Keeping a photo with the record that it belongs to."""

from app.attachments.ending import at_end
from app.attachments.models import Attachment
from app.attachments.photos import Photo
from app.attachments.storage import remove, write
from app.audit.operations import Signed, record
from app.extensions import db


def keep_photo(photo: Photo, *, by: Signed, unit_id: int) -> Attachment:
    """Write the photo to disk, add its record to the transaction and return it; a rollback takes the file away.

    The file that it arrived in is taken away by the commit, and not before.
    """
    name = write(photo.content, ".jpg")
    at_end(undone=lambda: remove(name))
    let_go(photo)
    attachment = Attachment(
        stored_name=name, media_type="image/jpeg", size=len(photo.content), width=photo.width, height=photo.height,
        sha256=photo.sha256, created_by=by.id,
    )  # fmt: skip
    db.session.add(attachment)
    db.session.flush()
    record("attachment:keep", attachment, by=by, unit_id=unit_id)
    return attachment


def let_go(photo: Photo) -> None:
    """Have the file that the photo arrived in taken away by the commit."""
    part = photo.arrived_in
    if part:
        at_end(kept=lambda: part.unlink(missing_ok=True))
