"""What a page says: its pieces of text, and the forms by which one may answer it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from xml.etree.ElementTree import Element

from tests.pages import parse

HEARD = (
    "alt", "aria-label", "aria-description", "placeholder", "title", "label",
    "data-missing", "data-words", "data-outbox",  # a script puts them on the page
)  # fmt: skip
SILENT = {"script", "style"}
NOTHING = re.compile(r"(?!)")
BUTTONS = {"submit", "button", "reset"}


@dataclass(frozen=True)
class Blank:
    """A form to fill in: where it is sent, what it holds by itself, and the names of its fields and of its files."""

    action: str
    held: dict[str, str]
    fields: frozenset[str]
    files: frozenset[str]


@lru_cache(maxsize=4)
def pieces(html: str) -> tuple[str, ...]:
    """Return what people see or hear of a page, one string for each text and each spoken attribute."""
    return tuple(" ".join(text.split()) for text in _texts(parse(html)) if text and not text.isspace())


def blanks(html: str) -> list[Blank]:
    """Return the page's forms that write."""
    root = parse(html)
    found = []
    for form in root.iter("form"):
        if form.get("method", "").lower() == "post":
            controls = [control for tag in ("input", "select", "textarea") for control in form.iter(tag)]
            types = {control.get("name") or "": control.get("type", "text") for control in controls}
            held = {control.get("name") or "": control.get("value") or "" for control in controls}
            hidden = {name for name, kind in types.items() if kind == "hidden"}
            files = {name for name, kind in types.items() if kind == "file"}
            kept = {name: value for name, value in held.items() if name in hidden - {"csrf_token"}}
            found.append(Blank(form.get("action") or "", kept, frozenset(types) - hidden - files, frozenset(files)))
    return found


def _texts(root: Element) -> Iterator[str]:
    for element in root.iter():
        tag: object = element.tag
        if isinstance(tag, str) and tag not in SILENT:
            yield element.text or ""
            yield from (element.get(name) or "" for name in HEARD)
            if tag == "input" and element.get("type") in BUTTONS:
                yield element.get("value") or ""
        yield element.tail or ""


def without(text: str, known: Iterable[str]) -> str:
    """Return ``text`` without these names, where they stand as whole words; of two the longer goes first."""
    return _any_of(tuple(known)).sub(" ", text)


@cache
def _any_of(names: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(filter(None, names), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)") if longest_first else NOTHING
