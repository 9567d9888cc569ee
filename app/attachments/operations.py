"""Keeping a photo, or a document, with the record that it belongs to."""

from app.attachments.documents import Document
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
    let_go(photo)
    made = Attachment(media_type="image/jpeg", width=photo.width, height=photo.height, sha256=photo.sha256)
    return _keep(made, photo.content, ".jpg", by=by, unit_id=unit_id)


def keep_document(document: Document, *, by: Signed, unit_id: int) -> Attachment:
    """Write the document to disk as it came, add its record to the transaction and return it, as with a photo."""
    made = Attachment(media_type=document.format.media_type, width=0, height=0, sha256=document.sha256)
    return _keep(made, document.content, document.format.ending, by=by, unit_id=unit_id)


def let_go(photo: Photo) -> None:
    """Have the file that the photo arrived in taken away by the commit."""
    part = photo.arrived_in
    if part:
        at_end(kept=lambda: part.unlink(missing_ok=True))


def _keep(made: Attachment, content: bytes, ending: str, *, by: Signed, unit_id: int) -> Attachment:
    name = write(content, ending)
    at_end(undone=lambda: remove(name))
    made.stored_name, made.size, made.created_by = name, len(content), by.id
    db.session.add(made)
    db.session.flush()
    record("attachment:keep", made, by=by, unit_id=unit_id)
    return made
