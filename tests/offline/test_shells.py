"""Shells: made by the pages' own templates, without a person's value in them, for those who have the page."""

import re
from xml.etree.ElementTree import Element

import pytest

from app.clock import today
from app.offline.shells import SHELLS
from tests.conftest import SignIn
from tests.pages import parse, words
from tests.world import HOUSEHOLDS, World

# A shell is the same over every database.
pytestmark = pytest.mark.once

OF_VILLAGE_HEADS = set(SHELLS)
OF_POLICE = OF_VILLAGE_HEADS - {"first"}
OF_OTHERS = {"offline", "outbox"}
OF_DISTRICTS = OF_OTHERS | {"difficulty"}
HAVE = {
    "head": OF_VILLAGE_HEADS, "police": OF_POLICE, "district": OF_DISTRICTS, "province": OF_OTHERS, "admin": OF_OTHERS,
}  # fmt: skip
TOKEN = re.compile(r"⟦([^|⟧]+)(?:\|(\w+))?⟧")
FORMS = {None, "day", "time", "number", "phone"}


@pytest.mark.parametrize("who", HAVE)
def test_each_role_has_its_own_pages_in_one_answer(as_: SignIn, who: str) -> None:
    answer = as_(who).get("/offline/shells")
    assert set(answer.get_json()["shells"]) == HAVE[who]
    assert answer.headers["Cache-Control"] == "no-store"


def test_all_of_them_together_are_small(as_: SignIn) -> None:
    answer = as_("head").get("/offline/shells", headers={"Accept-Encoding": "br"})
    assert answer.headers["Content-Encoding"] == "br"
    assert len(answer.data) <= 21 * 1024  # 26 pages, which the worker fetches for itself at most once a day


@pytest.mark.parametrize("name", SHELLS)
@pytest.mark.parametrize("who", HAVE)
def test_a_page_alone(as_: SignIn, who: str, name: str) -> None:
    answer = as_(who).get(f"/offline/shells/{name}")
    assert answer.status_code == (200 if name in HAVE[who] else 403)
    if name in HAVE[who]:
        assert f'data-shell="{name}"' in answer.text
        assert not [head for head, _, _ in HOUSEHOLDS if head in answer.text]
        assert {form or None for _, form in TOKEN.findall(answer.text)} <= FORMS


def test_signed_out_there_is_only_the_page_that_says_what_is_missing(as_: SignIn) -> None:
    nobody = as_(None)
    page = nobody.get("/offline/shells/offline")
    assert page.status_code == 200
    assert "data-shell" not in page.text, "nothing would fill it"
    assert not TOKEN.search(page.text)
    assert nobody.get("/offline/shells/first").status_code == 401
    assert nobody.get("/offline/shells/nonsense").status_code == 404
    assert nobody.get("/offline/shells").status_code == 303


@pytest.mark.parametrize("who", ["head", "police"])
def test_nothing_in_a_shell_is_left_in_the_form_of_an_address(as_: SignIn, who: str) -> None:
    for name, html in as_(who).get("/offline/shells").get_json()["shells"].items():
        assert "%E2%9F" not in html, name


def test_the_shell_of_a_page_is_the_page(as_: SignIn, world: World) -> None:
    """With its tokens replaced, a shell's row, head and form are what the server sends for the record."""
    head, binh = as_("head"), world.households["Bình"]
    values = {
        "id": binh, "head_name": "Quàng Thị Bình", "member_count": "4", "birth_year": "", "version": "1", "address": "",
        "phone": "", "signed_on|day": f"{today():%d/%m/%Y}", "today": today().isoformat(),
    }  # fmt: skip
    shell = _filled(head.get("/offline/shells/edit").text, values)
    page = parse(head.get(f"/households/{binh}/edit").text)
    for part in (".//h1", ".//form[@id='household-form']//input[@name='head_name']"):
        mine, theirs = shell.find(part), page.find(part)
        assert mine is not None
        assert theirs is not None
        assert (words(mine), mine.attrib) == (words(theirs), theirs.attrib)
    rows = _filled(head.get("/offline/shells/households").text, values)
    row = rows.find(".//template[@data-row='signed']/li/a")
    listed = parse(head.get("/households?q=binh").text).find(f".//li[@id='household-{binh}']/a")
    assert row is not None
    assert listed is not None
    assert (words(row), row.get("href")) == (words(listed), listed.get("href"))


def test_the_pages_of_the_phone_are_in_the_person_s_language(as_: SignIn) -> None:
    head = as_("head")
    assert '<html lang="vi">' in head.get("/offline/shells/new").text
    head.send("/locale", locale="en")
    assert '<html lang="en">' in head.get("/offline/shells/new").text


def _filled(html: str, values: dict[str, object]) -> Element:
    """Return the page with its tokens replaced, without what stands only with a value where that is empty."""
    root = parse(TOKEN.sub(lambda token: str(values.get(token[0].strip("⟦⟧"), token[0])), html))
    for parent in list(root.iter()):
        for child in [child for child in parent if not values.get(child.get("data-optional") or "id")]:
            parent.remove(child)
    return root
