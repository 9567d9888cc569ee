"""A village's line: a small TCP proxy that carries 50 kbit/s each way, half a second there and back, or nothing."""

import queue
import socket
import threading
import time
from contextlib import suppress
from enum import StrEnum

from tests.bench.browser import BYTES_A_SECOND, LATENCY

PACKET = 1400  # bytes
TRAVEL = LATENCY / 2 / 1000  # seconds, one way
Travelling = queue.Queue[tuple[float, bytes]]


class Signal(StrEnum):
    """What the line is like."""

    FULL = "full"  # as fast as the machine: to prepare
    WEAK = "weak"
    NONE = "none"  # connections are refused, and those there are cut


class Direction:
    """One way of the line, shared by all connections: each packet waits until those before it are through."""

    def __init__(self) -> None:
        """Nothing is on its way."""
        self.carried = 0
        self._free_at = 0.0
        self._lock = threading.Lock()

    def carry(self, size: int, *, weak: bool) -> float:
        """Take a packet in, as fast as the line does; return when it arrives."""
        with self._lock:
            self.carried += size
            self._free_at = max(self._free_at, time.monotonic()) + (size / BYTES_A_SECOND if weak else 0)
            sent_at = self._free_at
        time.sleep(max(0.0, sent_at - time.monotonic()))
        return sent_at + (TRAVEL if weak else 0)


class VillageLine:
    """Listens on a port of its own and passes on to ``port``."""

    def __init__(self, port: int) -> None:
        """Start to listen, with a full signal."""
        self.server = port
        self.signal = Signal.FULL
        self.up, self.down = Direction(), Direction()
        self._open: set[socket.socket] = set()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        threading.Thread(target=self._listen, daemon=True).start()

    def become(self, signal: Signal) -> None:
        """Change the signal. Connections end, so that none goes on as it was."""
        self.signal = signal
        for end in list(self._open):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Stop listening."""
        self.become(Signal.NONE)
        self._listener.close()

    def _listen(self) -> None:
        while True:
            try:
                phone, _address = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._connect, args=(phone,), daemon=True).start()

    def _connect(self, phone: socket.socket) -> None:
        if self.signal is Signal.NONE:
            phone.close()
            return
        if self.signal is Signal.WEAK:
            time.sleep(2 * TRAVEL)  # the handshake
        server = socket.create_connection(("127.0.0.1", self.server))
        self._open |= {phone, server}
        for source, target, direction in ((phone, server, self.up), (server, phone, self.down)):
            travelling: Travelling = queue.Queue()
            threading.Thread(target=self._take, args=(source, direction, travelling), daemon=True).start()
            threading.Thread(target=self._deliver, args=(travelling, target), daemon=True).start()

    def _take(self, source: socket.socket, direction: Direction, travelling: Travelling) -> None:
        with suppress(OSError):
            while packet := source.recv(PACKET):
                travelling.put((direction.carry(len(packet), weak=self.signal is Signal.WEAK), packet))
        travelling.put((0, b""))
        self._open.discard(source)

    def _deliver(self, travelling: Travelling, target: socket.socket) -> None:
        with suppress(OSError):
            while True:
                at, packet = travelling.get()
                if not packet:
                    break
                time.sleep(max(0.0, at - time.monotonic()))
                target.sendall(packet)
            target.shutdown(socket.SHUT_WR)
