"""Whatever is sent, wherever: an answer below 500, nothing stored with a refusal, and what was typed still there."""

import sys
from collections.abc import Callable
from inspect import getmembers
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import uuid4
from zlib import crc32

import pytest
from flask import Flask
from hypothesis import HealthCheck, example, given, seed, settings
from hypothesis import strategies as st
from werkzeug.test import TestResponse
from wtforms.fields.core import UnboundField

from app.vietnamese import printable, tidy
from app.web.forms import Form
from tests.conftest import Ground, SignIn
from tests.contents import changed, contents
from tests.pages import parse
from tests.structure.fields import FURTHER, TYPED
from tests.structure.routes import ROUTES, SEATS, address, form, may, targets
from tests.structure.rubbish import HEADERS, IDS, TEXTS, TRICKS, forms, queries, sent
from tests.world import World

POSTS = [name for name in ROUTES if name.startswith("POST ")]
GETS = [name for name in ROUTES if name.startswith("GET ")]
QUERIES = [
    "group", "unit", "code", "verdict", "month", "like", "q", "village", "status", "standing", "model",
    "level", "category", "state", "on", "as_of", "household", "after", "year", "next", "kind", "name", "locale", "page",
    "show", "to",
]  # fmt: skip
BODIES = ["application/json", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "*"]
ODD_HEADERS = [
    "Host", "Origin", "Referer", "Sec-Fetch-Site", "Accept-Language", "Accept", "Accept-Encoding", "User-Agent",
    "Range", "If-None-Match", "If-Modified-Since", "X-Forwarded-For", "X-Forwarded-Host", "X-CSRFToken",
    "Idempotency-Key", "HX-Request", "HX-Request-Type", "HX-Boosted", "HX-Current-URL", "HX-Target", "HX-Trigger",
    "HX-History-Restore-Request",
]  # fmt: skip
COOKIES = ["banyen", "device", "locale", "x"]
DONE_WITHOUT_FIELDS = {
    "POST /logout", "POST /locale", "POST /households/<uuid:household_id>/return",
    "POST /groups/<uuid:group_id>/members/<uuid:household_id>/end",
    "POST /activities/<uuid:activity_id>/distinction",
    "POST /criteria/<int:set_id>/indicators/<code>/removal",
    "POST /assessments/<uuid:assessment_id>/reopening", "POST /reviews/<uuid:submission_id>/taking-back",
    "POST /obstacles/<uuid:obstacle_id>/closing",
    "POST /notices/<uuid:notice_id>/reading", "POST /notices/<uuid:notice_id>/readings",
    "POST /directives/<uuid:directive_id>/reading",
}  # fmt: skip
STARTS = [
    "/", "/units/", "/progress/", "/households/", "/pledges/", "/groups/", "/activities/", "/criteria/", "/forces/",
    "/assessments/", "/remedies/", "/obstacles/", "/inspections/", "/static/", "/directives/", "/notices/", "/reviews/",
]  # fmt: skip
COUNTED = {"failed_sign_ins"}  # the one thing that a refusal stores

QUICK, THOROUGH = pytest.param(2, marks=pytest.mark.brief), pytest.param(5, marks=[pytest.mark.slow, pytest.mark.once])


def _who_reads(name: str) -> list[str | None]:
    """Return two who may open the page, and nobody: so those to whom it is closed are asked too."""
    open_to = ROUTES[name].open_to
    readers = [who for who in ("head", "police", "admin", "province") if open_to is None or SEATS[who][0] in open_to]
    return [*readers[:2], None]


