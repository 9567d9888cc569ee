"""Photos as they are sent: judged by content, turned upright, scaled, without metadata; bad files refused by kind."""

import struct
import zlib
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import ExifTags, Image
from PIL.PngImagePlugin import PngInfo

from app.attachments.photos import LARGEST_FILE, LARGEST_KEPT, LONGEST_SIDE, BadPhoto, Photo, PhotoFault, prepare
from tests.world import jpeg

pytestmark = pytest.mark.once

ORIENTATION = ExifTags.Base.Orientation


def sent(image: Image.Image, kind: str = "JPEG", **options: Any) -> bytes:
    """Return the bytes of a file with ``image``."""
    content = BytesIO()
    image.save(content, kind, **options)
    return content.getvalue()


def opened(photo: Photo) -> Image.Image:
    """Return the prepared photo, decoded."""
    image = Image.open(BytesIO(photo.content))
    image.load()
    return image


def fault_of(content: bytes) -> PhotoFault:
    """Return why ``content`` is refused."""
    with pytest.raises(BadPhoto) as refused:
        prepare(BytesIO(content))
    return refused.value.fault


def marked(width: int = 80, height: int = 60) -> Image.Image:
    """Return a white image whose top left quarter is red."""
    image = Image.new("RGB", (width, height), "white")
    image.paste((200, 0, 0), (0, 0, width // 2, height // 2))
    return image


def full_of_metadata() -> Image.Exif:
    """Return metadata such as a telephone writes: maker, time, place, a thumbnail's worth of text."""
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "Máy thử"
    exif[ExifTags.Base.DateTime] = "2026:01:02 03:04:05"
    exif[ExifTags.Base.ImageDescription] = "Nhà ông Lò Văn Kín"
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (21.0, 20.0, 3.0)
    return exif


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize(
    ("before", "after"),
    [((2400, 1800), (1600, 1200)), ((1800, 2400), (1200, 1600)), ((1600, 10), (1600, 10)), ((5000, 1), (1600, 1))],
)
def test_a_photo_is_scaled_to_its_longest_side(kind: str, before: tuple[int, int], after: tuple[int, int]) -> None:
    photo = prepare(BytesIO(sent(Image.new("RGB", before, "beige"), kind)))
    assert (photo.width, photo.height) == after == opened(photo).size
    assert opened(photo).format == "JPEG"


def test_a_small_photo_stays_as_large_as_it_is() -> None:
    assert opened(prepare(BytesIO(jpeg(size=(40, 30))))).size == (40, 30)


@pytest.mark.parametrize("size", [(1600, 1600), (2400, 1800)])
def test_even_noise_is_kept_within_the_bound(size: tuple[int, int]) -> None:
    noise = Image.effect_noise(size, 120).convert("RGB")
    photo = prepare(BytesIO(sent(noise, quality=60)))
    assert len(photo.content) <= LARGEST_KEPT
    assert max(photo.width, photo.height) <= LONGEST_SIDE
    assert opened(photo).size == (photo.width, photo.height)


def test_the_hash_is_of_what_is_kept() -> None:
    first, again = prepare(BytesIO(jpeg())), prepare(BytesIO(jpeg()))
    assert first.sha256 == again.sha256 != prepare(BytesIO(jpeg("red"))).sha256


@pytest.mark.parametrize(
    ("orientation", "corner"),
    [(1, "top left"), (2, "top right"), (3, "bottom right"), (4, "bottom left"), (5, "top left"), (6, "top right"),
     (7, "bottom right"), (8, "bottom left")],
)  # fmt: skip
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_is_turned_as_its_metadata_says(kind: str, orientation: int, corner: str) -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    image = opened(prepare(BytesIO(sent(marked(), kind, exif=exif))))
    assert image.size == ((60, 80) if orientation >= 5 else (80, 60))
    up, left = corner.startswith("top"), corner.endswith("left")
    found = {(x < 0.5, y < 0.5): _is_red(image, x, y) for x, y in ((0.2, 0.2), (0.8, 0.2), (0.2, 0.8), (0.8, 0.8))}
    assert [place for place, red in found.items() if red] == [(left, up)]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_nothing_but_the_picture_is_kept(kind: str) -> None:
    options: dict[str, Any] = {"exif": full_of_metadata(), "icc_profile": b"profile" * 20}
    if kind == "PNG":
        options["pnginfo"] = PngInfo()
        options["pnginfo"].add_text("Author", "Lò Văn Kín")
    content = sent(marked(), kind, **options)
    assert b"profile" in content or kind == "PNG"  # a PNG compresses it
    kept = prepare(BytesIO(content + b"Lo Van Kin was here")).content
    assert not opened(Photo(kept, 80, 60)).getexif()
    assert {"exif", "icc_profile", "comment", "xmp"} & set(opened(Photo(kept, 80, 60)).info) == set()
    assert not [secret for secret in (b"Exif", b"Kin", "Kín".encode(), b"profile", b"2026:01") if secret in kept]


@pytest.mark.parametrize(
    "image",
    [
        Image.new("L", (30, 20), 200),
        Image.new("1", (30, 20)),
        Image.new("LA", (30, 20)),
        Image.new("RGBA", (30, 20), (0, 0, 0, 0)),
        Image.new("P", (30, 20)),
        Image.new("I;16", (30, 20)),
    ],
    ids=lambda image: str(image.mode),
)
def test_every_kind_of_pixel_becomes_plain_colour(image: Image.Image) -> None:
    assert opened(prepare(BytesIO(sent(image, "PNG")))).mode == "RGB"


def test_what_is_transparent_becomes_white_paper() -> None:
    image = opened(prepare(BytesIO(sent(Image.new("RGBA", (30, 20), (0, 0, 0, 0)), "PNG"))))
    assert min(_pixel(image, 10, 10)) > 250


def test_a_file_of_several_pictures_gives_the_first() -> None:
    frames = [Image.new("RGB", (30, 20), colour) for colour in ("red", "blue")]
    for kind in ("PNG", "WEBP", "MPO"):
        image = opened(prepare(BytesIO(sent(frames[0], kind, save_all=True, append_images=frames[1:]))))
        assert _is_red(image, 0.5, 0.5), kind


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"khong phai anh",
        "Ảnh tờ cam kết".encode(),
        b"\x00" * 1000,
        b"%PDF-1.7\n" + b"x" * 500,
        b"PK\x03\x04" + b"x" * 500,
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>",
        sent(marked(), "GIF"),
        sent(marked(), "BMP"),
        sent(marked(), "TIFF"),
        sent(marked(), "ICO"),
        sent(marked(), "PPM"),
    ],
    ids=lambda content: repr(content[:12]),
)
def test_what_is_no_jpeg_png_or_webp_is_refused_whatever_its_name(content: bytes) -> None:
    assert fault_of(content) is PhotoFault.NOT_A_PHOTO


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
def test_a_photo_that_was_cut_is_refused(kind: str, share: float) -> None:
    whole = sent(Image.effect_noise((200, 150), 80), kind)
    assert fault_of(whole[: int(len(whole) * share)]) is PhotoFault.DAMAGED


