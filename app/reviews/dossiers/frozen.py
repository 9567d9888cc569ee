"""The frozen content of a version: parts as they were, what they cover; and how each part is said and compared."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol
from uuid import UUID

from flask_babel.speaklater import LazyString

from app.assessments.models import Assessment
from app.units.models import Unit

Fields = dict[str, Any]  # of one part, plain values that JSON keeps


@dataclass(frozen=True, slots=True)
class Subject:
    """What is sent: a unit's dossier of a year, or one assessment."""

    unit: Unit
    year: int
    assessment: Assessment | None = None


@dataclass(frozen=True, slots=True)
class Lack:
    """Something that is missing before a dossier can be sent, and where it is put right."""

    words: str | LazyString  # read when it is shown: what is missing is asked without a page too
    address: str


@dataclass(frozen=True, slots=True)
class Frozen:
    """A dossier as it is at one moment: its parts by key in order, and the ids of the records that it covers."""

    parts: dict[str, Fields] = field(default_factory=dict)
    covers: tuple[UUID, ...] = ()

    def stored(self) -> dict[str, Any]:
        """Return what a version keeps of it."""
        parts = [{"key": key, "fields": fields} for key, fields in self.parts.items()]
        return {"parts": parts, "covers": [str(id_) for id_ in self.covers]}

    @property
    def sha256(self) -> str:
        """The hash of what a version keeps: the same content has the same one."""
        plain = json.dumps(self.stored(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(plain.encode()).hexdigest()


def frozen_of(stored: dict[str, Any]) -> Frozen:
    """Return what `Frozen.stored` kept."""
    return Frozen({each["key"]: each["fields"] for each in stored["parts"]}, tuple(map(UUID, stored["covers"])))


@dataclass(frozen=True, slots=True)
class Part:
    """A part in words: what a reviewer agrees with or returns.

    ``mark``: a tag's kind and words; ``address``: where the unit puts it right; ``person``: it names somebody.
    """

    key: str
    title: str
    lines: tuple[tuple[str, str], ...]
    mark: tuple[str, str]
    address: str
    person: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """A line of a part that differs: as it was, and as it is; empty where one of them has no such line."""

    label: str
    before: str
    after: str


class Dossier(Protocol):
    """A kind of dossier (each is a module here)."""

    def read(self, subject: Subject) -> tuple[Frozen, list[Lack]]:
        """Return it as it is now, and what is missing before it can be sent."""

    def say(self, key: str, fields: Fields, subject: Subject) -> Part:
        """Return one part in the page's language."""

    def address(self, subject: Subject) -> str:
        """Return where the unit works on it."""

    def place(self, key: str, fields: Fields, subject: Subject) -> str:
        """Return where the unit puts one part right."""


def said(dossier: Dossier, frozen: Frozen, subject: Subject) -> list[Part]:
    """Return the parts in words, in order."""
    return [dossier.say(key, fields, subject) for key, fields in frozen.parts.items()]


def changes(before: Part | None, after: Part | None) -> list[Change]:
    """Return the lines in which two states of one part differ; a part that is new or gone differs in all."""
    old, new = dict(before.lines if before else ()), dict(after.lines if after else ())
    labels = dict.fromkeys([*new, *old])
    return [
        Change(label, old.get(label, ""), new.get(label, "")) for label in labels if old.get(label) != new.get(label)
    ]


def compared(before: Sequence[Part], after: Sequence[Part]) -> dict[str, tuple[str, list[Change]]]:
    """Return what differs between two states, by the key of the part: its title, and its changes."""
    old, new = {part.key: part for part in before}, {part.key: part for part in after}
    keys = dict.fromkeys([*new, *old])
    found = {key: ((new.get(key) or old[key]).title, changes(old.get(key), new.get(key))) for key in keys}
    return {key: change for key, change in found.items() if change[1]}
