"""The figures for people, as a table, and for programs, as JSON."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from tests.bench.figures import Figure, plain

HEADINGS = ("figure", "median", "min – max", "unit", "target", "")


def table(found: Sequence[Figure]) -> str:
    """Return the figures in columns, each beside its target and whether it is reached."""
    rows = [HEADINGS, *(_row(figure) for figure in found)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]
    return "\n".join(_line(row, widths) for row in rows)


def keep(path: Path, about: dict[str, str], parts: dict[str, Sequence[Figure]]) -> None:
    """Write the figures into the day's file, in place of what these parts found earlier that day."""
    former = json.loads(path.read_text())["parts"] if path.exists() else {}
    measured = {name: {"machine": about, "figures": list(_plainly(found))} for name, found in parts.items()}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"parts": {**former, **measured}}, ensure_ascii=False, indent=2) + "\n")


def _row(figure: Figure) -> tuple[str, ...]:
    spread = f"{plain(min(figure.values))} – {plain(max(figure.values))}"
    return (figure.aim.name, plain(figure.middle), spread, figure.aim.unit, figure.aim.target, figure.verdict)


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    numbers = (1, 2)
    cells = [
        f"{cell:>{w}}" if at in numbers else f"{cell:<{w}}"
        for at, (cell, w) in enumerate(zip(row, widths, strict=True))
    ]
    return ("  " + "  ".join(cells)).rstrip()


def _plainly(found: Sequence[Figure]) -> Iterator[dict[str, Any]]:
    for figure in found:
        yield {
            "name": figure.aim.name, "unit": figure.aim.unit, "median": figure.middle, "min": min(figure.values),
            "max": max(figure.values), "runs": list(figure.values), "target": figure.aim.target or None,
            "reached": figure.is_reached,
        }  # fmt: skip
