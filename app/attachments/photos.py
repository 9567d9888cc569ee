"""A photo as it was sent, made safe: judged by its content, turned upright, scaled, re-encoded, metadata gone."""

import hashlib
import io
import warnings
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO

from PIL import Image, ImageOps, UnidentifiedImageError

LARGEST_FILE = 10 * 1024 * 1024
MOST_PIXELS = 50_000_000  # a 48-megapixel phone; refused from the header, before a byte is decoded
LONGEST_SIDE = 1600
LARGEST_KEPT = 250 * 1024
QUALITIES = (82, 74, 66, 58, 50)
FORMATS = ("JPEG", "PNG", "WEBP")


class PhotoFault(StrEnum):
    """Why a file is not taken."""

    TOO_LARGE = "too-large"
    TOO_MANY_PIXELS = "too-many-pixels"
    NOT_A_PHOTO = "not-a-photo"
    DAMAGED = "damaged"


class BadPhoto(ValueError):
    """A file that is not taken, with its ``fault``."""

    def __init__(self, fault: PhotoFault) -> None:
        """Keep the fault."""
        super().__init__(fault.value)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo ready to be stored: JPEG bytes, upright, at most 1600 px long."""

    content: bytes
    width: int
    height: int
    arrived_in: Path | None = None  # the file of its parts, when it was sent in parts

    @property
    def sha256(self) -> str:
        """The content's hash, in hex."""
        return hashlib.sha256(self.content).hexdigest()


def prepare(file: BinaryIO) -> Photo:
    """Return the photo in ``file``. Raises BadPhoto for anything but a whole JPEG, PNG or WebP within the bounds."""
    content = file.read(LARGEST_FILE + 1)
    if len(content) > LARGEST_FILE:
        raise BadPhoto(PhotoFault.TOO_LARGE)
    image = _decode(content)
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    return Photo(_encode(image), image.width, image.height)


def _decode(content: bytes) -> Image.Image:
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            image = Image.open(io.BytesIO(content), formats=FORMATS)
            if image.width * image.height > MOST_PIXELS:
                raise BadPhoto(PhotoFault.TOO_MANY_PIXELS)
            image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a JPEG is decoded at a fitting scale: less memory
            image.load()
            return _flatten(ImageOps.exif_transpose(image))
        except (Image.DecompressionBombError, Image.DecompressionBombWarning):
            raise BadPhoto(PhotoFault.TOO_MANY_PIXELS) from None
        except UnidentifiedImageError:
            raise BadPhoto(PhotoFault.NOT_A_PHOTO) from None
        except (OSError, SyntaxError, ValueError, EOFError, MemoryError) as error:
            if isinstance(error, BadPhoto):
                raise
            raise BadPhoto(PhotoFault.DAMAGED) from None


def _flatten(image: Image.Image) -> Image.Image:
    """Return plain RGB; what was transparent becomes white paper."""
    if image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info:
        rgba = image.convert("RGBA")
        paper = Image.new("RGB", image.size, "white")
        paper.paste(rgba, mask=rgba.getchannel("A"))
        return paper
    return image.convert("RGB")


def _encode(image: Image.Image) -> bytes:
    tries = (_jpeg(image, quality) for quality in QUALITIES)
    return next((content for content in tries if len(content) <= LARGEST_KEPT), None) or _jpeg(image, QUALITIES[-1])


def _jpeg(image: Image.Image, quality: int) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality, optimize=True, progressive=True)
    return out.getvalue()
