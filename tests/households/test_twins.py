"""A household that waited on a phone and looks like another: stored, marked, compared, and told apart by a person."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from app.audit.models import AuditEvent
from app.clock import today
from app.extensions import db
from app.households.models import Household, VillageHouseholds
from tests.client import Client
from tests.conftest import SignIn
from tests.offline.sending import replay
from tests.pages import parse, words
from tests.world import World

MARK = "có thể trùng"


def queued(client: Client, path: str, /, **fields: str) -> Any:
    """Send a form that has waited on the phone."""
    return replay(client, path, fields, Banyen_Queued="1")


def register(client: Client, **fields: str) -> UUID:
    """Register, from the queue, a household that looks like one of the village."""
    id_ = uuid4()
    answer = queued(
        client, "/households", **({"id": str(id_), "head_name": "LO VAN ANH", "member_count": "3"} | fields)
    )
    assert answer.status_code == 201, answer.text
    return id_


def twin_of(client: Client, id_: object) -> UUID | None:
    with client.application.app_context():
        found = db.session.get_one(Household, id_).twin_id
        db.session.remove()
    return found


def events(client: Client, id_: object) -> list[str]:
    with client.application.app_context():
        found = select(AuditEvent.action).where(AuditEvent.subject_id == str(id_)).order_by(AuditEvent.id)
        actions = list(db.session.scalars(found))
        db.session.remove()
    return actions


def test_one_from_the_queue_is_stored_and_marked(as_: SignIn, world: World) -> None:
    head = as_("head")
    id_ = register(head, head_name="Lò Văn Anh")
    assert twin_of(head, id_) == world.households["Ánh"]
    with head.application.app_context():
        assert db.session.get_one(VillageHouseholds, world.units["Na"]).resident == 5
        db.session.remove()
    for address in ("/households?q=anh", "/households?q=anh&status=missing"):
        rows = [words(row) for row in parse(head.get(address).text).iter("li") if row.get("id")]
        assert [MARK in row for row in sorted(rows)] == [True, False]


def test_one_that_looks_like_nobody_is_not_marked(as_: SignIn) -> None:
    head = as_("head")
    assert twin_of(head, register(head, head_name="Hoàng Thị Xuân")) is None


def test_who_has_seen_the_other_is_not_asked_again(as_: SignIn) -> None:
    head = as_("head")
    assert twin_of(head, register(head, duplicate_seen="1")) is None


def test_a_replay_at_the_moment_of_typing_still_asks(as_: SignIn) -> None:
    answer = replay(as_("head"), "/households", {"head_name": "LO VAN ANH", "member_count": "3"})
    assert (answer.status_code, answer.headers["Banyen-Reason"]) == (422, "invalid")
    assert 'name="duplicate_seen"' in answer.text


def test_the_same_telephone_is_a_twin_too_also_by_an_edit(as_: SignIn, world: World) -> None:
    head, duc = as_("head"), world.households["Đức"]
    first = register(head, head_name="Vì Văn Một", phone="0912 000 222")
    edited = {"version": "1", "head_name": "Tòng Văn Đức", "member_count": "4", "phone": "0912 000 222"}
    assert queued(head, f"/households/{duc}", **edited).status_code == 201
    assert twin_of(head, duc) == first


def test_both_stand_side_by_side(as_: SignIn, world: World) -> None:
    head = as_("head")
    id_ = register(head, address="cuối bản")
    tree = parse(head.get(f"/households/{id_}").text)
    section = next(element for element in tree.iter("section") if element.get("id") == "twin")
    rows = [[words(cell) for cell in row] for row in section.iter("tr")]
    assert rows[1:3] == [["Chủ hộ", "LO VAN ANH", "Lò Văn Ánh"], ["Số người", "3", "4"]]
    assert ["Chỗ ở trong bản", "cuối bản", "–"] in rows
    links = [link.get("href") for link in section.iter("a")]
    assert links == [f"/households/{world.households['Ánh']}", f"/households/{id_}/departure/new?kind=mistake"]


def test_another_household_loses_its_mark_once(as_: SignIn) -> None:
    head = as_("head")
    id_ = register(head)
    for _time in range(2):
        assert as_("police").send(f"/households/{id_}/distinction").status_code == 303
    assert twin_of(head, id_) is None
    assert events(head, id_) == ["household:add", "household:distinguish"]
    assert "twin" not in head.get(f"/households/{id_}").text
    assert queued(head, f"/households/{id_}/distinction").status_code == 201


def test_a_mistake_leads_to_a_departure_that_says_so(as_: SignIn) -> None:
    head = as_("head")
    id_ = register(head)
    tree = parse(head.get(f"/households/{id_}/departure/new?kind=mistake").text)
    chosen = [control.get("value") for control in tree.iter("input") if "checked" in control.attrib]
    assert chosen == ["mistake"]
    assert [words(area) for area in tree.iter("textarea")] == ["Nhập trùng với hộ khác"]
    departure = {"kind": "mistake", "on": today().isoformat(), "reason": "Nhập trùng với hộ khác"}
    assert head.send(f"/households/{id_}/departure", **departure).status_code == 303
    assert MARK not in head.get("/households?q=anh").text
    assert 'id="twin"' not in head.get(f"/households/{id_}").text


@pytest.mark.parametrize("kind", ["nonsense", "", "moved_out"])
def test_any_other_reason_is_left_to_the_person(as_: SignIn, world: World, kind: str) -> None:
    page = as_("head").get(f"/households/{world.households['Ánh']}/departure/new?kind={kind}")
    assert not [control for control in parse(page.text).iter("input") if "checked" in control.attrib]


def test_when_the_other_was_the_mistake_the_mark_goes(as_: SignIn, world: World) -> None:
    head = as_("head")
    id_ = register(head)
    departure = {"kind": "mistake", "on": today().isoformat(), "reason": "Nhập trùng với hộ khác"}
    assert head.send(f"/households/{world.households['Ánh']}/departure", **departure).status_code == 303
    assert twin_of(head, id_) is None
    assert events(head, id_) == ["household:add", "household:distinguish"]


def test_the_same_record_sent_again_under_another_key_is_told_apart(as_: SignIn) -> None:
    head = as_("head")
    id_ = register(head)
    again = queued(head, "/households", id=str(id_), head_name="LO VAN ANH", member_count="3")
    assert (again.status_code, again.headers["Banyen-Reason"]) == (409, "id-taken")
