"""The demo's directives and guidance in different states: read, done, late, taken back, withdrawn."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from random import Random
from uuid import UUID

from sqlalchemy import select

from app.accounts.models import User
from app.directives.models import Addressee, Directive, DirectiveKind
from app.directives.operations.answering import complete, read, undo
from app.directives.operations.giving import DirectiveTerms, give, withdraw
from app.extensions import db
from app.notices.models import Notice
from app.units.models import Unit

REQUEST, GUIDANCE = DirectiveKind.REQUEST, DirectiveKind.GUIDANCE
WAITED = "Chờ hai bản gửi lại biên bản họp, mai báo lại."


@dataclass(frozen=True, slots=True)
class Script:
    """A directive: of whom, to which places by their codes, given and due so many days from today; who did what."""

    author: str
    to: tuple[str, ...]
    given: int
    title: str
    words: str
    due: int | None = None
    readers: tuple[str, ...] = ()
    done: Mapping[str, tuple[int, str]] | None = None  # on which day from today, and what
    undone: str | None = None  # who took that back
    withdrawn: str | None = None


COMMUNES = ("M1", "M2", "M3", "M4", "M5", "M6")
SCRIPTS = (
    Script(
        "tinh", ("M",), -6, "Báo cáo kết quả phong trào quý này",
        "Tổng hợp kết quả phong trào Toàn dân bảo vệ ANTQ của các xã trong quý.\n"
        "Nêu rõ xã nào chưa đạt chỉ tiêu nào, đã khắc phục đến đâu. Gửi về phòng trước hạn.",
        6, readers=("M",),
    ),
    Script(
        "tinh", ("M", *COMMUNES), -40, "Cách lập hồ sơ đề nghị công nhận “An toàn về ANTT”",
        "Hồ sơ gồm: bản đăng ký đầu năm, biên bản họp dân, bản tự đánh giá và danh sách hộ ký cam kết.\n"
        "Bản lập hồ sơ, công an xã kiểm tra rồi gửi lên.",
        readers=("M", "M1", "M2", "M4"),
    ),
    Script(
        "huyen", COMMUNES, -18, "Rà soát nhóm liên gia không họp",
        "Rà soát các nhóm liên gia tự quản tháng trước không họp, nêu lý do và cách khắc phục từng nhóm.",
        -4, readers=("M1", "M6"),
        done={
            "M2": (-7, "Đã rà soát, 2 nhóm họp bù tuần này."),
            "M4": (-5, "Đã họp với trưởng bản, củng cố 1 nhóm."),
            "M5": (-2, "Đã rà soát xong, gửi báo cáo số 14."),
            "M6": (-5, "Đã rà soát các nhóm."),
        },
        undone="M6",
    ),
    Script(
        "huyen", ("M1", "M3"), -1, "Gửi danh sách bản chưa có quy ước",
        "Gửi danh sách các bản chưa có quy ước về ANTT và ngày dự kiến họp dân thông qua.", 2,
    ),
    Script(
        "huyen", COMMUNES, -25, "Báo cáo đột xuất số liệu hộ vắng",
        "Báo số hộ vắng dài ngày của từng bản.", -10, readers=("M2", "M4"),
        withdrawn="Đã có số liệu trên sổ, các xã không phải báo",
    ),
    Script(
        "congan", tuple(f"M1-{number:02}" for number in range(1, 11)), -3, "Lấy đủ chữ ký cam kết của bản",
        "Đến từng hộ chưa ký, đọc bản cam kết cho bà con nghe rồi lấy chữ ký. Nhớ chụp tờ đã ký.", 9,
    ),
    Script(
        "congan", tuple(f"M1-{number:02}" for number in range(1, 11)), -30, "Cách chụp tờ cam kết cho rõ",
        "Đặt tờ giấy chỗ sáng, chụp thẳng từ trên xuống, thấy đủ bốn góc.", readers=("M1-01",),
    ),
)  # fmt: skip


class DirectiveMaker:
    """Carries the scripts out by the operations, the same every time for a day."""

    def __init__(self, rng: Random, day: date, units: Sequence[Unit], users: Sequence[User]) -> None:
        self.rng, self.day, self.numbers = rng, day, count(1)
        self.units = {unit.code: unit for unit in units}
        self.authors = {user.username: user for user in users}
        codes = {unit.id: unit.code for unit in units}
        # Who works in a unit; of the two in the province, the one who is no administrator is an author only.
        self.people = {codes[user.unit_id]: user for user in users if user.username not in {"quantri", "tinh"}}

    def make(self) -> None:
        """Make the directives."""
        for script in SCRIPTS:
            self._one(script)

    def _one(self, script: Script) -> None:
        by, given = self.authors[script.author], self.day + timedelta(days=script.given)
        kind, due_on = (GUIDANCE, None) if script.due is None else (REQUEST, self.day + timedelta(days=script.due))
        terms = DirectiveTerms(kind, script.title, script.words, due_on)
        there = [self.units[code].id for code in script.to if code in self.units]
        made = give(self._id(), terms, by.unit, there, by=by)
        rows = select(Addressee).where(Addressee.directive_id == made.id)
        places = {each.unit_id: each for each in db.session.scalars(rows)}
        for code in script.readers:
            read(places[self.units[code].id], by=self.people[code])
        for code, (days, words) in (script.done or {}).items():
            self._finish(places[self.units[code].id], self.day + timedelta(days=days), words, code == script.undone)
        if script.withdrawn:
            withdraw(made, script.withdrawn, by=by)
        self._date(made, list(places.values()), given)

    def _finish(self, place: Addressee, on: date, words: str, undone: bool) -> None:
        by = next(user for user in self.people.values() if user.unit_id == place.unit_id)
        said = complete(place, words, on, by=by)
        said.done_at = self._moment(on)
        if undone:
            undo(place, WAITED, by=by)
            said.undone_at = self._moment(on + timedelta(days=1))

    def _date(self, made: Directive, places: Sequence[Addressee], given: date) -> None:
        """Let all have been written when it is said to have been done; the operations wrote it now."""
        made.created_at = self._moment(given)
        made.withdrawn_at = self._moment(given + timedelta(days=2)) if made.withdrawn_at else None
        for place in sorted(places, key=lambda each: each.unit_id):
            if place.read_at:
                first = min(given + timedelta(days=self.rng.randint(0, 2)), self.day - timedelta(days=1))
                done = [each.done_at for each in place.completions]
                place.read_at = min([self._moment(first), *(at - timedelta(minutes=5) for at in done)])
        for notice in db.session.scalars(select(Notice).where(Notice.subject_id == made.id)):
            withdrawal = notice.topic == "directive-withdrawn"
            notice.created_at = (made.withdrawn_at if withdrawal else None) or made.created_at
            notice.about_on = given + timedelta(days=2) if withdrawal else given

    def _moment(self, day: date) -> datetime:
        """Return some working hour of ``day`` in Vietnam, which has passed."""
        return datetime.combine(day, time(1), UTC) + timedelta(minutes=self.rng.randrange(0, 500))

    def _id(self) -> UUID:
        number = next(self.numbers)
        return UUID(int=(1_708_000_000_000 + number) << 80 | 0x7 << 76 | 0b10 << 62 | self.rng.getrandbits(60))
