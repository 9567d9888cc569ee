"""The forms and the acts of households, as each person meets them."""

from uuid import uuid4

import pytest
from sqlalchemy import func, select

from app.clock import today
from app.extensions import db
from app.households.models import DepartureKind, Household, Residence, VillageHouseholds
from app.vietnamese import printable
from tests.client import Client
from tests.conftest import SignIn
from tests.pages import parse, words
from tests.world import World

GOOD = {"head_name": "Hoàng Thị Xuân", "member_count": "5"}


def households() -> int:
    count = db.session.scalar(select(func.count()).select_from(Household))
    db.session.remove()
    return count or 0


def fetch(client: Client, id_: object) -> Household:
    with client.application.app_context():
        found = db.session.get(Household, id_)
        assert found
        db.session.expunge_all()
        db.session.remove()
    return found


def test_a_new_household_leads_to_its_pledge_and_resides_from_today(as_: SignIn, world: World) -> None:
    head, id_ = as_("head"), uuid4()
    answer = head.send("/households", id=str(id_), phone="+84 912.000.111", birth_year="1971", **GOOD)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/households/{id_}/pledge/new")
    with head.application.app_context():
        made = db.session.get_one(Household, id_)
        residence = db.session.scalars(select(Residence).where(Residence.household_id == id_)).one()
        counted = db.session.get_one(VillageHouseholds, world.units["Na"]).resident
        assert (made.village_id, made.phone, made.member_count) == (world.units["Na"], "+84912000111", 5)
        assert (residence.since, residence.until) == (today(), None)
        assert counted == 5


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"head_name": ""}, "head_name"),
        ({"head_name": "A" * 200}, "head_name"),
        ({"head_name": "Lò Văn 5"}, "head_name"),
        ({"head_name": "Lò \x07 Văn"}, "head_name"),
        ({"head_name": "Lò Văn 😀"}, "head_name"),
        ({"head_name": "Лю Ван"}, "head_name"),
        ({"birth_year": str(today().year + 1)}, "birth_year"),
        ({"birth_year": "1899"}, "birth_year"),
        ({"birth_year": "năm 70"}, "birth_year"),
        ({"member_count": "0"}, "member_count"),
        ({"member_count": "60"}, "member_count"),
        ({"member_count": ""}, "member_count"),
        ({"member_count": "4,5"}, "member_count"),
        ({"member_count": "9" * 400}, "member_count"),
        ({"phone": "123"}, "phone"),
        ({"phone": "+1 202 555 0100"}, "phone"),
        ({"phone": "số của con"}, "phone"),
        ({"address": "\x00"}, "address"),
        ({"address": "a" * 201}, "address"),
    ],
)
@pytest.mark.parametrize("htmx", [False, True])
def test_bad_input_gets_words_by_its_field_and_stores_nothing(
    as_: SignIn, fields: dict[str, str], field: str, htmx: bool
) -> None:
    head = as_("head")
    with head.application.app_context():
        before = households()
    answer = head.send("/households", htmx=htmx, **(GOOD | {"address": "cuối bản"} | fields))
    assert answer.status_code == 422
    tree = parse(answer.text)
    why = [element for element in tree.iter() if element.get("id") == f"{field}-why"]
    assert words(why[0])
    values = {control.get("name"): control.get("value") for control in tree.iter("input")}
    for name, text in ({"head_name": "Hoàng Thị Xuân", "address": "cuối bản"} | fields).items():
        assert values[name] == printable(text)
    with head.application.app_context():
        assert households() == before


@pytest.mark.parametrize("village", ["999999", "x", "-1", "Hạ", "Xa", "An"])
def test_an_unknown_or_foreign_village_is_404(as_: SignIn, world: World, village: str) -> None:
    place = str(world.units.get(village, village))
    assert as_("police").send("/households", village=place, **GOOD).status_code == 404
    assert as_("police").get("/households", query_string={"village": place}).status_code == 404


def test_police_must_choose_a_village(as_: SignIn, world: World) -> None:
    answer = as_("police").send("/households", **GOOD)
    assert answer.status_code == 422
    assert "Chọn bản của hộ này" in answer.text
    made = as_("police").send("/households", village=str(world.units["Pa"]), **GOOD)
    assert made.status_code == 303


@pytest.mark.parametrize("twin", [{"head_name": "lo van anh"}, {"head_name": "Khác Hẳn", "phone": "0912000222"}])
def test_a_likely_duplicate_is_shown_before_saving(as_: SignIn, twin: dict[str, str]) -> None:
    head = as_("head")
    head.send("/households", head_name="Vì Văn Một", member_count="2", phone="0912000222")
    answer = head.send("/households", **(GOOD | twin))
    assert answer.status_code == 422
    assert "Bản đã có hộ giống hộ này" in answer.text
    assert head.send("/households", duplicate_seen="1", **(GOOD | twin)).status_code == 303


