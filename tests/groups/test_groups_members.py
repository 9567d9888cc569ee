"""Who belongs to a group: joining, moving from another liên gia group, leaving, leaving the village."""

from datetime import date, timedelta
from uuid import UUID

from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.clock import today
from app.extensions import db
from app.groups.models import Membership
from tests.client import Client
from tests.conftest import SignIn
from tests.contents import changed, contents
from tests.pages import parse
from tests.structure.answers import typed, why
from tests.world import World


def second(head: Client, kind: str = "lien_gia") -> str:
    """Found one more group in Na and return its address."""
    made = head.send("/groups", kind=kind, number="2", leader_name="Hà Văn Xuân", founded_on="2024-01-01")
    return str(made.headers["Location"])


def spells(app: Flask, household: UUID) -> list[tuple[date, date | None]]:
    """Return from when to when a household belonged to groups."""
    with app.app_context():
        rows = select(Membership).where(Membership.household_id == household).order_by(Membership.id)
        return [(one.since, one.until) for one in db.session.scalars(rows)]


def ticked(answer: TestResponse) -> list[str]:
    """Return the households that are ticked."""
    boxes = [box for box in parse(answer.text).iter("input") if box.get("name") == "household"]
    return [str(box.get("value")) for box in boxes if "checked" in box.attrib]


def test_several_households_join_at_once(as_: SignIn, world: World) -> None:
    head, to = as_("head"), f"/groups/{world.groups['Na']}"
    both = [str(world.households[name]) for name in ("Ánh", "Cúc")]
    assert head.send(f"{to}/members", household=both).status_code == 303
    assert "Lò Văn Trưởng · 3 hộ" in head.get("/groups").text
    assert head.send(f"{to}/members", household=both).status_code == 303, "who is in it stays"
    page = head.get(to).text
    assert all(name in page for name in ("Lò Văn Ánh", "Lường Thị Cúc", "Quàng Thị Bình"))


def test_the_households_are_searched_without_accents_and_the_ticked_stay(as_: SignIn, world: World) -> None:
    head, to = as_("head"), f"/groups/{world.groups['Na']}/members/new"
    anh = str(world.households["Ánh"])
    whole = head.get(to).text
    assert "Lò Văn Ánh" in whole
    assert "Quàng Thị Bình" not in whole, "who is in the group is not offered"
    assert "Cà Văn Dũng" not in whole, "nor who has left the village"
    found = head.part(f"{to}?q=luong+cuc&household={anh}")
    assert ticked(found) == [anh]
    assert "Lường Thị Cúc" in found.text
    assert "Tòng Văn Đức" not in found.text


def test_a_household_of_another_group_is_shown_and_moved(app: Flask, as_: SignIn, world: World) -> None:
    head, binh = as_("head"), world.households["Bình"]
    to = second(head)
    before = contents(app)
    asked = head.send(f"{to}/members", htmx=True, household=str(binh))
    assert (asked.status_code, asked.headers["Banyen-Reason"]) == (422, "in-another-group")
    assert "đang ở Nhóm liên gia tự quản số 1" in asked.text
    assert "Chuyển sang nhóm này" in asked.text
    assert ticked(asked) == [str(binh)]
    assert changed(before, contents(app)) == {}
    assert head.send(f"{to}/members", household=str(binh), move="1").status_code == 303
    [first, moved] = spells(app, binh)
    assert (first[1], moved) == (today(), (today(), None))
    assert "Quàng Thị Bình" in head.get(to).text
    assert "Hộ Quàng Thị Bình ở trong nhóm" in head.get(f"/groups/{world.groups['Na']}").text


def test_a_household_is_in_no_two_groups_on_a_day_of_the_past(app: Flask, as_: SignIn, world: World) -> None:
    head, binh = as_("head"), world.households["Bình"]
    to = second(head)
    left = today() - timedelta(days=20)
    with app.app_context():
        former = db.session.scalars(select(Membership).where(Membership.household_id == binh)).one()
        since, former.until = former.since, left
        db.session.commit()
        db.session.remove()
    before = contents(app)
    for address, group in ((to, 1), (f"/groups/{world.groups['Na']}", 1)):
        for move in (None, "1"):
            early = {"household": str(binh), "since": f"{left - timedelta(days=1)}", "move": move}
            answer = head.send(f"{address}/members", **early)
            told = why(answer, "since")
            assert answer.status_code == 422
            assert told
            assert f"đã ở Nhóm liên gia tự quản số {group} từ {since:%d/%m/%Y} đến {left:%d/%m/%Y}" in told
            assert (typed(answer)["since"], ticked(answer)) == (early["since"], [str(binh)])
    assert changed(before, contents(app)) == {}
    fire = head.send("/groups", kind="fire", number="1", leader_name="Hà Văn Xuân", founded_on="2024-01-01").location
    assert head.send(f"{fire}/members", household=str(binh), since="2024-02-01").status_code == 303
    assert head.send(f"{to}/members", household=str(binh), since=f"{left}").status_code == 303
    assert spells(app, binh)[0] == (since, left)
    assert (left, None) in spells(app, binh)


