"""The form fields of a photo, of several, of a signature, of a document."""

import base64
import binascii
import io
from typing import Any, BinaryIO, cast

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from werkzeug.datastructures import FileStorage
from wtforms import FileField, HiddenField

from app.attachments.documents import BadDocument, Document, DocumentFault, read_document
from app.attachments.photos import BadPhoto, Photo, PhotoFault, prepare

WORDS: dict[PhotoFault, LazyString] = {
    PhotoFault.TOO_LARGE: _l("Ảnh lớn quá 10 MB. Chụp lại hoặc chọn ảnh nhỏ hơn."),
    PhotoFault.TOO_MANY_PIXELS: _l("Ảnh có quá nhiều điểm ảnh. Chụp lại bằng máy ảnh của điện thoại."),
    PhotoFault.NOT_A_PHOTO: _l("Tệp này không phải ảnh. Chọn ảnh JPEG, PNG hoặc WebP."),
    PhotoFault.DAMAGED: _l("Ảnh bị hỏng hoặc chưa tải đủ. Chụp lại rồi gửi."),
}
DOCUMENT_WORDS: dict[DocumentFault, LazyString] = {
    DocumentFault.EMPTY: _l("Tệp này rỗng. Mở thử trên máy rồi chọn lại."),
    DocumentFault.TOO_LARGE: _l("Văn bản lớn quá 10 MB. Chọn tệp nhỏ hơn."),
    DocumentFault.NOT_A_DOCUMENT: _l("Chỉ nhận PDF, Word (.docx) hoặc Excel (.xlsx). Lưu lại dạng đó rồi chọn."),
    DocumentFault.MACROS: _l("Văn bản này có macro (chương trình chạy kèm). Lưu lại không có macro rồi chọn."),
    DocumentFault.DAMAGED: _l("Văn bản bị hỏng hoặc chưa tải đủ. Mở thử trên máy rồi chọn lại."),
    DocumentFault.BURSTING: _l("Văn bản này nén bất thường nên không nhận. Lưu lại dạng PDF rồi chọn."),
}

DATA_URL = "data:image/png;base64,"
MOST_SIGNED = 4_000_000  # pixels: more than a screen draws, and fifty of them in a batch are soon decoded


def _sent(valuelist: list[Any]) -> list[BinaryIO]:
    """Return the files that have a name: where none is chosen, a browser sends an empty one without."""
    files = [file for file in valuelist if isinstance(file, FileStorage) and file.filename]
    return [cast(BinaryIO, file.stream) for file in files]


class PhotoField(FileField):
    """A photo; ``data`` is a Photo ready to be stored, or None."""

    data: Photo | None

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the first file that has a name; an empty one is no photo."""
        self.data = None
        try:
            self.data = next(map(prepare, _sent(valuelist)), None)
        except BadPhoto as bad:
            raise ValueError(str(WORDS[bad.fault])) from None


class PhotosField(FileField):
    """Up to ``most`` photos; ``data`` is a list of Photos ready to be stored."""

    data: Any

    def __init__(self, label: LazyString, *, most: int, **kwargs: Any) -> None:
        """Take at most ``most`` of them."""
        super().__init__(label, **kwargs)
        self.most = most

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read each file that has a name; one that is no photo refuses them all."""
        self.data = []
        files = _sent(valuelist)
        if len(files) > self.most:
            raise ValueError(str(_l("Nhiều ảnh quá: mỗi lần nhiều nhất %(most)s ảnh.", most=self.most)))
        try:
            self.data = [prepare(file) for file in files]
        except BadPhoto as bad:
            raise ValueError(str(WORDS[bad.fault])) from None


class DocumentField(FileField):
    """A document; ``data`` is a Document ready to be stored, or None."""

    data: Document | None

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the first file that has a name."""
        self.data = None
        try:
            self.data = next(map(read_document, _sent(valuelist)), None)
        except BadDocument as bad:
            raise ValueError(str(DOCUMENT_WORDS[bad.fault])) from None


class SignatureField(HiddenField):
    """A signature drawn on the screen, as a data URL of a PNG; ``data`` is a Photo or None."""

    data: Any

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the first value; an empty one is no signature."""
        self.data = None
        text = valuelist[0].strip() if valuelist and isinstance(valuelist[0], str) else ""
        if not text:
            return
        try:
            drawn = base64.b64decode(text.removeprefix(DATA_URL), validate=True)
            self.data = prepare(io.BytesIO(drawn), most_pixels=MOST_SIGNED)
        except (BadPhoto, binascii.Error, ValueError):
            raise ValueError(str(_l("Chữ ký chưa đọc được. Xoá rồi ký lại."))) from None

    def _value(self) -> str:
        return str(self.raw_data[0]) if self.raw_data else ""
