"""The items of a batch, read from what a phone sent: bounded before it is unpacked, each item judged by its shape."""

import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote_to_bytes, urlsplit
from uuid import UUID

from flask import abort, current_app, request
from flask_babel import lazy_gettext as _l

from app.errors import Refusal
from app.offline.schemas import FIRST, HIGHEST
from app.web.access import is_local

MOST_ITEMS = 50
LARGEST = 8 * 1024 * 1024  # bytes, unpacked
GZIP = zlib.MAX_WBITS | 16


@dataclass(frozen=True, slots=True)
class Item:
    """A submission within a batch."""

    key: UUID
    path: str
    query: str
    fields: Sequence[tuple[str, str]]
    schema: int
    queued: bool
    after: UUID | None  # it is judged only if this one, where it is in the batch, was done


class BadBatch(Refusal):
    """What was sent is no batch."""

    status = 422


class BadItem(ValueError):
    """An item that no phone of ours makes."""


class LargeItem(ValueError):
    """An item with more than one form may hold."""


def sent_items() -> list[Any]:
    """Return the items in this request, each still to be read. Raises BadBatch; more than is taken aborts with 413."""
    try:
        sent = json.loads(_unpacked())
    except (ValueError, RecursionError):
        raise _bad() from None
    items = sent.get("items") if isinstance(sent, dict) else None
    if not isinstance(items, list):
        raise _bad()
    if len(items) > MOST_ITEMS:
        raise BadBatch(_l("Mỗi lần gửi nhiều nhất %(most)s mục.", most=MOST_ITEMS))
    return items


def read_item(sent: Any) -> Item:
    """Return the item in what was sent. Raises BadItem for what has another shape, LargeItem for too much."""
    if not isinstance(sent, dict):
        raise BadItem
    path, query = _address(sent.get("path"))
    schema, queued, after = sent.get("schema", FIRST), sent.get("queued", False), sent.get("after")
    if type(schema) is not int or not FIRST <= schema <= HIGHEST or not isinstance(queued, bool):
        raise BadItem
    return Item(
        _uuid(sent.get("key")), path, query, _fields(sent.get("fields")), schema, queued,
        None if after is None else _uuid(after),
    )  # fmt: skip


def read_keys(items: Sequence[Any]) -> set[UUID]:
    """Return the keys of all items that tell one, also of those that cannot be read further."""
    return {UUID(str(one["key"])) for one in items if isinstance(one, dict) and _is_uuid(one.get("key"))}


def _unpacked() -> bytes:
    """Return the body, never unpacking more than is taken: a small body may stand for gigabytes."""
    body = request.get_data(cache=False)
    encoding = request.headers.get("Content-Encoding", "identity").lower()
    if encoding == "identity":
        return body
    if encoding != "gzip":
        raise _bad()
    unpacker = zlib.decompressobj(GZIP)
    try:
        content = unpacker.decompress(body, LARGEST + 1)
    except zlib.error:
        raise _bad() from None
    if len(content) > LARGEST:
        abort(413)
    if not unpacker.eof or unpacker.unused_data:
        raise _bad()
    return content


def _bad() -> BadBatch:
    return BadBatch(_l("Phần gửi lên không đọc được."))


def _address(sent: Any) -> tuple[str, str]:
    """Return path and query as a server gives them to a request."""
    if not isinstance(sent, str) or not sent.isascii() or not is_local(sent):
        raise BadItem
    parts = urlsplit(sent)
    return unquote_to_bytes(parts.path).decode("latin-1"), parts.query


def _fields(sent: Any) -> list[tuple[str, str]]:
    """Return the fields as a form alone would bring them, within the bounds of one."""
    if not isinstance(sent, list):
        raise BadItem
    pairs = [_pair(one) for one in sent]
    size = sum(len(name) + len(value) for name, value in pairs)
    if size > current_app.config["MAX_FORM_MEMORY_SIZE"] or len(pairs) > current_app.config["MAX_FORM_PARTS"]:
        raise LargeItem
    return pairs


def _pair(sent: Any) -> tuple[str, str]:
    if not isinstance(sent, list) or len(sent) != 2 or not all(isinstance(text, str) for text in sent):
        raise BadItem
    return _whole(sent[0]), _whole(sent[1])


def _whole(text: str) -> str:
    """Return text without halves of characters, which JSON can carry and a form cannot: they are sent as U+FFFD."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _is_uuid(sent: Any) -> bool:
    try:
        return bool(_uuid(sent))
    except BadItem:
        return False


def _uuid(sent: Any) -> UUID:
    try:
        return UUID(sent)
    except (ValueError, TypeError, AttributeError):
        raise BadItem from None
