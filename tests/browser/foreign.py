"""A network that is not ours: whatever is asked, it gives its own answer, as captive portals and failing proxies do."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

PAGE = b"<!doctype html><h1>Wi-Fi</h1>"


@dataclass
class Foreign:
    """Where it answers, and what it was asked: ``POST /households``."""

    url: str
    asked: list[str] = field(default_factory=list)


@contextmanager
def foreign(status: int, headers: dict[str, str]) -> Iterator[Foreign]:
    """Answer everything so."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Answer)
    made = Foreign(f"http://127.0.0.1:{server.server_port}")
    _Answer.given[server.server_port] = (status, headers, made.asked)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield made
    server.shutdown()
    server.server_close()


class _Answer(BaseHTTPRequestHandler):
    """Reads a request to its end and gives the answer of its port."""

    given: dict[int, tuple[int, dict[str, str], list[str]]] = {}  # noqa: RUF012 (one for all requests)

    def do_GET(self) -> None:
        self._answer()

    def do_POST(self) -> None:
        self._answer()

    def _answer(self) -> None:
        status, headers, asked = self.given[int(self.server.server_address[1])]
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        asked.append(f"{self.command} {self.path}")
        self.send_response(status)
        for name, value in {"Content-Type": "text/html", **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(PAGE)

    def log_message(self, *_args: Any) -> None:
        """Say nothing."""
