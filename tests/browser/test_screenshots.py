"""The pictures in docs/: `make screenshots` takes them anew from a fresh demo, the gate judges those that are kept."""

import os
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from tests.browser.conftest import CHECKOUT, PHONE, Visit

pytestmark = pytest.mark.browser
PICTURES = CHECKOUT / "docs" / "screenshots"
SCALE = 2  # as sharp as most phones' screens
LARGEST = 200 * 1024
TAKING = os.environ.get("BANYEN_SCREENSHOTS") == "1"  # only then: pixels differ between machines, and by the day


def keep(name: str, taken: bytes) -> Path:
    """Return where a picture lies; while taking, put ``taken`` there."""
    path = PICTURES / name
    if TAKING:
        path.write_bytes(taken)
    return path


def size(content: bytes) -> tuple[int, int]:
    with Image.open(BytesIO(content)) as picture:
        assert picture.format == "PNG"
        return picture.size


def test_first_page(visit: Visit) -> None:
    page = visit("truongban", device_scale_factor=SCALE)
    page.goto("/", wait_until="networkidle")
    taken = page.screenshot(animations="disabled")
    kept = keep("first-page.png", taken).read_bytes()
    assert size(kept) == size(taken) == (PHONE["width"] * SCALE, PHONE["height"] * SCALE)
    assert len(kept) <= LARGEST
