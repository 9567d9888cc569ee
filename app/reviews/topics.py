"""What notices about submissions say: to the unit that sent one, when it comes back or is through."""

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from app.notices.topics import register_plain

RETURNED, REOPENED, APPROVED = "submission-returned", "submission-reopened", "submission-approved"
WORDS: dict[str, LazyString] = {
    RETURNED: _l("Một hồ sơ bị trả lại, cần sửa rồi gửi lại"),
    REOPENED: _l("Một hồ sơ đã duyệt được mở lại để sửa"),
    APPROVED: _l("Một hồ sơ đã được duyệt"),
}

register_plain(WORDS, "/reviews")
