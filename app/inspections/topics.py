"""What notices about inspections say: the words of each topic."""

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

CONCLUDED, DEMAND_DONE = "inspection-concluded", "inspection-demand-done"
WORDS: dict[str, LazyString] = {
    CONCLUDED: _l("Có kết luận kiểm tra"),
    DEMAND_DONE: _l("Xã đã khắc phục một yêu cầu sau kiểm tra"),
}


def words_of(topic: str) -> str | None:
    """Return what a notice of the topic says; None for a topic that is not of inspections."""
    words = WORDS.get(topic)
    return str(words) if words else None


def address_of(subject_id: object) -> str:
    """Return the page that a notice of these topics leads to."""
    return f"/inspections/{subject_id}"
