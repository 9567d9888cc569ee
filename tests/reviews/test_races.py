"""Two at once about one dossier, each in a transaction of its own: one is done, the other is told."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from flask import Flask
from sqlalchemy import func, select

from app.extensions import db
from app.reviews.models import Act, Submission, SubmissionVersion, Transition
from app.seals.models import Seal
from tests.offline.test_races import entered
from tests.reviews.test_course import YEAR, seen_in
from tests.world import World


def cast(app: Flask) -> World:
    """Return the cast."""
    with app.app_context():
        return World.read()


def at_once(*acts: Callable[[], Any]) -> list[int]:
    """Do all of them at the same time, and return how each was answered."""
    with ThreadPoolExecutor(len(acts)) as pool:
        return sorted(each.status_code for each in pool.map(lambda act: act(), acts))


def count(app: Flask, rows: Any) -> int:
    """Return how many rows there are of a select."""
    with app.app_context():
        found = db.session.scalar(select(func.count()).select_from(rows.subquery()))
        db.session.remove()
    return int(found or 0)


def test_two_decisions_on_what_both_have_seen_are_one(fresh_app: Flask) -> None:
    sent = cast(fresh_app).submissions["Na"]
    one, other, place = entered(fresh_app, "police"), entered(fresh_app, "police"), f"/reviews/{sent}"
    before = seen_in(one.get(place))
    answers = at_once(
        lambda: one.send(f"{place}/decision", decision="approve", **before),
        lambda: other.send(f"{place}/decision", decision="return", reason="Thiếu ảnh", **before),
    )
    assert answers == [303, 409]
    decided = (Transition.submission_id == sent, Transition.act != Act.SEND)
    assert count(fresh_app, select(Transition.id).where(*decided)) == 1


def test_two_who_approve_at_the_last_step_set_one_seal(fresh_app: Flask) -> None:
    sent = cast(fresh_app).submissions["Na"]
    place = f"/reviews/{sent}"
    assert entered(fresh_app, "police").send(f"{place}/decision", decision="approve").status_code == 303
    one, other = entered(fresh_app, "district"), entered(fresh_app, "district")
    before = seen_in(one.get(place))
    acts = [lambda who=who: who.send(f"{place}/decision", decision="approve", **before) for who in (one, other)]
    assert at_once(*acts) == [303, 409]
    assert count(fresh_app, select(Seal.id).where(Seal.submission_id == sent)) == 1


def test_village_head_and_police_who_send_the_same_dossier_send_it_once(fresh_app: Flask) -> None:
    world = cast(fresh_app)
    head, police, sent = entered(fresh_app, "head"), entered(fresh_app, "police"), world.submissions["Na"]
    assert head.send(f"/reviews/{sent}/taking-back").status_code == 303
    answers = at_once(
        lambda: head.send("/submissions", year=str(YEAR)),
        lambda: police.send("/submissions", unit=str(world.units["Na"]), year=str(YEAR)),
    )
    assert answers == [303, 409]
    assert count(fresh_app, select(Submission.id).where(Submission.unit_id == world.units["Na"])) == 1
    assert count(fresh_app, select(SubmissionVersion.id).where(SubmissionVersion.submission_id == sent)) == 2
