"""How obstacles are said: what they lie in, how far they have come, who asks."""

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from app.clock import local
from app.obstacles.models import Category, Obstacle, State, Step
from app.units.models import Unit, UnitKind
from app.web.filters import day

CATEGORIES: dict[Category, LazyString] = {
    Category.LEGAL: _l("Căn cứ pháp lý"),
    Category.FORCE: _l("Lực lượng"),
    Category.MEANS: _l("Kinh phí, phương tiện"),
    Category.COORDINATION: _l("Phối hợp"),
    Category.SOFTWARE: _l("Phần mềm này"),
    Category.OTHER: _l("Việc khác"),
}
STATES: dict[State, LazyString] = {
    State.OPEN: _l("Chờ trả lời"),
    State.PASSED_UP: _l("Đã chuyển lên tỉnh"),
    State.ANSWERED: _l("Đã trả lời"),
    State.CLOSED: _l("Đã xong"),
}
# The mark that each state is shown with: `templates/components/parts.html`, tag.
MARKS = {State.OPEN: "need", State.PASSED_UP: "need", State.ANSWERED: "ok", State.CLOSED: "plain"}
STEPS: dict[Step, LazyString] = {
    Step.RAISED: _l("Gửi lên"),
    Step.PASSED_UP: _l("Chuyển lên tỉnh"),
    Step.ANSWERED: _l("Trả lời"),
    Step.CLOSED: _l("Đơn vị gửi ghi là đã xong"),
    Step.REOPENED: _l("Đơn vị gửi hỏi lại"),
}
ASKERS: dict[UnitKind, LazyString] = {
    UnitKind.VILLAGE: _l("Một bản"),
    UnitKind.COMMUNE: _l("Một xã"),
    UnitKind.DISTRICT: _l("Một huyện"),
    UnitKind.PROVINCE: _l("Tỉnh"),
}


def asker(unit: Unit, district: Unit | None) -> str:
    """Return who asks as all may know it: the unit's kind and, below one, the district."""
    kind = str(ASKERS[unit.kind])
    return f"{kind} · {district.full_name}" if district else kind


def raised_on(obstacle: Obstacle) -> str:
    """Return the day on which it was raised."""
    return day(local(obstacle.raised_at).date())
