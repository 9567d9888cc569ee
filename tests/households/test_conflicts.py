"""Two people edit one household: both versions side by side, each field chosen, nothing overwritten unseen."""

from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from app.clock import today
from app.extensions import db
from app.households.models import Household
from tests.client import Client
from tests.conftest import SignIn
from tests.offline.sending import answers, household, item, send_batch
from tests.pages import parse, words
from tests.world import World

Fields = dict[str, str]
FACTS = ("head_name", "member_count", "birth_year", "phone", "address")


def stored(client: Client, id_: object) -> dict[str, Any]:
    """Return the facts and the version of a household."""
    with client.application.app_context():
        found = db.session.get_one(Household, id_)
        facts = {name: getattr(found, name) for name in (*FACTS, "version")}
        db.session.remove()
    return facts


def open_form(client: Client, id_: object) -> Fields:
    """Return the fields of the edit form as a browser would send them."""
    return controls(client.get(f"/households/{id_}/edit"))


def controls(answer: TestResponse) -> Fields:
    """Return what a browser would send of the household's form in an answer."""
    form = next(form for form in parse(answer.text).iter("form") if form.get("id") == "household-form")
    return {
        str(control.get("name")): control.get("value") or ""
        for control in form.iter("input")
        if control.get("type") != "radio" or "checked" in control.attrib
    }


def offered(answer: TestResponse) -> dict[str, list[str]]:
    """Return the words of each choice, by field."""
    found: dict[str, list[str]] = {}
    tree = parse(answer.text)
    said = {label.get("for"): words(label) for label in tree.iter("label")}
    for radio in tree.iter("input"):
        if radio.get("type") == "radio":
            found.setdefault(str(radio.get("name")), []).append(said[radio.get("id")])
    return found


def edit(client: Client, id_: object, form: Fields, **changes: str) -> TestResponse:
    """Send the form with changes."""
    return client.send(f"/households/{id_}", **(form | changes))


@pytest.fixture
def told(as_: SignIn, world: World) -> TestResponse:
    """What police is told, who changed telephone and members, after the head changed address and members."""
    head, police, anh = as_("head"), as_("police"), world.households["Ánh"]
    mine = open_form(police, anh)
    assert edit(head, anh, open_form(head, anh), address="cuối bản", member_count="6").status_code == 303
    return edit(police, anh, mine, phone="0912 000 333", member_count="7")


def test_both_versions_stand_side_by_side(told: TestResponse) -> None:
    assert (told.status_code, told.headers["Banyen-Reason"]) == (409, "version")
    assert "Cán bộ head đã sửa hộ này lúc" in told.text
    assert f"{today():%d/%m/%Y}" in told.text
    assert offered(told) == {
        "member_count": ["6Cán bộ head sửa", "7Bạn nhập"],
        "phone": ["–Đang lưu (không đổi)", "0912 000 333Bạn nhập"],
        "address": ["cuối bảnCán bộ head sửa", "–Bạn nhập (không đổi)"],
    }


def test_the_side_that_alone_changed_is_chosen_and_the_person_says_the_rest(
    told: TestResponse, as_: SignIn, world: World
) -> None:
    police, anh, form = as_("police"), world.households["Ánh"], controls(told)
    assert (form["phone"], form["address"]) == ("+84912000333", "cuối bản")
    assert "member_count" not in form
    assert edit(police, anh, form, member_count="7").status_code == 303
    assert stored(police, anh) == {
        "head_name": "Lò Văn Ánh", "member_count": 7, "birth_year": None, "phone": "+84912000333",
        "address": "cuối bản", "version": 3,
    }  # fmt: skip


def test_the_choice_is_asked_for_by_the_browser_too(told: TestResponse) -> None:
    radios = [control for control in parse(told.text).iter("input") if control.get("type") == "radio"]
    assert radios
    assert all("required" in radio.attrib for radio in radios)


