"""The log and a group's book, narrowed: by typing without accents, by kind, by village; page after page."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask

from app.accounts.models import User
from app.clock import today
from app.extensions import db
from app.groups.queries.activities import Narrowing, log_page
from tests.conftest import SignIn
from tests.pages import parse, words
from tests.world import MODEL, World


def shown(text: str) -> list[str]:
    """Return the rows of the log or of the book, in words."""
    return [words(row) for body in parse(text).iter("tbody") for row in body]


@pytest.fixture
def logged(as_: SignIn, world: World) -> World:
    """The cast, whose groups met today, patrolled together, and whose commune reached out; a model's group helped."""
    police, day = as_("police"), f"{today()}"
    both = [str(world.groups["Na"]), str(world.groups["Pa"])]
    founded = {"number": "1", "leader_name": "Hà Văn Xuân", "founded_on": f"{today() - timedelta(days=400)}"}
    model = {"kind": "other", "model": str(world.models["Thử"]), "village": str(world.units["Pa"])}
    made = police.send("/groups", **founded, **model).location
    assert made, "the group is founded"
    entries: list[tuple[str, dict[str, Any]]] = [
        ("/activities", {"kind": "patrol", "group": both, "summary": "Đêm giao thừa"}),
        ("/activities", {"kind": "outreach", "unit": str(world.units["An"]), "outcome-listeners": "9"}),
        (f"{made}/activities", {"kind": "help"}),
    ]
    for to, fields in entries:
        assert police.send(to, held_on=day, **fields).status_code == 303
    return world


@pytest.mark.parametrize(
    ("typed", "kinds"),
    [
        ("hop nhom", ["Họp nhóm", "Họp nhóm"]),
        ("Hoà giải", []),
        ("tuan", ["Tuần tra"]),
        ("lien gia so 1 ban na", ["Tuần tra", "Họp nhóm"]),
        ("ban pa hop", ["Họp nhóm"]),
        ("xa an", ["Tuyên truyền", "Tuần tra"]),
        ("mo hinh khac", []),  # it has a name of its own
        (MODEL, ["Giúp đỡ người được quản lý"]),
        ("giao thua", ["Tuần tra"]),
        ("giao thua hop", []),
    ],
)
@pytest.mark.usefixtures("logged")
def test_the_search_finds_what_the_log_shows(as_: SignIn, typed: str, kinds: list[str]) -> None:
    rows = shown(as_("police").get("/activities", query_string={"q": typed}).text)
    assert len(rows) == len(kinds), rows
    for kind in kinds:
        assert any(kind in row for row in rows), (kind, rows)


@pytest.mark.usefixtures("logged")
def test_the_search_reads_kinds_in_the_language_of_the_page(as_: SignIn) -> None:
    police = as_("police")
    police.send("/locale", locale="en")
    assert len(shown(police.get("/activities?q=patrol").text)) == 1
    assert shown(police.get("/activities?q=tuan+tra").text) == []


def test_the_book_of_a_year_is_narrowed_like_the_log(as_: SignIn, logged: World) -> None:
    police, to = as_("police"), f"/groups/{logged.groups['Na']}/book"
    for query, kinds in [
        ("", ["Họp nhóm", "Tuần tra"]), ("kind=patrol", ["Tuần tra"]), ("q=hop", ["Họp nhóm"]),
        (f"village={logged.units['Pa']}", ["Tuần tra"]), (f"kind=meeting&village={logged.units['Pa']}", []),
    ]:  # fmt: skip
        page = police.get(f"{to}?{query}").text
        assert sorted(kind for row in shown(page) for kind in ("Họp nhóm", "Tuần tra") if kind in row) == kinds, query
    narrowed = police.get(f"{to}?kind=patrol&village={logged.units['Pa']}").text
    assert "Đang lọc: Bản Pa, Tuần tra" in narrowed
    before = [link.get("href") or "" for link in parse(narrowed).iter("a") if words(link) == "Năm trước"]
    assert all(f"village={logged.units['Pa']}" in link and "kind=patrol" in link for link in before)
    assert len(before) == 1
    assert len(shown(as_("head").get(f"{to}?kind=patrol").text)) == 1
    assert as_("head").get(f"{to}?village={logged.units['Pa']}").status_code == 404


def test_the_rows_are_read_page_after_page(app: Flask, logged: World) -> None:
    with app.app_context():
        police = db.session.get_one(User, logged.users["police"])
        narrowing, found, after = Narrowing(today(), today() + timedelta(days=1)), list[UUID](), None
        whole = [row.id for row in log_page(police, narrowing, None).rows]
        while True:
            page = log_page(police, narrowing, after, size=2)
            found, after = [*found, *(row.id for row in page.rows)], page.after
            if after is None:
                break
        assert (len(found), found) == (5, whole)
        db.session.remove()


@pytest.mark.parametrize("after", ["x", "WyJ4IiwiMDE5MGEwMDAtMDAwMC03MDAwLTgwMDAtMDAwMDAwMDAwMDAxIl0"])
@pytest.mark.usefixtures("logged")
def test_rubbish_for_a_page_is_the_first(as_: SignIn, after: str) -> None:
    assert len(shown(as_("police").get(f"/activities?after={after}").text)) == 5
