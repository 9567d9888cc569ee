"""Vietnamese names: tidied, found without accents, put in the order of the alphabet, told from what is no name."""

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.vietnamese import (
    ALPHABET,
    LONGEST_NAME,
    LONGEST_WORD,
    MOST_WORDS,
    UNKNOWN,
    NameProblem,
    fold,
    name_problem,
    printable,
    search_key,
    search_words,
    sort_key,
    tidy,
)

pytestmark = pytest.mark.once

VOWELS = "aăâeêioôơuưy"
TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")  # ngang, huyền, hỏi, ngã, sắc, nặng
ANY_TEXT = st.text(st.characters(codec="utf-8"), max_size=40)
SYLLABLES = st.builds(
    lambda start, vowel, tone, end: unicodedata.normalize("NFC", f"{start}{vowel}{tone}{end}"),
    st.sampled_from(["", "b", "ch", "đ", "d", "kh", "l", "ng", "qu", "t", "v", "x"]),
    st.sampled_from(VOWELS),
    st.sampled_from(TONES),
    st.sampled_from(["", "n", "ng", "t", "i"]),
)
NAMES = st.lists(SYLLABLES.map(str.capitalize), min_size=1, max_size=5).map(" ".join)


def found(typed: str, name: str) -> bool:
    """Tell whether a list that is narrowed by ``typed`` shows ``name``, as its query decides it."""
    return all(f" {word}" in search_key(name) for word in search_words(typed))


@pytest.mark.parametrize(
    "typed",
    ["", "nguyen", "NGUYEN VAN", "van nguyen", "duc", "đức", "Đ", "d", "ngu d v", "nguyễn văn đức", "  duc \t van "],
)
def test_beginnings_of_words_in_any_order_find_a_name(typed: str) -> None:
    assert found(typed, "Nguyễn Văn Đức")


@pytest.mark.parametrize("typed", ["guyen", "uc", "van vo", "nguyenvan", "duc1", "duck"])
def test_what_begins_no_word_finds_nothing(typed: str) -> None:
    assert not found(typed, "Nguyễn Văn Đức")


@given(NAMES, st.data())
def test_any_beginnings_of_any_words_find_the_name(name: str, data: st.DataObject) -> None:
    words = data.draw(st.permutations(name.split()))
    some = words[: data.draw(st.integers(0, len(words)))]
    typed = " ".join(word[: data.draw(st.integers(1, len(word)))] for word in some)
    assert found(typed, name)
    assert found(typed.upper(), name)
    assert found(fold(typed), name)


@given(ANY_TEXT)
def test_what_is_searched_for_is_plain_letters_and_digits(typed: str) -> None:
    words = search_words(typed)
    assert len(words) <= MOST_WORDS
    assert all(word.isascii() and word.isalnum() and word == word.lower() for word in words)


