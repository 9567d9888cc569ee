"""The registry of what waits each day, unit by unit, and the one notice that sums it up for a unit's people."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask_babel import gettext as _

from app.notices.models import Notice
from app.notices.topics import Said, register_topic

DIGEST = "daily-digest"  # the topic
NO_RECORD = UUID(int=0)  # a digest is about a day, and no one record


@dataclass(frozen=True, slots=True)
class Daily:
    """What a domain reminds of each day: how many wait in each unit, by its id; their words; where they stand."""

    due: Callable[[date], Mapping[int, int]]
    words: Callable[[int], str]
    address: Callable[[int], str]  # by the unit's id


DAILIES: dict[str, Daily] = {}


def register_daily(name: str, daily: Daily) -> None:
    """Let what a domain reminds of be part of each day's digest; ``name`` is kept with the counts."""
    DAILIES[name] = daily


def due_on(day: date) -> dict[int, dict[str, int]]:
    """Return what waits on a day: by the unit's id, how many of each name; units where nothing waits are left out."""
    found: dict[int, dict[str, int]] = {}
    for name, daily in DAILIES.items():
        for unit_id, count in daily.due(day).items():
            if count:
                found.setdefault(unit_id, {})[name] = count
    return found


def _say(notices: Sequence[Notice]) -> Mapping[UUID, Said]:
    return {notice.id: _sum(notice) for notice in notices}


def _sum(notice: Notice) -> Said:
    waiting = {name: count for name, count in (notice.counts or {}).items() if name in DAILIES}
    words = "; ".join(DAILIES[name].words(count) for name, count in waiting.items())
    addresses = [DAILIES[name].address(notice.unit_id) for name in waiting]
    return Said(str(_("Việc đang chờ: %(what)s.", what=words)), addresses[0] if len(addresses) == 1 else "/")


register_topic(DIGEST, _say)
