"""What pages say: every word comes from the catalogs, in the page's language, whatever one does with their forms."""

import re
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from babel.messages.mofile import write_mo
from flask_babel import Domain
from werkzeug.test import TestResponse

from app.criteria.shipped import known_measures, shipped
from app.criteria.source.schema import read_sets
from app.criteria.terms import SetTerms
from app.extensions import babel
from app.offline.shells import SHELLS
from app.pledges.commitments import versions
from app.web.tokens import CLOSE, OPEN
from tests.client import Client
from tests.conftest import SignIn
from tests.structure.catalogs import LETTER, PLACEHOLDER, catalog, forms, messages
from tests.structure.routes import ROUTES, address, form, may, split, targets
from tests.structure.shown import Blank, blanks, pieces, without
from tests.world import HOUSEHOLDS, MODEL, OWN_INDICATOR, PEOPLE, PLACES, World

# What pages say is the same over every database.
pytestmark = pytest.mark.once

WHO = ["head", "police", "district", "province", "admin", None]
OTHER = {"vi": "en", "en": "vi"}
BEGIN, END = "\N{MATHEMATICAL LEFT DOUBLE ANGLE BRACKET}", "\N{MATHEMATICAL RIGHT DOUBLE ANGLE BRACKET}"
MARKED = re.compile(f"{BEGIN}[^{BEGIN}{END}]*{END}")
# Pages besides the table's: narrowed lists, lists with nothing on them, no page at all.
MORE = (
    "/households?status=away", "/households?status=missing&q=a", "/households?q=zzz", "/units?q=zzz", "/nowhere",
    "/receipts", "/receipts?code=zzz", "/conventions/new", "/recognitions/new", "/hotspots/new", "/borders/new",
    "/new-rural/new", "/forces/new", "/conventions", "/hotspots?level=commune", "/forces?year=2020",
)  # fmt: skip
RUBBISH = ("", " ", "\x00", "0", "-5", "x" * 3000, "9" * 30, "abc", "1", "2999-01-01", "1950-01-01", "Nguyễn 2")
SPOILT = ("", "x" * 3000, "abc")  # what also comes in the fields that nobody sees
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
LEFT_ALONE = {"/logout", "/locale"}  # nothing to fill in, and the language is what is looked at
TO_SCRIPTS = {"POST /offline/heartbeat", "POST /attachments/<uuid:upload_id>/chunks"}  # a script reads the answer
WRITES = [name for name in ROUTES if split(name)[0] == "POST" and split(name)[1] not in LEFT_ALONE]


def texts_of(terms: SetTerms) -> Iterator[str]:
    """Yield what a set says in Vietnamese, and its codes."""
    rest: list[Any] = [terms.columns(), [indicator.columns() for indicator in terms.indicators]]
    while rest:
        each = rest.pop()
        if isinstance(each, dict):
            yield from (str(each[key]) for key in ("vi", "code", "point") if each.get(key))
            rest += each.values()
        elif isinstance(each, list | tuple):
            rest += each


# What stands on pages as it is: names, and what people wrote.
PRODUCT = ["Bản Yên", "Tiếng Việt", "English", "banyen-demo", "thu"]
DEMO = ["truongban", "truongban2", "congan", "congan2", "huyen", "tinh", "quantri"]
UNITS = [f"{title[:1].upper()}{title[1:]} {name}" for name, _, title, _ in PLACES] + [name for name, *_ in PLACES]
PERSONS = [head for head, *_ in HOUSEHOLDS] + [f"Cán bộ {name}" for name, *_ in PEOPLE] + [name for name, *_ in PEOPLE]
WRITTEN = [
    "Về quê vợ",
    "Về ở với con",
    "Ký nhầm hộ",
    "Hà Văn Xuân",
    "Hà Thị Thu",
    "vợ",
    "Lò Văn Trưởng",
    MODEL,
    OWN_INDICATOR,
    "t1",  # its code
]
WRITTEN += ["Bàn chuyện giữ bản", "Tuần tra quanh bản", "Họp dân bàn lại"]
PLEDGES = [words for text in versions() for words in (text.title("vi"), *text.lines("vi"))]
CRITERIA = [words for one in read_sets(shipped(), known_measures()) for words in texts_of(one)]
# What stands for a value in a page that the phone fills, and a receipt's code.
FIGURES = re.compile(rf"{OPEN}[^{CLOSE}]*{CLOSE}|\bBY-\w{{4}}-\w{{2}}\b")
NAMES = (*PRODUCT, *UNITS, *PERSONS, OWN_INDICATOR)
DATA = PRODUCT + DEMO + UNITS + PERSONS + WRITTEN + PLEDGES + CRITERIA


