"""Every word for people is written where it is shown, in Vietnamese, through gettext, and has its English."""

import ast
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from jinja2 import nodes

from app.pledges.commitments import versions
from app.web.locale import LOCALES
from tests.structure.catalogs import (
    LETTER,
    VIETNAMESE,
    asked,
    asks_for_words,
    catalog,
    forms,
    keeper,
    messages,
    placeholders,
    template,
    templates,
)
from tests.structure.shown import HEARD
from tests.structure.sources import SCRIPTS, calls, files, name_of, python, tree

# What English keeps: the product's name, and what places are called that have no word of their own.
KEPT_IN_ENGLISH = ("Bản Yên", "phường", "thị trấn", "thị xã", "thôn", "tiểu khu", "tổ dân phố")
# Names that stand in templates as they are in every language.
NAMES = {"Bản Yên", "English", "Tiếng Việt", "truongban", "truongban2", "congan", "congan2", "huyen", "tinh", "quantri"}
SENTENCE = re.compile(r"\b[A-Z][a-z]+ [a-z]+")
# Files whose Vietnamese is no word of the pages, and why.
NOT_SHOWN = {
    "app/cli.py": "says to the administrator, in English, what places are called",
    "app/units/models.py": "the keys are what the places write",
    "app/vietnamese.py": "the alphabet",
}
SCRIPTS_NOT_SHOWN = {"static/js/offline/vietnamese.js": "the alphabet, the same as in app/vietnamese.py"}
SCRIPT_PART = re.compile(
    r"""(?P<comment>//[^\n]*|/\*.*?\*/)|(?P<text>"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`)""",
    re.DOTALL,
)
PUT_IN = re.compile(r"\$\{([^}]*)\}")

pytestmark = pytest.mark.once


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> set[Any]:
    """What `make messages` would collect now."""
    target = tmp_path_factory.mktemp("words") / "messages.pot"
    keeper["collect"](target)
    return {message.id for message in messages(keeper["read"](target))}


@pytest.mark.parametrize("locale", LOCALES)
def test_the_catalogs_hold_what_is_used_and_nothing_else(locale: str, collected: set[Any]) -> None:
    known = catalog(locale)
    assert {message.id for message in messages(known)} == collected
    assert list(known.obsolete) == []
    assert [message.id for message in messages(known) if message.fuzzy] == []


def test_what_is_used_is_collected(collected: set[Any]) -> None:
    assert {place.message for place in asked()} == collected


@pytest.mark.parametrize("locale", LOCALES)
def test_every_message_has_its_words_and_keeps_its_placeholders(locale: str) -> None:
    known = catalog(locale)
    for message in messages(known):
        said = forms(message.string)
        plural = not isinstance(message.id, str)
        assert len(said) == (known.num_plurals if plural else 1)
        assert all(words.strip() for words in said), message.id
        asked_for = frozenset[str]().union(*map(placeholders, forms(message.id)))
        assert {placeholders(words) for words in said} == {asked_for}, message.id
        if locale == "vi":
            assert set(said) == {forms(message.id)[-1]}, "Vietnamese is changed where it is used"


def test_english_is_english() -> None:
    foreign = []
    for message in messages(catalog("en")):
        for words in forms(message.string):
            rest = words
            for kept in KEPT_IN_ENGLISH:
                rest = rest.replace(kept, "")
            foreign += [words] if VIETNAMESE.search(rest) else []
    assert foreign == []


def test_words_are_plain_strings_with_named_placeholders() -> None:
    assert len({place.kind for place in asked()}) > 1
    faults = [place.where for place in asked() if None in place.words]
    faults += [place.where for place in asked() if place.others != (1 if place.kind.startswith("n") else 0)]
    assert faults == []


def test_every_placeholder_is_filled() -> None:
    faults = []
    for place in asked():
        wanted = frozenset[str]().union(*(placeholders(words or "") for words in place.words))
        given = place.filled | ({"num"} & wanted if place.kind.startswith("n") else set())
        if given != (set() if place.filled_later else wanted):
            faults.append(place.where)
    assert faults == []


def test_gettext_has_the_names_that_are_collected() -> None:
    wanted = {"gettext": {"_"}, "lazy_gettext": {"_l"}}
    for path in python("app"):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.ImportFrom) and node.module == "flask_babel":
                for name in node.names:
                    if name.name.endswith("gettext"):
                        assert (name.asname or name.name) in wanted.get(name.name, {name.name}), name_of(path)


def test_code_holds_no_words_besides() -> None:
    besides = {name_of(path) for path in python("app") if any(_untranslated(path))}
    assert {name for name in besides if not name.startswith("app/seeds/")} == set(NOT_SHOWN)


