"""Documents are judged by their content: what is taken, what is refused and why; nothing is unpacked."""

from contextlib import suppress
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.attachments import documents
from app.attachments.documents import BadDocument, DocumentFault, file_name, read_document
from tests.papers import SHEET, TYPES, WORD, docx, packed, pdf, types, xlsx

pytestmark = pytest.mark.once  # no database is asked


@pytest.mark.parametrize(("content", "ending"), [(pdf(), ".pdf"), (docx(), ".docx"), (xlsx(), ".xlsx")])
def test_what_is_taken_is_kept_as_it_came(content: bytes, ending: str) -> None:
    found = read_document(BytesIO(content))
    assert (found.content, found.format.ending) == (content, ending)


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", DocumentFault.EMPTY),
        (b"\xff\xd8\xff\xe0 a photo", DocumentFault.NOT_A_DOCUMENT),
        (b"\xd0\xcf\x11\xe0 an old .doc", DocumentFault.NOT_A_DOCUMENT),
        (b"<html>%PDF-1.4 %%EOF", DocumentFault.NOT_A_DOCUMENT),
        (pdf()[:-8], DocumentFault.DAMAGED),
        (docx()[:-30], DocumentFault.DAMAGED),
        (b"PK\x03\x04", DocumentFault.DAMAGED),
        (packed({"word/document.xml": "<document/>"}), DocumentFault.NOT_A_DOCUMENT),
        (packed({TYPES: types(WORD), "ppt/slide.xml": ""}), DocumentFault.NOT_A_DOCUMENT),
        (packed({TYPES: types("text/xml"), "word/document.xml": ""}), DocumentFault.NOT_A_DOCUMENT),
        (docx(vbaProject_bin=b"x"), DocumentFault.MACROS),
        (packed({TYPES: types(SHEET, "application/vnd.ms-office.vbaProject"), "xl/a.bin": ""}), DocumentFault.MACROS),
        (packed({TYPES: types(WORD, "macroEnabled"), "word/document.xml": ""}), DocumentFault.MACROS),
        (docx(document2_xml=bytes(documents.MOST_UNPACKED)), DocumentFault.BURSTING),
        (packed({TYPES: types(WORD, " " * documents.LARGEST_TYPES), "word/a.xml": ""}), DocumentFault.BURSTING),
        (packed({TYPES: types(WORD), **{f"word/{n}": "" for n in range(10_000)}}), DocumentFault.BURSTING),
        (pdf() + bytes(documents.LARGEST_FILE), DocumentFault.TOO_LARGE),
    ],
)  # fmt: skip
def test_what_is_not_taken_and_why(content: bytes, fault: DocumentFault) -> None:
    with pytest.raises(BadDocument) as bad:
        read_document(BytesIO(content))
    assert bad.value.fault is fault


@settings(max_examples=300, deadline=None)
@given(place=st.integers(0, len(docx()) - 1), byte=st.integers(0, 255), cut=st.integers(0, 60))
def test_a_document_with_a_wrong_byte_is_taken_or_refused(place: int, byte: int, cut: int) -> None:
    content = bytearray(docx())
    content[place] = byte
    with suppress(BadDocument):
        assert read_document(BytesIO(bytes(content[: len(content) - cut]))).format.ending == ".docx"


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Rà soát nhóm", "Rà soát nhóm.pdf"),
        ("../../etc/passwd", "etc passwd.pdf"),
        ('a"b\r\nSet-Cookie: x', "a b Set-Cookie x.pdf"),
        ("???", "van-ban.pdf"),
        ("x" * 150, "x" * 100 + ".pdf"),
    ],
)
def test_a_name_for_download_is_one_that_every_system_takes(title: str, name: str) -> None:
    assert file_name(title, ".pdf") == name
