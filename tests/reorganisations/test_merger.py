"""The cast once communes, villages and districts were merged: who reads what, what goes on, what stays as it was."""

from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select, update

from app.accounts.models import User
from app.audit.models import AuditEvent
from app.boards.queries import progress
from app.clock import today
from app.doctor import examine
from app.extensions import db
from app.groups.models import Activity, Group
from app.households.models import Household
from app.households.queries import counts
from app.pledges.models import Pledge
from app.policy import REACHING_PAST, Action, can, visible
from app.reorganisations.sums import sums
from app.standing.kinds import KINDS
from app.units.models import Placement, Unit
from app.units.queries import readable
from app.web.transaction import begin_writing
from tests.conftest import SignIn
from tests.pages import parse
from tests.reorganisations.plans import HEAD, MERGER, reorganise
from tests.standing.filled import FILLED
from tests.structure import forms, group_forms
from tests.structure.test_queries import counted
from tests.world import World, id_of


@pytest.fixture
def merged(app: Flask, world: World, tmp_path: Path) -> World:
    """The cast as it was found before, now in merged units."""
    done = reorganise(app, tmp_path, MERGER, "--yes", "--by", "admin")
    assert done.exit_code == 0, done.output
    return world


def unit(code: str) -> Unit:
    return db.session.scalars(select(Unit).where(Unit.code == code)).one()


def said(text: str) -> str:
    return " ".join(" ".join(parse(text).itertext()).split())


def test_nothing_is_lost_and_the_sums_are_what_they_were(app: Flask, world: World, tmp_path: Path) -> None:
    with app.app_context():
        before, province = sums(), db.session.get_one(Unit, world.units["Thử"])
        households, signed = counts(province), progress([province], today().year)[0].signed
        db.session.remove()
        assert reorganise(app, tmp_path, MERGER, "--yes", "--by", "admin").exit_code == 0
        province = db.session.get_one(Unit, world.units["Thử"])
        assert sums() == before
        assert (counts(province), progress([province], today().year)[0].signed) == (households, signed)
        assert (households.resident, signed) == (9, 4)
        assert {finding.check: finding.faults for finding in examine() if finding.faults} == {}


def test_trying_it_tells_what_follows_and_what_lapses(app: Flask, world: World, tmp_path: Path) -> None:  # noqa: ARG001
    tried = reorganise(app, tmp_path, MERGER, "--dry-run", "--by", "admin").output
    for line in (
        "Bản Na (thu:Na) into Bản Na Pa (moi:NP); 5 households and 1 groups go on in Bản Na Pa",
        "Bản Hạ (thu:Hạ) to Xã An Bình", "Bản Hạ (thu:Hạ) to Bản Hạ Mới",
        "police (commune_police, Xã An): moved to Xã An Bình", "head2 (village_head, Bản Pa): moved to Bản Na Pa",
        "district (district, Huyện Một): closed", "hotspot: Xã An (thu:An)", "convention: Bản Na (thu:Na)",
    ):  # fmt: skip
        assert f"  {line}\n" in tried, line


def test_each_account_has_its_event_and_what_was_chosen_is_done(app: Flask, world: World, tmp_path: Path) -> None:
    chosen = MERGER + "accounts:\n  - {username: head2, to: close}\n  - {username: police2, to: thu:Chung}\n"
    assert reorganise(app, tmp_path, chosen, "--yes", "--by", "admin").exit_code == 0
    with app.app_context():
        users = {user.username: user for user in db.session.scalars(select(User)).unique()}
        assert users["head2"].disabled_at is not None
        assert {name: users[name].unit.code for name in ("police", "police2", "head")} == {
            "police": "AB", "police2": "Chung", "head": "NP",
        }  # fmt: skip
        events = db.session.scalars(select(AuditEvent).where(AuditEvent.action.startswith("account:"))).all()
        last = [(event.action, event.subject_id) for event in events if event.action != "account:create"]
        assert sorted(last) == sorted(
            [("account:move", str(world.users[name])) for name in ("police", "police2", "head")]
            + [("account:disable", str(world.users[name])) for name in ("head2", "district", "district2")]
        )
        assert {event.actor_id for event in events if event.action != "account:create"} == {world.users["admin"]}


@pytest.mark.parametrize(
    ("who", "place", "status"),
    [
        ("police", "An", 200), ("police", "Bình", 200), ("police", "Na", 200), ("police2", "An", 200),
        ("head", "Na", 200), ("head", "Pa", 200), ("head2", "Na", 200), ("province", "An", 200),
        ("head", "An", 404), ("head", "Hạ", 404), ("head3", "Na", 404), ("head3", "Bình", 404),
    ],
)  # fmt: skip
def test_who_took_a_unit_over_reads_its_records_and_changes_none(
    as_: SignIn, merged: World, who: str, place: str, status: int
) -> None:
    client, address = as_(who), f"/registrations/{merged.registrations[place]}"
    assert client.get(address).status_code == status
    assert client.get(f"/units/{merged.units[place]}/standing").status_code == status
    assert client.get(f"{address}/edit").status_code == 404
    assert client.send(f"{address}/withdrawal", reason="Ghi nhầm").status_code == 404
    new = FILLED["registrations"]
    assert client.send("/registrations", unit=str(merged.units["An"]), id=str(uuid4()), **new).status_code in {403, 404}


