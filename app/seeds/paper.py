"""A drawn sheet that stands for the photo of a signed page."""

from io import BytesIO
from random import Random
from uuid import UUID

from PIL import Image, ImageDraw, ImageFont

from app.accounts.models import User
from app.attachments.operations import keep_photo
from app.attachments.photos import prepare

PAPER, INK, PEN = "#fbf8ef", "#6d6a60", "#22356b"


def keep_sample_sheet(rng: Random, *, by: User) -> UUID:
    """Draw a sheet with lines, a squiggle and the word SAMPLE, keep it as a photo and return its id."""
    image = Image.new("RGB", (900, 1200), PAPER)
    pen = ImageDraw.Draw(image)
    pen.text((90, 80), "SAMPLE - MAU", font=ImageFont.load_default(56), fill=INK)
    for line in range(8):
        top = 220 + 85 * line
        pen.line([(90, top), (rng.randint(560, 800), top)], fill=INK, width=9)
    strokes = [(480 + 24 * step, 1040 + rng.randint(-45, 45)) for step in range(12)]
    pen.line(strokes, fill=PEN, width=6, joint="curve")
    content = BytesIO()
    image.rotate(rng.uniform(-2, 2), fillcolor="#8d8577").save(content, "JPEG", quality=80)
    content.seek(0)
    return keep_photo(prepare(content), by=by, unit_id=by.unit_id).id
