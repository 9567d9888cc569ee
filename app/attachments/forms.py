"""What a phone sends of a photo: its parts, which no person sees, and then the form that names them."""

import re

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field
from wtforms.validators import StopValidation

from app.accounts.session import me
from app.attachments.fields import WORDS, PhotoField
from app.attachments.photos import BadPhoto
from app.attachments.uploads import LARGEST_CHUNK, BadChunk, Chunk, NotWhole, Upload, photo_of
from app.web.forms import Form, IdField, OptionalAnswer, TextField

NUMBER = re.compile(r"[0-9]{1,15}")
HASH = re.compile(r"[0-9a-f]{64}")


class LatePhotoForm(Form):
    """A photo that comes after its record: a file, or the parts that have arrived under ``upload``."""

    upload = IdField(_l("Mã ảnh"))
    hash = TextField(_l("Mã kiểm tra của ảnh"), checks=[OptionalAnswer()])
    photo = PhotoField(_l("Ảnh"))

    incomplete = False  # whether the phone has to send the parts again

    def validate_photo(self, field: Field) -> None:
        """Take the photo from its parts when no file came. Ask for one or the other."""
        if field.data or field.errors:
            return
        if not self.upload.data:
            raise StopValidation(str(_l("Chưa chọn ảnh.")))
        try:
            field.data = photo_of(Upload(me().id, self.upload.data), str(self.hash.data or "").lower())
        except NotWhole:
            self.incomplete = True
            raise StopValidation(str(_l("Ảnh chưa đến đủ. Máy sẽ gửi lại."))) from None
        except BadPhoto as bad:
            raise StopValidation(str(WORDS[bad.fault])) from None


def read_chunk() -> Chunk:
    """Return the part in this request. Raises BadChunk for what cannot be read."""
    numbers = [request.form.get(name, "") for name in ("offset", "total")]
    hash_, file = request.form.get("hash", "").lower(), request.files.get("chunk")
    if not all(NUMBER.fullmatch(number) for number in numbers) or not HASH.fullmatch(hash_) or file is None:
        raise BadChunk(_("Phần ảnh gửi lên không đọc được."))
    offset, total = map(int, numbers)
    return Chunk(offset, total, hash_, file.stream.read(LARGEST_CHUNK + 1))
