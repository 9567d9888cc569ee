"""What records of standing are called, and what each of them says, in words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from app.standing.kinds import BORDER, CONVENTION, FORCE, HOTSPOT, NEW_RURAL, RECOGNITION, REGISTRATION, Record, kind_of
from app.standing.models import (
    Border,
    Convention,
    Emulation,
    Force,
    Hotspot,
    HotspotList,
    LegalBasis,
    NewRural,
    NewRuralStatus,
    Rating,
    RatingState,
    Recognition,
    RecognitionResult,
    Registration,
)
from app.units.models import Unit, UnitKind
from app.web.filters import day, number

BASES = {
    LegalBasis.TT23: _l("Thông tư 23/2012/TT-BCA"),
    LegalBasis.TT124: _l("Thông tư 124/2021/TT-BCA"),
}
RESULTS = {
    RecognitionResult.RECOGNISED: _l("Công nhận"),
    RecognitionResult.REFUSED: _l("Không công nhận"),
}
LISTS = {
    HotspotList.SECURITY: _l("Trọng điểm phức tạp về ANTT"),
    HotspotList.ORDER: _l("Trọng điểm về trật tự, an toàn xã hội"),
}
STATUSES = {
    NewRuralStatus.NOT_YET: _l("Chưa đạt chuẩn"),
    NewRuralStatus.RECOGNISED: _l("Đạt chuẩn nông thôn mới"),
    NewRuralStatus.ENHANCED: _l("Đạt nông thôn mới nâng cao"),
}
RATINGS = {
    Rating.UNRATED: _l("Chưa xếp loại"),
    Rating.EXCELLENT: _l("Hoàn thành xuất sắc nhiệm vụ"),
    Rating.GOOD: _l("Hoàn thành tốt nhiệm vụ"),
    Rating.COMPLETED: _l("Hoàn thành nhiệm vụ"),
    Rating.FAILED: _l("Không hoàn thành nhiệm vụ"),
}
RATING_STATES = {
    RatingState.FINAL: _l("Chính thức"),
    RatingState.PROVISIONAL: _l("Tạm xếp"),
}
EMULATIONS = {
    Emulation.NONE: _l("Không có"),
    Emulation.ADVANCED: _l("Đơn vị tiên tiến"),
    Emulation.VICTORIOUS: _l("Đơn vị quyết thắng"),
}


@dataclass(frozen=True, slots=True)
class Words:
    """What a kind of record is called: its card, adding one, editing one, and that there is none."""

    title: LazyString
    add: LazyString
    edit: LazyString
    none: LazyString
    saved: LazyString
    having: LazyString  # over a list of the units that have it


WORDS: Mapping[str, Words] = {
    REGISTRATION.name: Words(
        _l("Đăng ký “An toàn về ANTT”"), _l("Ghi đăng ký"), _l("Sửa đăng ký"), _l("Chưa ghi đăng ký nào."),
        _l("Đã lưu đăng ký."), _l("đã đăng ký"),
    ),
    CONVENTION.name: Words(
        _l("Quy ước về ANTT"), _l("Thêm quy ước"), _l("Sửa quy ước"), _l("Chưa có quy ước nào đang áp dụng."),
        _l("Đã lưu quy ước."), _l("có quy ước"),
    ),
    RECOGNITION.name: Words(
        _l("Công nhận “An toàn về ANTT”"), _l("Thêm quyết định công nhận"), _l("Sửa quyết định công nhận"),
        _l("Chưa có quyết định nào."), _l("Đã lưu quyết định."), _l("được công nhận"),
    ),
    HOTSPOT.name: Words(
        _l("Địa bàn trọng điểm"), _l("Đưa vào danh sách trọng điểm"), _l("Sửa địa bàn trọng điểm"),
        _l("Không trong danh sách trọng điểm nào."), _l("Đã lưu địa bàn trọng điểm."), _l("trọng điểm"),
    ),
    BORDER.name: Words(
        _l("Biên giới quốc gia"), _l("Ghi là xã biên giới"), _l("Sửa xã biên giới"), _l("Không phải xã biên giới."),
        _l("Đã lưu xã biên giới."), _l("biên giới"),
    ),
    NEW_RURAL.name: Words(
        _l("Nông thôn mới"), _l("Ghi tình trạng nông thôn mới"), _l("Sửa tình trạng nông thôn mới"),
        _l("Chưa ghi tình trạng nông thôn mới."), _l("Đã lưu tình trạng nông thôn mới."), _l("đạt nông thôn mới"),
    ),
    FORCE.name: Words(
        _l("Lực lượng giữ ANTT"), _l("Ghi lực lượng"), _l("Sửa lực lượng"), _l("Chưa ghi lực lượng."),
        _l("Đã lưu lực lượng."), _l("hoàn thành nhiệm vụ"),
    ),
}  # fmt: skip
FORCES = {UnitKind.COMMUNE: _l("Công an xã"), UnitKind.VILLAGE: _l("Tổ bảo vệ an ninh, trật tự")}


def title_of(name: str, unit: Unit) -> str:
    """Return what the card of a kind is called for a unit: its force has a name of its own."""
    return str(FORCES[unit.kind] if name == FORCE.name and unit.kind in FORCES else WORDS[name].title)


def headline(record: Record) -> str:
    """Return what a record says, in one line."""
    return str(_SAID[type(record)](record))


def facts_of(record: Record) -> list[tuple[str, str | None]]:
    """Return a record's facts as pairs of words; those without a value are None."""
    own = _FACTS[type(record)](record)
    labels = DOCUMENT_LABELS.get(kind_of(record).name, (_("Số văn bản"), _("Ngày văn bản"), _("Cơ quan, người ký")))
    document = (record.document_number, day(record.document_on) or None, record.issuer)
    return [*own, *zip(map(str, labels), document, strict=True), (_("Ghi chú"), record.note)]


