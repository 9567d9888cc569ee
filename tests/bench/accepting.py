"""How fast pledges are accepted over HTTP, each with its session and its key, alone and in batches, synced to disk."""

import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.bench.bare import postgres_rate, sqlite_rate
from tests.bench.databases import scratch
from tests.bench.figures import Aim, Readings
from tests.bench.load import BATCH, Clients, Taken, clients
from tests.bench.part import ROUNDS, Part, Run
from tests.bench.sender import Refused
from tests.bench.served import CHECKOUT, own_folder, running
from tests.bench.villages import Village, make_villages
from tests.browser.serving import Gunicorn

CLIENTS = 8
HOUSEHOLDS = 3000 * ROUNDS  # of each client: more than it can take
ALONE, BATCH_RATE, SLOWEST = 320, 1000, 100  # a second, a second, milliseconds for 99 of 100
PERCENTILES = (50, 95, 99)
COUNTED = re.compile(r"\bpledges: (\d+)")


class Database:
    """A server over one database, and the clients who send to it."""

    def __init__(self, name: str, url: str, folder: Path, villages: list[Village], stack: ExitStack) -> None:
        """Serve until ``stack`` ends."""
        self.name, self.url, self.folder = name, url, folder
        self.server = Gunicorn(folder, CHECKOUT, **({"DATABASE_URL": url} if url else {}))
        stack.enter_context(running(self.server))
        self.clients: Clients = stack.enter_context(clients(self.server.port, villages))

    def alone(self) -> Readings:
        """Send pledges one by one."""
        taken = self.clients.take(1)
        words = f"{self.name}, one request each"
        slowest = {
            part: Aim(f"{words}: p{part}", "ms", at_most=SLOWEST if part == 99 else None) for part in PERCENTILES
        }
        return {Aim(f"{words}: pledges", "/s", at_least=ALONE): taken.rate, **_waits(taken, slowest, words)}

    def together(self) -> Readings:
        """Send pledges in batches."""
        taken = self.clients.take(BATCH)
        words = f"{self.name}, batches of {BATCH}"
        slowest = {part: Aim(f"{words}: p{part} of a batch", "ms") for part in PERCENTILES}
        return {Aim(f"{words}: pledges", "/s", at_least=BATCH_RATE): taken.rate, **_waits(taken, slowest, words)}

    def bare(self) -> Readings:
        """Write rows without the application."""
        rate = postgres_rate(self.url, CLIENTS) if self.url else sqlite_rate(self.folder)
        writers = f"{CLIENTS} writers" if self.url else "one writer"
        return {Aim(f"{self.name}, beside it: bare rows, {writers}", "/s"): rate}

    def check(self) -> None:
        """Raise Refused unless what was accepted is what is stored, and the records agree."""
        counted = COUNTED.search(self.server.flask("doctor"))
        if counted is None or int(counted[1]) != self.clients.accepted:
            raise Refused(f"{self.name}: {self.clients.accepted} accepted, but stored: {counted and counted[1]}")


@contextmanager
def prepared() -> Iterator[Run]:
    """Serve each database; in the end compare what was acknowledged with what is stored."""
    with scratch() as addresses, ExitStack() as stack:
        found = [_prepared(name, url, stack) for name, url in addresses.items()]

        def run() -> Readings:
            ways = (Database.bare, Database.alone, Database.together)
            return {aim: value for way in ways for each in found for aim, value in way(each).items()}

        yield run
        for each in found:
            each.check()


PART = Part(f"pledges accepted by gunicorn's two workers from {CLIENTS} clients, each commit synced to disk", prepared)


def _prepared(name: str, url: str, stack: ExitStack) -> Database:
    folder = stack.enter_context(own_folder())
    own = url.replace("postgresql://", "postgresql+psycopg://") or f"sqlite:///{folder / 'banyen.sqlite3'}"
    return Database(name, url, folder, make_villages(folder, own, CLIENTS, HOUSEHOLDS), stack)


def _waits(taken: Taken, slowest: dict[int, Aim], words: str) -> Readings:
    waits = {aim: taken.percentile(part) for part, aim in slowest.items()}
    return {**waits, Aim(f"{words}: answered 423 and sent again", "requests"): taken.busy}
