"""Where the pages of groups and activities lead: to what the person may open, and also without JavaScript."""

from flask import Flask

from app.extensions import db
from app.groups.models import Membership
from tests.conftest import SignIn
from tests.groups.test_activities import DAY
from tests.pages import parse, words
from tests.world import World


def links(text: str) -> list[str]:
    """Return where a page leads."""
    return [link.get("href") or "" for link in parse(text).iter("a")]


def test_a_group_s_page_leads_to_its_months_without_a_script(as_: SignIn, world: World) -> None:
    group = world.groups["Na"]
    assert f"/groups/{group}/year" in links(as_("head").get(f"/groups/{group}").text)


def test_the_other_group_of_a_joint_activity_is_a_link_only_for_who_may_open_it(as_: SignIn, world: World) -> None:
    police, na, pa = as_("police"), world.groups["Na"], world.groups["Pa"]
    to = police.send("/activities", kind="patrol", held_on=f"{DAY}", group=[str(na), str(pa)]).location
    theirs = {f"/groups/{na}", f"/groups/{pa}"}
    assert theirs <= set(links(police.get(to).text))
    page = as_("head").get(to).text
    assert theirs & set(links(page)) == {f"/groups/{na}"}
    rows = [words(part) for part in parse(page).iter("div") if part.get("class") == "row"]
    assert rows == ["Nhóm liên gia tự quản số 1Bản Pa"]
    assert all(as_("head").get(link).status_code == 200 for link in theirs & set(links(page)))


def test_a_household_in_a_group_of_the_commune_is_named_without_a_link_to_it(
    app: Flask, as_: SignIn, world: World
) -> None:
    police, free = as_("police"), str(world.households["Ánh"])
    fields = {"kind": "lien_gia", "number": "1", "leader_name": "Hà Văn Xuân", "founded_on": f"{DAY}"}
    commune_s = police.send("/groups", **fields, village=str(world.units["An"])).location
    assert police.send(f"{commune_s}/members", household=free).status_code == 303
    with app.app_context():
        assert db.session.query(Membership).filter_by(household_id=world.households["Ánh"], until=None).count() == 1
        db.session.remove()
    to = f"/groups/{world.groups['Na']}/members"
    assert commune_s in links(police.send(to, household=free).text)
    refused = as_("head").send(to, household=free).text
    assert "đang ở Nhóm liên gia tự quản số 1" in refused
    assert commune_s not in links(refused)


def test_the_facts_of_a_group_stand_above_its_households(as_: SignIn, world: World) -> None:
    page = as_("head").get(f"/groups/{world.groups['Na']}").text
    places = [
        page.index(part) for part in ("Lò Văn Trưởng", 'id="group-activity"', "Ngày thành lập", 'id="group-members"')
    ]
    assert places == sorted(places)


def test_who_acted_is_found_by_village_group_and_leader_without_accents(as_: SignIn, world: World) -> None:
    police, everywhere = as_("police"), {f"group-{world.groups[place]}" for place in ("Na", "Pa")}
    for typed, found in [
        ("", everywhere), ("ban pa", {f"group-{world.groups['Pa']}"}), ("TRUONG lien gia so 1", everywhere),
        ("ban pa so 2", set()),
    ]:  # fmt: skip
        page = police.get("/activities/new", query_string={"q": typed}).text
        cards = {box.get("id") for box in parse(page).iter("input") if box.get("name") == "group"}
        assert cards == found, typed
        [nothing] = [part for part in parse(page).iter("section") if part.get("id") == "not-found"]
        assert ("hidden" in nothing.attrib) == bool(found)


def test_a_group_is_found_by_its_name_and_place_as_the_list_shows_them(as_: SignIn, world: World) -> None:
    police, everywhere = as_("police"), {f"/groups/{world.groups[place]}" for place in ("Na", "Pa")}
    for typed, found in [
        ("nhom lien gia tu quan so 1", everywhere), ("ban pa", {f"/groups/{world.groups['Pa']}"}),
        ("TRUONG liên gia", everywhere), ("to hoa giai", set()), ("ban pa so 2", set()),
    ]:  # fmt: skip
        page = police.get("/groups", query_string={"q": typed}).text
        assert {link for link in links(page) if link in everywhere} == found, typed


def test_to_go_on_without_a_group_is_told_what_to_do(as_: SignIn) -> None:
    police = as_("police")
    for asked, hidden in ({"asked": "1"}, False), ({}, True):
        page = parse(police.get("/activities/new", query_string=asked).text)
        [said] = [part for part in page.iter("div") if part.get("id") == "unchosen"]
        assert ("hidden" in said.attrib, "Chưa chọn nhóm nào" in words(said)) == (hidden, True)
