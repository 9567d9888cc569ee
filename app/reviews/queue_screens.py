"""What the queue shows: what waits, narrowed by unit, kind and state, with counts per unit."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from werkzeug.datastructures import MultiDict

from app.clock import now, today
from app.extensions import db
from app.policy import Action
from app.reviews import labels
from app.reviews.models import State, Submission
from app.reviews.queries import Narrowing, last_transitions, open_counts, queue
from app.seals.models import DossierKind
from app.units.asked import asked_unit
from app.units.models import Unit
from app.units.queries import lineages_of
from app.web.access import actor

MOST = 200  # shown at once; what waits longest stands first


def about_queue(asked: MultiDict[str, str], *, approvals_form: Any = None) -> dict[str, Any]:
    """Return what the queue shows as it was asked for; ``approvals_form`` is what was refused."""
    narrowing = _narrowing(asked)
    found = db.session.scalars(queue(actor(), narrowing).limit(MOST + 1)).unique().all()
    shown = found[:MOST]
    return {
        "narrowing": narrowing, "submissions": shown, "more": len(found) > MOST, "labels": labels,
        "open_counts": open_counts([each.id for each in shown]), "places": _places(shown), "now": now(),
        "today": today(),
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


def _places(shown: Any) -> list[tuple[Unit, int]]:
    """Return the units directly below the person's own, with how many of the shown lie there, the most first."""
    units = {each.unit_id: each.unit for each in shown}
    lines = lineages_of(list(units.values()))
    tops: Counter[int] = Counter()
    known: dict[int, Unit] = {}
    for each in shown:
        below = [*lines[each.unit_id], each.unit]
        ids = [unit.id for unit in below]
        place = below[ids.index(actor().unit_id) + 1] if actor().unit_id in ids[:-1] else each.unit
        tops[place.id] += 1
        known[place.id] = place
    return [(known[id_], count) for id_, count in tops.most_common()]
