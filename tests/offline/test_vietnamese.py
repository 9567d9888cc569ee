"""Names on the phone are folded, searched and sorted exactly as on the server."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.vietnamese import fold, search_key, search_words, sort_key, tidy
from tests.scripts import call_script

pytestmark = pytest.mark.once

LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxyAĂÂĐÊÔƠƯ"
MARKS = ["", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"]
words_of_vietnamese = st.text(st.sampled_from(LETTERS + "".join(MARKS)), min_size=1, max_size=8)
names = st.lists(words_of_vietnamese, min_size=1, max_size=5).map(" ".join)
# What no Unicode that the server knows of has assigned yet, no page shows: the server writes it as unreadable.
any_text = st.text(st.characters(exclude_categories=("Cs", "Cn")), max_size=30)
FUNCTIONS = {"fold": fold, "searchKey": search_key, "searchWords": search_words, "sortKey": sort_key}


def differences(texts: list[str]) -> list[tuple[str, str, object, object]]:
    """Return where the two differ: the function, the text, the server's word, the phone's."""
    calls = [[name, text] for text in texts for name in FUNCTIONS]
    answers = call_script("offline/vietnamese.js", calls)
    wanted = [FUNCTIONS[name](text) for name, text in calls]
    told = zip(calls, wanted, answers, strict=True)
    return [(name, text, here, there) for (name, text), here, there in told if here != there]


def test_every_character_of_unicode_alone_and_inside_a_word() -> None:
    known = [chr(code) for code in range(0x110000) if unicodedata.category(chr(code)) not in {"Cn", "Cs", "Co"}]
    assert len(known) > 100_000
    # Hangul and the characters of East Asia are many and all alike: every twentieth stands for them.
    tried = [char for place, char in enumerate(known) if not 0x3000 <= ord(char) < 0xF900 or place % 20 == 0]
    assert differences([*tried, *(f"a{char}b" for char in tried)]) == []


@settings(max_examples=20, deadline=None)
@given(st.lists(st.one_of(names, any_text), min_size=50, max_size=200))
def test_names_and_any_text(texts: list[str]) -> None:
    assert differences(texts) == []


@settings(max_examples=10, deadline=None)
@given(st.lists(names, min_size=50, max_size=100))
def test_names_come_out_in_the_same_order(texts: list[str]) -> None:
    households = [{"id": f"{number:04}", "name": name} for number, name in enumerate(texts)]
    wanted = sorted(households, key=lambda household: (sort_key(household["name"]), household["id"]))
    assert call_script("offline/pack.js", [["inOrder", households]]) == [wanted]


@settings(max_examples=10, deadline=None)
@given(st.lists(st.text(st.sampled_from("aáà đĐ \t\n\u00a0\u0301"), max_size=20), min_size=50, max_size=100))
def test_what_was_typed_is_tidied_alike(texts: list[str]) -> None:
    assert call_script("offline/vietnamese.js", [["tidy", text] for text in texts]) == [tidy(text) for text in texts]