DOCUMENT_LABELS = {
    CONVENTION.name: (_l("Số quyết định phê duyệt"), _l("Ngày phê duyệt"), _l("Cơ quan phê duyệt")),
    RECOGNITION.name: (_l("Số quyết định"), _l("Ngày quyết định"), _l("Người ký, chức vụ")),
    NEW_RURAL.name: (_l("Số quyết định"), _l("Ngày quyết định"), _l("Cơ quan, người ký")),
}


def _span(record: Convention | Hotspot | Border) -> str:
    if record.until:
        return str(_("từ %(since)s đến %(until)s", since=day(record.since), until=day(record.until)))
    return str(_("từ %(day)s", day=day(record.since)))


def _registration_said(record: Registration) -> str:
    return str(_("Năm %(year)s: đăng ký ngày %(day)s", year=str(record.year), day=day(record.registered_on)))


def _convention_said(record: Convention) -> str:
    return str(_("Áp dụng %(span)s", span=_span(record)))


def _recognition_said(record: Recognition) -> str:
    return str(_("Năm %(year)s: %(result)s", year=str(record.year), result=RESULTS[record.result]))


def _hotspot_said(record: Hotspot) -> str:
    return str(_("%(list)s %(span)s", list=LISTS[record.list_name], span=_span(record)))


def _border_said(record: Border) -> str:
    return str(_("Xã biên giới %(span)s", span=_span(record)))


def _new_rural_said(record: NewRural) -> str:
    return str(_("%(status)s từ %(day)s", status=STATUSES[record.status], day=day(record.since)))


def _force_said(record: Force) -> str:
    rating = _rating(record)
    return str(_("Năm %(year)s: %(count)s người, %(rating)s", year=str(record.year), count=record.headcount,
                 rating=rating[:1].lower() + rating[1:]))  # fmt: skip


def _rating(record: Force) -> str:
    said = str(RATINGS[record.rating])
    if record.rating is not Rating.UNRATED and record.rating_state is RatingState.PROVISIONAL:
        return str(_("%(rating)s (tạm xếp)", rating=said))
    return said


def _convention_facts(record: Convention) -> list[tuple[str, str | None]]:
    return [
        (_("Ngày họp thông qua"), day(record.adopted_on)),
        (_("Số hộ dự họp"), _attendance(record)),
        (_("Kết thúc"), record.end_reason),
    ]


def _attendance(record: Convention) -> str | None:
    if record.households_present is None:
        return None
    if record.households_invited is None:
        return number(record.households_present)
    return str(_("%(n)s trên %(all)s hộ", n=record.households_present, all=record.households_invited))


def _recognition_facts(record: Recognition) -> list[tuple[str, str | None]]:
    return [(_("Căn cứ"), str(BASES[record.basis]))]


def _hotspot_facts(record: Hotspot) -> list[tuple[str, str | None]]:
    return [
        (_("Kế hoạch chuyển hoá"), record.plan),
        (_("Chuyển hoá xong trước ngày"), day(record.plan_until) or None),
        (_("Kết quả chuyển hoá"), record.end_reason),
    ]


def _force_facts(record: Force) -> list[tuple[str, str | None]]:
    return [
        (_("Ngày xếp loại"), day(record.rated_on) or None),
        (_("Danh hiệu thi đua"), str(EMULATIONS[record.emulation]) if record.emulation is not Emulation.NONE else None),
        (_("Số người bị khiển trách"), number(record.reprimanded)),
        (_("Số người bị cảnh cáo trở lên"), number(record.warned_or_more)),
    ]


def _no_facts(_record: Any) -> list[tuple[str, str | None]]:
    return []


def _end_alone(record: Border) -> list[tuple[str, str | None]]:
    return [(_("Kết thúc"), record.end_reason)]


_SAID: dict[type, Callable[[Any], str]] = {
    Registration: _registration_said, Convention: _convention_said, Recognition: _recognition_said,
    Hotspot: _hotspot_said, Border: _border_said, NewRural: _new_rural_said, Force: _force_said,
}  # fmt: skip
_FACTS: dict[type, Callable[[Any], list[tuple[str, str | None]]]] = {
    Registration: _no_facts, Convention: _convention_facts, Recognition: _recognition_facts,
    Hotspot: _hotspot_facts, Border: _end_alone, NewRural: _no_facts, Force: _force_facts,
}  # fmt: skip
