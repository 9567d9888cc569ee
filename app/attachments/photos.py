"""A photo as it was sent, made safe: judged by its content, turned upright, scaled, re-encoded, metadata gone."""

import hashlib
import io
import warnings
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO

from PIL import ExifTags, Image, UnidentifiedImageError

LARGEST_FILE = 10 * 1024 * 1024
MOST_PIXELS = 50_000_000  # a 48-megapixel phone; refused from the header, before a byte is decoded
LONGEST_SIDE = 1600
LARGEST_KEPT = 250 * 1024
QUALITIES = (82, 74, 66, 58, 50)
FORMATS = ("JPEG", "PNG", "WEBP")
TURNS = {  # what the orientation in the metadata asks for (Exif 2.3, 4.6.4 A)
    2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_270, 7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}  # fmt: skip


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
    """A photo ready to be stored: JPEG bytes, upright, at most 1600 px long and 250 KB large."""

    content: bytes
    width: int
    height: int
    arrived_in: Path | None = None  # the file of its parts, when it was sent in parts

    @property
    def sha256(self) -> str:
        """The content's hash, in hex."""
        return hashlib.sha256(self.content).hexdigest()


def prepare(file: BinaryIO, *, most_pixels: int = MOST_PIXELS) -> Photo:
    """Return the photo in ``file``. Raises BadPhoto for anything but a whole JPEG, PNG or WebP within the bounds."""
    content = file.read(LARGEST_FILE + 1)
    if len(content) > LARGEST_FILE:
        raise BadPhoto(PhotoFault.TOO_LARGE)
    image = _decode(content, most_pixels)
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    return _fitting(image)


def _decode(content: bytes, most_pixels: int) -> Image.Image:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # remarks about the metadata, which goes
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            image = Image.open(io.BytesIO(content), formats=FORMATS)
            if image.width * image.height > most_pixels:
                raise BadPhoto(PhotoFault.TOO_MANY_PIXELS)
            image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a JPEG is decoded at a fitting scale: less memory
            image.load()
            return _flatten(_upright(image))
        except (Image.DecompressionBombError, Image.DecompressionBombWarning):
            raise BadPhoto(PhotoFault.TOO_MANY_PIXELS) from None
        except UnidentifiedImageError:
            raise BadPhoto(PhotoFault.NOT_A_PHOTO) from None
        except (OSError, SyntaxError, ValueError, EOFError, MemoryError) as error:
            if isinstance(error, BadPhoto):
                raise
            raise BadPhoto(PhotoFault.DAMAGED) from None


def _upright(image: Image.Image) -> Image.Image:
    """Return the image turned as its metadata says; one whose metadata cannot be read stays as it lies."""
    turn = TURNS.get(image.getexif().get(ExifTags.Base.Orientation, 1))
    return image.transpose(turn) if turn is not None else image


def _flatten(image: Image.Image) -> Image.Image:
    """Return plain RGB; what was transparent becomes white paper."""
    if image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info:
        rgba = image.convert("RGBA")
        paper = Image.new("RGB", image.size, "white")
        paper.paste(rgba, mask=rgba.getchannel("A"))
        return paper
    return image.convert("RGB")


def _fitting(image: Image.Image) -> Photo:
    """Return the photo at the best quality within the bound; one that none brings there is made smaller."""
    content = b""
    for quality in QUALITIES:
        content = _jpeg(image, quality)
        if len(content) <= LARGEST_KEPT:
            break
    while len(content) > LARGEST_KEPT:
        image.thumbnail((image.width * 3 // 4, image.height * 3 // 4), Image.Resampling.LANCZOS)
        content = _jpeg(image, QUALITIES[-1])
    return Photo(content, image.width, image.height)


def _jpeg(image: Image.Image, quality: int) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality, optimize=True, progressive=True)
    return out.getvalue()
