"""Every form's address takes replays, and every refusal of one says why and of which."""

from typing import Any
from uuid import uuid4

import pytest
from flask import Flask, abort
from werkzeug.test import TestResponse

from app.web.access import is_online_only
from tests.client import Client
from tests.conftest import SignIn
from tests.offline.sending import answers, household, item, replay, send_batch
from tests.structure.routes import ROUTES, address, form, may, targets
from tests.world import World

ONLINE_ONLY = {
    "POST /account/password", "POST /attachments/<uuid:upload_id>/chunks", "POST /locale", "POST /login",
    "POST /logout", "POST /offline/batch", "POST /offline/heartbeat", "POST /offline/rescue",
    "POST /admin/group-models", "POST /admin/group-rule", "POST /admin/group-models/<int:model_id>/retirement",
    "POST /inspections", "POST /inspections/<uuid:inspection_id>/conclusion",
    "POST /inspections/<uuid:inspection_id>/withdrawal", "POST /inspections/<uuid:inspection_id>/corrections",
    "POST /obstacles/<uuid:obstacle_id>/answer", "POST /obstacles/<uuid:obstacle_id>/passing",
    "POST /groups/<uuid:group_id>/reminder", "POST /assessments/<uuid:assessment_id>/submission",
    "POST /assessments/<uuid:assessment_id>/reopening", "POST /submissions", "POST /reviews/<uuid:submission_id>/parts",
    "POST /reviews/<uuid:submission_id>/decision", "POST /reviews/<uuid:submission_id>/comments",
    "POST /admin/sending-days", "POST /reviews/approvals", "POST /reviews/<uuid:submission_id>/exceptions",
    "POST /reviews/<uuid:submission_id>/taking-back",
    "POST /criteria/<int:set_id>/indicators", "POST /criteria/<int:set_id>/indicators/<code>",
    "POST /criteria/<int:set_id>/indicators/<code>/removal", "POST /criteria/<int:set_id>/deadline",
    "POST /notices/<uuid:notice_id>/reading", "POST /notices/<uuid:notice_id>/readings", "POST /directives",
    "POST /directives/<uuid:directive_id>/reminders", "POST /directives/<uuid:directive_id>/withdrawal",
}  # fmt: skip
FORMS = [name for name in ROUTES if name.startswith("POST") and name not in ONLINE_ONLY]
# What neither a village head nor the commune's police send.
OTHERS = {
    "POST /hotspots/<uuid:record_id>/notes": ["district"],
    "POST /inspections/<uuid:inspection_id>/findings/<code>": ["district"],
    "POST /inspections/<uuid:inspection_id>/demands/<int:number>/completion": ["police"],
}
SENDERS = [(name, who) for name in FORMS for who in OTHERS.get(name, ["head", "police"])]


def test_what_is_done_online_is_known(app: Flask) -> None:
    posted = [rule for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())]
    with app.app_context():
        found = {f"POST {rule.rule}" for rule in posted if is_online_only(rule.endpoint)}
    assert found == ONLINE_ONLY


@pytest.mark.parametrize(("name", "who"), SENDERS)
def test_a_form_is_done_once_and_answered_the_same(as_: SignIn, world: World, name: str, who: str) -> None:
    id_ = next(id_ for place, id_ in targets(ROUTES[name], world).items() if may(who, name, place))
    client, key = as_(who), str(uuid4())
    first = replay(client, address(name, id_), form(name, who, id_), key=key)
    again = replay(client, address(name, id_), form(name, who, id_), key=key)
    assert (first.status_code, again.status_code) == (201, 200), first.text
    for answer in (first, again):
        assert answer.headers["Idempotency-Key"] == key
        assert answer.headers["Banyen-Receipt"].startswith("BY-")
        assert answer.get_json() == {"record": answer.headers["Banyen-Record"], "url": answer.headers["Location"]}
        assert answer.headers["Location"].startswith("/")
    assert first.headers["Banyen-Receipt"] == again.headers["Banyen-Receipt"]
    assert client.get(first.headers["Location"]).status_code == 200


