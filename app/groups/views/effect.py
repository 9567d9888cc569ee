"""What activities of a unit came to in a year, beside the year before."""

from dataclasses import dataclass

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from app.clock import today
from app.groups.labels import ACTIVITY_KINDS
from app.groups.outcomes import OUTCOMES
from app.groups.queries.effect import Effect, effect_of
from app.measures.registry import Period
from app.policy import Action, can
from app.units.asked import asked_unit
from app.units.models import Unit
from app.units.queries import ancestors
from app.web.access import actor, requires
from app.web.htmx import render

bp = Blueprint("effect", __name__)
FIRST_YEAR = 2000


@dataclass(frozen=True, slots=True)
class Beside:
    """What one kind came to, and in the year before."""

    now: Effect
    before: Effect

    @property
    def outcomes(self) -> list[tuple[str, int, int]]:
        """The outcomes of which there were any: their words, this year's sum, the sum of the year before."""
        sums = (
            (kind, self.now.outcomes.get(kind.name, 0), self.before.outcomes.get(kind.name, 0)) for kind in OUTCOMES
        )
        return [(str(kind.label), now, before) for kind, now, before in sums if now or before]


@bp.get("/activities/effect")
@requires(Action.PROGRESS_READ)
def sums() -> ResponseReturnValue:
    """Show the sums of each kind for a unit and a year, with last year's beside them."""
    unit, year = asked_unit(actor(), Action.PROGRESS_READ, request.args.get("unit")), _year(request.args.get("year"))
    above = [place for place in ancestors(unit) if can(actor(), Action.PROGRESS_READ, place)]
    return render(
        "activities/effect.html", unit=unit, year=year, lines=_lines(unit, year), above=above, kinds=ACTIVITY_KINDS,
        opens_rows=can(actor(), Action.ACTIVITY_READ, unit), later=year + 1 if year < today().year else None,
        earlier=year - 1 if year > FIRST_YEAR else None,
    )  # fmt: skip


def _lines(unit: Unit, year: int) -> list[Beside]:
    """Return the kinds of which there was any activity in one of the two years."""
    now, before = (_effect(unit, Period.year(asked)) for asked in (year, year - 1))
    both = [Beside(*pair) for pair in zip(now, before, strict=True)]
    return [line for line in both if line.now.activities or line.before.activities]


def _effect(unit: Unit, period: Period) -> list[Effect]:
    return effect_of(unit, period.first, period.last)


def _year(text: str | None) -> int:
    """Return the year asked for; this one for none and for rubbish."""
    known = text and text.isascii() and text.isdecimal() and len(text) == 4
    return int(text) if text and known and FIRST_YEAR <= int(text) <= today().year else today().year
