"""Who may do what: every address × every role × every side a thing may be seen from; by the table in routes.py."""

from http import HTTPStatus
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from app import create_app
from app.audit.models import AuditEvent
from app.config import Settings
from app.extensions import db
from app.policy import Role
from tests.client import Client
from tests.conftest import SignIn
from tests.contents import changed, contents
from tests.structure.route import About, Relation
from tests.structure.routes import PARENTS, ROUTES, SEATS, address, form, may, relation, split, targets
from tests.world import HOUSEHOLDS, World

CLOSED = [name for name, route in ROUTES.items() if route.open_to is not None]
UNKNOWN: dict[About | None, Any] = {
    About.UNIT: 987654, About.VILLAGE: 987654, About.PLACE: 987654, About.RECEIPT: "BY-ZZZZ-ZZ", About.MODEL: 987654,
    About.CRITERIA: 987654, About.DEADLINE: 987654, About.OWN_INDICATOR: 987654,
    About.COMMUNE: 987654,
}  # fmt: skip
REASONS = {401: "signed-out", 403: "not-yours", 404: "gone"}


def asks_database(name: str, role: Role | None) -> bool:
    """Tell whether a person of that role gets as far as the thing: nobody, and whom no rights are given, do not."""
    open_to = ROUTES[name].open_to
    return role is not None and (open_to is None or role in open_to)


EVERYBODY = [
    pytest.param(name, role, marks=() if asks_database(name, role) else pytest.mark.once)
    for name in ROUTES
    for role in (*Role, None)
]


def rules(app: Flask) -> set[str]:
    """Return the application's addresses as the table names them."""
    return {
        f"{method} {rule.rule}"
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }


def test_every_address_is_in_the_table(settings: Settings) -> None:
    assert rules(create_app(settings)) == set(ROUTES)


def test_every_view_declares_its_access(settings: Settings) -> None:
    app = create_app(settings)
    assert [endpoint for endpoint, view in app.view_functions.items() if not hasattr(view, "access")] == []
    public = {
        f"{method} {rule.rule}"
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if getattr(app.view_functions[rule.endpoint], "access") is None  # noqa: B009 (not known to the checker)
    }
    assert public == set(ROUTES) - set(CLOSED)


@pytest.mark.parametrize("who", ["admin", None])
def test_a_view_that_declares_nothing_is_refused(fresh_app: Flask, who: str | None) -> None:
    fresh_app.add_url_rule("/forgotten", "forgotten", lambda: "secret", methods=["GET", "POST"])
    client: Any = fresh_app.test_client()
    if who:
        client.enter(who)
    for answer in (client.get("/forgotten"), client.send("/forgotten")):
        assert answer.status_code == HTTPStatus.FORBIDDEN
        assert "secret" not in answer.text


def test_the_cast_sees_things_from_every_side() -> None:
    seen = {(role, relation(who, place)) for who, (role, _) in SEATS.items() for place in PARENTS}
    impossible = {("village_head", str(side)) for side in (Relation.CHILD, Relation.BELOW)}
    impossible |= {("commune_police", "below"), ("province", "above"), ("province", "aside")}
    impossible |= {("administrator", "above"), ("administrator", "aside")}  # the cast's one sits in the province
    wanted = {(str(role), str(side)) for role, _ in SEATS.values() for side in Relation} - impossible
    assert {(str(role), str(side)) for role, side in seen} == wanted


@pytest.mark.parametrize(("name", "role"), EVERYBODY)
def test_open_to_whom_it_is_meant_for_and_to_nobody_else(
    app: Flask, as_: SignIn, world: World, name: str, role: Role | None
) -> None:
    tried = sides(name, role, world)
    closed = [(who, place, id_) for who, place, id_ in tried if not may(who, name, place)]
    before = contents(app)
    faults = [fault for who, place, id_ in closed for fault in _refused(as_(who), name, who, place, id_)]
    for who, place, id_ in closed[:1]:
        faults += _refused_otherwise(as_(who), name, who, place, id_)
    assert changed(before, contents(app)) == {}
    for who, place, id_ in (each for each in tried if each not in closed):
        answer = _ask(as_(who), name, who, id_)
        faults += _judge(answer, set(ROUTES[name].status), name, who, place)
    assert faults == []


@pytest.mark.parametrize("name", [name for name, route in ROUTES.items() if route.events])
def test_a_success_leaves_its_events_in_the_trail(app: Flask, as_: SignIn, world: World, name: str) -> None:
    tried = targets(ROUTES[name], world).items()
    who, id_ = next((who, id_) for place, id_ in tried for who in SEATS if may(who, name, place))
    before = _trail(app)
    assert _ask(as_(who), name, who, id_).status_code in ROUTES[name].status
    assert _trail(app)[len(before) :] == list(ROUTES[name].events)


