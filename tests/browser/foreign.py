"""A network that is not ours: whatever is asked, it gives its own answer, as captive portals and failing proxies do."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

PAGE = b"<!doctype html><h1>Wi-Fi</h1>"


@dataclass
class Foreign:
    """Where it answers, and what it was asked: ``POST /households``."""

    url: str
    asked: list[str]


@contextmanager
def foreign(status: int, headers: dict[str, str]) -> Iterator[Foreign]:
    """Answer everything so."""
    asked: list[str] = []
    answer = type("Answer", (_Answer,), {"status": status, "given": headers, "asked": asked})
    server = ThreadingHTTPServer(("127.0.0.1", 0), answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield Foreign(f"http://127.0.0.1:{server.server_port}", asked)
    server.shutdown()
    server.server_close()


class _Answer(BaseHTTPRequestHandler):
    """Reads a request to its end and gives the one answer."""

    status: int
    given: dict[str, str]
    asked: list[str]

    def do_GET(self) -> None:
        self._answer()

    def do_POST(self) -> None:
        self._answer()

    def _answer(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.asked.append(f"{self.command} {self.path}")
        self.send_response(self.status)
        for name, value in {"Content-Type": "text/html", **self.given}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(PAGE)

    def log_message(self, *_args: Any) -> None:
        """Say nothing."""
