"""What notices about obstacles say: the words of each topic."""

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

RAISED, PASSED_UP, ANSWERED, REOPENED = (
    "obstacle-raised", "obstacle-passed-up", "obstacle-answered", "obstacle-reopened",
)  # fmt: skip
WORDS: dict[str, LazyString] = {
    RAISED: _l("Có vướng mắc mới chờ trả lời"),
    PASSED_UP: _l("Huyện chuyển lên một vướng mắc"),
    ANSWERED: _l("Vướng mắc của đơn vị đã được trả lời"),
    REOPENED: _l("Một vướng mắc được hỏi lại"),
}


def words_of(topic: str) -> str | None:
    """Return what a notice of the topic says; None for a topic that is not of obstacles."""
    words = WORDS.get(topic)
    return str(words) if words else None


def address_of(subject_id: object) -> str:
    """Return the page that a notice of these topics leads to."""
    return f"/obstacles/{subject_id}"
