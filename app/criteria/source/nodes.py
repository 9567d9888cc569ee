"""From a file's bytes to YAML nodes that know their lines: bounded in size and depth, without aliases."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from app.criteria.source.faults import CriteriaProblem, Fault

LARGEST = 256 * 1024
DEEPEST = 12


@dataclass(frozen=True, slots=True)
class Source:
    """A file's name, as faults name it, and its content."""

    name: str
    content: bytes


def source_of(path: Path) -> Source:
    """Return the file at ``path``. Raises CriteriaProblem when it is too large, or cannot be read."""
    try:
        size = path.stat().st_size
        if size > LARGEST:
            raise CriteriaProblem([_too_large(path.name, size)])
        return Source(path.name, path.read_bytes())
    except OSError as problem:
        raise CriteriaProblem([Fault(path.name, 1, "", f"cannot be read: {problem.strerror}")]) from None


def root_of(
    source: Source, *, absent: str = "holds no criteria set: write keys such as code and title"
) -> yaml.MappingNode:
    """Return the mapping that the file holds. Raises CriteriaProblem for anything else (``absent``: for no mapping)."""
    if len(source.content) > LARGEST:
        raise CriteriaProblem([_too_large(source.name, len(source.content))])
    try:
        text = source.content.decode()
    except UnicodeDecodeError as problem:
        line = source.content[: problem.start].count(b"\n") + 1
        raise CriteriaProblem([Fault(source.name, line, "", "is not written in UTF-8")]) from None
    try:
        node = _composed(source.name, text)
    except yaml.YAMLError as problem:
        raise CriteriaProblem([_broken(source.name, text, problem)]) from None
    if not isinstance(node, yaml.MappingNode):
        raise CriteriaProblem([Fault(source.name, 1, "", absent)])
    return node


def line_of(node: yaml.Node) -> int:
    """Return the line, from 1, on which a node begins."""
    return int(node.start_mark.line) + 1


def file_of(node: yaml.Node) -> str:
    """Return the name of the file that a node stands in."""
    return str(node.start_mark.name)


class _PlainLoader(yaml.SafeLoader):
    """SafeLoader that writes nothing out twice (so nothing can grow) and goes only so deep."""

    depth = 0

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        """Return the next node. Raises ComposerError for an alias and for what lies too deep."""
        mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
        if self.check_event(yaml.AliasEvent):
            raise yaml.composer.ComposerError(None, None, "aliases are not read: write it out", mark)
        if self.depth >= DEEPEST:
            raise yaml.composer.ComposerError(None, None, "lies too deep", mark)
        self.depth += 1
        try:
            node: yaml.Node | None = super().compose_node(parent, index)
        finally:
            self.depth -= 1
        return node


def _composed(name: str, text: str) -> yaml.Node | None:
    loader = _PlainLoader(text)
    loader.name = name
    try:
        node: yaml.Node | None = loader.get_single_node()
    finally:
        loader.dispose()
    return node


def _too_large(name: str, size: int) -> Fault:
    return Fault(name, 1, "", f"is too large: {size} bytes, at most {LARGEST}")


def _broken(name: str, text: str, problem: yaml.YAMLError) -> Fault:
    mark = getattr(problem, "problem_mark", None)
    if mark is not None:
        return Fault(name, int(mark.line) + 1, "", str(getattr(problem, "problem", None) or "is not YAML"))
    before = text[: getattr(problem, "position", 0)]
    return Fault(name, before.count("\n") + 1, "", "has a character that YAML does not allow")
