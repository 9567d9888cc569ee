"""The text a household pledges: versions kept as data, each valid for some years."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

SOURCE = Path(__file__).parent / "data" / "commitments.yaml"


@dataclass(frozen=True, slots=True)
class Commitments:
    """One version of the text, in both languages."""

    code: str
    official: bool
    from_year: int
    to_year: int | None
    titles: dict[str, str]
    texts: dict[str, tuple[str, ...]]

    def title(self, language: str) -> str:
        """Return the heading."""
        return self.titles.get(language, self.titles["vi"])

    def lines(self, language: str) -> tuple[str, ...]:
        """Return the commitments, in order."""
        return self.texts.get(language, self.texts["vi"])


def commitments_of(year: int) -> Commitments:
    """Return the newest version valid in ``year``. Raises LookupError when there is none."""
    valid = [text for text in versions() if text.from_year <= year <= (text.to_year or year)]
    if not valid:
        raise LookupError(f"no commitments for {year}")
    return max(valid, key=lambda text: text.from_year)


def commitments_by_code(code: str) -> Commitments:
    """Return the version that was signed. Raises LookupError for an unknown code."""
    for text in versions():
        if text.code == code:
            return text
    raise LookupError(f"no commitments {code!r}")


@cache
def versions() -> tuple[Commitments, ...]:
    """Return all versions of the data file."""
    return tuple(_read(entry) for entry in yaml.safe_load(SOURCE.read_text(encoding="utf-8")))


def _read(entry: dict[str, Any]) -> Commitments:
    texts = {language: tuple(line[language] for line in entry["lines"]) for language in entry["title"]}
    return Commitments(entry["code"], entry["official"], entry["from_year"], entry["to_year"], entry["title"], texts)
