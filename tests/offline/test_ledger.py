"""Exactly once: a key is judged, done and remembered; a refusal is not."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.accounts.models import User
from app.clock import today
from app.extensions import db
from app.households.models import Household
from app.offline.models import LedgerEntry
from app.policy import Role
from tests.client import Client
from tests.conftest import SignIn
from tests.world import World, file, jpeg

FORM = {"head_name": "Hoàng Thị Xuân", "member_count": "5"}


def count(app: Flask, model: type[Any]) -> int:
    with app.app_context():
        found = db.session.scalar(select(func.count()).select_from(model)) or 0
        db.session.remove()
    return found


def test_done_once_then_answered_the_same(as_: SignIn, app: Flask) -> None:
    head, key, before = as_("head"), str(uuid4()), count(app, Household)
    first = head.send("/households", key=key, **FORM)
    assert (first.status_code, first.headers["Idempotency-Key"]) == (201, key)
    again = head.send("/households", key=key, **FORM)
    assert (again.status_code, again.headers["Idempotency-Key"]) == (200, key)
    assert again.json == first.json
    assert again.headers["Banyen-Receipt"] == first.headers["Banyen-Receipt"]
    assert first.headers["Banyen-Receipt"].startswith("BY-")
    assert count(app, Household) == before + 1


def test_what_was_done_is_answered_the_same_though_its_person_may_not_do_it_any_more(
    as_: SignIn, app: Flask, world: World
) -> None:
    head, key = as_("head"), str(uuid4())
    first = head.send("/households", key=key, **FORM)
    with app.app_context():
        person = db.session.get_one(User, world.users["head"])
        person.role, person.unit_id = Role.DISTRICT, world.units["Một"]
        db.session.commit()
    again = head.send("/households", key=key, **FORM)
    assert (again.status_code, again.headers["Banyen-Receipt"]) == (200, first.headers["Banyen-Receipt"])
    assert head.send("/households", key=str(uuid4()), **FORM).status_code == 403


def test_other_content_under_the_same_key_is_refused(as_: SignIn, app: Flask) -> None:
    head, key, before = as_("head"), str(uuid4()), count(app, LedgerEntry)
    head.send("/households", key=key, **FORM)
    other = head.send("/households", key=key, **(FORM | {"member_count": "6"}))
    assert (other.status_code, other.headers["Banyen-Reason"]) == (409, "key-reused")
    assert count(app, LedgerEntry) == before + 1


def test_another_token_or_order_of_fields_is_the_same_content(as_: SignIn) -> None:
    key = str(uuid4())
    as_("head").send("/households", key=key, **FORM)
    assert as_("head").send("/households", key=key, **dict(reversed(FORM.items()))).status_code == 200


def test_a_refused_key_may_come_again_corrected(as_: SignIn) -> None:
    head, key = as_("head"), str(uuid4())
    refused = head.send("/households", key=key, **(FORM | {"member_count": "0"}))
    assert (refused.status_code, refused.headers["Banyen-Reason"]) == (422, "invalid")
    assert refused.headers["Idempotency-Key"] == key
    assert 'id="household-form"' in refused.text
    assert "<!doctype" not in refused.text
    assert head.send("/households", key=key, **FORM).status_code == 201


def test_a_photo_is_part_of_the_content(as_: SignIn, world: World) -> None:
    head, key, anh = as_("head"), str(uuid4()), world.households["Ánh"]
    form = {"signed_on": today().isoformat(), "signer_name": "Lò Văn Ánh", "method": "paper"}
    assert head.send(f"/households/{anh}/pledge", key=key, photo=file(jpeg()), **form).status_code == 201
    assert head.send(f"/households/{anh}/pledge", key=key, photo=file(jpeg()), **form).status_code == 200
    assert head.send(f"/households/{anh}/pledge", key=key, photo=file(jpeg("red")), **form).status_code == 409


def test_the_key_of_another_is_refused(as_: SignIn) -> None:
    key = str(uuid4())
    as_("head").send("/households", key=key, **FORM)
    other = as_("head2").send("/households", key=key, **FORM)
    assert (other.status_code, other.headers["Banyen-Reason"]) == (403, "not-yours")


def test_each_refusal_has_its_reason_and_the_key(as_: SignIn, world: World) -> None:
    answers = {
        "signed-out": as_(None).send("/households", key=str(uuid4()), **FORM),
        "gone": as_("head2").send(f"/households/{world.households['Ánh']}", key=str(uuid4()), version="1", **FORM),
        "not-yours": as_("district").send("/households", key=str(uuid4()), **FORM),
        "version": as_("head").send(f"/households/{world.households['Ánh']}", key=str(uuid4()), version="9", **FORM),
    }
    for reason, answer in answers.items():
        assert answer.headers["Banyen-Reason"] == reason
        assert answer.headers["Idempotency-Key"]
    statuses = {reason: answer.status_code for reason, answer in answers.items()}
    assert statuses == {"signed-out": 401, "gone": 404, "not-yours": 403, "version": 409}


@pytest.mark.parametrize("key", ["x", "1234", "0" * 32 + "z"])
def test_a_key_that_is_no_uuid_is_refused(as_: SignIn, key: str) -> None:
    assert as_("head").send("/households", key=key, **FORM).status_code == 422


def test_fifty_parallel_replays_make_one_record(fresh_app: Flask) -> None:
    key, id_ = str(uuid4()), str(uuid4())
    before, remembered = count(fresh_app, Household), count(fresh_app, LedgerEntry)

    def replay(_number: int) -> tuple[int, str]:
        client: Any = fresh_app.test_client()
        assert isinstance(client, Client)
        client.enter("head")
        answer = client.send("/households", key=key, id=id_, **FORM)
        while answer.status_code == 423:  # too many at once for the lock's patience: a phone tries again
            answer = client.send("/households", key=key, id=id_, **FORM)
        return answer.status_code, f"{answer.json} {answer.headers.get('Banyen-Receipt')}"

    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(replay, range(50)))
    assert Counter(status for status, _ in answers) == {201: 1, 200: 49}
    assert len({body for _, body in answers}) == 1
    assert count(fresh_app, Household) == before + 1
    assert count(fresh_app, LedgerEntry) == remembered + 1