@pytest.mark.parametrize(
    ("name", "who"),
    [(name, who) for name, who in SENDERS if who != "police" and not name.endswith(("/photo", "/photos"))],
)
def test_a_form_in_a_batch_is_done_as_alone(as_: SignIn, world: World, name: str, who: str) -> None:
    client = as_(who)
    id_ = next(id_ for place, id_ in targets(ROUTES[name], world).items() if may(who, name, place))
    sent = item(address(name, id_), form(name, who, id_))
    [answer] = answers(send_batch(client, [sent]))
    assert answer["status"] == 201
    alone = replay(client, sent["path"], dict(sent["fields"]), key=sent["key"])
    assert (alone.status_code, alone.headers["Banyen-Receipt"]) == (200, answer["receipt"])


def refusals(client: Client, stranger: Client, world: World) -> dict[int, TestResponse]:
    """Return a refusal of a replay for each status there is."""
    anh, used, good = world.households["Ánh"], str(uuid4()), household("Lò Văn Khoa")
    replay(client, "/households", good, key=used)
    alone = {"Idempotency-Key": str(uuid4())}
    elsewhere = {**alone, "Origin": "https://elsewhere.example"}
    return {
        400: client.post("/households", data=good, headers=elsewhere),
        401: replay(stranger, "/households", good),
        403: replay(client, "/refused", good),
        404: replay(client, f"/households/{world.households['Hoa']}", {**good, "version": "1"}),
        409: replay(client, "/households", household("Lò Văn Minh"), key=used),
        413: client.post("/households", data={"address": "x" * 2 * 1024 * 1024}, headers=alone),
        422: replay(client, f"/households/{anh}", good),
        423: replay(client, "/locked", good),
        429: replay(client, "/hurried", good),
    }


REASONS = {
    400: "invalid", 401: "signed-out", 403: "not-yours", 404: "gone", 409: "key-reused", 413: "too-large",
    422: "invalid", 423: "busy", 429: "busy",
}  # fmt: skip


def test_every_refusal_says_why_and_of_which(fresh_app: Flask) -> None:
    for path, status in (("/refused", 403), ("/locked", 423), ("/hurried", 429)):
        view: Any = lambda status=status: abort(status)  # noqa: E731
        view.access = None
        fresh_app.add_url_rule(path, path, view, methods=["POST"])
    client, stranger = fresh_app.test_client(), fresh_app.test_client()
    assert isinstance(client, Client)
    assert isinstance(stranger, Client)
    client.enter("head")
    with fresh_app.app_context():
        world = World.read()
    for status, answer in refusals(client, stranger, world).items():
        assert answer.status_code == status
        assert answer.headers["Banyen-Reason"] == REASONS[status]
        sent = answer.request.headers["Idempotency-Key"]
        assert answer.headers["Idempotency-Key"] == sent
        assert "<!doctype" not in answer.text, status
        assert "Location" not in answer.headers


@pytest.mark.parametrize("path", ["/nowhere", "/healthz", "/households/new", "/", "/static/app.css"])
def test_where_nothing_is_taken_a_replay_finds_nothing(as_: SignIn, path: str) -> None:
    answer = replay(as_("head"), path, household("Lò Văn Khoa"))
    assert (answer.status_code, answer.headers["Banyen-Reason"]) == (404, "gone")
    assert answer.headers["Idempotency-Key"]


def test_a_fault_of_ours_is_not_echoed(fresh_app: Flask) -> None:
    """The phone keeps what was met by it."""
    fresh_app.testing = False

    def broken() -> str:
        raise OSError("the disk is full")

    broken.access = None  # type: ignore[attr-defined]
    fresh_app.add_url_rule("/broken", "broken", broken, methods=["POST"])
    answer = replay(fresh_app.test_client(), "/broken")  # type: ignore[arg-type]
    assert answer.status_code == 500
    assert "Idempotency-Key" not in answer.headers
