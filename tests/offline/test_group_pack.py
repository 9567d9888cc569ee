"""Groups in the pack: those for which the person may log, whole, with what they did last."""

from flask import Flask

from app.clock import today
from app.extensions import db
from app.groups.models import Group, Standing
from tests.conftest import SignIn
from tests.offline.test_pack import later, pack_of, rows
from tests.world import World


def test_groups_come_whole_with_what_they_did_last(as_: SignIn, world: World) -> None:
    head = as_("head")
    before = pack_of(head)
    [group] = rows(before["groups"])
    assert (group["id"], group["label"]) == (str(world.groups["Na"]), "Nhóm liên gia tự quản số 1")
    assert (group["kind"], group["households"], group["people"]) == ("meeting", 1, 4)
    tip = {"kind": "tip", "held_on": today().isoformat(), "people_present": "2"}
    assert head.send(f"/groups/{world.groups['Na']}/activities", **tip).status_code == 303
    delta = pack_of(head, since=later(before))
    assert (delta["full"], delta["touched"]) == (False, [])
    assert [(each["kind"], each["people"]) for each in rows(delta["groups"])] == [("tip", 2)]
    assert [each["village"] for each in rows(pack_of(as_("police"))["groups"])] == ["Bản Na", "Bản Pa"]


def test_a_dissolved_group_and_others_groups_are_not_in_it(as_: SignIn, app: Flask, world: World) -> None:
    with app.app_context():
        db.session.get_one(Group, world.groups["Na"]).standing = Standing.DISSOLVED
        db.session.commit()
        db.session.remove()
    assert rows(pack_of(as_("head"))["groups"]) == []
    assert [each["id"] for each in rows(pack_of(as_("police"))["groups"])] == [str(world.groups["Pa"])]
