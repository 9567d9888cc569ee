"""Clients that take pledges as fast as they are answered: a process each, all at once, for a while."""

import multiprocessing
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from http.client import HTTPException
from multiprocessing.connection import Connection
from statistics import quantiles

from tests.bench.sender import Busy, Refused, Sender, item, pledge
from tests.bench.villages import Village

WARM_UP, WHILE = 2.0, 10.0  # seconds: not counted, counted
BATCH = 50
PATIENCE = 120  # seconds
SPAWN = multiprocessing.get_context("spawn")

Households = Iterator[tuple[str, str]]
Request = Callable[[Sender, Households], tuple[int, int]]  # how many it took, how often the server was busy


@dataclass(frozen=True, slots=True)
class Taken:
    """What clients did while it counted: pledges in all, over how long, and the seconds each request took."""

    pledges: int
    seconds: float
    waits: list[float]
    before: int  # pledges taken while it did not count yet
    busy: int  # requests to which the server said: later

    @property
    def rate(self) -> float:
        """Pledges a second."""
        return self.pledges / self.seconds

    def percentile(self, part: int) -> float:
        """Return the milliseconds in which so many of a hundred requests were answered."""
        return quantiles(self.waits, n=100)[part - 1] * 1000


class Clients:
    """Clients that are signed in and wait for a word."""

    def __init__(self, ends: Sequence[Connection]) -> None:
        """Wait until each is ready."""
        self.ends = ends
        self.accepted = 0  # in all, also while it did not count
        for end in ends:
            _heard(end)

    def take(self, at_once: int) -> Taken:
        """Let all of them take pledges, so many in a request (1: as a form); return what all did together."""
        for end in self.ends:
            end.send(at_once)
        found: list[Taken] = [_heard(end) for end in self.ends]
        together = Taken(
            sum(each.pledges for each in found),
            max(each.seconds for each in found),
            [wait for each in found for wait in each.waits],
            sum(each.before for each in found),
            sum(each.busy for each in found),
        )
        self.accepted += together.pledges + together.before
        return together


@contextmanager
def clients(port: int, villages: Sequence[Village]) -> Iterator[Clients]:
    """Yield a client for each village, ended afterwards."""
    pairs = [SPAWN.Pipe() for _ in villages]
    started = []
    for (_, far), village in zip(pairs, villages, strict=True):
        process = SPAWN.Process(target=_work, args=(far, port, village), daemon=True)
        process.start()
        far.close()
        started.append(process)
    try:
        yield Clients([near for near, _ in pairs])
    finally:
        for near, _ in pairs:
            near.close()
        for process in started:
            process.join(timeout=10)
            process.terminate()


def _work(far: Connection, port: int, village: Village) -> None:
    """Be a client: sign in, then do what is asked until nobody asks any more."""
    sender, households = Sender(port, village.username), iter(village.households)
    far.send("ready")
    try:
        while True:
            at_once = far.recv()
            request = _alone if at_once == 1 else _together
            try:
                far.send(_take(sender, households, request))
            except StopIteration:
                far.send(Refused("there are no households left to sign: make more of them"))
            except (Refused, OSError, HTTPException) as failed:
                far.send(Refused(f"{village.username}: {failed}"))
    except (EOFError, ConnectionResetError):  # nobody asks any more
        sender.close()


def _take(sender: Sender, households: Households, request: Request) -> Taken:
    sender.close()  # a connection that was idle may have been ended by the server; the next request opens one
    taken = Taken(0, 0, [], 0, 0)
    begin = time.monotonic() + WARM_UP
    answered = time.monotonic()
    while answered < begin + WHILE:
        asked = answered
        done, busy = request(sender, households)
        answered = time.monotonic()
        if asked < begin:
            taken = replace(taken, before=taken.before + done)
        else:
            taken.waits.append(answered - asked)
            taken = replace(taken, pledges=taken.pledges + done, busy=taken.busy + busy)
    return replace(taken, seconds=answered - begin)


def _alone(sender: Sender, households: Households) -> tuple[int, int]:
    id_, name = next(households)
    return 1, _until_accepted(lambda: sender.accept(f"/households/{id_}/pledge", pledge(name)))


def _together(sender: Sender, households: Households) -> tuple[int, int]:
    some = [next(households) for _ in range(BATCH)]
    items = [item(f"/households/{id_}/pledge", pledge(name)) for id_, name in some]
    return BATCH, _until_accepted(lambda: sender.accept_all(items))


def _until_accepted(send: Callable[[], object]) -> int:
    """Send, again where the server is busy, as a phone does; return how often it was."""
    busy = 0
    while True:
        try:
            send()
        except Busy:
            busy += 1
        else:
            return busy


def _heard(end: Connection) -> Taken:
    """Return what a client says. Raises what it could not do."""
    if not end.poll(PATIENCE):
        raise Refused("a client does not answer")
    said = end.recv()
    if isinstance(said, Exception):
        raise said
    return said  # type: ignore[no-any-return]
