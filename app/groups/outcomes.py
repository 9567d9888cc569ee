"""What an activity can end with: counts, each of the kinds that have it, kept as data."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from app.groups.models import Activity, ActivityKind

MOST = 100_000  # of one count of one activity; more is a slip


@dataclass(frozen=True, slots=True)
class OutcomeKind:
    """A count that activities of some kinds end with; where it is a part of another, it cannot be more."""

    name: str
    label: LazyString
    kinds: frozenset[ActivityKind]
    part_of: str | None = None

    @property
    def field(self) -> str:
        """The name of the form's field."""
        return f"outcome-{self.name}"


def _of(name: str, label: LazyString, *kinds: ActivityKind, part_of: str | None = None) -> OutcomeKind:
    return OutcomeKind(name, label, frozenset(kinds), part_of)


_HANDED_IN = (ActivityKind.MEETING, ActivityKind.PATROL, ActivityKind.OUTREACH, ActivityKind.OTHER)

OUTCOMES = (
    _of("cases", _l("Số vụ hoà giải"), ActivityKind.MEDIATION),
    _of("settled", _l("Số vụ hoà giải thành"), ActivityKind.MEDIATION, part_of="cases"),
    _of("received", _l("Số tin nhận được"), ActivityKind.TIP),
    _of("solved", _l("Số tin giúp làm rõ vụ việc"), ActivityKind.TIP, part_of="received"),
    _of("sessions", _l("Số buổi tuyên truyền"), ActivityKind.OUTREACH),
    _of("listeners", _l("Số lượt người nghe"), ActivityKind.OUTREACH),
    _of("broadcasts", _l("Số lần phát loa"), ActivityKind.OUTREACH),
    _of("leaflets", _l("Số tờ rơi"), ActivityKind.OUTREACH),
    _of("times", _l("Số lượt tuần tra"), ActivityKind.PATROL),
    _of("people", _l("Số lượt người tuần tra"), ActivityKind.PATROL),
    _of("helped", _l("Số người được giúp đỡ"), ActivityKind.HELP),
    _of("drills", _l("Số lần tập chữa cháy"), ActivityKind.FIRE),
    _of("weapons", _l("Vũ khí, vật liệu nổ giao nộp"), *_HANDED_IN),
    _of("fireworks", _l("Pháo giao nộp (kg)"), *_HANDED_IN),
)
BY_NAME: Mapping[str, OutcomeKind] = {outcome.name: outcome for outcome in OUTCOMES}


def outcomes_of(kind: ActivityKind) -> list[OutcomeKind]:
    """Return what activities of a kind can end with, in the order of the form."""
    return [outcome for outcome in OUTCOMES if kind in outcome.kinds]


def results_of(activity: Activity) -> list[tuple[str, int]]:
    """Return what came of an activity, in words and numbers."""
    counts = {outcome.name: outcome.count for outcome in activity.outcomes}
    shown = outcomes_of(activity.kind)
    return [(str(outcome.label), counts[outcome.name]) for outcome in shown if counts.get(outcome.name)]
