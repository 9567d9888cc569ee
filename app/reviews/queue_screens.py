"""What the queue shows: what waits, narrowed by unit, kind and state, with counts per unit."""

from collections import Counter
from typing import Any

from werkzeug.datastructures import MultiDict

from app.clock import now, today
from app.extensions import db
from app.policy import Action
from app.reviews import labels
from app.reviews.chains import steps_of
from app.reviews.models import DossierKind, State, Submission
from app.reviews.queries import Narrowing, open_counts, queue
from app.units.asked import asked_unit
from app.units.models import Unit
from app.units.queries import lineages_of
from app.web.access import actor

MOST = 200  # shown at once; what waits longest stands first


def about_queue(asked: MultiDict[str, str]) -> dict[str, Any]:
    """Return what the queue shows as it was asked for."""
    narrowing = _narrowing(asked)
    found = db.session.scalars(queue(actor(), narrowing).limit(MOST + 1)).unique().all()
    shown = found[:MOST]
    return {
        "narrowing": narrowing, "submissions": shown, "more": len(found) > MOST, "labels": labels,
        "open_counts": open_counts([each.id for each in shown]), "places": _places(shown), "now": now(),
        "today": today(), "batchable": [each for each in shown if is_batchable(each)] if not narrowing.state else [],
        "kinds": list(DossierKind), "states": [State.SUBMITTED, State.RETURNED, State.APPROVED],
    }  # fmt: skip


def is_batchable(submission: Submission) -> bool:
    """Tell whether a submission may be agreed with among others: a village's dossier that waits at its last step."""
    steps = [step for step in steps_of(submission.chain) if step.act == "decide"]
    return submission.kind is DossierKind.VILLAGE_DOSSIER and len(steps) > 0


def _narrowing(asked: MultiDict[str, str]) -> Narrowing:
    unit = asked.get("unit")
    kind, state = asked.get("kind"), asked.get("state")
    return Narrowing(
        asked_unit(actor(), Action.SUBMISSION_READ, unit) if unit else None,
        DossierKind(kind) if kind in list(DossierKind) else None,
        State(state) if state in list(State) else None,
    )


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
