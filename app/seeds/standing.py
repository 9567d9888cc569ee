"""The demo's standing: registrations, conventions, two years of recognitions, a border commune, hotspots, forces."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from random import Random
from typing import Any
from uuid import UUID

from app.accounts.models import User
from app.seeds.paper import keep_sample_sheet
from app.standing.models import (
    Border,
    Convention,
    Emulation,
    Force,
    Hotspot,
    HotspotList,
    HotspotNote,
    LegalBasis,
    NewRural,
    NewRuralStatus,
    Rating,
    RatingState,
    Recognition,
    RecognitionResult,
    Registration,
)
from app.units.models import Unit

Row = dict[str, Any]
# By the codes of the communes.
BORDER, ORDER, CONVERTED = "M4", "M2", "M5"
ENHANCED, NEW_RURAL = ("M1",), ("M2", "M3", "M5")
WARNED = "M6"  # where one of the police was warned last year, and which stands on the list of the border's commune too
IDLE = 0.02  # villages that signed less than this have not registered either
PLAN = "Phân công công an huyện bám cơ sở; mỗi tháng họp dân một lần; vận động giao nộp vũ khí, vật liệu nổ."
NOTES = ("Đã họp dân ở các bản, lập kế hoạch.", "Số vụ việc giảm so với cùng kỳ.", "Còn hai bản phải theo dõi thêm.")


@dataclass(frozen=True, slots=True)
class Settled:
    """A commune or a village of the demo: who enters what is decided about it, and how much of a village signed."""

    unit: Unit
    author: User
    above: User
    signed: float = 1.0


class StandingMaker:
    """Invents the records of communes and villages, the same every time for a day."""

    def __init__(self, rng: Random, day: date) -> None:
        self.rng, self.day = rng, day
        self.numbers = count(1)
        kinds = (Registration, Convention, Recognition, Hotspot, HotspotNote, Border, NewRural, Force)
        self.rows: dict[type, list[Row]] = {kind: [] for kind in kinds}
        decided = day >= date(day.year, 11, 20)  # Circular 124/2021/TT-BCA: communes are decided on before 20 November
        self.decided = (day.year - 1, day.year) if decided else (day.year - 2, day.year - 1)

    def commune(self, settled: Settled) -> None:
        """Add what the district enters about a commune."""
        code = settled.unit.code
        for year in (self.day.year - 1, self.day.year):
            self._registration(settled, year, settled.above)
        for year in self.decided:
            self._recognition(settled, year, good=code not in {BORDER, WARNED}, number=40)
        self._new_rural(settled)
        self._force(settled, people=(9, 15), warned=code == WARNED)
        if code == BORDER:
            self._add(Border, settled, settled.above, date(self.day.year - 8, 1, 1), since=date(1990, 1, 1))
            self._hotspot(settled, HotspotList.SECURITY, date(self.day.year - 2, 3, 10), notes=3)
        if code == ORDER:
            self._hotspot(settled, HotspotList.ORDER, date(self.day.year - 1, 4, 5), notes=2)
        if code == WARNED:
            self._hotspot(settled, HotspotList.SECURITY, date(self.day.year - 1, 2, 15), notes=2)
        if code == CONVERTED:
            ended = date(self.day.year - 1, 12, 20)
            self._hotspot(settled, HotspotList.ORDER, date(self.day.year - 4, 2, 20), notes=1, until=ended)

    def village(self, settled: Settled, *, model: bool) -> None:
        """Add a village's own registration and convention, and what the commune enters about it."""
        photo = keep_sample_sheet(self.rng, by=settled.author) if model else None
        diligent = settled.signed > IDLE
        self._registration(settled, self.day.year - 1, settled.author)
        if model or (diligent and self.rng.random() < 0.9):
            self._registration(settled, self.day.year, settled.author, photo)
        if model or self.rng.random() < 0.85:
            self._convention(settled)
        for year in self.decided:
            self._recognition(settled, year, good=model or self.rng.random() < 0.78, number=200)
        self._force(settled, people=(3, 5), warned=False)

    def _registration(self, settled: Settled, year: int, by: User, photo: UUID | None = None) -> None:
        day = min(self.day, date(year, 1, 10) + timedelta(days=self.rng.randint(0, 70)))
        self._add(Registration, settled, by, day, photo, year=year, registered_on=day)

    def _convention(self, settled: Settled) -> None:
        """Add one that is in force; some villages had another before it."""
        begun = date(self.day.year - self.rng.randint(1, 4), self.rng.randint(1, 6), self.rng.randint(1, 28))
        if self.rng.random() < 0.2:
            former = date(begun.year - 6, 5, 5)
            self._one_convention(settled, former, begun, "Thay bằng quy ước mới")
        self._one_convention(settled, begun, None, None)

    def _one_convention(self, settled: Settled, begun: date, until: date | None, why: str | None) -> None:
        all_there = self.rng.randint(30, 90)
        approved = min(self.day, begun + timedelta(days=self.rng.randint(10, 40)))
        self._add(
            Convention, settled, settled.author, begun, adopted_on=begun, since=approved, until=until, end_reason=why,
            households_present=all_there - self.rng.randint(0, 9), households_invited=all_there,
            document_number=f"{self.rng.randint(10, 90)}/QĐ-UBND", document_on=approved, issuer="UBND huyện Mường Mẫu",
        )  # fmt: skip

    def _recognition(self, settled: Settled, year: int, *, good: bool, number: int) -> None:
        day = min(self.day, date(year, 11, self.rng.randint(8, 14) if number > 100 else self.rng.randint(15, 19)))
        self._add(
            Recognition, settled, settled.above, day, year=year, basis=LegalBasis.TT124,
            result=RecognitionResult.RECOGNISED if good else RecognitionResult.REFUSED,
            document_number=f"{number + next(self.numbers) % 90}/QĐ-UBND", document_on=day, issuer="Chủ tịch UBND",
        )  # fmt: skip

    def _new_rural(self, settled: Settled) -> None:
        code, day = settled.unit.code, date(self.day.year - 2, 12, 18)
        status = NewRuralStatus.NOT_YET
        if code in (*ENHANCED, *NEW_RURAL):
            former = date(self.day.year - 6, 12, 10)
            self._decided(settled, NewRuralStatus.RECOGNISED, former)
            status = NewRuralStatus.ENHANCED if code in ENHANCED else NewRuralStatus.RECOGNISED
        if status is not NewRuralStatus.RECOGNISED:
            self._decided(settled, status, day)

    def _decided(self, settled: Settled, status: NewRuralStatus, day: date) -> None:
        number = None if status is NewRuralStatus.NOT_YET else f"{self.rng.randint(1000, 3000)}/QĐ-UBND"
        self._add(
            NewRural, settled, settled.above, day, status=status, since=day, document_number=number,
            document_on=day if number else None, issuer="UBND tỉnh Mẫu" if number else None,
        )  # fmt: skip

    def _force(self, settled: Settled, *, people: tuple[int, int], warned: bool) -> None:
        """Add the final rating of last year, and this year's, provisional from October on."""
        size = self.rng.randint(*people)
        rated = min(self.day, date(self.day.year, 10, 20)) if self.day.month >= 10 else None
        for year, on in ((self.day.year - 1, date(self.day.year - 1, 12, 5)), (self.day.year, rated)):
            good = self.rng.choice((Rating.COMPLETED, Rating.GOOD, Rating.GOOD, Rating.EXCELLENT))
            self._add(
                Force, settled, settled.above, on or date(year, 1, 20), year=year, headcount=size,
                rating=good if on else Rating.UNRATED, rated_on=on, reprimanded=0,
                rating_state=RatingState.FINAL if year < self.day.year else RatingState.PROVISIONAL,
                emulation=Emulation.ADVANCED if good is Rating.EXCELLENT and on else Emulation.NONE,
                warned_or_more=int(warned and year < self.day.year),
            )  # fmt: skip

    def _hotspot(
        self, settled: Settled, list_name: HotspotList, since: date, *, notes: int, until: date | None = None
    ) -> None:
        id_ = self._add(
            Hotspot, settled, settled.above, since, list_name=list_name, since=since, until=until, plan=PLAN,
            plan_until=date(since.year + 3, 12, 31), end_reason="Đã chuyển hoá, địa bàn ổn định" if until else None,
            document_number=f"{self.rng.randint(100, 400)}/KH-CAH", document_on=since, issuer="Công an huyện Mường Mẫu",
        )  # fmt: skip
        for number in range(notes):
            day = min(self.day, since + timedelta(days=90 * (number + 1)))
            self.rows[HotspotNote].append({
                "hotspot_id": id_, "noted_on": day, "words": NOTES[number], "created_at": self._moment(day),
                "created_by": settled.above.id,
            })  # fmt: skip

    def _add(
        self, kind: type, settled: Settled, by: User, day: date, photo: UUID | None = None, **facts: Any
    ) -> UUID:  # fmt: skip
        number, at = next(self.numbers), self._moment(day)
        id_ = UUID(int=(1_702_000_000_000 + number) << 80 | 0x7 << 76 | 0b10 << 62 | self.rng.getrandbits(60))
        document = {"document_number": None, "document_on": None, "issuer": None}
        span = {"until": None, "end_reason": None} if kind is Border else {}
        self.rows[kind].append({
            "id": id_, "unit_id": settled.unit.id, "document_photo_id": photo, "note": None, "version": 1,
            "created_at": at, "created_by": by.id, "updated_at": at, "updated_by": by.id, **document, **span, **facts,
        })  # fmt: skip
        return id_

    def _moment(self, day: date) -> datetime:
        """Return some working hour of ``day`` in Vietnam, never ahead of this morning."""
        at = datetime.combine(min(day, self.day), time(1), UTC)
        return at + timedelta(minutes=self.rng.randrange(0, 500) if day < self.day else 0)