def test_a_third_edit_meanwhile_gives_the_same_page_again(told: TestResponse, as_: SignIn, world: World) -> None:
    head, police, anh = as_("head"), as_("police"), world.households["Ánh"]
    edit(head, anh, open_form(head, anh), birth_year="1970")
    again = edit(police, anh, controls(told), member_count="7")
    assert (again.status_code, again.headers["Banyen-Reason"]) == (409, "version")
    assert offered(again) == {
        "member_count": ["6Đang lưu (không đổi)", "7Bạn nhập"],
        "birth_year": ["1970Cán bộ head sửa", "–Bạn nhập (không đổi)"],
        "phone": ["–Đang lưu (không đổi)", "0912 000 333Bạn nhập"],
    }
    assert edit(police, anh, controls(again)).status_code == 303
    assert stored(police, anh) == {
        "head_name": "Lò Văn Ánh", "member_count": 7, "birth_year": 1970, "phone": "+84912000333",
        "address": "cuối bản", "version": 4,
    }  # fmt: skip


def test_a_replay_is_given_the_fragment_which_may_wait_on_the_phone_itself(as_: SignIn, world: World) -> None:
    head, police, anh = as_("head"), as_("police"), world.households["Ánh"]
    mine = open_form(police, anh)
    edit(head, anh, open_form(head, anh), member_count="6")
    told = police.send(f"/households/{anh}", key=str(uuid4()), **(mine | {"member_count": "7"}))
    assert told.status_code == 409
    assert "<!doctype" not in told.text
    form = next(parse(told.text).iter("form"))
    assert (form.get("data-outbox"), form.get("data-about")) == ("Sửa hộ", "Lò Văn Ánh")
    done = police.send(f"/households/{anh}", key=str(uuid4()), **(controls(told) | {"member_count": "7"}))
    assert done.status_code == 201


def test_a_form_that_does_not_say_what_it_was_opened_with_leaves_every_choice_to_the_person(
    as_: SignIn, world: World
) -> None:
    head, police, anh = as_("head"), as_("police"), world.households["Ánh"]
    edit(head, anh, open_form(head, anh), member_count="6")
    told = police.send(f"/households/{anh}", version="1", head_name="Lò Văn Ánh", member_count="7", address="đầu bản")
    assert offered(told) == {
        "member_count": ["6Đang lưu", "7Bạn nhập"],
        "address": ["–Đang lưu", "đầu bảnBạn nhập"],
    }
    assert not {"member_count", "address"} & controls(told).keys()


def test_what_was_already_made_so_by_another_is_done(as_: SignIn, world: World) -> None:
    head, police, anh = as_("head"), as_("police"), world.households["Ánh"]
    mine = open_form(police, anh)
    edit(head, anh, open_form(head, anh), member_count="6")
    assert edit(police, anh, mine, member_count="6").status_code == 303
    assert stored(head, anh)["version"] == 2


def test_a_choice_that_was_not_made_keeps_what_is_stored(as_: SignIn, world: World) -> None:
    """No browser sends it so; but a form without a field must never empty that field."""
    head, police, anh = as_("head"), as_("police"), world.households["Ánh"]
    mine = open_form(police, anh)
    edit(head, anh, open_form(head, anh), address="cuối bản")
    told = edit(police, anh, mine, address="đầu bản", member_count="7")
    form = controls(told)
    assert "address" not in form
    assert edit(police, anh, form).status_code == 303
    assert (stored(head, anh)["address"], stored(head, anh)["member_count"]) == ("cuối bản", 7)


def test_a_name_of_letters_that_html_knows_survives_the_choice(as_: SignIn, world: World) -> None:
    head, police, anh = as_("head"), as_("police"), world.households["Ánh"]
    mine = open_form(police, anh)
    edit(head, anh, open_form(head, anh), address='"><b>cuối</b> & bản')
    told = edit(police, anh, mine, member_count="7")
    assert edit(police, anh, controls(told)).status_code == 303
    assert stored(head, anh)["address"] == '"><b>cuối</b> & bản'


def test_a_form_refused_for_its_content_still_knows_what_it_was_opened_with(as_: SignIn, world: World) -> None:
    head, police, anh = as_("head"), as_("police"), world.households["Ánh"]
    mine = open_form(police, anh)
    edit(head, anh, open_form(head, anh), address="cuối bản")
    refused = edit(police, anh, mine, member_count="0")
    assert refused.status_code == 422
    told = edit(police, anh, controls(refused), member_count="7")
    assert offered(told)["address"] == ["cuối bảnCán bộ head sửa", "–Bạn nhập (không đổi)"]


