"""Vietnamese names: tidied, folded for search without accents, and put in the order of the alphabet."""

import unicodedata
from enum import StrEnum

MOST_WORDS = 8
LONGEST_WORD = 40
LONGEST_NAME = 80
INVISIBLE = dict.fromkeys([0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0x00AD])

ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
CODES = {letter: chr(ord("A") + place) for place, letter in enumerate(ALPHABET)}
TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}  # huyền hỏi ngã sắc nặng
SHAPES = {"\u0302", "\u0306", "\u031b"}  # circumflex, breve, horn: they make other letters
UNKNOWN = "\ufffd"
ALLOWED = set(" -'’.")


class NameProblem(StrEnum):
    """Why a text cannot be a person's name."""

    EMPTY = "empty"
    TOO_LONG = "too-long"
    DIGITS = "digits"
    STRANGE = "strange"


def tidy(text: str) -> str:
    """Return ``text`` composed (NFC), without invisible characters, with single spaces, control characters seen."""
    return " ".join(printable(unicodedata.normalize("NFC", text).translate(INVISIBLE), keep="\t\n\r").split())


def printable(text: str, *, keep: str = "") -> str:
    """Return ``text`` with what no page may hold (control characters but ``keep``, no characters) shown as UNKNOWN."""
    unfit = {"Cc", "Cs", "Cn"}
    return "".join(UNKNOWN if unicodedata.category(char) in unfit and char not in keep else char for char in text)


def fold(text: str) -> str:
    """Return the words of ``text`` in lower-case ASCII without accents (đ is d), one space between them."""
    bare = "".join(_fold_char(char) for char in unicodedata.normalize("NFKD", text.casefold()))
    return " ".join(bare.split())


def search_key(name: str) -> str:
    """Return every folded word with a space before it: a typed word begins one of them iff " word" is inside."""
    folded = fold(name)
    return f" {folded}" if folded else ""


def search_words(typed: str) -> list[str]:
    """Return the folded, distinct words typed into a search; at most 8 of at most 40 letters."""
    words = dict.fromkeys(word[:LONGEST_WORD] for word in fold(typed[:400]).split())
    return list(words)[:MOST_WORDS]


def sort_key(name: str, *, given_last: bool = True) -> str:
    """Return an ASCII key that sorts bytewise by given name (the last word), then the rest, by the alphabet.

    Letters count before tones, tones in the order ngang, huyền, hỏi, ngã, sắc, nặng. With ``given_last`` false the
    words keep their order, as for places.
    """
    words = unicodedata.normalize("NFC", name.casefold()).split()
    ordered = [words[-1], *words[:-1]] if given_last and words else words
    return " ".join(_word_key(word) for word in ordered)


def name_problem(text: str) -> NameProblem | None:
    """Tell why ``text`` cannot be a person's name; None when it can."""
    letters = [char for char in text if char not in ALLOWED]
    if not letters:
        return NameProblem.EMPTY if not text.strip() else NameProblem.STRANGE
    if len(text) > LONGEST_NAME:
        return NameProblem.TOO_LONG
    if any(char.isdigit() for char in letters):
        return NameProblem.DIGITS
    return None if all(_is_latin(char) for char in letters) else NameProblem.STRANGE


def _fold_char(char: str) -> str:
    if char == "đ":
        return "d"
    if unicodedata.combining(char):
        return ""
    return char if char.isascii() and char.isalnum() else " "


def _word_key(word: str) -> str:
    letters, tones = [], []
    for char in word:
        letter, tone = _split(char)
        letters.append(CODES.get(letter, "z" if letter.isalpha() else "@"))
        tones.append(tone)
    return f"{''.join(letters)}!{''.join(tones)}"


def _split(char: str) -> tuple[str, str]:
    """Return the letter of the alphabet and the tone digit of one composed character."""
    base, *marks = tuple(unicodedata.normalize("NFD", char))
    shaped = unicodedata.normalize("NFC", base + "".join(mark for mark in marks if mark in SHAPES))
    tone = next((TONES[mark] for mark in marks if mark in TONES), "0")
    return (shaped if shaped in CODES else base), tone


def _is_latin(char: str) -> bool:
    return char.isalpha() and unicodedata.name(char, "").startswith("LATIN")
