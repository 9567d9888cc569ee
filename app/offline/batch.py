"""Many submissions in one request: each judged by its own view, in a savepoint of the one transaction.

An item is answered as it would be alone. What it may not do alone in time (signing in, photos in parts, another batch)
it may not do here either: those are done online.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from time import monotonic
from typing import Any
from uuid import UUID

from flask import Response, current_app, request
from werkzeug.datastructures import ImmutableMultiDict

from app.accounts.session import me
from app.extensions import db
from app.offline.items import BadItem, Item, LargeItem, read_item, read_keys
from app.offline.ledger import HELD, RECEIPT, hold
from app.web.access import is_online_only
from app.web.htmx import REASON, RECORD
from app.web.transaction import item_of_batch

# What an item's request shares with its batch's: where it came from and who sent it, not what it asks for.
SHARED = ("REMOTE_", "SERVER_", "wsgi.")
SHARED_HEADERS = {
    "HTTP_ACCEPT_LANGUAGE", "HTTP_BANYEN_PHONE", "HTTP_COOKIE", "HTTP_HOST", "HTTP_ORIGIN", "HTTP_SEC_FETCH_SITE",
    "HTTP_USER_AGENT", "HTTP_X_CSRFTOKEN", "SCRIPT_NAME",
}  # fmt: skip
LONGEST = 30.0  # seconds: well within what a phone waits for, and what its books look back for (see pack.OVERLAP)
WITH_HTML = {403, 404, 409, 413, 422}  # what is wrong with the form, in words
SEALED = "sealed"  # the reason of what is closed: said in words, too, for waiting alone does not help


@dataclass(frozen=True, slots=True)
class Answer:
    """What an item is told; ``key`` as it was sent."""

    key: Any
    status: int
    reason: str | None = None
    record: str | None = None
    url: str | None = None
    receipt: str | None = None
    html: str | None = None

    @property
    def is_done(self) -> bool:
        """Whether the item was accepted, now or before."""
        return self.status in {200, 201}


@dataclass(slots=True)
class Progress:
    """Which keys a batch holds, which of them were done so far, and until when it goes on."""

    keys: set[UUID]
    done: set[UUID] = field(default_factory=set)
    until: float = field(default_factory=lambda: monotonic() + LONGEST)

    def must_wait(self, item: Item) -> bool:
        """Tell whether the item is for another batch: what it builds on was not done, or this one takes too long."""
        return monotonic() > self.until or (item.after in self.keys and item.after not in self.done)


def judge(sent: Sequence[Any]) -> list[Answer]:
    """Judge the items one after the other inside the open transaction; return their answers in order."""
    items = [_read(one) for one in sent]
    keys = {item.key for item in items if isinstance(item, Item)}
    progress, shared = Progress(read_keys(sent)), {**_shared(), HELD: hold(keys)}
    return [
        Answer(_key_of(one), *item) if isinstance(item, tuple) else _in_turn(one["key"], item, progress, shared)
        for one, item in zip(sent, items, strict=True)
    ]


def _read(sent: Any) -> Item | tuple[int, str]:
    """Return the item, or the status and the reason of its refusal."""
    try:
        return read_item(sent)
    except BadItem:
        return 422, "invalid"
    except LargeItem:
        return 413, "too-large"


def _in_turn(key: str, item: Item, progress: Progress, shared: dict[str, Any]) -> Answer:
    if progress.must_wait(item):
        return Answer(key, 423, "busy")
    answer = _alone(key, item, shared)
    if answer.is_done:
        progress.done.add(item.key)
    return answer


def _alone(key: str, item: Item, shared: dict[str, Any]) -> Answer:
    """Answer the item as a request of its own, within the same application context and database session."""
    _read_anew()
    with item_of_batch(), current_app.request_context(_environ(item, shared)):
        if is_online_only(request.endpoint):
            return Answer(key, 404, "gone")
        request.form, request.files = ImmutableMultiDict(item.fields), ImmutableMultiDict()
        return _answer(key, current_app.full_dispatch_request())


def _read_anew() -> None:
    """Let the item find what is stored, not what an item before it has in memory; only who sends stays known."""
    user = me()
    for record in list(db.session):
        if record is not user and record is not user.unit:
            db.session.expire(record)


def _answer(key: str, response: Response) -> Answer:
    headers = response.headers
    in_words = response.status_code in WITH_HTML or headers.get(REASON) == SEALED
    html = response.get_data(as_text=True) if in_words else None
    return Answer(
        key, response.status_code, headers.get(REASON), headers.get(RECORD), headers.get("Location"),
        headers.get(RECEIPT), html,
    )  # fmt: skip


def _shared() -> dict[str, Any]:
    environ = request.environ.items()
    return {name: value for name, value in environ if name.startswith(SHARED) or name in SHARED_HEADERS}


def _environ(item: Item, shared: dict[str, Any]) -> dict[str, Any]:
    return {
        **shared, "REQUEST_METHOD": "POST", "PATH_INFO": item.path, "QUERY_STRING": item.query, "CONTENT_LENGTH": "0",
        "wsgi.input": io.BytesIO(), "HTTP_IDEMPOTENCY_KEY": str(item.key), "HTTP_BANYEN_SCHEMA": str(item.schema),
        "HTTP_BANYEN_QUEUED": "1" if item.queued else "0",
    }  # fmt: skip


def _key_of(sent: Any) -> str | None:
    """Return the key of an item that could not be read, when it has one that can be told."""
    key = sent.get("key") if isinstance(sent, dict) else None
    return key if isinstance(key, str) and len(key) <= 64 else None
