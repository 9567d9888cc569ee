"""What the queue shows: what waits, narrowed by unit, kind and state, with counts per unit."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from app.clock import now, today
from app.extensions import db
from app.policy import Action
from app.reviews import labels
from app.reviews.models import State, Submission
from app.reviews.queries import SHOWN, Narrowing, counts_by_unit, last_transitions, open_counts, queue
from app.seals.models import DossierKind
from app.units.asked import asked_unit
from app.units.models import Unit
from app.web.access import actor

MOST = 200  # shown at once; what waits longest stands first


def about_queue(asked: MultiDict[str, str], *, approvals_form: Any = None) -> dict[str, Any]:
    """Return what the queue shows as it was asked for; ``approvals_form`` is what was refused."""
    narrowing = _narrowing(asked)
    rows = queue(actor(), narrowing)
    shown = db.session.scalars(rows.options(*SHOWN).limit(MOST)).unique().all()
    counts = counts_by_unit(rows)
    return {
        "narrowing": narrowing, "submissions": shown, "count": sum(count for _id, _path, count in counts),
        "labels": labels, "open_counts": open_counts([each.id for each in shown]), "places": _places(counts),
        "now": now(), "today": today(),
        "batchable": _batchable(shown) if not narrowing.state else [], "approvals_form": approvals_form,
        "kinds": list(DossierKind), "states": [State.SUBMITTED, State.RETURNED, State.APPROVED],
    }  # fmt: skip


def _narrowing(asked: MultiDict[str, str]) -> Narrowing:
    unit = asked.get("unit")
    kind, state = asked.get("kind"), asked.get("state")
    return Narrowing(
        asked_unit(actor(), Action.SUBMISSION_READ, unit) if unit else None,
        DossierKind(kind) if kind in list(DossierKind) else None,
        State(state) if state in list(State) else None,
    )


def _batchable(shown: Sequence[Submission]) -> list[tuple[Submission, str]]:
    """Return the village dossiers without an open point, each with what says how it was seen."""
    ids = [each.id for each in shown if each.kind is DossierKind.VILLAGE_DOSSIER]
    marked, last = open_counts(ids), last_transitions(ids)
    return [
        (each, f"{each.id}/{each.number}/{last[each.id]}")
        for each in shown
        if each.id in last and each.id not in marked
    ]


def _places(counts: Sequence[tuple[int, str | None, int]]) -> list[tuple[Unit, int]]:
    """Return the units directly below the person's own, with how much lies there, the most first; one query."""
    tops: Counter[int] = Counter()
    for id_, path, count in counts:
        below = (path or "").removeprefix(actor().unit_path).split("/")[0]
        tops[int(below) if below else id_] += count
    rows = select(Unit).where(Unit.id.in_(tops)).order_by(Unit.sort_key, Unit.id)
    places = db.session.scalars(rows).all() if tops else ()
    return sorted(((place, tops[place.id]) for place in places), key=lambda each: -each[1])