@pytest.mark.parametrize("who", ["head", "head2", "police", "police2"])
def test_activities_of_before_are_read_and_not_changed(as_: SignIn, merged: World, who: str) -> None:
    client, address = as_(who), f"/activities/{merged.activities['Na']}"
    assert client.get(address).status_code == 200
    assert client.get(f"{address}/edit").status_code == 404
    assert client.send(f"{address}/withdrawal", reason="Ghi nhầm").status_code == 404
    assert merged.activities["Na"].hex in client.get("/activities").text.replace("-", "")


def test_households_and_their_pledges_go_on(app: Flask, as_: SignIn, merged: World) -> None:
    head, household = as_("head"), merged.households["Hoa"]  # who was in Pa
    names = said(head.get("/households?status=all").text)
    assert all(name in names for name in ("Lò Văn Ánh", "Vì Thị Giang", "Lò Thị Hoa"))
    assert head.send(f"/households/{household}/pledge", **forms.pledge("head")).status_code == 303
    assert head.send(f"/pledges/{merged.pledges['Giang']}/withdrawal", reason="Ký nhầm hộ").status_code == 303
    assert head.send(f"/households/{merged.households['Dũng']}/return", returned_on=f"{today()}").status_code == 303
    assert as_("head3").get(f"/pledges/{merged.pledges['Bình']}").status_code == 404
    page = said(head.get(f"/households/{household}").text)
    assert f"Ở Bản Na Pa từ {today():%d/%m/%Y}" in page
    assert f"Ở Bản Pa từ {today():%d/%m/%Y} đến {today():%d/%m/%Y}: sắp xếp lại đơn vị" in page
    with app.app_context():
        assert {finding.check: finding.faults for finding in examine() if finding.faults} == {}
        assert db.session.get_one(Pledge, merged.pledges["Giang"]).village_id == merged.units["Pa"], (
            "where it was signed"
        )


def test_groups_go_on_under_numbers_of_their_own(app: Flask, as_: SignIn, merged: World) -> None:
    with app.app_context():
        groups = db.session.scalars(select(Group).where(Group.unit_id == unit("NP").id).order_by(Group.number)).all()
        assert [(group.id, group.number) for group in groups] == [(merged.groups["Na"], 1), (merged.groups["Pa"], 2)]
    for place in ("Na", "Pa"):
        fields = group_forms.activity("head")
        address = f"/groups/{merged.groups[place]}/activities"
        assert as_("head").send(address, **{**fields, "id": str(uuid4()), "duplicate_seen": "1"}).status_code == 303


def test_what_waited_on_a_phone_arrives_where_the_village_went_on(app: Flask, as_: SignIn, merged: World) -> None:
    form = {**forms.household("police"), "id": str(uuid4()), "village": str(merged.units["Na"])}
    assert as_("police").send("/households", key=uuid4(), **form).status_code == 201
    assert (
        as_("police").send("/households", key=uuid4(), **{**form, "village": str(merged.units["Xa"])}).status_code
        == 404
    )
    with app.app_context():
        newest = db.session.scalars(select(Household).order_by(Household.created_at.desc())).first()
        assert newest is not None
        assert newest.village_id == unit("NP").id


def test_where_there_is_no_district_the_province_does_its_work(app: Flask, as_: SignIn, merged: World) -> None:  # noqa: ARG001
    with app.app_context():
        place = unit("AB").id
    for path in ("recognitions", "hotspots", "forces", "registrations"):
        fields = {**FILLED[path], "unit": str(place), "id": str(uuid4())}
        assert as_("province").send(f"/{path}", **fields).status_code == 303, path


def test_lists_and_rights_agree_on_ended_units(app: Flask, merged: World) -> None:
    with app.app_context():
        units = {each.id: each for each in db.session.scalars(select(Unit))}
        past = 0
        for username in merged.users:
            actor = db.session.get_one(User, merged.users[username])
            if actor.disabled_at:
                continue
            for action in Action:
                for kind in KINDS:
                    model: Any = kind.model
                    listed = {row.id for row in db.session.scalars(visible(actor, action, model))}
                    rows = db.session.scalars(select(model)).all()
                    assert listed == {row.id for row in rows if can(actor, action, units[row.unit_id])}, action
                    past += sum(units[row.unit_id].has_ended for row in rows if row.id in listed)
                seen = {each.id for each in db.session.scalars(readable(actor, action, past=action in REACHING_PAST))}
                assert seen == {id_ for id_, each in units.items() if can(actor, action, each)}, (username, action)
        assert past > 20


