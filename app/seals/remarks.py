"""What a reviewer asks to be put right in a record, for the page of that record: told by the reviewing domain above.

Imports point down, so a household's page cannot know reviews; they register here who tells.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Remark:
    """A return of one part: by which unit, why, by when it is asked for again, and the dossier's page."""

    by: str
    words: str
    due: date | None
    address: str


# Takes the unit, the assessment where it is of one, and one part or None for all; returns the remarks by part.
Teller: TypeAlias = Callable[[int, UUID | None, str | None], Mapping[str, list[Remark]]]
TELLERS: list[Teller] = []


def add_teller(teller: Teller) -> None:
    """Register who knows what is to be put right in a unit's returned dossiers."""
    TELLERS.append(teller)


def remarks_on(part: str, unit_id: int, assessment_id: UUID | None = None) -> list[Remark]:
    """Return what is to be put right in a part of a unit's returned dossiers."""
    return _told(unit_id, assessment_id, part).get(part, [])


def remarks_in(unit_id: int, assessment_id: UUID | None = None) -> Mapping[str, list[Remark]]:
    """Return the same for all parts at once, by part."""
    return _told(unit_id, assessment_id, None)


def _told(unit_id: int, assessment_id: UUID | None, part: str | None) -> dict[str, list[Remark]]:
    found: dict[str, list[Remark]] = {}
    for teller in dict.fromkeys(TELLERS):
        for key, remarks in teller(unit_id, assessment_id, part).items():
            found.setdefault(key, []).extend(remarks)
    return found
