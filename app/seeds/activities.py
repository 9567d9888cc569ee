"""What the demo's groups did in fourteen months: meetings by their habits, patrols, mediation, outreach."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from app.groups.models import Activity, ActivityGroup, ActivityKind, GroupKind, Outcome
from app.groups.regularity import month_after, month_of, window
from app.seeds.groups import GroupMaker, Habit, Made, Row
from app.units.models import Unit
from app.vietnamese import search_key

MONTHS = 14
MEETINGS = (
    "Họp nhóm, phổ biến cách phòng trộm cắp mùa vụ",
    "Rà soát các hộ đi làm ăn xa, nhắc khai báo tạm vắng",
    "Nhắc các hộ giữ an toàn lửa, điện và không đốt nương khi gió to",
    "Bàn việc trực đêm dịp lễ hội của bản",
    "Nghe công an xã thông báo tình hình, nhắc không chơi cờ bạc",
    "Kiểm điểm việc thực hiện cam kết của các hộ trong nhóm",
)
PLANS = ("Tuần tra hai tối mỗi tuần", "Đến nhắc các hộ chưa dự họp", "Giúp hộ neo đơn sửa nhà", None, None)


@dataclass(frozen=True, slots=True)
class Deed:
    """What a group may do in a month besides meeting: how likely, in which words, with what most numbers."""

    kind: ActivityKind
    chance: float
    summary: str
    most: tuple[tuple[str, int], ...] = ()  # the first counts at least 1; one that is a part of it, at most as many


DEEDS = (
    Deed(ActivityKind.PATROL, 0.22, "Tuần tra quanh bản buổi tối", (("times", 3), ("people", 9))),
    Deed(ActivityKind.OUTREACH, 0.1, "Tuyên truyền phòng chống ma tuý", (("sessions", 2), ("listeners", 45))),
    Deed(ActivityKind.TIP, 0.06, "Báo công an xã về người lạ vào bản", (("received", 2), ("solved", 1))),
    Deed(ActivityKind.HELP, 0.04, "Thăm hỏi, giúp người mới trở về làm ăn", (("helped", 2),)),
    Deed(ActivityKind.OTHER, 0.02, "Vận động giao nộp súng tự chế", (("weapons", 2),)),
)
TEAMS = {
    GroupKind.MEDIATION: Deed(
        ActivityKind.MEDIATION, 0.45, "Hoà giải mâu thuẫn đất nương", (("cases", 2), ("settled", 2))
    ),
    GroupKind.FIRE: Deed(ActivityKind.FIRE, 0.25, "Tập chữa cháy, kiểm tra bình chữa cháy", (("drills", 1),)),
}


class LogMaker:
    """Invents the log of every group, month by month."""

    def __init__(self, maker: GroupMaker) -> None:
        self.maker, self.rng, self.day = maker, maker.rng, maker.day
        self.firsts = [*window(self.day, MONTHS), month_of(self.day)]
        self.rows: dict[type, list[Row]] = {Activity: [], ActivityGroup: [], Outcome: []}

    def log(self, group: Made) -> None:
        """Log what a group did; one that faded has not met since a few months ago."""
        until = self.firsts[-self.rng.randint(4, 7)] if group.habit is Habit.FADED else self.day
        deeds = [*DEEDS, *([TEAMS[group.kind]] if group.kind in TEAMS else [])]
        for first in self.firsts:
            days = self._days(group, first)
            if not days:
                continue
            # Of the month that runs, some meetings are still to come.
            chance = group.habit.value * (0.5 if first == self.firsts[-1] else 1)
            if first < until and self.rng.random() < chance:
                self._meeting(group, self.rng.choice(days))
            for deed in deeds:
                if self.rng.random() < deed.chance * (0.2 if first >= until else 1):
                    self._deed(group, deed, self.rng.choice(days))

    def _days(self, group: Made, first: date) -> list[date]:
        """Return the days of the month on which the group was there; none in a month of which it missed some."""
        end = min(month_after(first), self.day + timedelta(days=1))
        if group.founded >= first:
            return []
        if group.away and group.away[0] < end and (group.away[1] is None or group.away[1] > first):
            return []
        return [first + timedelta(days=number) for number in range((end - first).days)]

    def _meeting(self, group: Made, day: date) -> None:
        present = max(2, round(group.members * self.rng.uniform(0.6, 0.95)))
        words = self.rng.choice(MEETINGS), self.rng.choice(PLANS)
        id_ = self._activity(group, ActivityKind.MEETING, day, present, words)
        if self.rng.random() < 0.012:  # the day was a slip: a later entry takes its place
            self._activity(group, ActivityKind.MEETING, max(day - timedelta(days=1), day.replace(day=1)), present,
                           words, corrects=id_)  # fmt: skip

    def _deed(self, group: Made, deed: Deed, day: date) -> None:
        id_ = self._activity(group, deed.kind, day, max(1, group.members // 3), (deed.summary, None))
        first = None
        for name, most in deed.most:
            part = name in {"settled", "solved"}
            found = self.rng.randint(0 if part else 1, min(most, first) if part and first else most)
            first = found if first is None else first
            if found:
                self.rows[Outcome].append({"activity_id": id_, "name": name, "count": found})

    def _activity(
        self, group: Made, kind: ActivityKind, day: date, households: int, words: tuple[str, str | None],
        corrects: UUID | None = None,
    ) -> UUID:  # fmt: skip
        id_, at = self.maker.id(), self.maker.moment(day)
        self.rows[Activity].append(_row(group.unit, kind, day, words) | {
            "id": id_, "households_present": households, "people_present": households + self.rng.randint(0, households),
            "search_key": _key(f"{words[0]} {words[1] or ''} {group.number} {group.leader}"), "corrects_id": corrects,
            "captured_at": at, "received_at": at, "updated_at": at, "created_by": group.author.id,
            "updated_by": group.author.id,
        })  # fmt: skip
        self.rows[ActivityGroup].append({"group_id": group.id, "activity_id": id_})
        return id_


def _row(unit: Unit, kind: ActivityKind, day: date, words: tuple[str, str | None]) -> dict[str, Any]:
    return {
        "unit_id": unit.id, "kind": kind, "held_on": day, "summary": words[0], "plan": words[1], "twin_id": None,
        "photos_promised": 0, "version": 1,
    }  # fmt: skip


@cache
def _key(words: str) -> str:
    return search_key(words)
