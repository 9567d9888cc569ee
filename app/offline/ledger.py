"""The ``Idempotency-Key`` of a write: judged once, then answered the same for ever.

A key not seen is judged; done, it answers 201 and is remembered in the same transaction. Seen with the same content it
answers 200 with the same record and receipt, with other content 409. What was refused is not remembered: it may come
again, corrected.
"""

import hashlib
import io
import json
import secrets
from typing import cast
from uuid import UUID

from flask import Flask, Response, current_app, g, jsonify, request
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import func, select
from werkzeug.datastructures import FileStorage

from app.errors import Refusal
from app.extensions import db
from app.offline.models import LedgerEntry
from app.web.access import actor
from app.web.htmx import RECORD, REPLAY_KEY
from app.web.transaction import SAFE, committing

RECEIPT = "Banyen-Receipt"
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: nothing that sounds or looks like another
LEFT_OUT = {"csrf_token"}


class KeyReused(Refusal):
    """The key was used for other content."""

    reason = "key-reused"


class KeyOfAnother(Refusal):
    """The key belongs to another user."""

    status = 403
    reason = "not-yours"


class BadKey(Refusal):
    """The header is no UUID."""

    status = 422


def init_ledger(app: Flask) -> None:
    """Look at every write's key before its view, and remember it with its commit."""
    app.before_request(_admit)
    committing.connect(_remember)


def _admit() -> Response | None:
    """Answer a key that was done before; let a new one pass, alone."""
    if request.method in SAFE or REPLAY_KEY not in request.headers or not current_user.is_authenticated:
        return None
    key = _key()
    _alone(key)
    entry = db.session.get(LedgerEntry, key)
    if entry is None:
        g.ledger_key = key
        return None
    return _again(entry)


def _again(entry: LedgerEntry) -> Response:
    if entry.user_id != actor().id:
        raise KeyOfAnother(_("Phiếu này của người khác gửi."))
    if entry.content_hash != content_hash():
        raise KeyReused(_("Phiếu này đã gửi rồi với nội dung khác."))
    response = jsonify(record=entry.record_id, url=entry.address)
    response.headers["Location"] = entry.address
    response.headers[RECORD] = entry.record_id
    response.headers[RECEIPT] = entry.receipt
    return response


def _remember(response: Response) -> None:
    key = g.pop("ledger_key", None)
    if key is None or response.status_code != 201:
        return
    entry = LedgerEntry(
        key=key, user_id=actor().id, content_hash=content_hash(), record_id=response.headers[RECORD],
        address=response.headers["Location"], receipt=_new_receipt(),
    )  # fmt: skip
    db.session.add(entry)
    response.headers[RECEIPT] = entry.receipt


def content_hash() -> str:
    """Return the hash of this request's address and canonical fields: same typed content, same hash."""
    fields = sorted([name, value] for name, value in request.form.items(multi=True) if name not in LEFT_OUT)
    files = sorted([name, _file_hash(file)] for name, file in request.files.items(multi=True) if file.filename)
    canonical = json.dumps([request.path, fields, files], ensure_ascii=False)
    return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()


def _file_hash(file: FileStorage) -> str:
    file.stream.seek(0)
    digest = hashlib.file_digest(cast(io.BytesIO, file.stream), "sha256").hexdigest()
    file.stream.seek(0)
    return digest


def _key() -> UUID:
    try:
        return UUID(request.headers[REPLAY_KEY])
    except ValueError:
        raise BadKey(_("Mã gửi của phiếu bị hỏng. Tải lại trang rồi làm lại.")) from None


def _alone(key: UUID) -> None:
    """Wait until no other request judges this key. SQLite's write lock, held by now, says so already."""
    if db.engine.dialect.name == "postgresql":
        db.session.execute(select(func.pg_advisory_xact_lock(int.from_bytes(key.bytes[8:], "big", signed=True))))


def _new_receipt() -> str:
    while True:
        code = "".join(secrets.choice(ALPHABET) for _ in range(6))
        receipt = f"BY-{code[:4]}-{code[4:]}"
        if db.session.scalar(select(LedgerEntry.key).where(LedgerEntry.receipt == receipt)) is None:
            return receipt
        current_app.logger.info("receipt %s was taken", receipt)