def test_the_administrator_sees_what_came_from_what(app: Flask, as_: SignIn, merged: World) -> None:
    with app.app_context():
        new = unit("AB").id
    page = said(as_("admin").get(f"/units/{new}").text)
    assert f"Tiếp nhận Xã An từ {today():%d/%m/%Y}" in page
    assert f"Tiếp nhận Xã Bình từ {today():%d/%m/%Y}" in page
    former = said(as_("admin").get(f"/units/{merged.units['An']}").text)
    assert f"Đã nhập vào Xã An Bình từ {today():%d/%m/%Y}" in former
    assert f"Đã kết thúc từ {today():%d/%m/%Y}" in former
    assert f"Trước ngày {today():%d/%m/%Y} gọi là Bản Hạ" in said(as_("admin").get(f"/units/{merged.units['Hạ']}").text)
    assert "Huyện Một" in said(as_("admin").get(f"/units/{merged.units['Thử']}").text)


def test_a_page_asks_as_often_for_one_predecessor_as_for_several(app: Flask, as_: SignIn, merged: World) -> None:
    with app.app_context():
        places = [merged.units["Chung"], unit("AB").id]  # of none, of two
    admin, asked = as_("admin"), list[int]()
    for place in places:
        with counted(app) as statements:
            assert admin.get(f"/units/{place}").status_code == 200
        asked.append(len(statements))
    assert asked[1] <= asked[0] + 1


def test_the_new_unit_leads_to_the_files_of_those_before(app: Flask, as_: SignIn, merged: World) -> None:
    with app.app_context():
        new = unit("AB").id
    page = as_("police").get(f"/units/{new}/standing").text
    assert f'href="/units/{merged.units["An"]}/standing"' in page
    assert "hồ sơ chỉ để xem" in said(as_("police").get(f"/units/{merged.units['An']}/standing").text)


def test_what_was_sent_before_keeps_its_receipt(as_: SignIn, merged: World) -> None:
    for who in ("police", "head", "head2", "province"):
        assert as_(who).get(f"/receipts/{merged.receipts['Na']}").status_code == 200
    assert as_("head3").get(f"/receipts/{merged.receipts['Na']}").status_code == 404


def test_who_took_over_through_two_mergers_still_reads(app: Flask, as_: SignIn, merged: World, tmp_path: Path) -> None:
    again = HEAD.replace("sap-xep-thu", "lan-hai").replace("moi", "moi2") + (
        "merge:\n  - {from: [moi:AB, thu:Chung], into: {code: ABC, title: xã, name: An Bình Chung}}\n"
    )
    assert "lies where it lies only since" in reorganise(app, tmp_path, again, "--yes").output
    with app.app_context():  # let the first be of the day before
        begin_writing()
        before = today() - timedelta(days=1)
        for table, column in ((Placement, Placement.valid_from), (Unit, Unit.valid_from)):
            db.session.execute(update(table).where(column == today()).values({column.key: before}))
        db.session.commit()
    assert reorganise(app, tmp_path, again, "--yes").exit_code == 0
    for place in ("An", "Bình", "Na"):
        assert as_("police").get(f"/registrations/{merged.registrations[place]}").status_code == 200
        assert as_("head3").get(f"/registrations/{merged.registrations[place]}").status_code == 404


def test_a_part_becomes_a_unit_of_its_own_and_the_rest_goes_on(
    app: Flask, as_: SignIn, world: World, tmp_path: Path
) -> None:
    text = HEAD + (
        "split:\n  - from: thu:An\n    into:\n      - {unit: thu:An}\n"
        "      - {code: AA, title: xã, name: An Mới, with: [thu:Pa]}\n"
    )
    done = reorganise(app, tmp_path, text, "--yes")
    assert done.exit_code == 0, done.output
    with app.app_context():
        assert unit("Pa").path == f"{unit('AA').path}{world.units['Pa']}/"
        assert unit("An").path is not None
    assert as_("police").get(f"/registrations/{world.registrations['An']}").status_code == 200
    assert as_("police").get(f"/registrations/{world.registrations['Pa']}").status_code == 404, "it moved"
    assert as_("head2").get(f"/registrations/{world.registrations['Pa']}").status_code == 200
    assert "Một phần đã nhập vào Xã An Mới" in said(as_("admin").get(f"/units/{world.units['An']}").text)


def test_of_a_split_each_part_reads_and_the_first_counts(app: Flask, as_: SignIn, world: World, tmp_path: Path) -> None:
    text = HEAD + (
        "split:\n  - from: thu:An\n    into:\n      - {code: A1, title: xã, name: An Một, with: [thu:Na]}\n"
        "      - {code: A2, title: xã, name: An Hai, with: [thu:Pa]}\n"
        "accounts:\n  - {username: police, to: moi:A2}\n"
    )
    assert reorganise(app, tmp_path, text, "--yes").exit_code == 0
    assert as_("police").get(f"/registrations/{world.registrations['An']}").status_code == 200
    assert as_("police").get(f"/registrations/{world.registrations['Na']}").status_code == 404
    assert as_("police").get(f"/registrations/{world.registrations['Pa']}").status_code == 200
    with app.app_context():
        assert {finding.check: finding.faults for finding in examine() if finding.faults} == {}
        assert db.session.get_one(Activity, id_of("activity Na")).unit_id == world.units["Na"]
