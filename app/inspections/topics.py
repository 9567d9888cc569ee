"""What notices about inspections say: the words of each topic."""

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from app.notices.topics import register_plain

CONCLUDED, DEMAND_DONE = "inspection-concluded", "inspection-demand-done"
WORDS: dict[str, LazyString] = {
    CONCLUDED: _l("Có kết luận kiểm tra"),
    DEMAND_DONE: _l("Xã đã khắc phục một yêu cầu sau kiểm tra"),
}

register_plain(WORDS, "/inspections")
