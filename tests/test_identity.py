"""Identifiers: fresh, ordered by time, and one name in HTML for each record."""

import time
from dataclasses import dataclass
from uuid import UUID

import pytest

from app.identity import dom_id, new_id

pytestmark = pytest.mark.once


@dataclass
class Pledge:
    """Anything with an id."""

    id: object


def test_ids_are_distinct_and_later_ones_sort_after_earlier_ones() -> None:
    early = [new_id() for _ in range(500)]
    time.sleep(0.002)
    late = [new_id() for _ in range(500)]
    assert len({*early, *late}) == 1000
    assert max(early) < min(late)
    assert {(id_.version, id_.variant) for id_ in early} == {(7, UUID(int=8 << 60).variant)}


def test_an_id_tells_when_it_was_made() -> None:
    before = time.time_ns() // 1_000_000
    made = new_id().int >> 80
    assert before <= made <= time.time_ns() // 1_000_000


@pytest.mark.parametrize(
    ("id_", "suffix", "name"),
    [
        (UUID(int=1), "", "pledge-00000000-0000-0000-0000-000000000001"),
        (7, "", "pledge-7"),
        (7, "photo", "pledge-7-photo"),
    ],
)
def test_the_name_of_a_record_in_html(id_: object, suffix: str, name: str) -> None:
    assert dom_id(Pledge(id_), suffix) == name
