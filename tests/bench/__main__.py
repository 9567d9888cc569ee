"""`python -m tests.bench [PART…]` measures these parts, else all, and tells and keeps what it found.

It fails when something cannot be measured, never because of a figure.
"""

import signal
import sys
import time
from pathlib import Path
from types import FrameType

from app.clock import today
from tests.bench import accepting, backlog, cold, start, weight
from tests.bench.machine import machine
from tests.bench.part import ROUNDS
from tests.bench.report import keep, table

KEPT = Path(__file__).resolve().parents[2] / "var" / "bench"
PARTS = {
    "bytes": weight.PART,
    "cold": cold.PART,
    "start": start.PART,
    "queue": backlog.PART,
    "accept": accepting.PART,
}


def main(names: list[str]) -> int:
    """Measure; return the exit code."""
    unknown = sorted(set(names) - PARTS.keys())
    if unknown:
        print(f"no part {', '.join(unknown)}: there are {', '.join(PARTS)}", file=sys.stderr)
        return 2
    signal.signal(signal.SIGTERM, _end)  # so that what was started is ended, and what was made is taken away
    path = KEPT / f"{today().isoformat()}.json"
    about = machine()
    print(f"{', '.join(f'{name}: {said}' for name, said in about.items())}\nmedians of {ROUNDS} alternating runs")
    for name in names or PARTS:
        started = time.monotonic()
        print(f"\n{name}: {PARTS[name].about}", flush=True)
        found = PARTS[name].measure()
        keep(path, about, {name: found})
        print(f"{table(found)}\n  ({time.monotonic() - started:.0f} s)", flush=True)
    print(f"\nkept in {path.relative_to(KEPT.parents[1])}")
    return 0


def _end(number: int, _frame: FrameType | None) -> None:
    sys.exit(128 + number)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
