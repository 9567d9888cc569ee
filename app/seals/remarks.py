"""What a reviewer asks to be put right in a record, for the page of that record: told by the reviewing domain above.

Imports point down, so a household's page cannot know reviews; they register here who tells.
"""

from collections.abc import Callable
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


Teller: TypeAlias = Callable[[str, int, UUID | None], list[Remark]]
TELLERS: list[Teller] = []


def add_teller(teller: Teller) -> None:
    """Register who knows what is to be put right, by the part's key, the unit and, of one, the assessment."""
    TELLERS.append(teller)


def remarks_on(part: str, unit_id: int, assessment_id: UUID | None = None) -> list[Remark]:
    """Return what is to be put right in a part of a unit's returned dossiers."""
    return [remark for teller in dict.fromkeys(TELLERS) for remark in teller(part, unit_id, assessment_id)]
