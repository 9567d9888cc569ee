"""The words for people: what code and templates ask for, and what the catalogs answer."""

import ast
import re
import runpy
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from jinja2 import Environment, nodes

from tests.structure.sources import GETTEXT, ROOT, TEMPLATES, calls, files, name_of, python, tree

PLACEHOLDER = re.compile(r"%\((\w+)\)s")
LETTER = re.compile(r"[^\W\d_]")
VIETNAMESE = re.compile(r"(?![a-zA-Z])[^\W\d_]")  # a letter that English does not have
# How many of a function's first arguments are words, a context among them.
WORDS_GIVEN = {"gettext": 1, "ngettext": 2, "pgettext": 2, "npgettext": 3}

keeper: dict[str, Any] = runpy.run_path(str(ROOT / ".ci" / "messages.py"))


@dataclass(frozen=True)
class Asked:
    """A place where code or a template asks for words."""

    where: str
    kind: str  # gettext, ngettext, pgettext or npgettext
    words: tuple[str | None, ...]  # None: not a plain string, so nobody could collect it
    others: int  # arguments without a name after the words; one number for plurals
    filled: frozenset[str]  # the names given for placeholders
    filled_later: bool = False  # what takes the words fills their placeholders

    @property
    def message(self) -> str | tuple[str, ...]:
        """What the catalogs know these words by."""
        words = tuple(word or "" for word in self.words[1 if "pgettext" in self.kind else 0 :])
        return words if self.kind.startswith("n") else words[0]


def catalog(locale: str) -> Catalog:
    """Return the words of ``locale`` as they are written down."""
    found: Catalog = keeper["read"](keeper["po_path"](locale), locale)
    return found


def messages(found: Catalog) -> list[Message]:
    """Return the catalog's messages without its head."""
    return [message for message in found if message.id]


def forms(words: Any) -> tuple[str, ...]:
    """Return a message's id, or its translation, as one string for each plural form."""
    found: tuple[str, ...] = keeper["strings"](words)
    return found


def placeholders(words: str) -> frozenset[str]:
    """Return the names of the placeholders in ``words``."""
    return frozenset(PLACEHOLDER.findall(words))


@cache
def asked() -> tuple[Asked, ...]:
    """Return every place that asks for words."""
    in_code = [found for path in python("app") for found in _asked_in_code(path)]
    in_templates = [found for path in files(".html") for found in _asked_in_template(path)]
    return tuple(in_code + in_templates)


@cache
def template(path: Path) -> nodes.Template:
    """Return the syntax tree of a template."""
    return Environment(trim_blocks=True, lstrip_blocks=True).parse(path.read_text(encoding="utf-8"))  # noqa: S701


def templates() -> tuple[Path, ...]:
    """Return the template files."""
    return tuple(path for path in files(".html") if path.is_relative_to(TEMPLATES))


def asks_for_words(name: str) -> bool:
    """Tell whether a function of that name translates."""
    return name.rpartition(".")[2] in GETTEXT


def _kind(name: str) -> str:
    name = name.rpartition(".")[2].removeprefix("lazy_")
    return "gettext" if name in {"_", "_l"} else name


def _asked_in_code(path: Path) -> Iterator[Asked]:
    bounds = [call for name, call in calls(tree(path)) if name == "Between"]
    later = {id(argument) for call in bounds for argument in call.args}
    for name, call in calls(tree(path)):
        if asks_for_words(name):
            kind = _kind(name)
            values = [argument.value if isinstance(argument, ast.Constant) else None for argument in call.args]
            names = frozenset(keyword.arg or "**" for keyword in call.keywords)
            yield _ask(f"{name_of(path)}:{call.lineno}", kind, values, names, later=id(call) in later)


def _asked_in_template(path: Path) -> Iterator[Asked]:
    for call in template(path).find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and asks_for_words(call.node.name):
            values = [argument.value if isinstance(argument, nodes.Const) else None for argument in call.args]
            names = frozenset(keyword.key for keyword in call.kwargs)
            yield _ask(f"{name_of(path)}:{call.lineno}", _kind(call.node.name), values, names)


def _ask(where: str, kind: str, values: list[Any], names: frozenset[str], *, later: bool = False) -> Asked:
    count = WORDS_GIVEN[kind]
    words = tuple(value if isinstance(value, str) else None for value in values[:count])
    return Asked(where, kind, words + (None,) * (count - len(words)), len(values[count:]), names, later)
