"""Remedies that should have been done: how many at and below a unit, and the first of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func

from app.assessments.models import Remedy
from app.assessments.queries import overdue
from app.clock import today
from app.extensions import db
from app.policy import Actor
from app.units.models import Unit


@dataclass(frozen=True, slots=True)
class Late:
    """The remedies at and below a unit that are overdue today: those that wait longest, and how many there are."""

    unit: Unit
    remedies: Sequence[Remedy]
    count: int


def late_at(actor: Actor, unit: Unit, most: int) -> Late:
    """Return what is overdue at and below ``unit``, ``most`` of it by name; one query."""
    below = overdue(actor, today()).where(Remedy.in_subtree(unit.path or "/"))
    rows = db.session.execute(below.add_columns(func.count().over()).limit(max(most, 1))).all()
    return Late(unit, [remedy for remedy, _all in rows[:most]], rows[0][1] if rows else 0)