def test_a_hundred_megapixels_are_refused_before_they_are_decoded() -> None:
    assert fault_of(sent(Image.new("1", (10_000, 10_000)), "PNG")) is PhotoFault.TOO_MANY_PIXELS


@pytest.mark.parametrize(("width", "height"), [(50_001, 1000), (100_000, 100_000), (2**31 - 1, 2**31 - 1)])
def test_a_bomb_is_refused_by_its_header(width: int, height: int) -> None:
    header = _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    assert fault_of(b"\x89PNG\r\n\x1a\n" + header + _chunk(b"IDAT", zlib.compress(b"\0" * 1000))) is (
        PhotoFault.TOO_MANY_PIXELS
    )


def test_a_bomb_in_the_text_of_a_png_is_refused() -> None:
    whole = sent(marked(), "PNG")
    bomb = _chunk(b"zTXt", b"a\0\0" + zlib.compress(b"0" * 50_000_000, 9))
    assert fault_of(whole[:33] + bomb + whole[33:]) is PhotoFault.DAMAGED


def test_fifty_megapixels_are_taken() -> None:
    photo = prepare(BytesIO(sent(Image.new("L", (10_000, 5_000), 200), "JPEG")))
    assert (photo.width, photo.height) == (1600, 800)


def test_a_file_over_ten_megabytes_is_refused_and_one_below_is_not() -> None:
    whole = jpeg()
    prepare(BytesIO(whole + b"\0" * (LARGEST_FILE - len(whole))))
    assert fault_of(whole + b"\0" * (LARGEST_FILE + 1 - len(whole))) is PhotoFault.TOO_LARGE


def test_metadata_that_cannot_be_read_harms_nothing() -> None:
    exif = full_of_metadata()
    exif[ORIENTATION] = 6
    whole = sent(marked(), exif=exif)
    at = whole.index(b"Exif\0\0") + 6
    for place in range(at, at + 120):
        for byte in (0x00, 0xFF):
            prepare(BytesIO(whole[:place] + bytes([byte]) + whole[place + 1 :]))


MAKERS: list[Callable[[], bytes]] = [
    lambda: sent(marked(24, 18), exif=full_of_metadata()),
    lambda: sent(marked(24, 18), progressive=True),
    lambda: sent(marked(24, 18).convert("CMYK")),
    lambda: sent(marked(24, 18), "PNG", exif=full_of_metadata()),
    lambda: sent(marked(24, 18).convert("P"), "PNG", transparency=1),
    lambda: sent(marked(24, 18), "WEBP", exif=full_of_metadata()),
    lambda: sent(marked(24, 18), "MPO", save_all=True, append_images=[marked(24, 18)]),
]
FILES = [make() for make in MAKERS]


@given(
    st.sampled_from(FILES),
    st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), max_size=6),
    st.one_of(st.none(), st.floats(0, 1)),
)
def test_a_file_with_any_bytes_changed_is_a_photo_or_refused(
    whole: bytes, changes: list[tuple[float, int]], cut: float | None
) -> None:
    content = bytearray(whole)
    for place, byte in changes:
        content[int(place * len(content))] = byte
    if cut is not None:
        del content[int(cut * len(content)) :]
    try:
        photo = prepare(BytesIO(bytes(content)))
    except BadPhoto:
        return
    assert opened(photo).size == (photo.width, photo.height)


@given(st.binary(max_size=300))
def test_any_bytes_are_refused(content: bytes) -> None:
    with pytest.raises(BadPhoto):
        prepare(BytesIO(content))


def _pixel(image: Image.Image, x: int, y: int) -> tuple[int, int, int]:
    pixel = image.getpixel((x, y))
    assert isinstance(pixel, tuple)
    return pixel[0], pixel[1], pixel[2]


def _is_red(image: Image.Image, x: float, y: float) -> bool:
    red, green, _blue = _pixel(image, int(x * image.width), int(y * image.height))
    return red > 150 and green < 100


def _chunk(kind: bytes, content: bytes) -> bytes:
    check = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)
