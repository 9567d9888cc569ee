"""What a phone says of what waits on it; no person sees this form."""

from datetime import datetime
from uuid import UUID

from flask_babel import lazy_gettext as _l

from app.accounts.operations import Backlog
from app.clock import now
from app.web.capture import CaptureField
from app.web.forms import Between, Form, IdField, NumberField, Required

MOST = 100_000


class HeartbeatForm(Form):
    """How many items wait, how many of them are to be corrected, and when the oldest was entered."""

    phone = IdField(_l("Máy"), [Required(_l("Máy chưa có mã."))])
    waiting = NumberField(_l("Mục chờ gửi"), [
        Required(_l("Chưa có số mục chờ gửi.")), Between(0, MOST, _l("Số mục từ %(low)s đến %(high)s.")),
    ])  # fmt: skip
    fixing = NumberField(_l("Mục cần sửa"), [
        Required(_l("Chưa có số mục cần sửa.")), Between(0, MOST, _l("Số mục từ %(low)s đến %(high)s.")),
    ])  # fmt: skip
    oldest = CaptureField(_l("Mục cũ nhất"))

    def phone_id(self) -> UUID:
        """Return the phone's id, once the form is valid."""
        return UUID(str(self.phone.data))

    def backlog(self) -> Backlog:
        """Return what waits, once the form is valid; a clock that is fast entered nothing after now."""
        oldest = self.oldest.data
        oldest_at = min(oldest, now()) if isinstance(oldest, datetime) else None
        return Backlog(int(self.waiting.data or 0), int(self.fixing.data or 0), oldest_at)
