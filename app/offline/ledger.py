"""The ``Idempotency-Key`` of a write: judged once, then answered the same for ever.

A key not seen is judged; done, it answers 201 and is remembered in the same transaction. Seen with the same content it
answers 200 with the same record and receipt, with other content 409. What was refused is not remembered: it may come
again, corrected.
"""

import hashlib
import io
import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import cast
from uuid import UUID

from flask import Flask, Response, current_app, jsonify, request
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import select, text
from werkzeug.datastructures import FileStorage, ImmutableMultiDict

from app.accounts.operations import notice_phone
from app.accounts.session import me
from app.errors import Refusal
from app.extensions import db
from app.offline import schemas
from app.offline.models import LedgerEntry
from app.offline.receipts import new_receipts
from app.web.access import is_online_only
from app.web.htmx import RECORD, REPLAY_KEY
from app.web.transaction import SAFE, committing

RECEIPT = "Banyen-Receipt"
SCHEMA = "Banyen-Schema"
PHONE = "Banyen-Phone"
LEFT_OUT = {"csrf_token"}

# What a request's environment says of its submission: it belongs to that request alone, g to a whole batch.
SUBMISSION = "banyen.submission"
HELD = "banyen.held"  # within a batch: what it holds for all of its items

CHANGES = "schema_changes"  # the application's extension: changes of older forms


@dataclass(frozen=True, slots=True)
class Submission:
    """A key that is judged, and the hash of what was sent under it."""

    key: UUID
    content_hash: str


@dataclass(slots=True)
class Held:
    """What a batch holds for its items, asked for once: keys that nobody judges meanwhile, and receipts to give.

    ``new`` are keys that were not done when the batch began; one leaves it when it is judged.
    """

    new: set[UUID]
    receipts: list[str]


class KeyReused(Refusal):
    """The key was used for other content."""

    reason = "key-reused"


class KeyOfAnother(Refusal):
    """The key belongs to another user."""

    status = 403
    reason = "not-yours"


class BadHeader(Refusal):
    """A header of the submission cannot be read."""

    status = 422


def init_ledger(app: Flask) -> None:
    """Look at every write's key before its view, and remember it with its commit."""
    app.extensions[CHANGES] = schemas.CHANGES
    app.before_request(_admit)
    committing.connect(_remember)


def hold(keys: Collection[UUID]) -> Held:
    """Hold the keys of a batch, all at once and before any row is locked: two batches cannot wait for each other."""
    _be_alone_with(keys)
    done = db.session.scalars(select(LedgerEntry.key).where(LedgerEntry.key.in_(keys)))
    new = set(keys).difference(done)
    return Held(new, new_receipts(len(new)))


def phone_id() -> UUID | None:
    """Return the id of the phone that sent this request, when it says so."""
    try:
        return UUID(request.headers.get(PHONE, ""))
    except ValueError:
        return None


def content_hash() -> str:
    """Return the hash of this request's address and canonical fields: same typed content, same hash.

    A form alone breaks its lines with CR LF, as browsers send forms, and in a batch with LF, as they were typed.
    """
    sent = request.form.items(multi=True)
    fields = sorted([name, value.replace("\r\n", "\n")] for name, value in sent if name not in LEFT_OUT)
    files = sorted([name, _file_hash(file)] for name, file in request.files.items(multi=True) if file.filename)
    canonical = json.dumps([request.path, fields, files], ensure_ascii=False)
    return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()


def _admit() -> Response | None:
    """Answer a key that was done before; let a new one pass, alone."""
    replay = request.method not in SAFE and REPLAY_KEY in request.headers
    if not replay or not current_user.is_authenticated or is_online_only(request.endpoint):
        return None
    submission = Submission(_key(), content_hash())
    entry = _done_before(submission.key)
    if entry is not None:
        return _again(entry, submission)
    request.environ[SUBMISSION] = submission
    _bring_up_to_date()
    return None


def _done_before(key: UUID) -> LedgerEntry | None:
    """Return what is remembered of the key, once nobody else judges it."""
    held = _held()
    if held is None:
        _be_alone_with([key])
    elif key in held.new:
        held.new.remove(key)
        return None
    return db.session.get(LedgerEntry, key)


def _be_alone_with(keys: Iterable[UUID]) -> None:
    """Wait until no other request judges these keys. SQLite's write lock, held by now, says so already."""
    if db.engine.dialect.name == "postgresql":
        numbers = sorted({int.from_bytes(key.bytes[8:], "big", signed=True) for key in keys})
        locks = text("SELECT pg_advisory_xact_lock(number) FROM unnest(CAST(:numbers AS bigint[])) AS number")
        db.session.execute(locks, {"numbers": numbers})


def _held() -> Held | None:
    found: Held | None = request.environ.get(HELD)
    return found


def _again(entry: LedgerEntry, submission: Submission) -> Response:
    if entry.user_id != me().id:
        raise KeyOfAnother(_("Phiếu này của người khác gửi."))
    if entry.content_hash != submission.content_hash:
        words = _("Phiếu này đã gửi rồi với nội dung khác.")
        raise KeyReused(words, link=entry.address, link_label=_("Mở bản đã lưu"))
    response = jsonify(record=entry.record_id, url=entry.address)
    response.headers["Location"] = entry.address
    response.headers[RECORD] = entry.record_id
    response.headers[RECEIPT] = entry.receipt
    return response


def _bring_up_to_date() -> None:
    """Let an older form be read as today's."""
    schema = schemas.read_schema(request.headers.get(SCHEMA))
    if schema is None:
        raise BadHeader(_("Số phiên bản của phiếu bị hỏng. Tải lại trang rồi làm lại."))
    changes, rule = current_app.extensions[CHANGES], request.url_rule.rule if request.url_rule else ""
    sent = list(request.form.items(multi=True))
    fields = schemas.brought_up(rule, schema, sent, changes)
    if fields is not sent:
        request.form = ImmutableMultiDict(fields)


def _remember(response: Response) -> None:
    submission: Submission | None = request.environ.pop(SUBMISSION, None)
    if submission is None or response.status_code != 201:
        return
    held = _held()
    receipt = (held.receipts if held and held.receipts else new_receipts()).pop()
    entry = LedgerEntry(
        key=submission.key, user_id=me().id, unit_id=me().unit_id, action=_action(), receipt=receipt,
        content_hash=submission.content_hash, record_id=response.headers[RECORD], address=response.headers["Location"],
    )  # fmt: skip
    db.session.add(entry)
    response.headers[RECEIPT] = entry.receipt
    if held is None:  # a batch is one sign of life
        notice_phone(me(), phone_id())


def _action() -> str:
    view = current_app.view_functions[request.endpoint or ""]
    return str(getattr(view, "access"))  # noqa: B009 (a function has no such attribute for the checker)


def _file_hash(file: FileStorage) -> str:
    file.stream.seek(0)
    digest = hashlib.file_digest(cast(io.BytesIO, file.stream), "sha256").hexdigest()
    file.stream.seek(0)
    return digest


def _key() -> UUID:
    try:
        return UUID(request.headers[REPLAY_KEY])
    except ValueError:
        raise BadHeader(_("Mã gửi của phiếu bị hỏng. Tải lại trang rồi làm lại.")) from None
