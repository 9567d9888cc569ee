"""Answers: a page, its fragment for htmx, a redirect to the thing, or 201 for a replay. The one home of htmx-flask."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from flask import Response, flash, jsonify, make_response, redirect, render_template, request
from htmx_flask.requests import HtmxHeaders

REPLAY_KEY = "Idempotency-Key"
QUEUED = "Banyen-Queued"
RECORD = "Banyen-Record"
REASON = "Banyen-Reason"


def wants_fragment() -> bool:
    """Tell whether htmx asked for a part of the page (a restored history or a boosted request gets the page)."""
    headers = HtmxHeaders(request.headers)
    whole = headers.boosted or headers.history_restore_request or request.headers.get("HX-Request-Type") == "full"
    return bool(headers) and not whole


def is_replay() -> bool:
    """Tell whether this write came from an outbox, which wants a status and never a redirect."""
    return REPLAY_KEY in request.headers


def was_queued() -> bool:
    """Tell whether this write waited on the phone before it came: the person may have gone on long ago."""
    return request.headers.get(QUEUED) == "1"


def render(
    page: str, /, *, fragment: str | None = None, status: int = 200, reason: str | None = None, **context: Any
) -> Response:
    """Return ``page``, or its part ``fragment`` where htmx or a replay asked for it.

    ``reason`` becomes the ``Banyen-Reason`` header of a refusal.
    """
    part = fragment if fragment and (wants_fragment() or is_replay()) else page
    response = make_response(render_template(part, **context), status)
    response.vary.add("HX-Request")
    if reason:
        response.headers[REASON] = reason
    return response


def see(record_id: UUID | int, address: str, *, said: str | None = None) -> Response:
    """Answer a write that was done: 303 to ``address``, the same for htmx, or 201 with the record for a replay.

    ``said`` is shown at the top of the next page, unless the write waited on the phone: its person is elsewhere by now.
    """
    if said and not was_queued():
        flash(said)
    if is_replay():
        response = jsonify(record=str(record_id), url=address)
        response.status_code = 201
        response.headers["Location"] = address
        response.headers[RECORD] = str(record_id)
        return response
    if wants_fragment():
        response = make_response("", 200)
        response.headers["HX-Redirect"] = address
        return response
    return make_response(redirect(address, 303))


def lead(address: str) -> Response:
    """Lead to ``address``: a redirect or, for a replay, which follows none, 200 with the address."""
    if is_replay():
        return jsonify(url=address)
    return make_response(redirect(address, 303))


def address_with(address: str, **changes: Any) -> str:
    """Return ``address`` with the given query; empty values are left out."""
    query = {name: value for name, value in changes.items() if value not in (None, "")}
    return f"{address}?{urlencode(query)}" if query else address
