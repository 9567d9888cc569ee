"""What people, broken telephones and strangers may send: any text, huge values, wrong types, cursors, files."""

import base64
import json
from datetime import timedelta
from io import BytesIO
from typing import Any

from hypothesis import strategies as st

from app.clock import today
from tests.structure.route import Fields
from tests.world import jpeg

# Everything that can come over HTTP: any character but surrogates, which UTF-8 cannot carry.
ANY_TEXT = st.text(st.characters(codec="utf-8"), max_size=40)
TRICKS = [
    "", " ", "\t\r\n", "\x00", "\x1b[0m", "\ufffe", "\U0010ffff", "\u202e", "\u200b", "e\u0301" * 30, "ﷺ" * 20, "😀",
    "İ", "ß", "đ" * 200, "Đỗ\u00a0Thị\u2028Én", "A" * 200, "a " * 5000, "9" * 400, "0", "-1", "--5", "+5", "1e9", "4,5",
    "٣", "²", "½", "NaN", "2147483648", "-2147483649", "60", "1899", "2999", "True", "None", "[]", "{}", "null",
    "'; DROP TABLE x;--", "<script>alert(1)</script>", "\"'><b>", "{{ 7 * 7 }}", "%s%n%00", "../../etc/passwd", "//[",
    "/\\x.example", "http://[::1", "/\r\nX: y", "/\x85", "oath", "paper", "screen", "moved_out",
    "data:image/png;base64,", "data:image/png;base64,AAAA",
]  # fmt: skip
DAYS = [
    "0000-00-00", "0001-01-01", "9999-12-31", "1900-01-01", "1899-12-31", "2999-01-01", "-2026-01-01", "30/2/2026",
    "29/02/2025", "1/1/26", "2/9/2026", "2026-13-01", "2026-1-1", "12026-01-01", "hôm nay", "٢/٩/٢٠٢٦",
    f"{today() + timedelta(days=1)}", f"{today() - timedelta(days=3 * 366)}",
]  # fmt: skip
MOMENTS = [
    "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "9999-12-31T23:00:00+00:00", "2026-01-01T00:00",
    "2026-01-01T25:00:00Z", "2026-W01-1", "1700000000", "2026-01-01T00:00:00+99:99",
]  # fmt: skip
IDS = [
    "00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff", "6ba7b810-9dad-11d1-80b4",
    "{6ba7b8109dad11d180b400c04fd430c8}", "urn:uuid:6ba7b810-9dad-11d1-80b4-00c04fd430c8", "g" * 32, "٠" * 32, "-" * 36,
    "-1", "0", "999999999", "4294967296", "9" * 30,
]  # fmt: skip
PHOTO = jpeg(size=(40, 30))
CONTENTS = [
    b"", b"khong phai anh", b"%PDF-1.7", b"GIF89a" + b"\0" * 40, b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    b"\x89PNG\r\n\x1a\n" + b"\0" * 30, b"RIFF\xff\xff\xff\xffWEBPVP8 " + b"\0" * 30, PHOTO[:100], PHOTO[:-20],
    PHOTO + b"after", PHOTO.replace(b"JFIF", b"FIJF"), PHOTO,
]  # fmt: skip

TEXTS = st.one_of(
    ANY_TEXT,
    st.sampled_from(TRICKS),
    st.sampled_from(DAYS),
    st.sampled_from(MOMENTS),
    st.sampled_from(IDS),
    st.integers().map(str),
    st.floats().map(str),
    st.dates().map(str),
    st.uuids().map(str),
    st.datetimes().map(str),
)
FILE_NAMES = st.sampled_from(
    ["to.jpg", "", "../../to.jpg", "tờ cam kết.jpg", "a" * 300, "to.jpg.exe", ".", "con\x01.png"]
)
FILES = st.tuples(st.one_of(st.sampled_from(CONTENTS), st.binary(max_size=200)), FILE_NAMES)
# How often a field comes: not at all, once or several times; now and then as a file.
ANSWERS = st.lists(st.one_of(TEXTS, TEXTS, TEXTS, FILES), max_size=3)

CURSORS = st.one_of(
    st.recursive(
        st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20), st.uuids().map(str)),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
        max_leaves=4,
    ),
    st.tuples(st.text(max_size=20), st.uuids().map(str)),
).map(lambda value: base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("="))
HEADERS = st.text(st.characters(min_codepoint=32, max_codepoint=255), max_size=60)


def forms(names: list[str]) -> st.SearchStrategy[dict[str, list[Any]]]:
    """Return a strategy of what to send instead in some of the fields ``names``."""
    return st.dictionaries(st.sampled_from(names), ANSWERS, min_size=1, max_size=3)


def sent(good: Fields, bad: dict[str, list[Any]]) -> Fields:
    """Return the fields of ``good`` with those of ``bad`` in their place, files as a client takes them."""
    return {**good, **{name: [_file(value) for value in values] for name, values in bad.items()}}


def queries(names: list[str]) -> st.SearchStrategy[list[tuple[str, str]]]:
    """Return a strategy of queries: any of ``names`` in any order, also repeated."""
    return st.lists(st.tuples(st.sampled_from(names), st.one_of(TEXTS, TEXTS, CURSORS)), max_size=4)


def _file(value: Any) -> Any:
    return (BytesIO(value[0]), value[1]) if isinstance(value, tuple) else value
