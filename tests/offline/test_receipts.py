"""Receipts: read as people say them, by the sender and the units above, with names only for who reads names."""

from uuid import uuid4

import pytest
from flask import Flask

from app.clock import today
from app.extensions import db
from app.offline.models import LedgerEntry
from app.offline.receipts import ALPHABET, new_receipts, read_code
from tests.client import Client
from tests.conftest import SignIn
from tests.offline.sending import replay
from tests.world import World

ANH = "Lò Văn Ánh"


def signed(client: Client, world: World) -> str:
    """Sign Ánh's pledge from a phone and return the receipt."""
    form = {"signed_on": today().isoformat(), "signer_name": ANH, "method": "paper"}
    answer = replay(client, f"/households/{world.households['Ánh']}/pledge", form)
    assert answer.status_code == 201
    return answer.headers["Banyen-Receipt"]


@pytest.mark.parametrize(
    "typed",
    ["BY-7K3F-01", "by-7k3f-01", " BY 7K3F 01 ", "by7k3f01", "7K3F-01", "7k3f01", "BY-7K3F-OI", "by 7k3f ol",
     "BY–7K3F–01", "ＢＹ－７Ｋ３Ｆ－０１", "B Y 7 K 3 F 0 1", "BY.7K3F.01", "BY-7K3F-01.", "by_7k3f_o1"],
)  # fmt: skip
def test_a_code_is_read_as_it_is_said(typed: str) -> None:
    assert read_code(typed) == "BY-7K3F-01"


@pytest.mark.parametrize(
    "typed", ["", "BY", "BY-7K3", "BY-7K3F-012", "7K3F-0", "BY-7K3F-0U", "biên nhận", "\0", "BY-7K3F-0?", "x" * 10_000]
)
def test_what_is_no_code_is_none(typed: str) -> None:
    assert read_code(typed) is None


def test_a_code_that_begins_as_the_prefix_is_itself() -> None:
    assert read_code("BYBYBY") == "BY-BYBY-BY"
    assert read_code("BY-BYBY-BY") == "BY-BYBY-BY"
    assert {read_code(char * 6) for char in ALPHABET} == {f"BY-{char * 4}-{char * 2}" for char in ALPHABET}


@pytest.mark.parametrize(
    ("who", "status", "named"),
    [
        ("head", 200, True), ("police", 200, True), ("district", 200, False), ("province", 200, False),
        ("head2", 404, False), ("police2", 404, False), ("district2", 404, False), ("admin", 403, False),
        (None, 303, False),
    ],
)  # fmt: skip
def test_the_sender_and_the_units_above_read_it(
    as_: SignIn, world: World, who: str | None, status: int, named: bool
) -> None:
    code = signed(as_("head"), world)
    page = as_(who).get(f"/receipts/{code}")
    assert page.status_code == status
    assert (ANH in page.text) == named
    if status == 200:
        assert "Cán bộ head" in page.text
        assert "Bản Na" in page.text
        assert "Ký cam kết" in page.text
        assert (f"/pledges/{db_record(as_, code)}" in page.text) == named


def db_record(as_: SignIn, code: str) -> str:
    with as_(None).application.app_context():
        found = db.session.query(LedgerEntry).filter_by(receipt=code).one().record_id
        db.session.remove()
    return found


def test_who_is_below_does_not_read_what_was_sent_above(as_: SignIn, world: World) -> None:
    code = signed(as_("police"), world)
    assert as_("police").get(f"/receipts/{code}").status_code == 200
    assert as_("head").get(f"/receipts/{code}").status_code == 404


def test_who_moved_still_reads_what_they_sent(app: Flask, as_: SignIn, world: World) -> None:
    code = signed(as_("head"), world)
    with app.app_context():
        entry = db.session.query(LedgerEntry).filter_by(receipt=code).one()
        entry.unit_id = world.units["Pa"]
        db.session.commit()
        db.session.remove()
    assert as_("head").get(f"/receipts/{code}").status_code == 200


def test_a_code_that_was_typed_leads_to_its_receipt(as_: SignIn, world: World) -> None:
    head = as_("head")
    code = signed(head, world)
    said = code.replace("BY-", "").lower().replace("-", " ").replace("0", "o").replace("1", "l")
    found = head.get("/receipts", query_string={"code": said})
    assert (found.status_code, found.headers["Location"]) == (303, f"/receipts/{code}")
    assert head.get(f"/receipts/{code.lower()}").status_code == 200


@pytest.mark.parametrize("typed", ["BY-ZZZZ-ZZ", "biên nhận", "<b>", "\0\x07", "x" * 500])
def test_a_code_that_is_not_there_is_said_by_the_box_that_keeps_it(as_: SignIn, typed: str) -> None:
    answer = as_("head").get("/receipts", query_string={"code": typed})
    assert answer.status_code == 404
    assert "Không có biên nhận nào mang mã này" in answer.text
    assert 'name="code"' in answer.text


def test_the_form_is_empty_at_first(as_: SignIn) -> None:
    answer = as_("head").get("/receipts")
    assert answer.status_code == 200
    assert "Không có biên nhận" not in answer.text


def test_it_stands_on_the_page_of_its_record(as_: SignIn, world: World) -> None:
    head = as_("head")
    made = replay(head, "/households", {"head_name": "Hoàng Thị Xuân", "member_count": "5", "id": str(uuid4())})
    page = head.get(f"/households/{made.headers['Banyen-Record']}").text
    assert f'href="/receipts/{made.headers["Banyen-Receipt"]}"' in page
    assert "Đăng ký hộ" in page
    code = signed(head, world)
    pledge = head.get(f"/pledges/{db_record(as_, code)}").text
    assert f'href="/receipts/{code}"' in pledge
    assert "Biên nhận</h2>" not in head.get(f"/households/{world.households['Bình']}").text


def test_a_receipt_from_above_does_not_stand_on_the_page_below(as_: SignIn, world: World) -> None:
    code = signed(as_("police"), world)
    page = f"/pledges/{db_record(as_, code)}"
    assert code in as_("police").get(page).text
    assert code not in as_("head").get(page).text


def test_a_code_that_is_taken_is_drawn_again(app: Flask, world: World) -> None:
    codes = iter([world.receipts["Na"], "BY-0000-01", world.receipts["Pa"], "BY-0000-01", "BY-0000-02"])
    with app.app_context():
        assert set(new_receipts(2, lambda: next(codes))) == {"BY-0000-01", "BY-0000-02"}
        assert len(set(new_receipts(50))) == 50
        assert new_receipts(0) == []
        db.session.remove()


def test_the_ledger_keeps_where_it_came_from_and_what_was_done(app: Flask, as_: SignIn, world: World) -> None:
    code = signed(as_("head"), world)
    with app.app_context():
        entry = db.session.query(LedgerEntry).filter_by(receipt=code).one()
        assert (entry.unit_id, entry.user_id, entry.action) == (world.units["Na"], world.users["head"], "pledge:sign")
        db.session.remove()
