"""Photos that arrive in parts: a file of their user that is as long as what has arrived, until a record takes them.

No table keeps them. A phone may go on after any failure, from the length that it is told.
"""

import fcntl
import hashlib
import io
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import BinaryIO, cast
from uuid import UUID

from flask import current_app
from flask_babel import lazy_gettext as _l

from app.attachments.photos import LARGEST_FILE, Photo, prepare
from app.attachments.storage import sync_folder
from app.errors import Refusal

LARGEST_CHUNK = 256 * 1024
MOST_HELD = 100 * 1024 * 1024  # of one user: 400 photos as phones scale them
KEPT_FOR = timedelta(days=30)
SWEPT_EVERY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Upload:
    """A photo that arrives, named by the phone; nobody but its user can reach it."""

    user_id: UUID
    id: UUID

    @property
    def path(self) -> Path:
        """Where what has arrived lies."""
        return _folder() / str(self.user_id) / f"{self.id}.part"


@dataclass(frozen=True, slots=True)
class Chunk:
    """A part of a file of ``total`` bytes, from ``offset`` on, and the SHA-256 of the whole in hex."""

    offset: int
    total: int
    hash: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Received:
    """How many bytes are held, and whether that is the whole file."""

    held: int
    complete: bool


class BadChunk(Refusal):
    """What was sent is no part of a file."""

    status = 422


class TooLarge(Refusal):
    """The file, or the part, is larger than is taken."""

    status = 413
    reason = "too-large"


class Spoilt(Refusal):
    """All has arrived, but it is not the file that was meant: the phone begins again."""

    status = 422
    reason = "incomplete"


class TooMuchHeld(Refusal):
    """The user has begun more than is held for one; the phone comes again later."""

    status = 429
    reason = "busy"


class NotWhole(ValueError):
    """The photo has not arrived whole."""


def receive(upload: Upload, chunk: Chunk) -> Received:
    """Add what is new in ``chunk`` to what has arrived, durably, and return how much that is.

    A part that begins behind what is held changes nothing. Raises BadChunk, TooLarge, TooMuchHeld, and Spoilt (what
    was held is dropped) for a whole file with another hash.
    """
    _judge(chunk)
    begins = chunk.offset == 0 and bool(chunk.content)
    if begins and not upload.path.exists():
        _make_room(upload)
    with _alone(upload.path, create=begins) as file:
        if file is None:
            return Received(0, complete=False)
        held = _append(file, chunk, upload)
        if held < chunk.total:
            return Received(held, complete=False)
        if held > chunk.total or _hash(file) != chunk.hash:
            upload.path.unlink()
            raise Spoilt(_l("Ảnh đến nơi không nguyên vẹn. Máy sẽ gửi lại từ đầu."))
        return Received(held, complete=True)


def photo_of(upload: Upload, hash_: str) -> Photo:
    """Return the photo that has arrived, ready to be kept. Raises NotWhole, or BadPhoto for what is no photo."""
    with _alone(upload.path, create=False) as file:
        if file is None or _hash(file) != hash_:
            raise NotWhole
        file.seek(0)
        return replace(prepare(io.BytesIO(file.read())), arrived_in=upload.path)


def sweep(folder: Path) -> int:
    """Remove what nobody has gone on with for 30 days; return how many files that were."""
    oldest = time.time() - KEPT_FOR.total_seconds()
    old = [path for path in folder.glob("*/*.part") if _changed_at(path) < oldest]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def _folder() -> Path:
    data_dir: Path = current_app.config["SETTINGS"].data_dir
    return data_dir / "uploads"


def _judge(chunk: Chunk) -> None:
    if chunk.total > LARGEST_FILE or len(chunk.content) > LARGEST_CHUNK:
        raise TooLarge(_l("Ảnh lớn quá 10 MB. Chụp lại hoặc chọn ảnh nhỏ hơn."))
    if chunk.total < 1 or chunk.offset + len(chunk.content) > chunk.total:
        raise BadChunk(_l("Phần ảnh gửi lên không đọc được."))


def _make_room(upload: Upload) -> None:
    """Make the user's folder and, once a day, sweep everybody's."""
    upload.path.parent.mkdir(parents=True, exist_ok=True)
    for made in (upload.path.parent.parent, _folder().parent):
        sync_folder(made)
    swept = _folder() / ".swept"
    if _changed_at(swept) < time.time() - SWEPT_EVERY.total_seconds():
        swept.touch()
        sweep(_folder())


def _append(file: BinaryIO, chunk: Chunk, upload: Upload) -> int:
    """Write what lies beyond what is held, on disk before this returns; return how much is held then."""
    held = file.seek(0, os.SEEK_END)
    new = chunk.content[held - chunk.offset :] if chunk.offset <= held else b""
    if not new:
        return held
    folder = upload.path.parent
    if sum(path.stat().st_size for path in folder.glob("*.part")) + len(new) > MOST_HELD:
        raise TooMuchHeld(_l("Nhiều ảnh đang gửi dở quá. Máy sẽ gửi lại sau."))
    file.write(new)
    file.flush()
    os.fsync(file.fileno())
    if held == 0:
        sync_folder(folder)
    return held + len(new)


@contextmanager
def _alone(path: Path, *, create: bool) -> Iterator[BinaryIO | None]:
    """Open the file for this request alone; None when it is not there."""
    while True:
        try:
            handle = os.open(path, os.O_RDWR | (os.O_CREAT if create else 0), 0o600)
        except FileNotFoundError:
            yield None
            return
        with os.fdopen(handle, "r+b") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            if _is_at(path, file):
                yield file
                return


def _is_at(path: Path, file: BinaryIO) -> bool:
    """Tell whether the open file still lies at ``path``: it may have been taken away while we waited for it."""
    try:
        return os.path.samestat(path.stat(), os.fstat(file.fileno()))
    except FileNotFoundError:
        return False


def _hash(file: BinaryIO) -> str:
    file.seek(0)
    return hashlib.file_digest(cast(io.BufferedReader, file), "sha256").hexdigest()


def _changed_at(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return 0.0
