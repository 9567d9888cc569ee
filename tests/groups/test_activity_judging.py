"""Activities that may be the same, and who may put one in the place of another: nothing that counted is lost."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from flask import Flask
from werkzeug.test import TestResponse

from app.clock import now, today
from app.extensions import db
from app.groups.models import Activity, Group
from app.groups.queries.activities import counting
from tests.client import Client
from tests.conftest import SignIn
from tests.contents import changed, contents
from tests.offline.sending import answers, item, send_batch
from tests.world import World

DAY = today() - timedelta(days=1)
PATROL: dict[str, Any] = {"kind": "patrol", "held_on": f"{DAY}"}


def joint(police: Client, world: World, *places: str, **fields: Any) -> str:
    """Let the groups of these places patrol together and return the activity's address."""
    groups = [str(world.groups[place]) for place in places]
    return str(police.send("/activities", **PATROL, group=groups, **fields).location)


def queued(client: Client, to: str, **fields: Any) -> UUID:
    """Send an activity that waited on a phone, and return its id."""
    id_ = uuid4()
    assert (
        answers(send_batch(client, [item(to, {**PATROL, "id": str(id_), **fields}, queued=True)]))[0]["status"] == 201
    )
    return id_


def mark(app: Flask, id_: Any) -> str | None:
    """Return what an activity may be."""
    with app.app_context():
        twin = db.session.get_one(Activity, UUID(str(id_))).twin_id
        db.session.remove()
    return str(twin) if twin else None


def counted(app: Flask, group: UUID) -> set[str]:
    """Return the group's activities of the day that count."""
    with app.app_context():
        rows = db.select(Activity).where(counting(), Activity.held_on == DAY, Activity.groups.any(Group.id == group))
        found = {str(one.id) for one in db.session.scalars(rows)}
        db.session.remove()
    return found


def grow_old(app: Flask, id_: Any) -> None:
    """Let an activity have been received 31 days ago."""
    with app.app_context():
        db.session.get_one(Activity, UUID(str(id_))).received_at = now() - timedelta(days=31)
        db.session.commit()
        db.session.remove()


def refused(app: Flask, answer: TestResponse, before: dict[str, Any]) -> bool:
    """Tell whether an answer is 403, with nothing stored."""
    assert changed(before, contents(app)) == {}
    return answer.status_code == 403 and answer.headers["Banyen-Reason"] == "not-yours"


def test_the_same_as_a_joint_one_leaves_it_to_all_its_groups(app: Flask, as_: SignIn, world: World) -> None:
    na, pa = world.groups["Na"], world.groups["Pa"]
    both = joint(as_("police"), world, "Na", "Pa").rsplit("/", 1)[1]
    own = queued(as_("head"), f"/groups/{na}/activities")
    assert mark(app, own) == both
    answer = as_("head").send(f"/activities/{own}/distinction", same="1")
    assert (answer.status_code, answer.location) == (303, f"/activities/{both}")
    assert counted(app, na) == counted(app, pa) == {both}
    page = as_("head").get(f"/activities/{own}").text
    assert "không còn được tính" in page
    assert f"/activities/{both}" in page


def test_the_same_with_other_groups_each_gets_them_all(app: Flask, as_: SignIn, world: World) -> None:
    police = as_("police")
    founding = {"village": str(world.units["Pa"]), "kind": "security", "leader_name": "Hà Văn Xuân"}
    third = UUID(police.send("/groups", **founding, founded_on="2024-01-01").location.rsplit("/", 1)[1])
    first = joint(police, world, "Na", "Pa").rsplit("/", 1)[1]
    sent = item("/activities", PATROL, queued=True)
    sent["fields"] += [["group", str(id_)] for id_ in (world.groups["Na"], third)]
    [answer] = answers(send_batch(police, [sent]))
    second = answer["record"]
    assert mark(app, second) == first
    assert police.send(f"/activities/{second}/distinction", same="1").location == f"/activities/{second}"
    for group in (world.groups["Na"], world.groups["Pa"], third):
        assert counted(app, group) == {second}
    assert "Trước đó ghi:" in police.get(f"/activities/{second}").text


