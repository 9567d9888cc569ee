"""The demo's obstacles: one in each state, from villages, communes and the district, some for all to learn from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import select

from app.accounts.models import User
from app.extensions import db
from app.notices.models import Notice
from app.obstacles.models import Category, Obstacle, Step
from app.obstacles.operations import ObstacleTerms, answer, close, pass_up, raise_obstacle, reopen
from app.seeds.assessments import Settled

DISTRICT, PROVINCE = "M", "MAU"


@dataclass(frozen=True, slots=True)
class Script:
    """An obstacle of a unit, raised so many days ago, and its steps: by the code of who takes it, in words."""

    code: str
    days: int
    category: Category
    title: str
    words: str
    steps: tuple[tuple[Step, str, str | None], ...] = ()
    shared: bool = False


SCRIPTS = (
    Script(
        "M1-01", 40, Category.MEANS, "Tổ tuần tra đêm thiếu đèn pin",
        "Ba nhóm liên gia thay nhau đi tuần, cả bản chỉ có hai đèn. Đề nghị hỗ trợ thêm đèn.",
        (
            (Step.ANSWERED, DISTRICT, "Huyện cấp bốn đèn cho bản trong tháng này. Bản cử người nhận tại công an xã."),
            (Step.CLOSED, "M1-01", "Bản đã nhận đủ đèn."),
        ),
        shared=True,
    ),
    Script(
        "M1", 26, Category.LEGAL, "Hộ đi làm xa cả năm có tính vào số hộ phải ký không",
        "Nhiều hộ đi làm xa từ sau Tết, nhà không có người. Đề nghị hướng dẫn tính tỉ lệ ký cam kết.",
        (
            (Step.PASSED_UP, DISTRICT, "Nhiều xã cùng hỏi. Đề nghị tỉnh hướng dẫn chung."),
            (Step.ANSWERED, PROVINCE,
             "Hộ còn cư trú thì vẫn tính. Hộ đã chuyển đi thì ghi chuyển đi, không tính vào số hộ của bản."),
        ),
        shared=True,
    ),
    Script(
        "M3", 19, Category.FORCE, "Tổ bảo vệ an ninh, trật tự ở hai bản chưa đủ người",
        "Thanh niên đi làm công ty, tổ chỉ còn hai người. Đề nghị cho ghép tổ giữa hai bản gần nhau.",
        ((Step.PASSED_UP, DISTRICT, "Việc ghép tổ vượt thẩm quyền của huyện."),),
    ),
    Script(
        "M4", 12, Category.COORDINATION, "Chưa có quy chế phối hợp tuần tra với đồn biên phòng",
        "Xã và đồn đi tuần cùng địa bàn nhưng chưa có lịch chung.",
        (
            (Step.ANSWERED, DISTRICT, "Huyện đã gửi mẫu quy chế, xã làm việc với đồn."),
            (Step.REOPENED, "M4", "Đồn đề nghị cấp huyện ký chung cho các xã biên giới."),
        ),
    ),
    Script(
        "M2-01", 6, Category.SOFTWARE, "Điện thoại cũ mở danh sách hộ bị chậm",
        "Máy mua đã lâu, mỗi lần mở danh sách phải đợi. Đề nghị xem giúp.",
    ),
    Script(
        DISTRICT, 9, Category.MEANS, "Kinh phí tổ chức họp nhóm liên gia hằng tháng",
        "Các xã đề nghị hỗ trợ tiền nước, tiền điện cho nhà văn hoá khi họp nhóm.",
    ),
)  # fmt: skip


class ObstacleMaker:
    """Carries the scripts out by the operations, the same every time for a day."""

    def __init__(self, day: date, settled: Iterable[Settled]) -> None:
        self.day = day
        self.people: Mapping[str, Settled] = {each.unit.code: each for each in settled}

    def make(self) -> None:
        """Make the obstacles."""
        for number, script in enumerate(SCRIPTS, start=1):
            self._one(number, script)

    def _one(self, number: int, script: Script) -> None:
        place = self.people[script.code]
        terms = ObstacleTerms(script.category, script.title, script.words)
        made = raise_obstacle(_id(number), terms, place.unit, by=place.author)
        for step, code, words in script.steps:
            self._take(made, step, words or "", script, self.people[code].author)
        self._date(made, script.days)

    def _take(self, made: Obstacle, step: Step, words: str, script: Script, by: User) -> None:
        match step:
            case Step.PASSED_UP:
                pass_up(made, words, by=by)
            case Step.ANSWERED:
                answer(made, words, shared=script.shared, by=by)
            case Step.CLOSED:
                close(made, words, by=by)
            case _:
                reopen(made, words, by=by)

    def _date(self, made: Obstacle, days: int) -> None:
        """Let each step have been taken some days after the one before; the operations wrote them now."""
        for number, step in enumerate(made.steps):
            step.taken_at = self._moment(max(days - 3 * number, 1), number)
            if step.kind is Step.ANSWERED and made.answered_at:
                made.answered_at = step.taken_at
        made.raised_at = made.steps[0].taken_at
        told = db.session.scalars(select(Notice).where(Notice.subject_id == made.id).order_by(Notice.id))
        for notice in told:
            notice.created_at, notice.about_on = made.steps[-1].taken_at, self.day - timedelta(days=1)

    def _moment(self, days: int, number: int) -> datetime:
        day = self.day - timedelta(days=days)
        return datetime.combine(day, time(2 + number, 10), UTC)


def _id(number: int) -> UUID:
    return UUID(int=(1_706_000_000_000 + number) << 80 | 0x7 << 76 | 0b10 << 62 | number)