def bounded(examples: int, *about: str | None) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Let a test try so many examples, however long a request takes: others for each thing that it is about."""
    limits = settings(max_examples=examples, suppress_health_check=[HealthCheck.too_slow])
    sown = seed(crc32(" ".join(map(str, about)).encode()))
    return lambda test: sown(limits(test))


def everything(app: Flask) -> dict[str, list[tuple[Any, ...]]]:
    """Return what is stored, the names of the stored files too."""
    folder: Path = app.config["SETTINGS"].data_dir / "photos"
    files = [(path.relative_to(folder).as_posix(),) for path in folder.rglob("*") if path.is_file()]
    return {**contents(app), "files": sorted(files)}


@pytest.mark.parametrize("examples", [QUICK, THOROUGH])
@pytest.mark.parametrize(
    ("name", "who"),
    [
        *((name, "head") for name in POSTS),
        ("POST /households", "police"),
        ("POST /directives", "police"),
        ("POST /login", None),
    ],
)
def test_any_form_gets_an_answer(
    app: Flask, ground: Ground, as_: SignIn, world: World, name: str, who: str | None, examples: int
) -> None:
    id_ = _target(name, world)
    good = form(name, who, id_)
    fields = [*good, *(field for field in FURTHER.get(name, []) if field not in good)] or ["unasked"]
    before = everything(app)

    @bounded(examples, name, who)
    @given(bad=forms(fields), htmx=st.booleans(), replayed=st.booleans())
    def send(bad: dict[str, list[Any]], htmx: bool, replayed: bool) -> None:
        nonlocal before
        client = as_(who)
        client.environ_base["REMOTE_ADDR"] = f"10.{uuid4().int % 250}.{uuid4().int % 250}.{uuid4().int % 250}"
        key = str(uuid4()) if replayed else None
        answer = client.send(address(name, id_), htmx=htmx, key=key, **sent(form(name, who, id_), bad))
        changes = changed(before, everything(app))
        assert answer.status_code < 500
        if answer.status_code == 422:
            _is_still_there(answer, bad, TYPED.get(name, []))
        if answer.status_code >= 400:
            assert changes.keys() <= COUNTED
        elif changes:
            if name != "POST /locale":  # which may be done again and again
                ground.restore(app)
            before = everything(app)

    send()


@pytest.mark.parametrize("examples", [QUICK, THOROUGH])
@pytest.mark.parametrize(("name", "who"), [(name, who) for name in GETS for who in _who_reads(name)])
def test_any_query_gets_an_answer(
    app: Flask, as_: SignIn, world: World, name: str, who: str | None, examples: int
) -> None:
    client, before = as_(who), contents(app)
    to = address(name, _target(name, world)).partition("?")[0]

    @bounded(examples, name, who)
    @given(query=queries(QUERIES), htmx=st.booleans())
    def ask(query: list[tuple[str, str]], htmx: bool) -> None:
        _is_answered(client.get(to, query_string=query, headers={"HX-Request": "true"} if htmx else {}))

    ask()
    assert changed(before, contents(app)) == {}


@pytest.mark.parametrize("who", ["head", None])
@pytest.mark.parametrize("start", STARTS)
def test_any_address_gets_an_answer(as_: SignIn, who: str | None, start: str) -> None:
    client = as_(who)

    @bounded(12, start, who)
    @given(rest=st.one_of(TEXTS, st.integers(min_value=0).map(str), st.sampled_from(IDS + TRICKS)))
    @example("/")
    def ask(rest: str) -> None:
        _is_answered(client.get(f"{start}{quote(rest)}"))

    ask()


@pytest.mark.parametrize("who", ["head", None])
@pytest.mark.parametrize("to", ["/households", "/login", "/nowhere"])
def test_raw_bytes_in_an_address_get_an_answer(as_: SignIn, who: str | None, to: str) -> None:
    client = as_(who)

    @bounded(12, to, who)
    @given(raw=st.text(st.characters(max_codepoint=255), max_size=30), path=st.booleans())
    def ask(raw: str, path: bool) -> None:
        # A WSGI server hands the bytes on as Latin-1.
        _is_answered(client.get(to, environ_overrides={"PATH_INFO": f"{to}/{raw}"} if path else {"QUERY_STRING": raw}))

    ask()


@pytest.mark.parametrize("name", ["GET /households", "POST /households", "GET /login", "POST /login"])
def test_any_headers_get_an_answer(app: Flask, as_: SignIn, world: World, name: str) -> None:
    to, before = address(name, _target(name, world)), contents(app)

    @bounded(15, name)
    @given(headers=st.dictionaries(st.sampled_from(ODD_HEADERS), HEADERS, min_size=1, max_size=3))
    def ask(headers: dict[str, str]) -> None:
        client = as_("head")
        if name.startswith("GET"):
            _is_answered(client.get(to, headers=headers))
        else:
            _is_answered(client.post(to, headers=headers, data={"csrf_token": client.token(), "username": "nobody"}))

    ask()
    assert changed(before, contents(app)).keys() <= COUNTED


@pytest.mark.parametrize("to", ["/", "/login", "/households"])
def test_any_cookies_get_an_answer(app: Flask, to: str) -> None:
    client: Any = app.test_client(use_cookies=False)

    @bounded(15, to)
    @given(cookies=st.dictionaries(st.sampled_from(COOKIES), HEADERS, min_size=1))
    def ask(cookies: dict[str, str]) -> None:
        sent_along = "; ".join(f"{name}={value}" for name, value in cookies.items())
        answer = client.get(to, headers={"Cookie": sent_along})
        _is_answered(answer)
        assert answer.status_code == (200 if to == "/login" else 303)

    ask()


@pytest.mark.once  # what is no form is read by no database
@pytest.mark.parametrize("name", POSTS)
def test_any_body_gets_an_answer(app: Flask, as_: SignIn, world: World, name: str) -> None:
    client, before = as_("head"), contents(app)

    @bounded(5, name)
    @given(
        kind=st.sampled_from(BODIES),
        body=st.one_of(st.binary(max_size=100), TEXTS.map(str.encode), st.just(b"--x\r\n" * 9), st.just(b"[" * 9)),
    )
    def send(kind: str, body: bytes) -> None:
        headers = {"X-CSRFToken": client.token(), "Content-Type": kind}
        _is_answered(as_("head").post(address(name, _target(name, world)), data=body, headers=headers))

    send()
    if name not in DONE_WITHOUT_FIELDS:
        assert changed(before, contents(app)).keys() <= COUNTED


def test_every_field_of_every_form_is_tried(world: World) -> None:
    tried = {field for name in POSTS for field in [*form(name, "head", _target(name, world)), *FURTHER.get(name, [])]}
    fields = {name for kind in _kinds(Form) for name, value in getmembers(kind) if isinstance(value, UnboundField)}
    assert len(fields) > 15
    assert fields - tried == set()


def _kinds(parent: type[Form]) -> list[type[Form]]:
    """Return the forms that stand in a module; those that are made for one indicator stand in none."""
    found = [kind for child in parent.__subclasses__() for kind in (child, *_kinds(child))]
    return [kind for kind in found if getattr(sys.modules[kind.__module__], kind.__name__, None) is kind]


def _target(name: str, world: World) -> Any:
    """Return the id of a thing that a village head may act on."""
    tried = targets(ROUTES[name], world)
    return next((id_ for place, id_ in tried.items() if may("head", name, place)), next(iter(tried.values())))


def _is_answered(answer: TestResponse) -> None:
    assert answer.status_code < 500
    if answer.status_code in {301, 302, 303, 307, 308}:
        to = answer.location.removeprefix(answer.request.host_url.rstrip("/"))
        assert to.startswith("/")
        assert not to.startswith(("//", "/\\"))


def _is_still_there(answer: TestResponse, bad: dict[str, list[Any]], typed: list[str]) -> None:
    """Find in the answered form what was typed into it, once, as text."""
    tree = parse(answer.text)
    shown = {box.get("name"): box.get("value", "") for box in tree.iter("input")}
    shown |= {box.get("name"): "".join(box.itertext()) for box in tree.iter("textarea")}
    for name in typed:
        values = bad.get(name, [])
        if len(values) == 1 and isinstance(values[0], str):
            assert tidy(shown[name]) == tidy(printable(values[0], keep="\t\n\r"))
