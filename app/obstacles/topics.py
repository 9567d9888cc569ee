"""What notices about obstacles say: the words of each topic."""

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from app.notices.topics import register_plain

RAISED, PASSED_UP, ANSWERED, REOPENED = (
    "obstacle-raised", "obstacle-passed-up", "obstacle-answered", "obstacle-reopened",
)  # fmt: skip
WORDS: dict[str, LazyString] = {
    RAISED: _l("Có vướng mắc mới chờ trả lời"),
    PASSED_UP: _l("Huyện chuyển lên một vướng mắc"),
    ANSWERED: _l("Vướng mắc của đơn vị đã được trả lời"),
    REOPENED: _l("Một vướng mắc được hỏi lại"),
}

register_plain(WORDS, "/obstacles")
