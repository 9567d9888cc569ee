"""What each refusal is answered: the status, the reason, where it leads, and nothing stored or lost."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from app.clock import today
from tests.client import Client
from tests.conftest import SignIn
from tests.contents import changed, contents
from tests.structure.answers import HOUSEHOLD, heading, links, pledge, rows_of, send_form, typed, why
from tests.world import World, file

YEAR = today().year

NOT_FOUND = {"GET": "Không tìm thấy trang này", "POST": "Không có mục này trong đơn vị của bạn"}


@pytest.mark.parametrize("place", ["999999", "4294967296", "-1", "x", "Na Pa", "An", "Hạ", "Xa"])
@pytest.mark.parametrize("who", ["head", "police"])
def test_a_village_that_is_not_ones_own_does_not_exist(
    app: Flask, as_: SignIn, world: World, who: str, place: str
) -> None:
    before, village = contents(app), str(world.units.get(place, place))
    client = as_(who)
    answers = [
        client.send("/households", village=village, **HOUSEHOLD),
        client.get("/households", query_string={"village": village}),
        client.get("/households/new", query_string={"village": village}),
    ]
    assert [(answer.status_code, heading(answer)) for answer in answers] == [
        (404, NOT_FOUND["POST"]),
        *[(404, NOT_FOUND["GET"])] * 2,
    ]
    assert [place for answer in answers for place in ("Bản Hạ", "Bản Xa") if place in answer.text] == []
    assert changed(before, contents(app)) == {}


@pytest.mark.parametrize("name", ["Hoa", "Khánh", "Mai"])
def test_a_household_of_another_village_does_not_exist(app: Flask, as_: SignIn, world: World, name: str) -> None:
    before, id_ = contents(app), world.households[name]
    head = as_("head")
    move = {"kind": "moved_out", "on": today().isoformat(), "reason": "Về quê"}
    answers = [
        *(head.get(f"/households/{id_}{rest}") for rest in ("", "/edit", "/departure/new", "/pledge/new")),
        head.send(f"/households/{id_}", version="1", **HOUSEHOLD),
        head.send(f"/households/{id_}/departure", **move),
        head.send(f"/households/{id_}/return"),
        head.send(f"/households/{id_}/pledge", **pledge()),
    ]
    assert {answer.status_code for answer in answers} == {404}
    assert all(heading(answer) == NOT_FOUND[answer.request.method] for answer in answers)
    assert [answer for answer in answers if name in answer.text] == []
    assert changed(before, contents(app)) == {}


@pytest.mark.parametrize("htmx", [False, True])
def test_a_second_pledge_of_a_year_leads_to_the_first(app: Flask, as_: SignIn, world: World, htmx: bool) -> None:
    before = contents(app)
    answer = as_("head").send(f"/households/{world.households['Bình']}/pledge", htmx=htmx, **pledge())
    assert (answer.status_code, answer.headers["Banyen-Reason"]) == (409, "already-signed")
    assert f"Hộ này đã ký cam kết năm {YEAR} rồi." in answer.text
    assert links(answer)["Mở cam kết đã ký"] == f"/pledges/{world.pledges['Bình']}"
    assert changed(before, contents(app)) == {}


def test_a_stale_edit_shows_both_and_stores_nothing(app: Flask, as_: SignIn, world: World) -> None:
    to = f"/households/{world.households['Ánh']}"
    as_("police").send(to, version="1", head_name="Lò Văn Ánh", member_count="6", address="đầu bản")
    before = contents(app)
    stale = as_("head").send(to, version="1", head_name="Lò Văn Anh", member_count="7", address="cuối bản")
    assert (stale.status_code, stale.headers["Banyen-Reason"]) == (409, "version")
    assert all(word in stale.text for word in ("Lò Văn Ánh", "Lò Văn Anh", "đầu bản", "cuối bản"))
    assert changed(before, contents(app)) == {}


def _without_token(client: Client, fields: dict[str, str]) -> TestResponse:
    return client.post("/households", data=fields)


def _with_a_strangers_token(client: Client, fields: dict[str, str]) -> TestResponse:
    stranger: Any = client.application.test_client()
    with stranger.session_transaction() as session:
        session["csrf_token"] = "f" * 40
    return client.post("/households", data={**fields, "csrf_token": stranger.token()})


def _with_the_token_of_a_session_before(client: Client, fields: dict[str, str]) -> TestResponse:
    old = client.token()
    with client.session_transaction() as session:
        session["csrf_token"] = "e" * 40
    return client.post("/households", data={**fields, "csrf_token": old})


@pytest.mark.parametrize("send", [_without_token, _with_a_strangers_token, _with_the_token_of_a_session_before])
def test_a_missing_or_old_token_keeps_what_was_typed_and_leads_on(
    app: Flask, as_: SignIn, send: Callable[[Client, dict[str, str]], TestResponse]
) -> None:
    before, head = contents(app), as_("head")
    answer = send(head, HOUSEHOLD)
    assert (answer.status_code, heading(answer)) == (400, "Trang này mở đã lâu, chưa gửi được")
    assert typed(answer).items() >= HOUSEHOLD.items()
    assert changed(before, contents(app)) == {}
    again = send_form(head, answer, None)
    assert again.status_code == 303
    assert HOUSEHOLD["head_name"] in head.get(again.headers["Location"]).text


@pytest.mark.parametrize("cursor", ["x", "%00", "W10", "[]", "é", "A" * 5000, "WyJhIiwgIngiXQ", "WyJcdWQ4MDAiLCAiYSJd"])
def test_a_broken_cursor_is_the_first_page(as_: SignIn, cursor: str) -> None:
    head = as_("head")
    assert rows_of(head.get("/households", query_string={"after": cursor})) == rows_of(head.get("/households"))


@pytest.mark.parametrize("typed_in", ["x" * 10_000, "lò " * 3334, "\u0301" * 10_000, "😀" * 10_000])
def test_a_search_of_ten_thousand_characters_is_answered(as_: SignIn, typed_in: str) -> None:
    answer = as_("head").get("/households", query_string={"q": typed_in})
    assert answer.status_code == 200
    assert len(typed(answer)["q"] or "") <= 200


@pytest.mark.parametrize("to", ["/units/2147483648", "/units/99999999999999999999", f"/progress/{'9' * 5000}"])
def test_a_number_that_no_unit_can_have_is_no_address(as_: SignIn, to: str) -> None:
    assert as_("province").get(to).status_code == 404


@pytest.mark.parametrize("next_", ["//[", "http://[", "//elsewhere.example", "/\x85", "/\ufdd0", "/\\elsewhere", "x"])
def test_signing_in_leads_home_when_it_is_told_nonsense(as_: SignIn, next_: str) -> None:
    assert as_("head").get("/login", query_string={"next": next_}).headers["Location"] == "/"
    assert typed(as_(None).get("/login", query_string={"next": next_}))["next"] == "/"


def test_a_form_that_waits_for_the_sign_in_survives_a_wrong_password_and_rubbish_does_not(as_: SignIn) -> None:
    client = as_(None)
    kept = typed(client.send("/households", **HOUSEHOLD))["kept"]
    wrong = {"username": "head", "password": "sai mat khau"}
    assert typed(client.send("/login", kept=kept, **wrong))["kept"] == kept
    for rubbish in ("\x1f", "x.y", f"{kept}x"):
        refused = client.send("/login", kept=rubbish, **wrong)
        assert (refused.status_code, "kept" in typed(refused)) == (422, False)


def test_bytes_that_are_no_text_are_asked_for_again_as_they_were(as_: SignIn) -> None:
    asked = as_(None).get("/households", environ_overrides={"QUERY_STRING": "q=\xff\x00anh&status=all"})
    assert asked.headers["Location"] == "/login?next=/households?q%3D%25FF%2500anh%26status%3Dall"
    answer = as_("head").get("/households", environ_overrides={"QUERY_STRING": "q=\xff\x00anh&status=all"})
    assert answer.status_code == 200


def test_files_in_place_of_text_and_text_in_place_of_files_count_as_nothing(as_: SignIn, world: World) -> None:
    head = as_("head")
    named = head.send("/households", **(HOUSEHOLD | {"head_name": file(b"Lo Van File")}))
    assert why(named, "head_name") == "Chưa điền họ tên chủ hộ."
    signed = head.send(f"/households/{world.households['Ánh']}/pledge", **pledge(photo="to.jpg"))
    assert "Chưa có ảnh" in head.get(signed.headers["Location"]).text