def test_the_look_for_words_in_code_finds_them(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.py", tmp_path / "bad.py"
    good.write_text('"""Tiếng Việt."""\nfrom flask_babel import gettext as _\n\nhere = _("Đã lưu.")\n')
    bad.write_text('"""Tiếng Việt."""\n\nhere = "Đã lưu."\n')
    assert [list(_untranslated(path)) for path in (good, bad)] == [[], ["Đã lưu."]]


@pytest.mark.parametrize("path", files(".js"), ids=name_of)
def test_scripts_hold_no_words(path: Path) -> None:
    script = path.read_text(encoding="utf-8")
    vietnamese = VIETNAMESE.search(SCRIPT_PART.sub(lambda part: part["text"] or "", script))
    assert (vietnamese is not None) == (name_of(path) in SCRIPTS_NOT_SHOWN)
    assert [text for text in _said_by_script(script) if SENTENCE.search(text)] == []


def test_the_scripts_are_looked_at() -> None:
    assert {path.parent for path in files(".js")} >= {SCRIPTS, SCRIPTS / "behaviors"}
    script = 'say("Đã gửi"); // "Chưa"\nimport `a ${b ? "Ảnh" : c}`; /* "c" */'
    assert list(_said_by_script(script)) == ["Đã gửi", "a ", "Ảnh"]


@pytest.mark.parametrize("path", templates(), ids=name_of)
def test_templates_hold_no_words_outside_gettext(path: Path) -> None:
    page = Bare()
    page.feed(page.without_jinja(path.read_text(encoding="utf-8")))
    page.close()
    assert [text for text in page.found if text not in NAMES] == []
    assert [text for text in _untranslated_in_template(path) if text not in NAMES] == []


def test_the_look_for_words_in_templates_finds_them() -> None:
    page = Bare()
    written = '{# chú #}<b title="Xem">{{ _("a > b") }} Lưu</b>{% if "x%}y" %}<i alt="{{ y }}">1</i> id="x" title="Mở">'
    page.feed(page.without_jinja(written))
    page.close()
    assert page.found == ["Xem", "Lưu", "Mở"]


def test_the_text_of_the_pledge_is_in_both_languages() -> None:
    for text in versions():
        assert set(text.titles) == set(text.texts) == set(LOCALES)
        assert len({len(text.lines(locale)) for locale in LOCALES}) == 1
        said = [text.title("en"), *text.lines("en")]
        assert all(words.strip() and not VIETNAMESE.search(words) for words in said)
        assert all(VIETNAMESE.search(words) for words in (text.title("vi"), *text.lines("vi")))


class Bare(HTMLParser):
    """Gathers what a template says by itself: its text and the attributes that are seen or heard."""

    JINJA = re.compile(
        r"""\{#.*?#\}|\{\{(?:"[^"]*"|'[^']*'|[^"'])*?\}\}|\{%(?:"[^"]*"|'[^']*'|[^"'])*?%\}""", re.DOTALL
    )
    STAND_IN = "jinja"  # letters, since it may stand for a tag's or an attribute's name
    ATTRIBUTE = re.compile(r"""([\w-]+)="([^"]*)\"""")  # of a tag that another template or macro begins

    def __init__(self) -> None:
        """Begin with nothing found."""
        super().__init__()
        self.found: list[str] = []

    def without_jinja(self, text: str) -> str:
        """Return ``text`` with a word in place of all that Jinja does, which the text found leaves out again."""
        return self.JINJA.sub(lambda part: "" if part[0].startswith("{#") else self.STAND_IN, text)

    def handle_data(self, data: str) -> None:
        """Take a text."""
        self.handle_starttag("", self.ATTRIBUTE.findall(data))
        for line in self.ATTRIBUTE.sub("\n", data).replace(self.STAND_IN, "\n").splitlines():
            self.found += [line.strip(" ·:,.()/›")] if LETTER.search(line) else []

    def handle_starttag(self, _tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take what is seen or heard of a tag."""
        for name, value in attrs:
            if name in HEARD:
                self.handle_data(value or "")


def _said_by_script(script: str) -> Iterator[str]:
    """Yield the texts in a script, also those within what a text puts together; no comments."""
    for part in SCRIPT_PART.finditer(script):
        if part["text"]:
            yield PUT_IN.sub("", part["text"][1:-1])
            for put_in in PUT_IN.findall(part["text"]) if part["text"][0] == "`" else ():
                yield from _said_by_script(put_in)


def _untranslated(path: Path) -> Iterator[str]:
    """Yield the strings with Vietnamese letters that are neither docstrings nor given to gettext."""
    whole = tree(path)
    spared = {id(argument) for name, call in calls(whole) if asks_for_words(name) for argument in call.args}
    for node in ast.walk(whole):
        if isinstance(node, ast.Expr):
            spared.add(id(node.value))
    for node in ast.walk(whole):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str) or id(node) in spared:
            continue
        if VIETNAMESE.search(node.value):
            yield node.value


def _untranslated_in_template(path: Path) -> Iterator[str]:
    """Yield the strings within Jinja that read as words and are not given to gettext."""
    whole = template(path)
    named = [(call.node, call) for call in whole.find_all(nodes.Call)]
    asking = [call for node, call in named if isinstance(node, nodes.Name) and asks_for_words(node.name)]
    spared = {id(word) for call in asking for word in call.args}
    for word in whole.find_all(nodes.Const):
        if not isinstance(word.value, str) or id(word) in spared:
            continue
        if VIETNAMESE.search(word.value) or SENTENCE.search(word.value):
            yield word.value
