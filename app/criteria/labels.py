"""How sets and indicators are said: their texts in the page's language, what is demanded, where it is written."""

from fractions import Fraction
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from app.criteria.evaluation import IndicatorTest, Reading
from app.criteria.models import Indicator
from app.criteria.terms import Words
from app.measures.registry import MEASURES
from app.units.models import UnitKind
from app.web.locale import language

UNIT_KINDS = {UnitKind.COMMUNE: _l("Bộ cho xã"), UnitKind.VILLAGE: _l("Bộ cho bản")}
TESTS = {
    IndicatorTest.YES_NO: _l("Có hoặc không"),
    IndicatorTest.NONE_OF: _l("Không có vụ việc nào trong danh sách"),
    IndicatorTest.RATIO_AT_LEAST: _l("Tỉ lệ ít nhất"),
    IndicatorTest.COUNT_AT_LEAST: _l("Số lượng ít nhất"),
    IndicatorTest.BELOW_LAST_YEAR: _l("Thấp hơn năm trước"),
}
READINGS = {Reading.POOLED: _l("Tính chung tất cả các loại"), Reading.PER_KIND: _l("Tính riêng từng loại")}
# What may differ between two versions.
COLUMNS: dict[str, LazyString] = {
    "title": _l("Tên bộ"),
    "document": _l("Văn bản"),
    "valid_from": _l("Có hiệu lực từ"),
    "valid_to": _l("Có hiệu lực đến"),
    "source": _l("Nguồn"),
    "source_note": _l("Nguồn"),
    "notes": _l("Ghi chú"),
    "calendar": _l("Thời hạn"),
    "label": _l("Tên chỉ tiêu"),
    "test": _l("Cách xét"),
    "citation": _l("Căn cứ"),
    "share": _l("Tỉ lệ tối thiểu"),
    "least": _l("Số lượng tối thiểu"),
    "reading": _l("Cách tính tỉ lệ"),
    "kinds": _l("Các loại được tính"),
    "incidents": _l("Danh sách vụ việc"),
    "waivers": _l("Miễn trừ"),
    "not_applicable": _l("Được chọn không áp dụng"),
    "measure": _l("Số liệu từ sổ sách"),
    "met_by": _l("Số liệu từ sổ sách"),
    "evidence": _l("Minh chứng"),
    "note": _l("Ghi chú"),
    "settable": _l("Phần do tỉnh đặt"),
    "pledge_counts": _l("Tính bản cam kết hằng năm"),
}


def say(words: Words | None) -> str:
    """Return a text in the page's language; a province may have written Vietnamese alone."""
    return words.get(language(), words["vi"]) if words else ""


def share_words(share: str | None) -> str:
    """Return a share as people write it: 70%, or 2/3 where no whole number of per cent is the same."""
    percent = Fraction(share or 0) * 100
    return f"{percent}%" if percent.denominator == 1 else str(share)


def demand_words(indicator: Indicator) -> str:
    """Return what must be so for the indicator to be met."""
    match indicator.test:
        case IndicatorTest.RATIO_AT_LEAST:
            if indicator.share and Fraction(indicator.share) == 1:
                return str(_("Tất cả, không trừ trường hợp nào"))
            return str(_("Ít nhất %(share)s", share=share_words(indicator.share)))
        case IndicatorTest.COUNT_AT_LEAST:
            return str(_("Ít nhất %(n)s", n=indicator.least))
        case IndicatorTest.NONE_OF:
            return str(_("Không có vụ nào; chỉ một vụ là không đạt"))
        case IndicatorTest.BELOW_LAST_YEAR:
            return str(_("Thấp hơn năm trước; hai năm liền không có vụ nào cũng là đạt"))
        case _:
            return str(_("Có là đạt, không là không đạt"))


def citation_words(indicator: Indicator) -> str:
    """Return where the indicator is written: document, where it is not the set's, article, clause, point."""
    cited = indicator.citation
    parts = [say(cited.get("document"))]
    if "article" in cited:
        parts.append(_("Điều %(number)s", number=cited["article"]))
    if "clause" in cited:
        parts.append(_("khoản %(number)s", number=cited["clause"]))
    if "point" in cited:
        parts.append(_("điểm %(letter)s", letter=cited["point"]))
    return ", ".join(filter(None, parts))


def measure_words(name: str) -> str:
    """Return what a measure is called."""
    known = MEASURES.get(name)
    return str(known.label) if known else name


def is_measured(name: str) -> bool:
    """Tell whether a domain reckons the measure."""
    return name in MEASURES


def day_of_year(text: str) -> str:
    """Return a day of every year as people write it: "11-15" is 15/11."""
    month, _dash, day = text.partition("-")
    return f"{int(day)}/{int(month)}"


def value_words(column: str, value: Any) -> str:
    """Return a changed value, where it is short enough to be said; nothing for one that is not there."""
    if column == "calendar":
        return _deadline_words(value or {})
    return _said(column, value) if value is not None else ""


def _said(column: str, value: Any) -> str:
    match column:
        case "share":
            return share_words(value)
        case "reading":
            return str(READINGS[value])
        case "least":
            return str(value)
        case "pledge_counts" | "not_applicable":
            return str(_("có") if value else _("không"))
        case _:
            return ""


def _deadline_words(calendar: dict[str, Any]) -> str:
    if "decide_before" in calendar:
        return day_of_year(calendar["decide_before"])
    return "" if calendar else str(_("không có"))
