"""The measures of standing: registered, recognised, with a convention, forces rated, hotspots, communes recognised."""

from collections.abc import Callable
from datetime import date

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from app.extensions import db
from app.measures.registry import Figure, Measure, Measured, Period, Trace, add_measure
from app.standing.kinds import CONVENTION, FORCE, HOTSPOT, RECOGNITION, REGISTRATION, Kind
from app.standing.models import Hotspot, HotspotList
from app.standing.queries import At, having, in_force, tally
from app.units.models import Unit, UnitKind

EVERY_KIND = frozenset(UnitKind)
ABOVE_VILLAGES = EVERY_KIND - {UnitKind.VILLAGE}


def at(period: Period, as_of: date) -> At:
    """Return when a period is looked at: its year is that of its end, its day its end or, before that, the cut-off."""
    return At(period.last.year, min(period.last, as_of), as_of)


def shares_of(kind: Kind, level: UnitKind | None = None) -> Callable[[Unit, Period, date], Measured]:
    """Return what computes how many units of ``level`` have a record of the kind that counts.

    None: villages of a village, communes of everything else.
    """

    def compute(unit: Unit, period: Period, as_of: date) -> Measured:
        own = UnitKind.VILLAGE if unit.kind is UnitKind.VILLAGE else UnitKind.COMMUNE
        of_level, when = level or own, at(period, as_of)
        trace = Trace(address_of(unit, kind, of_level, when), lambda: having(unit, kind, of_level, when))
        return Measured(Figure(*tally(unit, kind, of_level, when)), trace)

    return compute


def registered_in_first_quarter(unit: Unit, period: Period, as_of: date) -> Measured:
    """Return how many villages had registered by the end of March (Circular 124/2021/TT-BCA, article 4, clause 1)."""
    quarter = date(period.last.year, 3, 31)
    return shares_of(REGISTRATION, UnitKind.VILLAGE)(unit, period, min(as_of, quarter))


def hotspots_on(*lists: HotspotList) -> Callable[[Unit, Period, date], Measured]:
    """Return what computes how many designations of communes on these lists are in force."""

    def compute(unit: Unit, period: Period, as_of: date) -> Measured:
        when = at(period, as_of)
        ids = db.session.scalars(in_force(unit, HOTSPOT, when, Hotspot.list_name.in_(lists))).all()
        return Measured(Figure(len(ids)), Trace(address_of(unit, HOTSPOT, UnitKind.COMMUNE, when), lambda: ids))

    return compute


def address_of(unit: Unit, kind: Kind, level: UnitKind, when: At) -> str:
    """Return where the rows behind a figure are shown."""
    return f"/{kind.path}?unit={unit.id}&level={level}&year={when.year}&on={when.day}&as_of={when.as_of}"


def _add(
    name: str, label: LazyString, kinds: frozenset[UnitKind], compute: Callable[[Unit, Period, date], Measured]
) -> Measure:
    return add_measure(Measure(name, label, kinds, compute))


VILLAGES_REGISTERED = _add(
    "villages_registered", _l("Bản đã đăng ký"), EVERY_KIND, shares_of(REGISTRATION, UnitKind.VILLAGE)
)
VILLAGES_REGISTERED_EARLY = _add(
    "villages_registered_first_quarter", _l("Bản đã đăng ký trong quý I"), EVERY_KIND, registered_in_first_quarter
)
VILLAGES_RECOGNISED = _add(
    "villages_recognised", _l("Bản được công nhận"), EVERY_KIND, shares_of(RECOGNITION, UnitKind.VILLAGE)
)
VILLAGES_WITH_CONVENTION = _add(
    "villages_with_convention", _l("Bản có quy ước đang áp dụng"), EVERY_KIND, shares_of(CONVENTION, UnitKind.VILLAGE)
)
# Of forces whose rating is known: rated "hoàn thành nhiệm vụ" or better, provisionally too, and nobody disciplined.
FORCE_RATED = _add(
    "force_rated", _l("Lực lượng hoàn thành nhiệm vụ, không ai bị kỷ luật"), EVERY_KIND, shares_of(FORCE)
)
TEAMS_RATED = _add(
    "teams_rated", _l("Tổ bảo vệ an ninh, trật tự hoàn thành nhiệm vụ"), EVERY_KIND, shares_of(FORCE, UnitKind.VILLAGE)
)
HOTSPOTS_IN_FORCE = _add(
    "hotspots_in_force", _l("Lượt xã trong danh sách trọng điểm"), ABOVE_VILLAGES, hotspots_on(*HotspotList)
)
HOTSPOTS_BY_LIST = {
    HotspotList.SECURITY: _add(
        "hotspots_in_force_security", _l("Xã trọng điểm phức tạp về ANTT"), ABOVE_VILLAGES,
        hotspots_on(HotspotList.SECURITY),
    ),
    HotspotList.ORDER: _add(
        "hotspots_in_force_order", _l("Xã trọng điểm về trật tự, an toàn xã hội"), ABOVE_VILLAGES,
        hotspots_on(HotspotList.ORDER),
    ),
}  # fmt: skip
COMMUNE_REGISTERED = _add(
    "commune_registered", _l("Xã đã đăng ký"), ABOVE_VILLAGES, shares_of(REGISTRATION, UnitKind.COMMUNE)
)
COMMUNE_RECOGNISED = _add(
    "commune_recognised", _l("Xã được công nhận"), ABOVE_VILLAGES, shares_of(RECOGNITION, UnitKind.COMMUNE)
)
