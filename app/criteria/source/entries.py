"""A mapping of a file, asked for its keys one by one: a key missing, unknown, doubled or of a wrong type is a fault."""

import re
from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import TypeVar

import yaml

from app.criteria.source.faults import Fault
from app.criteria.source.nodes import file_of, line_of
from app.criteria.terms import LONGEST_CODE, Words
from app.vietnamese import printable

E = TypeVar("E", bound=StrEnum)

LANGUAGES = ("vi", "en")
FRACTION = re.compile(r"\d{1,6}/\d{1,6}")
CODE = re.compile(rf"[a-z0-9][a-z0-9._-]{{0,{LONGEST_CODE - 1}}}")
TEXT, WHOLE, TRUTH = "tag:yaml.org,2002:str", "tag:yaml.org,2002:int", "tag:yaml.org,2002:bool"
NOTHING = "tag:yaml.org,2002:null"
UNPRINTABLE = "has a character that no page can show"


class Entry:
    """A mapping at ``field``. What is asked for and faulty comes back as nothing: who asked looks at ``faults``."""

    def __init__(self, node: yaml.MappingNode, field: str, faults: list[Fault]) -> None:
        """Take the keys; a key that stands twice is a fault."""
        self.node, self.field, self.faults = node, field, faults
        self.nodes: dict[str, yaml.Node] = {}
        self.asked: set[str] = set()
        for key, value in node.value:
            name = str(key.value)
            if name in self.nodes:
                self._fault(key, name, "stands here twice")
            self.nodes[name] = value

    def finish(self) -> None:
        """Note the keys that nobody asked for."""
        for key, _ in self.node.value:
            if str(key.value) not in self.asked:
                self._fault(key, str(key.value), f"is not known here; known: {', '.join(sorted(self.asked))}")

    def fault(self, key: str, words: str) -> None:
        """Note what is wrong with the value of ``key``."""
        self._fault(self.nodes.get(key, self.node), key, words)

    def has(self, key: str) -> bool:
        """Tell whether the key has a value."""
        node = self.nodes.get(key)
        return node is not None and node.tag != NOTHING

    def code(self, key: str, *, optional: bool = False) -> str | None:
        """Return a code of small letters, digits, dots, hyphens and underscores."""
        text = self._scalar(key, optional=optional)
        if text is not None and not CODE.fullmatch(text):
            self.fault(key, f"{text!r} is no code: small letters without accents, digits, dots, hyphens, underscores")
            return None
        return text

    def short(self, key: str) -> str | None:
        """Return a short text as it is written, such as the number of an article; it may be missing."""
        text = self._scalar(key, optional=True)
        if text is not None and len(text) > 20:
            self.fault(key, "is too long: at most 20 letters")
        return text

    def text(self, key: str, *, most: int, optional: bool = False) -> str | None:
        """Return a text of one line and one language, such as a name."""
        text = self._scalar(key, optional=optional)
        if text is not None and len(text) > most:
            self.fault(key, f"is too long: {len(text)} letters, at most {most}")
            return None
        return " ".join(text.split()) if text is not None else None

    def words(self, key: str, *, most: int = 1000, optional: bool = False) -> Words | None:
        """Return a text in both languages."""
        entry = self.entry(key, optional=optional)
        return read_words(entry, most) if entry else None

    def whole(self, key: str, *, least: int, optional: bool = False) -> int | None:
        """Return a whole number of at least ``least``."""
        text = self._scalar(key, optional=optional, tag=WHOLE, kind="a whole number")
        if text is None:
            return None
        if not text.isdecimal() or len(text) > 7 or not least <= int(text) <= 1_000_000:
            self.fault(key, f"{text[:20]} is not a whole number from {least} to 1000000")
            return None
        return int(text)

    def truth(self, key: str) -> bool | None:
        """Return true or false; None when it is missing."""
        text = self._scalar(key, optional=True, tag=TRUTH, kind="true or false")
        return None if text is None else text.lower() in {"true", "yes", "on"}

    def day(self, key: str, *, optional: bool = False) -> date | None:
        """Return a date, written 2018-12-31."""
        text = self._scalar(key, optional=optional)
        try:
            return date.fromisoformat(text) if text is not None else None
        except ValueError:
            self.fault(key, f"{text!r} is no date: write it as 2018-12-31")
            return None

    def day_of_year(self, key: str) -> str | None:
        """Return a day of every year, written "11-15"; it may be missing."""
        text = self._scalar(key, optional=True)
        try:
            return f"{date.fromisoformat(f'2001-{text}'):%m-%d}" if text is not None else None
        except ValueError:
            self.fault(key, f"{text!r} is no day of every year: write the 15th of November as 11-15")
            return None

    def share(self, key: str) -> str | None:
        """Return a share above 0 and at most 1, written 7/10."""
        text = self._scalar(key)
        if text is None:
            return None
        if not FRACTION.fullmatch(text) or text.endswith("/0") or not 0 < Fraction(text) <= 1:
            self.fault(key, f"{text} is no share: write a fraction of at most 1, such as 7/10 for 70 %, 1/1 for all")
            return None
        return text

    def one_of(self, key: str, states: type[E], *, optional: bool = False) -> E | None:
        """Return one of the values of an enumeration."""
        text = self._scalar(key, optional=optional)
        if text is None or text in set(states):
            return states(text) if text is not None else None
        self.fault(key, f"{text!r} is none of: {', '.join(states)}")
        return None

    def codes(self, key: str) -> list[str]:
        """Return a list of short texts; none when it is missing."""
        texts = []
        for node in self._sequence(key, optional=True):
            if isinstance(node, yaml.ScalarNode):
                texts.append(str(node.value))
            else:
                self.fault(key, "is no list of codes")
        return texts

    def entry(self, key: str, *, optional: bool = False) -> "Entry | None":
        """Return the mapping under ``key``."""
        node = self._node(key, optional=optional)
        if node is None:
            return None
        if isinstance(node, yaml.MappingNode):
            return Entry(node, f"{self.field}{'.' if self.field else ''}{key}", self.faults)
        self.fault(key, "is no mapping: write keys with their values under it")
        return None

    def each(self, key: str, *, optional: bool = False) -> "Iterator[Entry]":
        """Yield the mappings of the list under ``key``."""
        for number, node in enumerate(self._sequence(key, optional=optional), start=1):
            field = f"{self.field}{'.' if self.field else ''}{key}[{number}]"
            if isinstance(node, yaml.MappingNode):
                yield Entry(node, field, self.faults)
            else:
                self.faults.append(Fault(file_of(node), line_of(node), field, "is no mapping"))

    def _sequence(self, key: str, *, optional: bool) -> list[yaml.Node]:
        node = self._node(key, optional=optional)
        if node is None:
            return []
        if not isinstance(node, yaml.SequenceNode) or not node.value:
            self.fault(key, "is no list with something in it")
            return []
        return list(node.value)

    def _scalar(self, key: str, *, optional: bool = False, tag: str | None = None, kind: str = "") -> str | None:
        node = self._node(key, optional=optional)
        if node is None:
            return None
        if not isinstance(node, yaml.ScalarNode) or not str(node.value).strip():
            self.fault(key, "is no text")
            return None
        if not is_printable(node):
            self.fault(key, UNPRINTABLE)
            return None
        if tag and node.tag != tag:
            self.fault(key, f"{node.value!r} is not {kind}")
            return None
        return str(node.value)

    def _node(self, key: str, *, optional: bool) -> yaml.Node | None:
        self.asked.add(key)
        if self.has(key):
            return self.nodes[key]
        if not optional:
            self.fault(key, "is missing")
        return None

    def _fault(self, node: yaml.Node, key: str, words: str) -> None:
        field = f"{self.field}{'.' if self.field else ''}{key}"
        self.faults.append(Fault(file_of(node), line_of(node), field, words))


def is_printable(node: yaml.ScalarNode) -> bool:
    """Tell whether a text holds only what a page can show: an escape may have made others."""
    text = str(node.value)
    return printable(text, keep="\n\t") == text


def read_words(entry: Entry, most: int = 1000) -> Words:
    """Return the text of a mapping of languages."""
    said: Words = {}
    for language in LANGUAGES:
        node = entry.nodes.get(language)
        entry.asked.add(language)
        if not isinstance(node, yaml.ScalarNode) or node.tag != TEXT or not str(node.value).strip():
            entry.fault(language, "is missing: every text is in both languages, vi and en")
        elif not is_printable(node):
            entry.fault(language, UNPRINTABLE)
        elif len(str(node.value).strip()) > most:
            entry.fault(language, f"is too long: {len(str(node.value).strip())} letters, at most {most}")
        else:
            said[language] = " ".join(str(node.value).split())
    entry.finish()
    return said
