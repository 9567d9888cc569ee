"""What directives, and how far their units are, are called."""

from flask_babel import lazy_gettext as _l

from app.directives.models import DirectiveKind
from app.directives.queries import Show
from app.directives.states import State

KINDS = {DirectiveKind.REQUEST: _l("Việc cần làm"), DirectiveKind.GUIDANCE: _l("Hướng dẫn")}
STATES = {
    State.DONE: _l("đã xong"),
    State.READ: _l("đã đọc, chưa xong"),
    State.UNREAD: _l("chưa đọc"),
    State.LATE: _l("quá hạn"),
}
READ = _l("đã đọc")  # of a guidance that is all there is to do
MARKS = {State.DONE: "ok", State.READ: "plain", State.UNREAD: "need", State.LATE: "bad"}
SHOWS = {Show.ALL: _l("Tất cả"), Show.RECEIVED: _l("Gửi đến"), Show.GIVEN: _l("Đã gửi")}


def state_words(kind: DirectiveKind, state: State) -> str:
    """Return how far a unit is, in words."""
    return str(READ if kind is DirectiveKind.GUIDANCE and state is State.DONE else STATES[state])
