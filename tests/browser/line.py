"""A bad line: a small TCP proxy between browser and server, which can be up, down, hang, cut the reply, or be slow."""

import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from enum import StrEnum
from urllib.parse import urlsplit

BLOCK = 4096
SLOW_BLOCK = 512
SLOW_PAUSE = 0.02  # seconds a block: some 25 KB/s
HANGING = 0.05
SENDING = (b"POST /households", b"POST /offline/batch")  # how a form of a household, and a load of several, begin


class Mood(StrEnum):
    """How the line behaves."""

    UP = "up"
    DOWN = "down"  # connections are refused at once, and those there are cut
    HANG = "hang"  # what is sent arrives nowhere, and nothing comes back
    CUT = "cut"  # the request arrives and is done; the reply is cut after its first bytes
    SLOW = "slow"


class Line:
    """Listens on a port of its own and passes on to ``server`` (host, port) as its mood says."""

    def __init__(self, server: tuple[str, int]) -> None:
        """Start to listen."""
        self.server = server
        self.mood = Mood.UP
        self.swallowed: tuple[bytes, ...] = ()
        self.held: tuple[bytes, ...] = ()
        self.carried: list[bytes] = []
        self._ends: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        threading.Thread(target=self._accept, daemon=True).start()

    def become(self, mood: Mood) -> None:
        """Change the mood; a line that goes down cuts what it carries."""
        self.mood = mood
        if mood is Mood.DOWN:
            self._cut_all()

    def swallow(self, *beginnings: bytes) -> None:
        """Cut the connection of each request that begins so (``b"POST /households"``), before it arrives."""
        self.swallowed = beginnings

    def hold(self, *beginnings: bytes) -> None:
        """Let each request that begins so wait, until another call holds it no longer."""
        self.held = beginnings

    def count(self, request: bytes) -> int:
        """Return how often a request (``b"POST /households"``) was carried, whether a page or a worker sent it."""
        return self.carried.count(request)

    def lead_to(self, url: str) -> None:
        """Lead to another server from now on, with nothing left of the connections to the former."""
        self.become(Mood.DOWN)
        there = urlsplit(url)
        self.server = (there.hostname or "", there.port or 0)
        self.become(Mood.UP)

    def close(self) -> None:
        """Stop listening and cut what there is."""
        self._listener.close()
        self._cut_all()

    def _accept(self) -> None:
        while True:
            try:
                browser, _address = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._carry, args=(browser,), daemon=True).start()

    def _carry(self, browser: socket.socket) -> None:
        if self.mood is Mood.DOWN:
            browser.close()
            return
        try:
            server = socket.create_connection(self.server, timeout=5)
        except OSError:
            browser.close()
            return
        server.settimeout(None)
        with self._lock:
            self._ends |= {browser, server}
        threading.Thread(target=self._pass, args=(browser, server, self._request), daemon=True).start()
        self._pass(server, browser, self._reply)

    def _pass(
        self, source: socket.socket, target: socket.socket, carry: Callable[[socket.socket, bytes], bool]
    ) -> None:
        with suppress(OSError):
            while block := source.recv(BLOCK):
                if not carry(target, block):
                    break
        self._end(source, target)

    def _request(self, server: socket.socket, block: bytes) -> bool:
        while self.mood is Mood.HANG or block.startswith(self.held):
            time.sleep(HANGING)
        if block.startswith(self.swallowed):
            return False
        self.carried.append(block.partition(b" HTTP/")[0])
        self._send(server, block)
        return self.mood is not Mood.DOWN

    def _reply(self, browser: socket.socket, block: bytes) -> bool:
        while self.mood is Mood.HANG:
            time.sleep(HANGING)
        if self.mood is Mood.CUT:
            self._send(browser, block[:20])
            return False
        self._send(browser, block)
        return self.mood is not Mood.DOWN

    def _send(self, target: socket.socket, block: bytes) -> None:
        if self.mood is not Mood.SLOW:
            target.sendall(block)
            return
        for start in range(0, len(block), SLOW_BLOCK):
            target.sendall(block[start : start + SLOW_BLOCK])
            time.sleep(SLOW_PAUSE)

    def _cut_all(self) -> None:
        with self._lock:
            ends = set(self._ends)
        self._end(*ends)

    def _end(self, *ends: socket.socket) -> None:
        for end in ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
        with self._lock:
            self._ends -= set(ends)
