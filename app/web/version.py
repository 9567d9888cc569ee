"""The build's version: a short hash of what pages are made of, on every answer, by which a phone knows our own."""

import hashlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from flask import Flask, Response

from app.config import CHECKOUT

HEADER = "Banyen"
MANIFEST = CHECKOUT / "static" / "dist" / "manifest.json"  # names every built file by its own hash
FOLDERS = (CHECKOUT / "templates", CHECKOUT / "app" / "translations")


def init_version(app: Flask) -> None:
    """Put the version on every answer."""
    version()  # read now: the first person does not wait for it
    app.after_request(_tell)


@cache
def version() -> str:
    """Return the version: twelve hex digits, the same for the same assets, templates and translations."""
    return hash_of(MANIFEST, *FOLDERS)


def hash_of(*places: Path) -> str:
    """Return a short hash of the names and contents of these files and of all files in these folders."""
    digest = hashlib.sha256()
    for place in places:
        for path in _files(place):
            content = path.read_bytes()
            digest.update(f"{path.relative_to(place.parent).as_posix()} {len(content)}\n".encode())
            digest.update(content)
    return digest.hexdigest()[:12]


def _files(place: Path) -> Iterator[Path]:
    if place.is_file():
        yield place
    yield from sorted(path for path in place.rglob("*") if path.is_file() and "__pycache__" not in path.parts)


def _tell(response: Response) -> Response:
    response.headers[HEADER] = version()
    return response