@pytest.fixture(scope="module")
def marked_words(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of translations in which every word is its own, between marks."""
    words = catalog("vi")
    for message in messages(words):
        said = tuple(f"{BEGIN}{form_}{END}" for form_ in forms(message.string))
        message.string = said[0] if isinstance(message.id, str) else said
    folder = tmp_path_factory.mktemp("translations")
    target = folder / "vi" / "LC_MESSAGES" / "messages.mo"
    target.parent.mkdir(parents=True)
    with target.open("wb") as file:
        write_mo(file, words)
    return folder


@pytest.fixture
def marked(marked_words: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let pages take their words from there."""
    monkeypatch.setitem(vars(babel), "domain_instance", Domain(str(marked_words)))


@pytest.mark.usefixtures("marked")
@pytest.mark.parametrize("who", WHO)
def test_pages_say_nothing_but_what_can_be_translated(as_: SignIn, world: World, who: str | None) -> None:
    for asked, answer in chain(walk(as_(who), who, world), kept(as_(who))):
        assert not unmarked(answer), f"{asked}: {unmarked(answer)}"


@pytest.mark.usefixtures("marked")
@pytest.mark.parametrize(("who", "many"), [("police", 25), (None, 3)])
def test_refused_forms_say_nothing_but_what_can_be_translated(
    as_: SignIn, world: World, who: str | None, many: int
) -> None:
    pages, client = [answer.text for _, answer in walk(as_(who), who, world)], as_(who)
    kinds = {(ID.sub("ID", blank.action), blank.fields): blank for page in pages for blank in blanks(page)}
    refusals: set[str] = set()
    for blank in kinds.values():
        for rubbish in RUBBISH:
            for answer in sent(client, blank, rubbish):
                told = unmarked(answer, rubbish)
                assert not told, f"{blank.action} with {rubbish[:20]!r}: {told}"
                refusals |= set(pieces(answer.text)) if answer.status_code == 422 else set()
    assert len(refusals - {piece for page in pages for piece in pieces(page)}) >= many, "they say what is wrong"


@pytest.mark.usefixtures("marked")
def test_lost_sessions_and_old_pages_say_nothing_but_what_can_be_translated(as_: SignIn) -> None:
    fields = {"head_name": "Hà Văn Xuân", "member_count": "5"}
    lost, old = as_(None).send("/households", **fields), as_("head").post("/households", data=fields)
    assert (lost.status_code, old.status_code) == (401, 400)
    assert unmarked(lost) + unmarked(old) == []


@pytest.mark.usefixtures("marked")
@pytest.mark.parametrize("name", [name for name in WRITES if name not in TO_SCRIPTS])
def test_forms_sent_twice_say_nothing_but_what_can_be_translated(as_: SignIn, world: World, name: str) -> None:
    who = None if ROUTES[name].open_to is None else next(who for who in WHO if _may_somewhere(who, name, world))
    client = as_(who)
    id_ = next(id_ for place, id_ in targets(ROUTES[name], world).items() if may(who, name, place))
    for _time in range(2):
        answer = client.send(address(name, id_), **form(name, who, id_))
        followed = client.get(answer.location) if answer.status_code == 303 else answer
        assert not unmarked(followed), f"{followed.request.path}: {unmarked(followed)}"


def _may_somewhere(who: str | None, name: str, world: World) -> bool:
    return any(may(who, name, place) for place in targets(ROUTES[name], world))


@pytest.mark.usefixtures("marked")
@pytest.mark.parametrize("name", sorted(TO_SCRIPTS))
def test_scripts_are_told_no_words(as_: SignIn, world: World, name: str) -> None:
    [id_] = targets(ROUTES[name], world).values()
    answer = as_("head").send(address(name, id_), **form(name, "head", id_))
    assert answer.status_code in ROUTES[name].status
    assert "<" not in answer.text
    assert BEGIN not in answer.text
    assert "\\u" not in answer.text, "words that JSON would write in code"


# That a Vietnamese page says nothing but the catalog's words is seen above, for everybody.
@pytest.mark.parametrize(("who", "language"), [*((who, "en") for who in WHO), ("police", "vi")])
def test_pages_speak_one_language(as_: SignIn, world: World, who: str | None, language: str) -> None:
    client = as_(who)
    client.set_cookie("locale", language)
    for asked, answer in chain(walk(client, who, world), kept(client)):
        assert f'<html lang="{language}"' in answer.text
        for piece in pieces(answer.text):
            assert not says(OTHER[language], piece), f"{asked} says {piece!r}"


def test_the_looks_find_what_is_wrong() -> None:
    assert "Loại" in [found for found in [MARKED.sub("", f"Loại: {BEGIN}Xã{END}").strip(" :")] if LETTER.search(found)]
    assert words_of("vi").search("Chưa có hộ nào")
    assert words_of("vi").search("Trang: Năm 2026, hạn 31/12")
    assert words_of("en").search("Household of Lò Văn Ánh, Bản Na")
    assert not words_of("vi").search("No households yet")


def walk(client: Client, who: str | None, world: World) -> Iterator[tuple[str, TestResponse]]:
    """Yield the pages of the table that ``who`` may see, for each one that is refused, and some more.

    That they are sound is seen where they are asked for in the one language that is usual.
    """
    client.judges = False
    addresses = []
    for name in (name for name in ROUTES if split(name)[0] == "GET"):
        tried = targets(ROUTES[name], world)
        refused = [id_ for place, id_ in tried.items() if not may(who, name, place)]
        addresses += [address(name, id_) for place, id_ in tried.items() if may(who, name, place)]
        addresses += [address(name, id_) for id_ in refused[:1]]
    seen = 0
    for asked in [*addresses, *MORE]:
        answer = client.get(asked)
        if answer.mimetype == "text/html" and answer.status_code != 303:
            seen += 1
            yield asked, answer
    assert seen >= (1 if who is None else 10)


def kept(client: Client) -> Iterator[tuple[str, TestResponse]]:
    """Yield the pages that the phone of whom ``client`` is keeps, as it gets them: with tokens for values."""
    answers = {address: client.get(address) for address in (f"/offline/shells/{name}" for name in SHELLS)}
    found = [(address, answer) for address, answer in answers.items() if answer.status_code == 200]
    assert found, "there is a page for everyone, also signed out"
    yield from found


def sent(client: Client, blank: Blank, rubbish: str) -> Iterator[TestResponse]:
    """Yield what comes of a form with ``rubbish`` in every field, then also in those that are hidden."""
    if blank.action in LEFT_ALONE:
        return
    spoilt = [dict.fromkeys(blank.held, rubbish)] if blank.held and rubbish in SPOILT else []
    for hidden in (blank.held, *spoilt):
        fields: dict[str, Any] = hidden | dict.fromkeys(blank.fields, rubbish)
        fields |= {name: (BytesIO(rubbish.encode()), "photo.jpg") for name in blank.files}
        answer = client.send(blank.action, **fields)
        yield client.get(answer.location) if answer.status_code == 303 else answer


def unmarked(answer: TestResponse, *typed: str) -> list[str]:
    """Return the pieces of a page that hold letters which are neither marked words nor data."""
    found = pieces(answer.text)
    assert any(MARKED.search(piece) for piece in found), "the page takes its words from the marked catalog"
    known = (*DATA, *filter(str.strip, typed))
    told = [text for text in (FIGURES.sub(" ", bare(piece)) for piece in found) if LETTER.search(text)]
    return [rest.strip() for rest in (without(text, known) for text in told) if LETTER.search(rest)]


def bare(text: str) -> str:
    """Return ``text`` without what is marked, also within what is marked."""
    while MARKED.search(text):
        text = MARKED.sub(" ", text)
    return text


@cache  # pages say much that others said
def says(language: str, piece: str) -> bool:
    """Tell whether words of ``language`` stand in what a page says, besides names."""
    return bool(words_of(language).search(without(piece, NAMES)))


@cache
def words_of(language: str) -> re.Pattern[str]:
    """Return what finds words of ``language`` that are said otherwise in the other one.

    A single word is found only when it is all that is said: alone it may be a part of a name.
    """
    other = catalog(OTHER[language])
    patterns = []
    for message in messages(catalog(language)):
        said_otherwise = forms(other.get(message.id, message.context).string)  # type: ignore[union-attr]
        for said in set(forms(message.string)) - set(said_otherwise):
            parts = PLACEHOLDER.split(said)[::2]
            pattern = ".+?".join(re.escape(part) for part in parts)
            whole = len(LETTER.findall(said)) < 5 or len(" ".join(parts).split()) < 2
            patterns.append(f"^{pattern}$" if whole else rf"(?<!\w){pattern}(?!\w)")
    return re.compile("|".join(patterns))
