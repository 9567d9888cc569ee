"""From when to when a group is: not from after, nor up to before, what it has done; and what it may not have done."""

from collections.abc import Sequence
from datetime import date

from flask_babel import lazy_gettext as _l

from app.errors import Refusal
from app.extensions import db
from app.groups.labels import label_of
from app.groups.models import Activity, Group, Standing
from app.groups.queries.activities import days_of

SHOWN = 5  # days that are named


class ActedOutside(Refusal):
    """The group has activities that count on days on which it would not be."""

    status = 422


class OutsideLife(Refusal):
    """The group was not founded yet on the day, or is dissolved."""

    status = 422


def refuse_outside_life(groups: Sequence[Group], day: date) -> None:
    """Raise OutsideLife where one of ``groups`` was founded after ``day``, or was dissolved on it or before."""
    for group in groups:
        if day < group.founded_on:
            raise OutsideLife(_l(
                "%(group)s thành lập ngày %(since)s, sau ngày này.", group=label_of(group),
                since=f"{group.founded_on:%d/%m/%Y}",
            ))  # fmt: skip
        if group.standing is Standing.DISSOLVED:
            _refuse_after_end(group, day)


def refuse_acts_before(group: Group, founded_on: date) -> None:
    """Raise ActedOutside where the group did something before ``founded_on``."""
    days = db.session.scalars(days_of(group).where(Activity.held_on < founded_on)).all()
    if days:
        raise ActedOutside(_l(
            "Nhóm đã ghi %(n)s hoạt động trước ngày này: %(days)s. Chọn ngày sớm hơn, hoặc sửa, rút các mục đó trước.",
            n=len(days), days=_named(days),
        ))  # fmt: skip


def refuse_acts_after(group: Group, dissolved_on: date) -> None:
    """Raise ActedOutside where the group did something after ``dissolved_on``; on that day it may have met."""
    days = db.session.scalars(days_of(group).where(Activity.held_on > dissolved_on)).all()
    if days:
        raise ActedOutside(_l(
            "Nhóm đã ghi %(n)s hoạt động sau ngày này: %(days)s. Chọn ngày muộn hơn, hoặc sửa, rút các mục đó trước.",
            n=len(days), days=_named(days),
        ))  # fmt: skip


def _refuse_after_end(group: Group, day: date) -> None:
    end = next((spell.since for spell in group.spells if spell.standing is Standing.DISSOLVED), None)
    if end is None or day >= end:
        raise OutsideLife(_l(
            "%(group)s đã giải thể từ ngày %(since)s, nên không ghi được.", group=label_of(group),
            since=f"{end:%d/%m/%Y}" if end else "",
        ))  # fmt: skip


def _named(days: Sequence[date]) -> str:
    """Return the first days in words, each once."""
    named = [f"{day:%d/%m/%Y}" for day in dict.fromkeys(days)]
    return ", ".join([*named[:SHOWN], *(["…"] if len(named) > SHOWN else [])])