def test_the_same_as_what_a_correction_has_replaced_is_the_correction(app: Flask, as_: SignIn, world: World) -> None:
    head, na = as_("head"), world.groups["Na"]
    to = f"/groups/{na}/activities"
    first = head.send(to, **PATROL).location.rsplit("/", 1)[1]
    own = queued(head, to)
    correction = head.send(f"/activities/{first}/correction", **PATROL, people_present="3").location
    assert correction == f"/activities/{mark(app, own)}"
    assert head.send(f"/activities/{own}/distinction", same="1").location == f"/activities/{own}"
    assert counted(app, na) == {str(own)}
    elsewhere = queued(head, to)
    moved = {**PATROL, "held_on": f"{today()}"}
    assert head.send(f"/activities/{own}/correction", **moved).status_code == 303
    assert mark(app, elsewhere) is None, "what it was like has gone to another day"
    assert head.send(f"/activities/{elsewhere}/distinction", same="1").status_code == 303


def test_a_correction_that_is_like_another_is_asked_about(app: Flask, as_: SignIn, world: World) -> None:
    head, to = as_("head"), f"/groups/{world.groups['Na']}/activities"
    other = head.send(to, **PATROL).location
    made = head.send(to, **{**PATROL, "kind": "tip"}, summary="Tin về pháo").location
    before = contents(app)
    asked = head.send(f"{made}/correction", **PATROL, summary="Tin khác")
    assert asked.status_code == 422
    assert other in asked.text
    assert "Tin khác" in asked.text
    assert changed(before, contents(app)) == {}
    [answer] = answers(send_batch(head, [item(f"{made}/correction", PATROL, queued=True)]))
    assert answer["status"] == 201
    assert mark(app, answer["record"]) == other.rsplit("/", 1)[1]
    again = f"/activities/{answer['record']}/correction"
    assert head.send(again, **PATROL, duplicate_seen="1", summary="Tin khác").status_code == 303


def test_an_edit_that_is_like_it_no_longer_takes_the_mark_away(app: Flask, as_: SignIn, world: World) -> None:
    head, to = as_("head"), f"/groups/{world.groups['Na']}/activities"
    first = head.send(to, **PATROL).location.rsplit("/", 1)[1]
    own = queued(head, to)
    assert mark(app, own) == first
    assert head.send(f"/activities/{own}", **PATROL, people_present="2", version="1").status_code == 303
    assert mark(app, own) == first, "it still is like it"
    assert head.send(f"/activities/{own}", **{**PATROL, "kind": "tip"}, version="2").status_code == 303
    assert mark(app, own) is None
    third = queued(head, to)
    assert mark(app, third) == first
    assert head.send(f"/activities/{first}", **{**PATROL, "held_on": f"{today()}"}, version="1").status_code == 303
    assert mark(app, third) is None, "nor is it when the other is edited"
    assert "có thể trùng" not in head.get("/activities").text


def test_a_head_puts_nothing_in_the_place_of_what_the_police_logged(app: Flask, as_: SignIn, world: World) -> None:
    head, police = as_("head"), as_("police")
    alone = police.send(f"/groups/{world.groups['Na']}/activities", **PATROL, people_present="9").location
    for made in (alone, joint(police, world, "Na", "Pa", duplicate_seen="1")):
        before = contents(app)
        assert refused(app, head.send(f"{made}/correction", **PATROL, people_present="1", duplicate_seen="1"), before)
        assert head.get(f"{made}/correction/new").status_code == 403
        assert refused(app, head.send(f"{made}/distinction"), before)
        assert "correction/new" not in head.get(made).text
    assert police.send(f"{alone}/correction", **PATROL, people_present="8", duplicate_seen="1").status_code == 303


def test_a_head_s_own_that_is_the_same_as_the_police_s_yields(app: Flask, as_: SignIn, world: World) -> None:
    head, na = as_("head"), world.groups["Na"]
    theirs = as_("police").send(f"/groups/{na}/activities", **PATROL, people_present="9").location.rsplit("/", 1)[1]
    own = queued(head, f"/groups/{na}/activities", people_present="2")
    assert head.send(f"/activities/{own}/distinction", same="1").location == f"/activities/{theirs}"
    assert counted(app, na) == {theirs}


def test_after_thirty_days_who_may_log_for_every_group_corrects(app: Flask, as_: SignIn, world: World) -> None:
    head, police = as_("head"), as_("police")
    alone = police.send(f"/groups/{world.groups['Na']}/activities", **PATROL).location
    both = joint(police, world, "Na", "Pa", duplicate_seen="1")
    for made in (alone, both):
        grow_old(app, made.rsplit("/", 1)[1])
    before = contents(app)
    assert refused(app, head.send(f"{both}/correction", **PATROL, duplicate_seen="1"), before)
    assert "correction/new" not in head.get(both).text
    assert head.send(f"{alone}/correction", **PATROL, people_present="2", duplicate_seen="1").status_code == 303
    assert police.send(f"{both}/correction", **PATROL, people_present="2", duplicate_seen="1").status_code == 303
