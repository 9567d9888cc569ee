"""What a group's days may not do: a leader before the one before, an end before what was done."""

from datetime import timedelta
from uuid import UUID

from flask import Flask
from sqlalchemy import select

from app.clock import today
from app.extensions import db
from app.groups.models import Activity, ActivityGroup
from tests.conftest import SignIn
from tests.contents import changed, contents
from tests.groups.test_groups import day, edited
from tests.structure.answers import typed, why
from tests.world import World


def test_a_leader_before_the_one_before_is_refused_by_the_field(app: Flask, as_: SignIn, world: World) -> None:
    head, to = as_("head"), f"/groups/{world.groups['Na']}"
    change = edited(leader_name="Vì Văn Mới", led_since=day(-9), deputy_name="Lò Thị Phó")
    assert head.send(to, **change).status_code == 303
    before = contents(app)
    for wrong in (
        {**change, "leader_name": "Hà Văn Xuân", "led_since": day(-10)},
        {**change, "deputy_name": "Lò Thị Hai", "led_since": day(-10)},
        {**change, "deputy_name": "", "led_since": day(-10)},
    ):
        answer = head.send(to, **{**wrong, "version": "2"})
        told = why(answer, "led_since") or ""
        assert (answer.status_code, typed(answer)["led_since"]) == (422, day(-10))
        assert f"làm từ ngày {today() - timedelta(days=9):%d/%m/%Y}" in told
        assert "Vì Văn Mới" in told or "Lò Thị Phó" in told
    assert changed(before, contents(app)) == {}


def test_a_founding_or_an_end_that_cuts_off_what_was_done_is_refused_by_the_field(
    app: Flask, as_: SignIn, world: World
) -> None:
    head, to = as_("head"), f"/groups/{world.groups['Na']}"
    done = [today() - timedelta(days=days) for days in (8, 6, 6, 5, 4, 3, 2)]
    for on, kind in zip(done, ["meeting", "meeting", "tip", "help", "fire", "tip", "tip"], strict=True):
        assert head.send(f"{to}/activities", kind=kind, held_on=f"{on}").status_code == 303
    before = contents(app)
    late = head.send(to, **edited(founded_on=day(-5)))
    said = f"3 hoạt động trước ngày này: {done[0]:%d/%m/%Y}, {done[1]:%d/%m/%Y}."
    assert (late.status_code, said in (why(late, "founded_on") or "")) == (422, True)
    end = {"standing": "dissolved", "reason": "Sáp nhập bản"}
    for htmx in (False, True):
        early = head.send(f"{to}/standing", htmx=htmx, **end, since=day(-9))
        told = why(early, "since") or ""
        assert (early.status_code, "8 hoạt động sau ngày này" in told) == (422, True)
        assert f"{done[0]:%d/%m/%Y}" in told
        assert "…" in told
    assert changed(before, contents(app)) == {}
    assert head.send(to, **edited(founded_on=day(-8))).status_code == 303
    for id_ in _ids(app, world):
        taken = head.send(f"/activities/{id_}/withdrawal", reason="Ghi nhầm", sure="y")
        assert taken.status_code == 303
    assert head.send(f"{to}/standing", **end, since=day(-7)).status_code == 303, "what was taken back counts no more"


def test_what_was_done_on_the_last_day_can_still_be_mended(as_: SignIn, world: World) -> None:
    """A group may dissolve at its last meeting; what is written of that day keeps its day, and no other is taken."""
    police, group = as_("police"), world.groups["Na"]
    last = {"kind": "patrol", "held_on": f"{today()}", "people_present": "2"}
    to = police.send(f"/groups/{group}/activities", **last).location
    end = {"standing": "dissolved", "since": f"{today()}", "reason": "Gộp vào nhóm khác"}
    assert police.send(f"/groups/{group}/standing", **end).status_code == 303
    assert "đã giải thể" in (
        why(police.send(f"/groups/{group}/activities", **{**last, "kind": "tip"}), "held_on") or ""
    )
    assert police.send(to, **{**last, "people_present": "3"}, version="1").status_code == 303
    corrected = police.send(f"{to}/correction", **{**last, "people_present": "1"})
    assert corrected.status_code == 303
    earlier = police.send(corrected.location, **{**last, "held_on": f"{today() - timedelta(days=1)}"}, version="1")
    assert earlier.status_code == 303
    later = police.send(corrected.location, **last, version="2")
    assert (later.status_code, "đã giải thể" in (why(later, "held_on") or "")) == (422, True)


def _ids(app: Flask, world: World) -> list[UUID]:
    """Return the activities of the group in Na since a week ago."""
    with app.app_context():
        mine = ActivityGroup.group_id == world.groups["Na"]
        rows = select(Activity.id).join(ActivityGroup, ActivityGroup.activity_id == Activity.id)
        found = list(db.session.scalars(rows.where(mine, Activity.held_on > today() - timedelta(days=7))))
        db.session.remove()
    return found
