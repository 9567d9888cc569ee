"""Sending a stored photo, or a document, by a view that has found who may see it."""

from flask import Response, abort, send_file

from app.attachments.documents import file_name
from app.attachments.models import Attachment
from app.attachments.storage import path_of


def send_photo(kept: Attachment | None) -> Response:
    """Return the photo; 404 when there is none. Browsers ask again each time: who may see it can change."""
    if kept is None:
        abort(404)
    response: Response = send_file(path_of(kept.stored_name), mimetype=kept.media_type, max_age=0)
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def send_document(kept: Attachment | None, title: str) -> Response:
    """Return the document, to be saved under the title of what it belongs to and never shown here; 404 for none."""
    if kept is None:
        abort(404)
    response: Response = send_file(
        path_of(kept.stored_name), mimetype=kept.media_type, max_age=0, as_attachment=True,
        download_name=file_name(title, kept.ending),
    )  # fmt: skip
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
