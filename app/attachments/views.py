"""Receiving photos in parts, from phones whose signal comes and goes."""

from uuid import UUID

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from app.accounts.session import me
from app.attachments.forms import read_chunk
from app.attachments.uploads import Upload, receive
from app.policy import Action
from app.web.access import online_only, requires
from app.web.transaction import begins_late

bp = Blueprint("attachments", __name__, url_prefix="/attachments")


@bp.post("/<uuid:upload_id>/chunks")
@requires(Action.ATTACHMENT_ADD)
@online_only
@begins_late
def add_chunk(upload_id: UUID) -> ResponseReturnValue:
    """Add a part of a photo to what has arrived, and say how much that is; the database is not written to."""
    received = receive(Upload(me().id, upload_id), read_chunk())
    return jsonify(received=received.held, complete=received.complete)
