"""Documents to send: the smallest that are one."""

import zipfile
from collections.abc import Mapping
from io import BytesIO

DAY = (2026, 1, 1, 0, 0, 0)  # so that the same parts are the same bytes
TYPES = "[Content_Types].xml"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"


def pdf() -> bytes:
    """Return a PDF of one empty page."""
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
    )


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    """Return a zip of these parts."""
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(zipfile.ZipInfo(name, DAY), part, zipfile.ZIP_DEFLATED)
    return content.getvalue()


def types(main: str, more: str = "") -> str:
    """Return what an office document says of the types of its parts."""
    return f'<Types><Override PartName="/main.xml" ContentType="{main}"/>{more}</Types>'


def docx(**parts: bytes) -> bytes:
    """Return a Word document, with further parts in its folder."""
    further = {f"word/{name.replace('_', '.')}": content for name, content in parts.items()}
    return packed({TYPES: types(WORD), "word/document.xml": "<document/>", **further})


def xlsx() -> bytes:
    """Return an Excel workbook."""
    return packed({TYPES: types(SHEET), "xl/workbook.xml": "<workbook/>"})
