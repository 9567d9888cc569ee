"""What a unit says of a directive that went to it: read, done, not done after all."""

from datetime import date

from flask_babel import lazy_gettext as _l

from app.accounts.models import User
from app.audit.operations import record
from app.clock import now
from app.directives.models import Addressee, Completion
from app.directives.operations.giving import Withdrawn
from app.errors import Refusal
from app.extensions import db
from app.locking import hold


class NotToBeDone(Refusal):
    """A guidance is to be read, and there is nothing to do."""


class AlreadyDone(Refusal):
    """The unit said before that it is done."""


class NotDone(Refusal):
    """The unit has not said that it is done, or took it back before."""


def read(addressee: Addressee, *, by: User) -> Addressee:
    """Remember that the unit's people have read the directive, by who was first, and return its place in it."""
    hold(addressee)
    if addressee.read_at is None:
        addressee.read_at, addressee.read_by = now(), by.id
        db.session.flush()
        record("directive:read", addressee, by=by, unit_id=addressee.unit_id, fields=["read_at"])
    return addressee


def complete(addressee: Addressee, words: str, on: date, *, by: User) -> Completion:
    """Say that the unit has done what was asked, in a line of words, and return that.

    ``on`` is the day on which it was said, which may have waited for a signal. Raises NotToBeDone, AlreadyDone,
    Withdrawn.
    """
    hold(addressee)
    directive = addressee.directive
    hold(directive)  # it may be withdrawn just now
    link = {"link": f"/directives/{directive.id}", "link_label": _l("Mở việc được giao")}
    if directive.withdrawn_at:
        raise Withdrawn(_l("Việc này đã rút (%(why)s).", why=directive.withdrawn_reason), **link)
    if not directive.is_request:
        raise NotToBeDone(_l("Đây là hướng dẫn, chỉ cần đọc, không phải báo xong."), **link)
    if addressee.completion:
        raise AlreadyDone(_l("Đơn vị đã báo xong việc này rồi."), **link)
    if addressee.read_at is None:
        addressee.read_at, addressee.read_by = now(), by.id
    made = Completion(addressee_id=addressee.id, done_on=on, words=words, done_by=by.id)
    db.session.add(made)
    db.session.flush()
    db.session.expire(addressee, ["completions"])
    record("directive:complete", addressee, by=by, unit_id=addressee.unit_id)
    return made


def undo(addressee: Addressee, reason: str, *, by: User) -> Completion:
    """Take back that it is done, with a reason; what was said stays to be seen. Raises NotDone."""
    hold(addressee)
    said = addressee.completion
    if said:
        hold(said)
    if said is None or said.undone_at:
        link = f"/directives/{addressee.directive_id}"
        raise NotDone(_l("Đơn vị chưa báo xong việc này."), link=link, link_label=_l("Mở việc được giao"))
    said.undone_at, said.undone_by, said.undone_reason = now(), by.id, reason
    db.session.flush()
    record("directive:undo", addressee, by=by, unit_id=addressee.unit_id)
    return said
