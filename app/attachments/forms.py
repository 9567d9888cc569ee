"""What a phone sends of a photo in parts; no person sees this form."""

import re

from flask import request
from flask_babel import gettext as _

from app.attachments.uploads import LARGEST_CHUNK, BadChunk, Chunk

NUMBER = re.compile(r"[0-9]{1,15}")
HASH = re.compile(r"[0-9a-f]{64}")


def read_chunk() -> Chunk:
    """Return the part in this request. Raises BadChunk for what cannot be read."""
    numbers = [request.form.get(name, "") for name in ("offset", "total")]
    hash_, file = request.form.get("hash", "").lower(), request.files.get("chunk")
    if not all(NUMBER.fullmatch(number) for number in numbers) or not HASH.fullmatch(hash_) or file is None:
        raise BadChunk(_("Phần ảnh gửi lên không đọc được."))
    offset, total = map(int, numbers)
    return Chunk(offset, total, hash_, file.stream.read(LARGEST_CHUNK + 1))
