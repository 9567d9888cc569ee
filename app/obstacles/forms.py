"""What is typed about obstacles: the difficulty itself, the answer, the words of each step."""

from uuid import UUID

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField

from app.attachments.fields import PhotoField
from app.attachments.forms import LatePhotoForm
from app.identity import new_id
from app.obstacles.labels import CATEGORIES
from app.obstacles.models import Category
from app.obstacles.operations import ObstacleTerms
from app.web.capture import CapturedForm
from app.web.discretion import NoPersonalNumbers
from app.web.forms import IdField, LinesField, OptionalAnswer, Required, StateField, TextField

NO_CATEGORY = _l("Chọn vướng mắc về việc gì.")


class ObstacleForm(CapturedForm):
    """What is difficult, and in what it lies."""

    id = IdField(_l("Mã phiếu"))
    category = StateField(
        _l("Vướng mắc về"), CATEGORIES, unknown=NO_CATEGORY, validators=[Required(NO_CATEGORY)]
    )  # fmt: skip
    title = TextField(
        _l("Nói gọn trong một câu"), most=120,
        checks=[Required(_l("Ghi một câu nói gọn vướng mắc.")), NoPersonalNumbers()],
    )  # fmt: skip
    words = LinesField(
        _l("Vướng mắc thế nào, đề nghị gì"), most=3000,
        checks=[Required(_l("Ghi rõ vướng mắc và điều đề nghị.")), NoPersonalNumbers()],
    )  # fmt: skip
    photo = PhotoField(_l("Ảnh"))

    def record_id(self) -> UUID:
        """Return the client's id, or a new one when it sent none."""
        return UUID(str(self.id.data)) if self.id.data else new_id()

    def terms(self) -> ObstacleTerms:
        """Return what was written, once it is valid."""
        category = Category(self.category.data)
        return ObstacleTerms(category, str(self.title.data), str(self.words.data), self.photo.data)


class ObstaclePhotoForm(LatePhotoForm):
    """The photo of an obstacle, after its text."""

    photo = PhotoField(_l("Ảnh"))


class ObstacleAnswerForm(CapturedForm):
    """The answer to an obstacle, and whether every unit may learn from it."""

    words = LinesField(
        _l("Trả lời"), most=3000, checks=[Required(_l("Chưa ghi câu trả lời.")), NoPersonalNumbers()]
    )  # fmt: skip
    shared = BooleanField(_l("Cho mọi đơn vị xem"))


class PassingForm(CapturedForm):
    """Why the district hands an obstacle to the province."""

    words = LinesField(
        _l("Ý kiến của huyện"), most=2000,
        checks=[Required(_l("Ghi ý kiến của huyện trước khi chuyển lên tỉnh.")), NoPersonalNumbers()],
    )  # fmt: skip


class ClosingForm(CapturedForm):
    """That the answer settles it, with a word if one likes."""

    words = LinesField(_l("Lời nhắn"), most=1000, checks=[OptionalAnswer(), NoPersonalNumbers()])


class ReopeningForm(CapturedForm):
    """Why the answer does not settle it."""

    reason = LinesField(
        _l("Vì sao chưa giải quyết được"), most=1000,
        checks=[Required(_l("Ghi một câu còn vướng ở đâu.")), NoPersonalNumbers()],
    )  # fmt: skip
