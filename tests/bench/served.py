"""A server to measure: gunicorn as `make run` starts it, over data of its own on the checkout's own disk."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.browser.serving import Gunicorn

CHECKOUT = Path(__file__).resolve().parents[2]
GROUND = (
    CHECKOUT / "var" / "bench"
)  # not the system's temporary folder: that may lie in memory, where nothing is synced


@contextmanager
def own_folder() -> Iterator[Path]:
    """Yield an empty folder, taken away in the end."""
    GROUND.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix="data-", dir=GROUND) as folder:
        yield Path(folder)


@contextmanager
def demo(**settings: str) -> Iterator[Gunicorn]:
    """Yield a server of a fresh demo; keywords are further settings of its environment."""
    with own_folder() as folder:
        served = Gunicorn(folder, CHECKOUT, **settings)
        served.seed()
        with running(served):
            yield served


@contextmanager
def running(served: Gunicorn) -> Iterator[None]:
    """Let it serve meanwhile."""
    served.start()
    try:
        yield
    finally:
        served.stop()
