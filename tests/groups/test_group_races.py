"""Two at once about one group: who waits for the other judges by what the other has done meanwhile."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import event

from app.accounts.models import User
from app.clock import today
from app.extensions import db
from app.groups.models import Activity, Group, Standing
from app.groups.operations.standing import Turn, turn
from app.web.transaction import begin_writing
from tests.client import Client
from tests.contents import changed, contents
from tests.groups.test_activities import DAY, whys
from tests.offline.sending import answers, item, send_batch
from tests.offline.test_races import entered
from tests.world import World

PATROL = {"kind": "patrol", "held_on": f"{today()}", "summary": "Tuần tra đêm"}


def cast(app: Flask) -> World:
    """Return the cast."""
    with app.app_context():
        return World.read()


def while_dissolved(app: Flask, group: UUID, send: Callable[[], Any]) -> Any:
    """Dissolve the group from today on; return the answer to what is sent before that is committed."""
    with ThreadPoolExecutor(1) as pool, app.app_context():
        begin_writing()
        by = db.session.query(User).filter_by(username="police").one()
        turn(db.session.get_one(Group, group), Turn(Standing.DISSOLVED, today(), "Gộp"), by=by)
        asked: Future[Any] = pool.submit(send)
        assert not wait([asked], timeout=1).done, "it waits for the group"
        db.session.commit()
        db.session.remove()
        return asked.result()


def patrolled(client: Client, group: UUID) -> str:
    """Log what the group did yesterday, and return where that is."""
    sent = client.send(f"/groups/{group}/activities", **{**PATROL, "held_on": f"{DAY}"})
    assert sent.status_code == 303
    return str(sent.location)


@pytest.mark.parametrize("way", ["alone", "together", "edited", "corrected"])
def test_what_waits_while_the_group_is_dissolved_is_refused_by_its_day(fresh_app: Flask, way: str) -> None:
    world, police = cast(fresh_app), entered(fresh_app, "police")
    na, pa = world.groups["Na"], world.groups["Pa"]
    done = patrolled(police, na)
    ways: dict[str, tuple[str, dict[str, Any]]] = {
        "alone": (f"/groups/{na}/activities", {}), "together": ("/activities", {"group": [str(na), str(pa)]}),
        "edited": (done, {"version": "1"}), "corrected": (f"{done}/correction", {}),
    }  # fmt: skip
    to, more = ways[way]
    answer = while_dissolved(fresh_app, na, lambda: police.send(to, **PATROL, **more))
    said = f"Nhóm liên gia tự quản số 1 đã giải thể từ ngày {today():%d/%m/%Y}, nên không ghi được."
    assert whys(answer) == {"held_on": said}
    assert "Tuần tra đêm" in answer.text, "what was typed stays"
    with fresh_app.app_context():
        assert db.session.query(Activity).filter_by(held_on=today(), kind="patrol").count() == 0
        db.session.remove()


def test_what_a_phone_sends_while_the_group_is_dissolved_must_be_corrected(fresh_app: Flask) -> None:
    group, head = cast(fresh_app).groups["Na"], entered(fresh_app)
    sent = item(f"/groups/{group}/activities", PATROL, queued=True)
    (answer,) = answers(while_dissolved(fresh_app, group, lambda: send_batch(head, [sent])))
    assert (answer["status"], "đã giải thể từ ngày" in answer["html"]) == (422, True)


def test_a_form_that_is_sent_twice_at_once_is_the_same_activity_and_no_twin(fresh_app: Flask) -> None:
    """A double tap without a script: the second one arrives while the first is stored and not yet committed."""
    group, head = cast(fresh_app).groups["Na"], entered(fresh_app)
    fields, others = {**PATROL, "id": uuid4()}, list[Future[Any]]()
    before = contents(fresh_app)

    def send(_mapper: object, _connection: object, _made: Activity) -> None:
        if not others:
            others.append(pool.submit(lambda: head.send(f"/groups/{group}/activities", **fields)))
            wait(others, timeout=1)

    with ThreadPoolExecutor(1) as pool:
        event.listen(Activity, "after_insert", send)
        try:
            first = head.send(f"/groups/{group}/activities", **fields)
        finally:
            event.remove(Activity, "after_insert", send)
        second = others[0].result()
    assert (first.status_code, second.status_code) == (303, 409)
    assert "Hoạt động này đã được lưu rồi." in second.text
    assert len(changed(before, contents(fresh_app))["activities"]["came"]) == 1
