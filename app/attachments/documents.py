"""A document as it was sent: PDF, Word or Excel, judged by its content and never unpacked; kept as it came."""

import hashlib
import io
import struct
import zipfile
import zlib
from dataclasses import dataclass
from enum import StrEnum
from typing import BinaryIO

LARGEST_FILE = 10 * 1024 * 1024
LARGEST_LIST = 512 * 1024  # of a zip's list of its parts: thousands of them
LARGEST_TYPES = 256 * 1024  # of the one part that is read
MOST_UNPACKED = 200 * 1024 * 1024  # by what the list says; what would burst on the reader's machine is refused too
TYPES = "[Content_Types].xml"
ZIP, LIST_END, WIDE_LIST = b"PK\x03\x04", b"PK\x05\x06", b"PK\x06\x07"
PDF_TAIL = 2048
ACTIVE = (b"macroenabled", b"vbaproject", b"macrosheet")  # in the types of parts that run


class DocumentFault(StrEnum):
    """Why a file is not taken."""

    EMPTY = "empty"
    TOO_LARGE = "too-large"
    NOT_A_DOCUMENT = "not-a-document"
    MACROS = "macros"
    DAMAGED = "damaged"
    BURSTING = "bursting"


class BadDocument(ValueError):
    """A file that is not taken, with its ``fault``."""

    def __init__(self, fault: DocumentFault) -> None:
        """Keep the fault."""
        super().__init__(fault.value)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of document: its ending, its media type and, of a zip, the folder and the type of its main part."""

    ending: str
    media_type: str
    folder: str = ""
    main: bytes = b""


OFFICE = "application/vnd.openxmlformats-officedocument"
PDF = Format(".pdf", "application/pdf")
ZIPPED = tuple(
    Format(ending, f"{OFFICE}.{name}", folder, f"{OFFICE}.{name}.main+xml".encode())
    for ending, name, folder in (
        (".docx", "wordprocessingml.document", "word/"), (".xlsx", "spreadsheetml.sheet", "xl/"),
    )
)  # fmt: skip
ACCEPTED = ",".join(each.ending for each in (PDF, *ZIPPED))


@dataclass(frozen=True, slots=True)
class Document:
    """A document ready to be stored."""

    content: bytes
    format: Format

    @property
    def sha256(self) -> str:
        """The content's hash, in hex."""
        return hashlib.sha256(self.content).hexdigest()


def read_document(file: BinaryIO) -> Document:
    """Return the document in ``file``. Raises BadDocument for anything but a whole PDF, DOCX or XLSX without macros."""
    content = file.read(LARGEST_FILE + 1)
    if len(content) > LARGEST_FILE:
        raise BadDocument(DocumentFault.TOO_LARGE)
    if not content:
        raise BadDocument(DocumentFault.EMPTY)
    if content.startswith(b"%PDF-"):
        if b"%%EOF" not in content[-PDF_TAIL:]:
            raise BadDocument(DocumentFault.DAMAGED)
        return Document(content, PDF)
    if content.startswith(ZIP):
        return Document(content, _zipped(content))
    raise BadDocument(DocumentFault.NOT_A_DOCUMENT)


def file_name(words: str, ending: str) -> str:
    """Return a name for a file that is called by ``words``: what no system takes in a name is left out."""
    plain = "".join(each if each.isprintable() and each not in '/\\:*?"<>|' else " " for each in words)
    return (" ".join(plain.split())[:100].strip(". ") or "van-ban") + ending


def _zipped(content: bytes) -> Format:
    """Return which office document a zip is, by its list and the types that it names of its parts."""
    _refuse_long_list(content)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = _parts(archive)
            types = _types(archive, parts.get(TYPES))
    except BadDocument:
        raise
    except (zipfile.BadZipFile, struct.error, zlib.error, EOFError, OSError, ValueError, RuntimeError):
        raise BadDocument(DocumentFault.DAMAGED) from None
    if any(part.lower().endswith("vbaproject.bin") for part in parts) or any(each in types.lower() for each in ACTIVE):
        raise BadDocument(DocumentFault.MACROS)
    for each in ZIPPED:
        if each.main in types and any(part.startswith(each.folder) for part in parts):
            return each
    raise BadDocument(DocumentFault.NOT_A_DOCUMENT)


def _parts(archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """Return the parts by their names, of which none stands twice."""
    parts = {part.filename: part for part in archive.infolist()}
    if len(parts) < len(archive.infolist()):
        raise BadDocument(DocumentFault.DAMAGED)
    if sum(part.file_size for part in parts.values()) > MOST_UNPACKED:
        raise BadDocument(DocumentFault.BURSTING)
    return parts


def _types(archive: zipfile.ZipFile, part: zipfile.ZipInfo | None) -> bytes:
    """Return what the zip says of the types of its parts, the only part that is read."""
    if part is None or part.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise BadDocument(DocumentFault.NOT_A_DOCUMENT)
    with archive.open(part) as packed:
        types = packed.read(LARGEST_TYPES + 1)
    if len(types) > LARGEST_TYPES:
        raise BadDocument(DocumentFault.BURSTING)
    return types


def _refuse_long_list(content: bytes) -> None:
    """Refuse a zip whose list of parts is cut off, or so long that reading it alone would cost much."""
    end = content.rfind(LIST_END)
    if end < 0 or len(content) < end + 22:
        raise BadDocument(DocumentFault.DAMAGED)
    size = int.from_bytes(content[end + 12 : end + 16], "little")
    if size > LARGEST_LIST or content[max(0, end - 20) :].startswith(WIDE_LIST):
        raise BadDocument(DocumentFault.BURSTING)