ACTS: list[tuple[str, Fields]] = [
    ("/households/{}", {"version": "1", "head_name": "Lò Văn Ánh", "member_count": "7"}),
    ("/households/{}/pledge", {"signed_on": today().isoformat(), "signer_name": "Lò Văn Ánh", "method": "paper"}),
    ("/households/{}/departure", {"kind": "moved_out", "on": today().isoformat(), "reason": "Về quê"}),
]


@pytest.mark.parametrize(("address", "fields"), ACTS)
def test_a_household_set_aside_meanwhile_is_gone(as_: SignIn, world: World, address: str, fields: Fields) -> None:
    head, police, anh = as_("head"), as_("police"), world.households["Ánh"]
    departure = {"kind": "moved_out", "on": today().isoformat(), "reason": "Về Mường Mẫu"}
    assert police.send(f"/households/{anh}/departure", **departure).status_code == 303
    answer = head.send(address.format(anh), key=str(uuid4()), **fields)
    assert (answer.status_code, answer.headers["Banyen-Reason"]) == (409, "gone")
    assert "khỏi danh sách" in answer.text
    assert stored(head, anh)["member_count"] == 4


@pytest.mark.parametrize(("address", "fields"), ACTS)
def test_a_household_that_is_elsewhere_now_is_gone(as_: SignIn, world: World, address: str, fields: Fields) -> None:
    answer = as_("head").send(address.format(world.households["Hoa"]), key=str(uuid4()), **fields)
    assert (answer.status_code, answer.headers["Banyen-Reason"]) == (404, "gone")
    assert "Không có mục này trong đơn vị của bạn" in answer.text
    assert "Hoa" not in answer.text


OPENED = {"was-head_name": "Lò Văn Ánh", "was-birth_year": "", "was-phone": "", "was-address": ""}


def test_the_second_edit_of_a_phone_does_not_go_over_that_of_another(app: Flask, as_: SignIn, world: World) -> None:
    """The phone guesses that its first edit will make version 2; meanwhile another person's did."""
    to = f"/households/{world.households['Ánh']}"
    first = household("Lò Văn Ánh", version="1", **{**OPENED, "was-member_count": "4"}) | {"member_count": "5"}
    second = household("Lò Văn Ánh", version="2", **{**OPENED, "was-member_count": "5"}) | {"member_count": "6"}
    as_("police").send(to, **household("Lò Văn Ánh", version="1", phone="0912 000 111", address="Cạnh trường"))
    found = answers(send_batch(as_("head"), [item(to, first, queued=True), item(to, second, queued=True)]))
    assert [(answer["status"], answer["reason"]) for answer in found] == [(409, "version"), (409, "version")]
    with app.app_context():
        stored = db.session.get_one(Household, world.households["Ánh"])
        assert (stored.member_count, stored.phone, stored.address) == (4, "+84912000111", "Cạnh trường")


def test_the_second_edit_of_a_phone_is_done_although_its_first_changed_nothing(as_: SignIn, world: World) -> None:
    to = f"/households/{world.households['Ánh']}"
    same = household("Lò Văn Ánh", version="1", **{**OPENED, "was-member_count": "4"})
    second = household("Lò Văn Ánh", version="2", **{**OPENED, "was-member_count": "4"}) | {"member_count": "6"}
    sent = [item(to, same, queued=True), item(to, second, queued=True)]
    assert [answer["status"] for answer in answers(send_batch(as_("head"), sent))] == [201, 201]


@pytest.mark.parametrize("was", [{**OPENED, "was-member_count": "4"}, {}], ids=["says what it was", "older form"])
def test_the_second_edit_of_a_phone_is_not_written_onto_a_household_set_aside_meanwhile(
    as_: SignIn, world: World, was: dict[str, str]
) -> None:
    to = f"/households/{world.households['Ánh']}"
    away = as_("police").send(f"{to}/departure", kind="moved_out", on=today().isoformat(), reason="Về quê")
    assert away.status_code == 303
    second = household("Lò Văn Ánh", version="2", **was) | {"member_count": "6"}
    [answer] = answers(send_batch(as_("head"), [item(to, second, queued=True)]))
    assert (answer["status"], answer["reason"]) == (409, "gone")
