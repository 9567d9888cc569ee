"""Older forms: what a phone queued before an update is brought up to today's fields before it is read.

When the fields of a form change their meaning, its number in the pages goes up by one and a change is added here.
Changes are kept for a year, as long as a queued form is accepted.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

FIRST = 1  # the number of a form that states none
HIGHEST = 1_000_000

Fields = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Change:
    """How the forms of ``rule`` ("/households/<uuid:household_id>") of number ``since`` become the next number's."""

    rule: str
    since: int
    upgrade: Callable[[Fields], Fields]


CHANGES: tuple[Change, ...] = ()


def brought_up(rule: str, schema: int, fields: Fields, changes: Sequence[Change] = CHANGES) -> Fields:
    """Return the fields of a form of number ``schema`` as today's form has them; a newer form stays as it is."""
    due = [change for change in changes if change.rule == rule and change.since >= schema]
    for change in sorted(due, key=lambda change: change.since):
        fields = change.upgrade(fields)
    return fields


def read_schema(text: str | None) -> int | None:
    """Return the number in a header, 1 for none; None for what is no number of a form."""
    if not text:
        return FIRST
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 8 else 0
    return number if FIRST <= number <= HIGHEST else None
