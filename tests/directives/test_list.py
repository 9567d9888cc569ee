"""The list: who sees what, found by its title without accents, further pages; and how far many units are."""

from datetime import timedelta
from uuid import uuid4

import pytest
from flask import Flask

from app.accounts.models import User
from app.clock import now, today
from app.directives.models import DirectiveKind
from app.directives.operations.giving import DirectiveTerms, give
from app.directives.queries import ADDRESSEES, PAGE
from app.extensions import db
from app.units.models import Unit, UnitKind
from app.units.operations import Founding, found
from app.web.transaction import begin_writing
from tests.conftest import SignIn
from tests.pages import parse, words
from tests.world import World, id_of


def titles(text: str) -> list[str]:
    """Return the titles on a page of the list."""
    rows = [each for each in parse(text).iter("li") if (each.get("id") or "").startswith("directive-")]
    return [words(next(each.iter("b"))) for each in rows]


def given(app: Flask, world: World, many: int) -> None:
    """Let the commune give many guidances to its villages, one a minute until now."""
    with app.app_context():
        begin_writing()
        by, commune = db.session.get_one(User, world.users["police"]), db.session.get_one(Unit, world.units["An"])
        for number in range(many):
            terms = DirectiveTerms(DirectiveKind.GUIDANCE, f"Hướng dẫn số {number}", "Đọc kỹ")
            made = give(uuid4(), terms, commune, [world.units["Na"], world.units["Pa"]], by=by)
            made.created_at = now() - timedelta(minutes=number)
        db.session.commit()
        db.session.remove()


@pytest.mark.parametrize(
    ("who", "query", "many"),
    [
        ("head", "", 2),
        ("head2", "", 0),
        ("police", "", 4),
        ("police", "show=received", 2),
        ("police", "show=given", 2),
        ("police2", "", 2),
        ("district", "", 7),
        ("district", "show=received", 1),
        ("district2", "", 0),
        ("province", "", 7),
        ("province", "show=given", 1),
        ("police", "kind=guidance", 0),
        ("police", "kind=x&show=y", 4),
    ],
)
def test_one_sees_what_came_to_one_s_unit_or_below_and_what_it_gave(
    as_: SignIn, who: str, query: str, many: int
) -> None:
    assert len(titles(as_(who).get(f"/directives?{query}").text)) == many


def test_guidance_is_found_by_its_title_without_accents(as_: SignIn, app: Flask, world: World) -> None:
    given(app, world, 3)
    assert titles(as_("head").get("/directives?q=huong+dan+2").text) == ["Hướng dẫn số 2"]
    part = as_("head").part("/directives?q=zzz").text
    assert "Không thấy tiêu đề nào như vậy." in part
    assert "<h1" not in part
    assert titles(as_("head3").get("/directives?q=huong").text) == []


def test_further_pages_follow(as_: SignIn, app: Flask, world: World) -> None:
    given(app, world, PAGE + 3)
    page = as_("head").get("/directives?kind=guidance").text
    assert titles(page) == [f"Hướng dẫn số {number}" for number in range(PAGE)]
    [more] = [link.get("href") or "" for link in parse(page).iter("a") if "after=" in (link.get("href") or "")]
    assert titles(as_("head").get(more).text) == [f"Hướng dẫn số {number}" for number in range(PAGE, PAGE + 3)]


def test_many_units_are_counted_narrowed_and_paged(as_: SignIn, app: Flask, world: World) -> None:
    with app.app_context():
        begin_writing()
        commune = db.session.get_one(Unit, world.units["An"])
        for number in range(ADDRESSEES + 5):
            found(Founding("thu", f"x{number}", UnitKind.VILLAGE, "bản", f"Nà {number:02}"), commune, by=None)
        db.session.commit()
        db.session.remove()
    id_, police = uuid4(), as_("police")
    form = {"id": str(id_), "kind": "request", "title": "Ký", "words": "Đủ", "due_on": f"{today()}", "to": "children"}
    assert police.send("/directives", **form).status_code == 303
    assert as_("head").send(f"/directives/{id_}/completion", words="Đủ rồi").status_code == 303
    page = police.get(f"/directives/{id_}").text
    assert f"{ADDRESSEES + 7} đơn vị nhận" in page
    assert page.count('id="addressee-') == ADDRESSEES
    [more] = [link.get("href") or "" for link in parse(page).iter("a") if "after=" in (link.get("href") or "")]
    assert police.part(more).text.count('id="addressee-') == 7
    done = police.get(f"/directives/{id_}?state=done").text
    assert (done.count('id="addressee-'), "Đủ rồi" in done) == (1, True)


def test_a_unit_sees_no_other_unit_beside_it(as_: SignIn, app: Flask, world: World) -> None:
    given(app, world, 1)
    head = as_("head")
    rows = [link.get("href") or "" for link in parse(head.get("/directives?q=huong").text).iter("a")]
    [link] = [href for href in rows if href.startswith("/directives/")]
    page = head.get(link).text
    assert 'id="addressees"' not in page
    assert "Bản Pa" not in page


@pytest.mark.parametrize("name", ["directive Na", "directive An", "directive Một"])
def test_elsewhere_it_does_not_exist(as_: SignIn, name: str) -> None:
    for who in ("head3", "police2", "district2"):
        assert as_(who).get(f"/directives/{id_of(name)}").status_code == 404
    assert as_("admin").get(f"/directives/{id_of(name)}").status_code == 403


def test_who_gives_to_nobody_has_no_form(as_: SignIn) -> None:
    assert as_("head").get("/directives/new").status_code == 403
    assert "/directives/new" not in as_("head").get("/directives").text
    assert "/directives/new" in as_("police").get("/directives").text
