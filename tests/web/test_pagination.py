"""Cursors of lists: they go through an address and come back; a broken one is none."""

import base64
import json
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.vietnamese import sort_key
from app.web.pagination import Cursor, read_cursor
from tests.structure.rubbish import CURSORS

pytestmark = pytest.mark.once

ID = "6ba7b810-9dad-11d1-80b4-00c04fd430c8"


def encoded(value: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode()


@given(st.text(st.characters(codec="utf-8"), max_size=80), st.uuids())
def test_a_cursor_comes_back_as_it_went(name: str, id_: UUID) -> None:
    cursor = Cursor(sort_key(name), id_)
    text = str(cursor)
    assert read_cursor(text) == cursor
    assert text.isascii()
    assert set(text).isdisjoint("+/=&?# %")


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "x",
        "%%%",
        "ê",
        "A" * 5000,
        encoded(None),
        encoded([]),
        encoded(["a"]),
        encoded(["a", ID, "b"]),
        encoded(["a", "not an id"]),
        encoded(["a", 5]),
        encoded([5, ID]),
        encoded([None, ID]),
        encoded([["a"], ID]),
        encoded({"a": 1, "b": 2}),
        encoded("ab"),
        encoded(["\x00", ID]),
        encoded(["a\n", ID]),
        encoded(["\ud800", ID]),
        encoded(["Đ", ID]),
        base64.urlsafe_b64encode(b"[" * 1000).decode(),
        base64.urlsafe_b64encode(b'["a", "\xff"]').decode(),
    ],
)
def test_a_broken_cursor_is_none(text: str | None) -> None:
    assert read_cursor(text) is None


@given(st.one_of(CURSORS, st.text(st.characters(codec="utf-8"), max_size=80)))
def test_any_text_is_a_cursor_that_a_database_takes_or_none(text: str) -> None:
    cursor = read_cursor(text)
    assert cursor is None or (cursor.key.isascii() and cursor.key.isprintable())
