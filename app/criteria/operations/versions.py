"""What a province does with a set: its numbers, its deadline, its own indicators; in a new version where it must be."""

from dataclasses import dataclass, fields, replace
from itertools import count
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.accounts.models import User
from app.audit.operations import record
from app.clock import now
from app.criteria.models import CriteriaSet, Indicator
from app.criteria.queries import versions_of
from app.criteria.terms import IndicatorTerms, SetTerms, Setting
from app.errors import Refusal
from app.extensions import db

OWN = "t"  # how the codes of a province's own indicators begin: t1, t2 ...
SET_COLUMNS = tuple(field.name for field in fields(SetTerms) if field.name != "indicators")
INDICATOR_COLUMNS = tuple(field.name for field in fields(IndicatorTerms))
COLUMNS = {
    Setting.SHARE: "share",
    Setting.LEAST: "least",
    Setting.READING: "reading",
    Setting.PLEDGE: "pledge_counts",
}


class NotNewest(Refusal):
    """The set has a newer version: that one is changed, or nothing is."""

    reason = "version"


class NotSettable(Refusal):
    """The document says it itself, or there is no such indicator: nothing here is the province's to change."""

    status = 422


@dataclass(frozen=True, slots=True)
class Adjustment:
    """What the province sets of an indicator."""

    values: dict[Setting, Any]


def adjust(one: CriteriaSet, code: str, to: Adjustment, *, by: User) -> CriteriaSet:
    """Set what the document leaves to the province, and return the version in which it is so.

    That is ``one`` itself where it is the province's and not in use, else a new version. Raises NotNewest, NotSettable.
    """
    indicator = _indicator(one, code)
    values = {COLUMNS[setting]: value for setting, value in to.values.items()}
    if not {str(setting) for setting in to.values} <= set(indicator.settable or ()):
        raise NotSettable(_l("Con số này do văn bản quy định, tỉnh không đặt được."))
    changed = [column for column, value in values.items() if getattr(indicator, column) != value]
    if not changed:
        return one
    version = _open_version(one, by=by)
    target = _indicator(version, code)
    for column in changed:
        setattr(target, column, values[column])
    db.session.flush()
    record("criteria:adjust", version, by=by, unit_id=by.unit_id, fields=changed)
    return version


def set_deadline(one: CriteriaSet, decide_before: str | None, *, by: User) -> CriteriaSet:
    """Set the day of the year ("11-15") before which is decided, where the document gives none; return the version.

    None takes it away. Raises NotNewest, NotSettable.
    """
    if not one.deadline_settable:
        raise NotSettable(_l("Thời hạn của bộ này do văn bản quy định, tỉnh không đặt được."))
    calendar = {"decide_before": decide_before} if decide_before else None
    if one.calendar == calendar:
        return one
    version = _open_version(one, by=by)
    version.calendar = calendar
    db.session.flush()
    record("criteria:deadline", version, by=by, unit_id=by.unit_id, fields=["calendar"])
    return version


def add_own(one: CriteriaSet, terms: IndicatorTerms, *, by: User) -> CriteriaSet:
    """Add an indicator of the province's own, whose code is given here, and return the version. Raises NotNewest."""
    version = _open_version(one, by=by)
    own = replace(terms, code=_unused_code(version, by.unit_id), own=True)
    last = max((each.position for each in version.indicators), default=0)
    version.indicators.append(Indicator(position=last + 1, **own.columns()))
    db.session.flush()
    record("criteria:extend", version, by=by, unit_id=by.unit_id, fields=["indicators"])
    return version


def remove_own(one: CriteriaSet, code: str, *, by: User) -> CriteriaSet:
    """Take an indicator of the province's own away, and return the version. Raises NotNewest, NotSettable."""
    indicator = _indicator(one, code)
    if not indicator.own:
        raise NotSettable(_l("Chỉ tiêu này do văn bản quy định, tỉnh không bỏ được."))
    version = _open_version(one, by=by)
    version.indicators.remove(_indicator(version, code))
    db.session.flush()
    record("criteria:reduce", version, by=by, unit_id=by.unit_id, fields=["indicators"])
    return version


def take_into_use(one: CriteriaSet, *, by: User) -> CriteriaSet:
    """Note that something is judged by this version, which from now on is never changed, and return it."""
    _lock(one)
    if one.used_at is None:
        one.used_at, one.used_by = now(), by.id
        record("criteria:use", one, by=by, unit_id=by.unit_id, fields=["used_at"])
    return one


def _lock(one: CriteriaSet) -> None:
    """Hold the version, so that it is not taken into use, or changed, meanwhile; and read again what may have been."""
    db.session.execute(select(CriteriaSet.id).where(CriteriaSet.id == one.id).with_for_update())
    db.session.expire(one, ["used_at", "used_by", "calendar", "indicators"])


def _unused_code(version: CriteriaSet, province_id: int) -> str:
    """Return a code that no indicator of any version of the set has: one code never means two things."""
    known = {each.code for each in version.indicators}
    known |= {each.code for one in versions_of(version, province_id) for each in one.indicators}
    return next(code for code in (f"{OWN}{number}" for number in count(1)) if code not in known)


def _indicator(one: CriteriaSet, code: str) -> Indicator:
    indicator = one.indicator(code)
    if indicator is None:
        raise NotSettable(_l("Bộ này không có chỉ tiêu đó."))
    return indicator


def _open_version(one: CriteriaSet, *, by: User) -> CriteriaSet:
    """Return the version to write into: ``one``, or a copy of it under the next number, for the province."""
    _lock(one)
    newest = versions_of(one, by.unit_id)[0]
    if newest.id != one.id:
        words = _l("Bộ này đã có phiên bản %(version)s mới hơn. Sửa ở phiên bản đó.", version=newest.version)
        raise NotNewest(words, link=f"/criteria/{newest.id}", link_label=_l("Mở phiên bản mới nhất"))
    if one.unit_id == by.unit_id and one.used_at is None:
        return one
    copy = CriteriaSet(**{column: getattr(one, column) for column in SET_COLUMNS})
    copy.version, copy.unit_id, copy.based_on_id, copy.made_by = one.version + 1, by.unit_id, one.id, by.id
    copy.indicators = [
        Indicator(position=each.position, **{column: getattr(each, column) for column in INDICATOR_COLUMNS})
        for each in one.indicators
    ]
    db.session.add(copy)
    db.session.flush()
    return copy
