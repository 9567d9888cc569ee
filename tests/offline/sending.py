"""What a phone sends, without a token: a form alone, or many in a batch."""

import gzip
import json
from typing import Any
from uuid import uuid4

from flask import Flask
from werkzeug.test import TestResponse

from app import doctor
from app.clock import today
from app.extensions import db
from tests.client import Client

SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin", "Origin": "http://localhost"}

Fields = dict[str, Any]


def household(name: str, **fields: Any) -> Fields:
    """Return the form of a household."""
    return {"head_name": name, "member_count": "4", **fields}


def pledge(name: str, **fields: Any) -> Fields:
    """Return the form of a pledge signed today."""
    return {"signed_on": today().isoformat(), "signer_name": name, "method": "paper", **fields}


def replay(
    client: Client, path: str, fields: Fields | None = None, *, key: object = None, **headers: str
) -> TestResponse:
    """Send a form as the outbox does; keywords are further headers, ``Banyen_Owner="…"``."""
    sent = {"Idempotency-Key": str(key or uuid4()), **SAME_ORIGIN, **_headers(headers)}
    return client.post(path, data=fields or {}, headers=sent, content_type="multipart/form-data")


def item(path: str, fields: Fields | None = None, *, key: object = None, **more: Any) -> dict[str, Any]:
    """Return an item of a batch."""
    pairs = [[name, str(value)] for name, value in (fields or {}).items()]
    return {"key": str(key or uuid4()), "path": path, "fields": pairs, **more}


def send_batch(client: Client, items: Any, *, packed: bool = True, **headers: str) -> TestResponse:
    """Send a batch as the outbox does."""
    return post_json(client, {"items": items}, packed=packed, **headers)


def post_json(client: Client, content: Any, *, packed: bool = True, **headers: str) -> TestResponse:
    """Send any JSON to where batches go."""
    return post_bytes(client, json.dumps(content).encode(), packed=packed, **headers)


def post_bytes(client: Client, body: bytes, *, packed: bool = True, **headers: str) -> TestResponse:
    """Send any bytes to where batches go."""
    sent = {"Idempotency-Key": str(uuid4()), **SAME_ORIGIN, **_headers(headers)}
    if packed:
        body = gzip.compress(body)
        sent["Content-Encoding"] = "gzip"
    return client.post("/offline/batch", data=body, headers=sent, content_type="application/json")


def answers(response: TestResponse) -> list[dict[str, Any]]:
    """Return the answers of a batch that was judged."""
    assert response.status_code == 200, response.text
    found: list[dict[str, Any]] = response.get_json()["answers"]
    return found


def statuses(response: TestResponse) -> list[int]:
    """Return the statuses of a batch's items."""
    return [answer["status"] for answer in answers(response)]


def examine(app: Flask) -> list[str]:
    """Return what the records disagree about."""
    with app.app_context():
        faults = [f"{found.check}: {fault}" for found in doctor.examine() for fault in found.faults]
        db.session.remove()
    return faults


def _headers(given: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in given.items()}
