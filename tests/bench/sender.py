"""A person's phone as the server knows it: signed in, on one connection, sending forms alone or in batches."""

import gzip
import http.client
import json
from collections.abc import Iterable
from http.cookies import SimpleCookie
from typing import Any

from app.clock import now, today
from app.identity import new_id
from tests.browser.chromium import PASSWORD

Pairs = list[tuple[str, str]]
BOUNDARY = "----banyen-bench"


class Refused(Exception):
    """The server did not accept what a measurement needs it to accept."""


class Busy(Exception):
    """The server says: later."""


class Sender:
    """Sends as the outbox does."""

    def __init__(self, port: int, username: str, password: str = PASSWORD) -> None:
        """Sign in."""
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.cookies: SimpleCookie = SimpleCookie()
        self.user = json.loads(self._done("/login", [("username", username), ("password", password)]))["user"]

    def accept(self, path: str, pairs: Pairs) -> None:
        """Send a form. Raises Refused when it is not accepted, Busy when that may be because of others."""
        self._done(path, pairs, {"Banyen-Owner": self.user, "Banyen-Schema": "1"})

    def accept_all(self, items: list[dict[str, Any]]) -> None:
        """Send a batch, compressed. Raises Refused when any of it is not accepted, Busy as above."""
        headers = {"Content-Type": "application/json", "Content-Encoding": "gzip", "Banyen-Owner": self.user}
        answer = self._post("/offline/batch", gzip.compress(json.dumps({"items": items}).encode()), headers)
        told = [item for item in json.loads(answer)["answers"] if item["status"] not in {200, 201}]
        if told:
            raise Refused(str(told[0]))

    def get(self, path: str) -> Any:
        """Return the JSON at ``path``."""
        self.connection.request("GET", path, headers={"Cookie": self._cookie()})
        return json.loads(self._answer(path))

    def close(self) -> None:
        """Hang up."""
        self.connection.close()

    def _done(self, path: str, pairs: Pairs, headers: dict[str, str] | None = None) -> bytes:
        kind = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
        return self._post(path, multipart(pairs), {**kind, **(headers or {})})

    def _post(self, path: str, body: bytes, headers: dict[str, str]) -> bytes:
        sent = {"Idempotency-Key": str(new_id()), "Sec-Fetch-Site": "same-origin", "Accept-Encoding": "gzip, br"}
        if "Content-Encoding" in headers:
            sent["Accept-Encoding"] = "identity"
        self.connection.request("POST", path, body, {**sent, **headers, "Cookie": self._cookie()})
        return self._answer(path)

    def _answer(self, path: str) -> bytes:
        answer = self.connection.getresponse()
        body = answer.read()
        if answer.status == 423:
            raise Busy
        if answer.status not in {200, 201}:
            raise Refused(f"{path}: {answer.status} {body[:300]!r}")
        for cookie in answer.msg.get_all("Set-Cookie", []):
            self.cookies.load(cookie)
        return body

    def _cookie(self) -> str:
        return "; ".join(f"{name}={morsel.value}" for name, morsel in self.cookies.items())


def item(path: str, pairs: Pairs, after: str | None = None) -> dict[str, Any]:
    """Return an item of a batch."""
    return {"key": str(new_id()), "path": path, "fields": pairs, "schema": 1, "queued": True, "after": after}


def household(id_: str, name: str) -> Pairs:
    """Return the fields of the form of a household, as its page sends them."""
    return [
        ("id", id_), ("captured_at", now().isoformat()), ("head_name", name), ("member_count", "4"),
        ("birth_year", ""), ("phone", ""), ("address", ""),
    ]  # fmt: skip


def pledge(name: str) -> Pairs:
    """Return the fields of the form of a pledge signed on paper today, as its page sends them."""
    return [
        ("id", str(new_id())), ("captured_at", now().isoformat()), ("year", str(today().year)),
        ("signed_on", today().isoformat()), ("signer_name", name), ("signer_relation", ""), ("method", "paper"),
        ("signature", ""),
    ]  # fmt: skip


def multipart(pairs: Iterable[tuple[str, str]]) -> bytes:
    """Return fields as a browser sends a form that may hold a file."""
    parts = (
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in pairs
    )
    return f"{''.join(parts)}--{BOUNDARY}--\r\n".encode()
