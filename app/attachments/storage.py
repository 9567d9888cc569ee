"""Files on disk: whole, fsynced, and there before the answer says so."""

import os
import secrets
from pathlib import Path

from flask import current_app


def folder() -> Path:
    """Return the folder of the stored files."""
    data_dir: Path = current_app.config["SETTINGS"].data_dir
    return data_dir / "photos"


def write(content: bytes, ending: str) -> str:
    """Store ``content`` under a random name and return that name, relative to the folder."""
    name = secrets.token_hex(16)
    path = folder() / name[:2] / f"{name}{ending}"
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".part")
    with partial.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    partial.rename(path)
    for parent in (path.parent, path.parent.parent):
        sync_folder(parent)
    return str(path.relative_to(folder()))


def path_of(stored_name: str) -> Path:
    """Return where a stored file lies."""
    return folder() / stored_name


def remove(stored_name: str) -> None:
    """Take away a file whose record did not come to be."""
    path_of(stored_name).unlink(missing_ok=True)


def sync_folder(path: Path) -> None:
    """Put on disk which files a folder holds."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