def test_a_namesake_in_another_village_is_no_duplicate(as_: SignIn) -> None:
    assert as_("head2").send("/households", head_name="Lò Văn Ánh", member_count="4").status_code == 303


def test_the_same_form_sent_twice_is_told_apart(as_: SignIn) -> None:
    head, id_ = as_("head"), str(uuid4())
    head.send("/households", id=id_, **GOOD)
    again = head.send("/households", id=id_, duplicate_seen="1", **GOOD)
    assert (again.status_code, again.headers["Banyen-Reason"]) == (409, "id-taken")
    assert f"/households/{id_}" in again.text


def test_an_edit_raises_the_version(as_: SignIn, world: World) -> None:
    head, anh = as_("head"), world.households["Ánh"]
    assert head.send(f"/households/{anh}", version="1", head_name="Lò Văn Ánh", member_count="6").status_code == 303
    edited = fetch(head, anh)
    assert (edited.member_count, edited.version) == (6, 2)


@pytest.mark.parametrize("version", [None, "", "x"])
def test_an_edit_needs_the_version_it_was_opened_on(as_: SignIn, world: World, version: str | None) -> None:
    answer = as_("head").send(f"/households/{world.households['Ánh']}", version=version, **GOOD)
    assert answer.status_code == 422


def test_departure_and_return(as_: SignIn, world: World) -> None:
    head, binh = as_("head"), world.households["Bình"]
    went = head.send(f"/households/{binh}/departure", kind="moved_out", on=today().isoformat(), reason="Về Mường Mẫu")
    assert went.status_code == 303
    assert "Quàng Thị Bình" in head.get("/households?status=away").text
    assert "Còn 2 hộ" in head.get("/").text
    assert "trên 3 hộ" in head.get("/").text
    assert (
        head.send(f"/households/{binh}/departure", kind="moved_out", on=today().isoformat(), reason="x").status_code
        == 409
    )
    assert head.send(f"/households/{binh}/return").status_code == 303
    assert "Quàng Thị Bình" in head.get("/households?status=signed").text
    assert head.send(f"/households/{binh}/return").status_code == 409


def test_one_entered_by_mistake_never_resided(as_: SignIn, world: World) -> None:
    head, duc = as_("head"), world.households["Đức"]
    head.send(f"/households/{duc}/departure", kind="mistake", on=today().isoformat(), reason="Nhập hai lần")
    with head.application.app_context():
        residence = db.session.scalars(select(Residence).where(Residence.household_id == duc)).one()
        assert residence.until == residence.since
        assert residence.ended_kind is DepartureKind.MISTAKE


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"kind": "moved_village"}, "kind"),
        ({"kind": ""}, "kind"),
        ({"on": "2999-01-01"}, "on"),
        ({"on": "1950-01-01"}, "on"),
        ({"on": "hôm qua"}, "on"),
        ({"reason": " "}, "reason"),
        ({"reason": "x" * 501}, "reason"),
    ],
)
def test_a_bad_departure_stores_nothing(as_: SignIn, world: World, fields: dict[str, str], field: str) -> None:
    good = {"kind": "moved_out", "on": today().isoformat(), "reason": "Về quê"}
    answer = as_("head").send(f"/households/{world.households['Ánh']}/departure", **(good | fields))
    assert answer.status_code == 422
    assert [element for element in parse(answer.text).iter() if element.get("id") == f"{field}-why"]
    assert fetch(as_("head"), world.households["Ánh"]).away_since is None


@pytest.mark.parametrize("who", ["head2", "head3", "police2"])
def test_a_household_of_another_unit_does_not_exist(as_: SignIn, world: World, who: str) -> None:
    anh = world.households["Ánh"]
    for address in (f"/households/{anh}", f"/households/{anh}/edit", f"/households/{anh}/departure/new"):
        answer = as_(who).get(address)
        assert answer.status_code == 404
        assert "Ánh" not in answer.text
    assert as_(who).send(f"/households/{anh}", version="1", **GOOD).status_code == 404


@pytest.mark.parametrize("who", ["district", "province", "admin"])
def test_above_the_commune_nobody_reads_names(as_: SignIn, world: World, who: str) -> None:
    assert as_(who).get("/households").status_code == 403
    assert as_(who).get(f"/households/{world.households['Ánh']}").status_code == 403


def test_a_missing_or_foreign_token_keeps_what_was_typed(as_: SignIn) -> None:
    head = as_("head")
    answer = head.post("/households", data={"csrf_token": "stale", **GOOD})
    assert answer.status_code == 400
    values = {control.get("name"): control.get("value") for control in parse(answer.text).iter("input")}
    assert values["head_name"] == "Hoàng Thị Xuân"
    from_elsewhere = head.post("/households", data=GOOD, headers={"Origin": "https://elsewhere.example"})
    assert from_elsewhere.status_code == 400
    assert "Hoàng Thị Xuân" not in from_elsewhere.text