def test_a_search_takes_so_many_words_of_so_many_letters() -> None:
    assert search_words("x" * 10_000) == ["x" * LONGEST_WORD]
    assert len(search_words(" ".join("abcdefghijkl"))) == MOST_WORDS
    assert search_words("an An ÁN ân") == ["an"]


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Đặng Thị Ưng", "dang thi ung"),
        ("Ăn Ấp Êm Ổn Ợ Ữ", "an ap em on o u"),
        ("H'Mông-Đỏ", "h mong do"),
        ("e\u0302\u0301", "e"),
        ("  ", ""),
        ("%_\\", ""),
        ("Лю 李", ""),
    ],
)
def test_folding(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_the_alphabet_decides_the_order_of_letters() -> None:
    assert "".join(letter for letter in ALPHABET if letter not in "fjwz") == "aăâbcdđeêghiklmnoôơpqrstuưvxy"
    keys = [sort_key(letter) for letter in ALPHABET]
    assert keys == sorted(keys)
    assert len(set(keys)) == len(ALPHABET)


@pytest.mark.parametrize("vowel", VOWELS)
def test_tones_follow_each_other_as_in_the_dictionary(vowel: str) -> None:
    syllables = [unicodedata.normalize("NFC", f"t{vowel}{tone}") for tone in TONES]
    keys = [sort_key(syllable) for syllable in syllables]
    assert all(before < after for before, after in pairwise(keys))


@pytest.mark.parametrize(
    "names",
    [
        ["Lò Văn An", "Bạc Thị Ánh", "Cà Văn Ăm", "Lò Thị Ân", "Ví Văn Bình"],
        ["Lò Văn Dũng", "Lò Văn Đại", "An Văn Đức"],
        ["Cà Văn Hoa", "Lò Thị Hoa", "Lò Văn Hoa", "Quàng Thị Hoa", "Lò Văn Hoà", "Lò Văn Hoan"],
        ["Lò Ma", "Lò Mà", "Lò Mả", "Lò Mã", "Lò Má", "Lò Mạ", "Lò Man", "Lò Mă", "Lò Mâ"],
        ["Hoa", "Lò Hoa", "Lò An Hoa"],
        ["Lò Văn Sơ", "Lò Văn Sơn", "Lò Văn Tủa", "Lò Văn Ưng", "Lò Văn Vừ", "Lò Văn Ý", "Lò Văn Yên"],
    ],
)
def test_people_are_ordered_by_given_name_then_the_rest(names: list[str]) -> None:
    keys = [sort_key(name) for name in names]
    assert all(before < after for before, after in pairwise(keys))


def test_places_are_ordered_by_their_first_word() -> None:
    places = ["Bó Mẫu", "Mẫu Cuông", "Mẫu Xa", "Nà Mẫu"]
    keys = [sort_key(place, given_last=False) for place in places]
    assert all(before < after for before, after in pairwise(keys))


@given(NAMES, NAMES)
def test_the_key_agrees_with_comparing_letters_then_tones_word_by_word(one: str, other: str) -> None:
    assert (sort_key(one) < sort_key(other)) == (_by_hand(one) < _by_hand(other))
    assert (sort_key(one) == sort_key(other)) == (_by_hand(one) == _by_hand(other))


@given(ANY_TEXT)
def test_a_key_is_printable_ascii_so_that_every_database_orders_it_alike(text: str) -> None:
    key = sort_key(text)
    assert key.isascii()
    assert key.isprintable()


@pytest.mark.parametrize(
    "name", ["Lò Văn Ánh", "H'Bia Êban", "K’Sor Y-Nam", "Giàng A Khánh", "Y", "Đ. Ớ", "a" * LONGEST_NAME, "François"]
)
def test_a_name(name: str) -> None:
    assert name_problem(name) is None


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", NameProblem.EMPTY),
        ("   ", NameProblem.EMPTY),
        ("a" * (LONGEST_NAME + 1), NameProblem.TOO_LONG),
        ("A" * 200, NameProblem.TOO_LONG),
        ("Lò Văn 5", NameProblem.DIGITS),
        ("12345", NameProblem.DIGITS),
        ("Lò ²", NameProblem.DIGITS),
        ("Lò ٣", NameProblem.DIGITS),
        ("...", NameProblem.STRANGE),
        ("Lò Văn 😀", NameProblem.STRANGE),
        ("Лю Ван", NameProblem.STRANGE),
        ("李小龍", NameProblem.STRANGE),
        ("Lò <b>", NameProblem.STRANGE),
        (f"Lò {UNKNOWN}", NameProblem.STRANGE),
        ("Lò\u202eVăn", NameProblem.STRANGE),
        ("=1+1", NameProblem.DIGITS),
        ("=cmd|A", NameProblem.STRANGE),
    ],
)
def test_no_name(text: str, problem: NameProblem) -> None:
    assert name_problem(text) is problem


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Lò \t Văn\r\nÁnh ", "Lò Văn Ánh"),
        ("Lo\u0300 Va\u0306n A\u0301nh", "Lò Văn Ánh"),
        ("Lò\u200b Văn\ufeff Á\u00adnh", "Lò Văn Ánh"),
        ("Lò\u00a0Văn\u3000Ánh", "Lò Văn Ánh"),
        ("Lò \x07Văn", f"Lò {UNKNOWN}Văn"),
        ("\x00", UNKNOWN),
        ("", ""),
    ],
)
def test_tidying(typed: str, kept: str) -> None:
    assert tidy(typed) == kept


@given(ANY_TEXT)
def test_tidying_again_changes_nothing(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)


@given(st.text(max_size=40))  # lone surrogates too: they come from files, never over HTTP
def test_what_is_printable_has_no_character_that_a_page_may_not_hold(text: str) -> None:
    shown = printable(text, keep="\n")
    assert len(shown) == len(text)
    assert {unicodedata.category(char) for char in shown.replace("\n", "")}.isdisjoint({"Cc", "Cs", "Cn"})
    assert all(new in (old, UNKNOWN) for old, new in zip(text, shown, strict=True))


def _by_hand(name: str) -> list[tuple[list[int], list[int]]]:
    """Return what is compared: the given name first; of each word the places of its letters, then its tones."""
    *rest, given_name = name.lower().split()
    return [_letters_and_tones(word) for word in (given_name, *rest)]


def _letters_and_tones(word: str) -> tuple[list[int], list[int]]:
    letters, tones = [], []
    for char in unicodedata.normalize("NFC", word):
        tone = next((mark for mark in unicodedata.normalize("NFD", char) if mark in TONES), "")
        bare = unicodedata.normalize("NFC", unicodedata.normalize("NFD", char).replace(tone, "") if tone else char)
        letters.append(ALPHABET.index(bare))
        tones.append(TONES.index(tone))
    return letters, tones
