"""How much waits for the person's own unit, of several things, in one query."""

from sqlalchemy import select

from app.directives.queries import late_of
from app.extensions import db
from app.inspections.queries import demands_waiting
from app.obstacles.queries import answered_for, waiting_for
from app.policy import Actor

# The names by which a first page asks; who may not look finds none.
ASKED = {
    "obstacles_waiting": waiting_for,
    "obstacles_answered": answered_for,
    "demands_waiting": demands_waiting,
    "late_units": late_of,
}


def counts_of(actor: Actor) -> dict[str, int]:
    """Return how many obstacles wait for an answer or were answered, demands that wait, units late with directives."""
    found = db.session.execute(select(*(ask(actor).scalar_subquery() for ask in ASKED.values()))).one()
    return dict(zip(ASKED, map(int, found), strict=True))
