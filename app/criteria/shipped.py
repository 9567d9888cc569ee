"""The files that come with the app, and the measures that their indicators name."""

from pathlib import Path

from app.criteria.source.nodes import Source, source_of
from app.measures.registry import MEASURES

DATA = Path(__file__).parent / "data"
DEMO = DATA / "demo"


def shipped() -> list[Source]:
    """Return the files of the country's and Sơn La's sets."""
    return [source_of(path) for path in sorted(DATA.glob("*.yaml"))]


def demo() -> list[Source]:
    """Return the files of the invented province's sets."""
    return [source_of(path) for path in sorted(DEMO.glob("*.yaml"))]


def known_measures() -> frozenset[str]:
    """Return the names that an indicator may give as its measure."""
    return frozenset(MEASURES)