def test_a_group_that_becomes_another_kind_or_older_claims_no_day_of_another(
    app: Flask, as_: SignIn, world: World
) -> None:
    head, binh = as_("head"), world.households["Bình"]
    with app.app_context():
        former = db.session.scalars(select(Membership).where(Membership.household_id == binh)).one()
        former.until = left = today() - timedelta(days=20)
        db.session.commit()
        db.session.remove()
    group = {"number": "2", "leader_name": "Hà Văn Xuân", "founded_on": f"{left - timedelta(days=9)}"}
    fire = head.send("/groups", kind="fire", **group).location
    assert head.send(f"{fire}/members", household=str(binh), since=group["founded_on"]).status_code == 303
    before = contents(app)
    refused = head.send(fire, kind="lien_gia", version="1", **group)
    assert refused.status_code == 422
    assert "đã ở Nhóm liên gia tự quản số 1" in (why(refused, "kind") or "")
    assert changed(before, contents(app)) == {}
    own = {"kind": "lien_gia", **group, "number": "3", "founded_on": f"{left}"}
    to = head.send("/groups", **own).location
    assert head.send(f"{to}/members", household=str(binh), since=f"{left}").status_code == 303
    assert head.send(to, **{**own, "founded_on": f"{left - timedelta(days=5)}"}, version="1").status_code == 303
    assert (left, None) in spells(app, binh), "who was in another group then joined when it had left that"


def test_a_household_may_be_in_groups_of_other_kinds_besides(as_: SignIn, world: World) -> None:
    head, binh = as_("head"), str(world.households["Bình"])
    to = second(head, "fire")
    assert head.send(f"{to}/members", household=binh).status_code == 303
    change = {
        "version": "1",
        "kind": "lien_gia",
        "number": "2",
        "leader_name": "Hà Văn Xuân",
        "founded_on": "2024-01-01",
    }
    refused = head.send(to, **change)
    assert refused.status_code == 422, "it would be in two liên gia groups"
    assert "Nhóm liên gia tự quản số 1" in refused.text


def test_a_household_leaves_and_cannot_leave_twice(app: Flask, as_: SignIn, world: World) -> None:
    head, binh = as_("head"), world.households["Bình"]
    to = f"/groups/{world.groups['Na']}/members/{binh}/end"
    assert head.send(to).status_code == 303
    assert spells(app, binh)[0][1] == today()
    again = head.send(to)
    assert (again.status_code, again.headers["Banyen-Reason"]) == (409, "gone")


def test_a_household_that_leaves_the_village_leaves_its_group(app: Flask, as_: SignIn, world: World) -> None:
    head, binh = as_("head"), world.households["Bình"]
    moved = {"kind": "moved_out", "on": today().isoformat(), "reason": "Về quê"}
    assert head.send(f"/households/{binh}/departure", **moved).status_code == 303
    assert spells(app, binh)[0][1] == today()
    assert "Hộ Quàng Thị Bình ở trong nhóm" in head.get(f"/groups/{world.groups['Na']}").text


def test_households_that_cannot_join(app: Flask, as_: SignIn, world: World) -> None:
    to, before = f"/groups/{world.groups['Na']}/members", contents(app)
    police = as_("police")
    other = police.send(to, household=str(world.households["Hoa"]))
    assert (other.status_code, "không thuộc Bản Na" in other.text) == (422, True)
    away = police.send(to, household=str(world.households["Dũng"]))
    assert (away.status_code, "đã rời bản" in away.text) == (422, True)
    assert as_("head").send(to, household=str(world.households["Hoa"])).status_code == 404
    assert why(police.send(to), "household") == "Chưa chọn hộ nào. Đánh dấu ít nhất một hộ."
    assert why(police.send(to, household="x"), "household").startswith("Danh sách hộ bị hỏng.")
    anh = {"household": str(world.households["Ánh"])}
    for since in ((today() + timedelta(days=1)).isoformat(), "2001-01-01", "hôm nay"):
        late = police.send(to, **anh, since=since)
        assert (late.status_code, bool(why(late, "since")), typed(late)["since"]) == (422, True, since)
        assert ticked(late) == [anh["household"]]
    assert changed(before, contents(app)) == {}


def test_a_group_of_the_commune_takes_households_of_its_villages(as_: SignIn, world: World) -> None:
    police = as_("police")
    fields = {"village": str(world.units["An"]), "kind": "security", "leader_name": "Hà Văn Xuân"}
    to = police.send("/groups", **fields).headers["Location"]
    both = [str(world.households[name]) for name in ("Ánh", "Hoa")]
    assert police.send(f"{to}/members", household=both).status_code == 303
    assert police.send(f"{to}/members", household=str(world.households["Khánh"])).status_code == 404