@pytest.mark.once  # what is refused, and how, is seen above over both
@pytest.mark.parametrize("who", ["head", "police"])
@pytest.mark.parametrize("name", [name for name in CLOSED if ROUTES[name].about])
def test_what_is_elsewhere_looks_as_if_it_did_not_exist(as_: SignIn, world: World, name: str, who: str) -> None:
    unknown = UNKNOWN.get(ROUTES[name].about, uuid4())
    closed = {place: id_ for place, id_ in targets(ROUTES[name], world).items() if not may(who, name, place)}
    elsewhere = {place: id_ for place, id_ in closed.items() if _refusal(name, who, place) == _refusal(name, who, None)}
    client = as_(who)
    nothing = _ask(client, name, who, unknown)
    for id_ in elsewhere.values():
        answer = _ask(client, name, who, id_)
        assert answer.status_code == nothing.status_code
        assert _plain(answer, address(name, id_), id_) == _plain(nothing, address(name, unknown), unknown)


def sides(name: str, role: Role | None, world: World) -> list[tuple[str | None, str | None, Any]]:
    """Return who of a role tries the address, where the thing lies, and its id: once for each side it is seen from."""
    found: dict[Relation | None, tuple[str | None, str | None, Any]] = {}
    people: list[str | None] = [who for who, (held, _) in SEATS.items() if held is role]
    for who in people or [None]:
        for place, id_ in targets(ROUTES[name], world).items():
            found.setdefault(relation(who, place) if who and place else None, (who, place, id_))
    return list(found.values())


def _refused(client: Client, name: str, who: str | None, place: str | None, id_: Any) -> list[str]:
    """Return what is wrong with the refusal of the page, or of the form."""
    wanted = 303 if who is None and name.startswith("GET") else _refusal(name, who, place)
    return _judge(_ask(client, name, who, id_), {wanted}, name, who, place)


def _refused_otherwise(client: Client, name: str, who: str | None, place: str | None, id_: Any) -> list[str]:
    """Return what is wrong with the refusals of the fragment and of the replay."""
    wanted = _refusal(name, who, place)
    faults = _judge(_ask(client, name, who, id_, htmx=True), {wanted}, name, who, place)
    if name.startswith("POST"):
        key = str(uuid4())
        answer = _ask(client, name, who, id_, key=key)
        faults += _judge(answer, {wanted}, name, who, place)
        if (answer.headers.get("Idempotency-Key"), answer.headers.get("Banyen-Reason")) != (key, REASONS[wanted]):
            faults.append(f"{name} by {who}: the replay was told {dict(answer.headers)}")
    return faults


def _refusal(name: str, who: str | None, place: str | None) -> int:
    """Return the status that a stranger gets (401), a role without the right (403), a person from elsewhere (404).

    Who reads the thing and may not do this with it is told so (403).
    """
    if who is None:
        return 401
    role = SEATS[who][0]
    if role not in (ROUTES[name].open_to or {}):
        return 403
    return 403 if place and relation(who, place) in ROUTES[name].seen_by.get(role, ()) else 404


def _ask(
    client: Client, name: str, who: str | None, id_: Any, *, htmx: bool = False, key: str | None = None
) -> TestResponse:
    method, _ = split(name)
    body = ROUTES[name].body
    if body:
        return client.send_json(address(name, id_), body(who), key=key, htmx=htmx)
    if method == "POST":
        return client.send(address(name, id_), key=key, htmx=htmx, **form(name, who, id_))
    return client.part(address(name, id_)) if htmx else client.get(address(name, id_))


def _judge(answer: TestResponse, wanted: set[int], name: str, who: str | None, place: str | None) -> list[str]:
    faults = []
    if answer.status_code not in wanted:
        faults.append(f"{name} by {who} for {place}: {answer.status_code}, not {sorted(wanted)}")
    if answer.status_code == 303 and who is None and ROUTES[name].open_to is not None:
        faults += [] if (answer.location or "").startswith("/login?next=") else [f"{name}: led to {answer.location}"]
    told = _names_told(answer, who)
    return [*faults, f"{name} by {who} for {place} tells of {told}"] if told else faults


def _trail(app: Flask) -> list[str]:
    """Return the acts in the trail, in order."""
    with app.app_context():
        acts = list(db.session.scalars(select(AuditEvent.action).order_by(AuditEvent.id)))
        db.session.remove()
    return acts


def _names_told(answer: TestResponse, who: str | None) -> list[str]:
    """Return the names of households that ``who`` may not know and that stand in the answer."""
    if not (answer.mimetype or "").startswith("text/"):
        return []
    known = [village for _, village, _ in HOUSEHOLDS if may(who, "GET /households/<uuid:household_id>", village)]
    return [head for head, village, _ in HOUSEHOLDS if village not in known and head in answer.text]


def _plain(answer: TestResponse, asked: str, id_: Any) -> str:
    """Return the text of an answer without the address asked for and the tokens, which differ by nature.

    A code that was typed stands in its box too.
    """
    text = answer.text.replace(asked, "ADDRESS")
    lines = (text.replace(id_, "CODE") if isinstance(id_, str) else text).splitlines()
    return "\n".join(line for line in lines if "csrf" not in line.lower())
