"""Units that can be named by what they lack, such as "who has not sent X": a registry, filled by who knows the X.

A part of the app above this one, or below it through a module here, registers a condition; the form of a directive
offers all that can hold below the author's unit, and `unit_ids_of` gives whom it goes to.
"""

from collections.abc import Callable
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from sqlalchemy import ColumnElement, exists

from app.assessments.models import Assessment
from app.clock import today
from app.units.models import Unit, UnitKind


@dataclass(frozen=True, slots=True)
class Condition:
    """Units of a kind that lack something; ``holds`` is a condition over the table of units, made when it is asked."""

    words: LazyString
    kind: UnitKind
    holds: Callable[[], ColumnElement[bool]]


CONDITIONS: dict[str, Condition] = {}


def register_condition(name: str, condition: Condition) -> None:
    """Let directives go to the units of a condition; ``name`` is what the form sends."""
    CONDITIONS[name] = condition


def _without_assessment() -> ColumnElement[bool]:
    standing = (Assessment.year == today().year, Assessment.withdrawn_at.is_(None))
    return ~exists().where(Assessment.unit_id == Unit.id, *standing)


register_condition(
    "without-assessment",
    Condition(_l("Các xã chưa có bản tự đánh giá năm nay"), UnitKind.COMMUNE, _without_assessment),
)
