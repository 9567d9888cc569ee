"""The demo's self-management groups: their members, leaders, pauses; `app.seeds.activities` has what they did."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum
from itertools import count
from random import Random
from typing import Any
from uuid import UUID

from app.accounts.models import User
from app.groups.models import Group, GroupKind, Leader, Membership, Standing, StandingSpell
from app.groups.operations.founding import GroupTerms, posts_of, write_terms
from app.units.models import Unit

Row = dict[str, Any]
LARGEST = 22  # households that a liên gia group takes in, more or less
PAUSES = ("Mùa vụ, các hộ đi nương xa", "Nhóm trưởng chuyển đi, chưa bầu người mới", "Chờ sắp xếp lại các nhóm")
ENDS = "Nhập vào nhóm bên cạnh"


class Habit(Enum):
    """How likely a group meets in a month; the values differ so that each is a habit of its own."""

    MODEL = 1.0
    STEADY = 0.93
    LAX = 0.66
    FADED = 0.9  # until some months ago, then never


@dataclass(frozen=True, slots=True)
class Settled:
    """A village of the demo with the households that reside there."""

    unit: Unit
    author: User
    households: list[UUID]


@dataclass(frozen=True, slots=True)
class Made:
    """A group of the demo, and what its log is made by."""

    id: UUID
    kind: GroupKind
    number: int
    unit: Unit
    author: User
    founded: date
    habit: Habit
    members: int
    leader: str
    away: tuple[date, date | None] | None = None


class GroupMaker:
    """Invents the groups of villages, the same every time for a day."""

    def __init__(self, rng: Random, day: date, names: Mapping[UUID, str], since: Mapping[UUID, date]) -> None:
        self.rng, self.day, self.names, self.since = rng, day, names, since
        self.numbers = count(1)
        self.rows: dict[type, list[Row]] = {Group: [], Leader: [], StandingSpell: [], Membership: []}
        self.made: list[Made] = []

    def village(self, settled: Settled, place: int, *, model: bool) -> None:
        """Add two to four liên gia groups, of all households, and a team in some villages."""
        groups = min(4, max(2, len(settled.households) // LARGEST + 1))
        for number in range(groups):
            members = settled.households[number::groups]
            habit = (Habit.MODEL, Habit.STEADY, Habit.FADED)[number % 3] if model else self._habit()
            self._group(settled, GroupKind.LIEN_GIA, number + 1, members, habit)
        for kind, every in ((GroupKind.MEDIATION, 4), (GroupKind.FIRE, 7)):
            if place % every == 0:
                self._group(settled, kind, 1, self.rng.sample(settled.households, 5), Habit.STEADY)

    def id(self) -> UUID:
        """Return an id that is the same every time (shaped as version 7, so that it sorts by making)."""
        number = next(self.numbers)
        return UUID(int=(1_701_000_000_000 + number) << 80 | 0x7 << 76 | 0b10 << 62 | self.rng.getrandbits(60))

    def moment(self, day: date) -> datetime:
        """Return some evening hour of ``day`` in Vietnam, never ahead of this morning."""
        at = datetime.combine(min(day, self.day), time(0), UTC)
        return at + timedelta(minutes=self.rng.randrange(600, 840) if day < self.day else 0)

    def _habit(self) -> Habit:
        return self.rng.choices(list(Habit), weights=(2, 5, 2, 1.2))[0]

    def _group(self, settled: Settled, kind: GroupKind, number: int, members: list[UUID], habit: Habit) -> None:
        founded = self.day - timedelta(days=self.rng.randint(500, 1500))
        if habit is Habit.LAX and self.rng.random() < 0.35:
            founded = self.day - timedelta(days=self.rng.randint(20, 80))  # too new to tell
        leader, deputy = (self.names[id_] for id_ in members[:2])
        terms = GroupTerms(
            kind, number, founded, leader, deputy_name=deputy if self.rng.random() < 0.6 else None,
            decision_number=f"{self.rng.randint(3, 80)}/QĐ-UBND", decision_on=founded,
            rules_adopted_on=founded if self.rng.random() < 0.7 else None,
        )  # fmt: skip
        away = self._away(habit)
        made = Made(self.id(), kind, number, settled.unit, settled.author, founded, habit, len(members), leader, away)
        self.made.append(made)
        self._write(made, terms, members)

    def _away(self, habit: Habit) -> tuple[date, date | None] | None:
        """Return a pause for some groups that are lax, over by now or not; a faded one may have ended for good."""
        if habit is Habit.LAX and self.rng.random() < 0.3:
            since = self.day - timedelta(days=self.rng.randint(60, 200))
            return since, since + timedelta(days=self.rng.randint(20, 50)) if self.rng.random() < 0.7 else None
        if habit is Habit.FADED and self.rng.random() < 0.15:
            return self.day - timedelta(days=self.rng.randint(20, 60)), None
        return None

    def _write(self, made: Made, terms: GroupTerms, members: list[UUID]) -> None:
        by, at = made.author.id, self.moment(made.founded)
        self.rows[Group].append(self._group_row(made, terms, at))
        for post, name, phone in posts_of(terms):
            self.rows[Leader].append({
                "group_id": made.id, "post": post, "name": name, "phone": phone, "since": made.founded, "until": None,
                "created_at": at, "created_by": by,
            })  # fmt: skip
        if made.away:
            self.rows[StandingSpell].append({
                "group_id": made.id, "standing": _standing(made, self.day) or Standing.SUSPENDED,
                "since": made.away[0], "until": made.away[1],
                "reason": ENDS if made.habit is Habit.FADED else self.rng.choice(PAUSES),
                "created_at": self.moment(made.away[0]), "created_by": by,
            })  # fmt: skip
        gone = made.away[0] if made.away and made.habit is Habit.FADED else None
        sole = GroupKind.LIEN_GIA if made.kind is GroupKind.LIEN_GIA else None
        self.rows[Membership] += [
            {"group_id": made.id, "household_id": id_, "sole_kind": sole, "since": max(made.founded, self.since[id_]),
             "until": gone and max(gone, self.since[id_]), "created_at": at, "created_by": by,
             "ended_at": gone and self.moment(gone), "ended_by": by if gone else None}
            for id_ in members
        ]  # fmt: skip

    def _group_row(self, made: Made, terms: GroupTerms, at: datetime) -> Row:
        """Return the row that the operation would write."""
        group = Group(id=made.id, unit_id=made.unit.id, standing=_standing(made, self.day) or Standing.ACTIVE)
        write_terms(group, terms)
        row = {column.key: getattr(group, column.key) for column in Group.__table__.columns}
        return {**row, "version": 1, "created_at": at, "created_by": made.author.id, "updated_at": at,
                "updated_by": made.author.id}  # fmt: skip


def _standing(made: Made, day: date) -> Standing | None:
    """Return what the group is today but active; None: active."""
    if made.away is None or (made.away[1] and made.away[1] <= day):
        return None
    return Standing.DISSOLVED if made.habit is Habit.FADED else Standing.SUSPENDED
