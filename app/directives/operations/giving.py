"""Giving a directive to units below, reminding those that have not done it, withdrawing it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import insert, select

from app.accounts.models import User
from app.attachments.documents import Document
from app.attachments.operations import keep_document, keep_photo
from app.attachments.photos import Photo
from app.audit.operations import record
from app.clock import now, today
from app.directives.models import Addressee, Directive, DirectiveKind
from app.directives.queries import GIVEN, REMINDER, WITHDRAWAL, unreminded, waiting_units
from app.errors import Refusal
from app.extensions import db
from app.households.operations import IdTaken
from app.locking import hold
from app.notices.operations import AlreadyTold, tell_units
from app.units.models import Unit
from app.vietnamese import search_key


class Withdrawn(Refusal):
    """The directive was withdrawn, which is final."""

    reason = "gone"


class NothingToRemind(Refusal):
    """All units have done what was asked, or read what they were told."""

    reason = "nothing-to-remind"


class ToNobody(Refusal):
    """No unit was named to which the directive goes."""

    status = 422


@dataclass(frozen=True, slots=True)
class DirectiveTerms:
    """What is asked, or explained; a request has the day by which it is to be done."""

    kind: DirectiveKind
    title: str
    words: str
    due_on: date | None = None
    photo: Photo | None = None
    document: Document | None = None


def give(id_: UUID, terms: DirectiveTerms, unit: Unit, unit_ids: Sequence[int], *, by: User) -> Directive:
    """Give a directive of ``unit`` to the units of those ids, tell their people, and return it.

    The same sent twice is the same one. Raises IdTaken when the id is in use for another, ToNobody.
    """
    if terms.kind is DirectiveKind.GUIDANCE:
        terms = replace(terms, due_on=None)
    first = db.session.get(Directive, id_)
    if first:
        return _same(first, terms, unit, unit_ids)
    if not unit_ids:
        raise ToNobody(_l("Chưa chọn đơn vị nào để gửi."))
    made = Directive(
        id=id_, unit_id=unit.id, kind=terms.kind, title=terms.title, search_key=search_key(terms.title),
        words=terms.words, due_on=terms.due_on, created_by=by.id,
    )  # fmt: skip
    if terms.photo:
        made.photo_id = keep_photo(terms.photo, by=by, unit_id=unit.id).id
    if terms.document:
        made.document_id = keep_document(terms.document, by=by, unit_id=unit.id).id
    db.session.add(made)
    db.session.flush()
    # Together: a province's goes to thousands of villages.
    rows = [{"directive_id": id_, "unit_id": unit_id} for unit_id in dict.fromkeys(unit_ids)]
    db.session.execute(insert(Addressee), rows)
    record("directive:give", made, by=by, unit_id=unit.id)
    tell_units(unit_ids, GIVEN, made.id, today(), by=by)
    return made


def remind_of(directive: Directive, *, by: User) -> int:
    """Remind the units that have yet to do it (to read a guidance), each once a day; return how many were told.

    Raises NothingToRemind when none has, AlreadyTold when all that have were reminded today, Withdrawn.
    """
    hold(directive)
    _refuse_withdrawn(directive)
    if db.session.scalars(waiting_units(directive).limit(1)).first() is None:
        raise NothingToRemind(_l("Các đơn vị đã làm xong cả, không cần nhắc."))
    left = db.session.scalars(unreminded(directive, today())).all()
    if not left:
        words = _l("Hôm nay đã nhắc rồi. Ngày mai nhắc lại được.")
        raise AlreadyTold(words, link=f"/directives/{directive.id}", link_label=_l("Mở việc đã gửi"))
    return len(tell_units(left, REMINDER, directive.id, today(), by=by))


def withdraw(directive: Directive, reason: str, *, by: User) -> Directive:
    """Withdraw a directive, tell the units that it went to, and return it: it stays to be seen. Raises Withdrawn."""
    hold(directive)
    _refuse_withdrawn(directive)
    told = db.session.scalars(waiting_units(directive)).all()
    directive.withdrawn_at, directive.withdrawn_by, directive.withdrawn_reason = now(), by.id, reason
    db.session.flush()
    record("directive:withdraw", directive, by=by, unit_id=directive.unit_id)
    tell_units(told, WITHDRAWAL, directive.id, today(), by=by)
    return directive


def _same(first: Directive, terms: DirectiveTerms, unit: Unit, unit_ids: Sequence[int]) -> Directive:
    told = (first.unit_id, first.kind, first.title, first.words, first.due_on)
    sent_to = set(db.session.scalars(select(Addressee.unit_id).where(Addressee.directive_id == first.id)))
    meant = (unit.id, terms.kind, terms.title, terms.words, terms.due_on)
    if told != meant or sent_to != set(unit_ids):
        words = _l("Việc này đã được gửi rồi.")
        raise IdTaken(words, link=f"/directives/{first.id}", link_label=_l("Mở việc đã gửi"))
    return first


def _refuse_withdrawn(directive: Directive) -> None:
    if directive.withdrawn_at:
        words = _l("Việc này đã rút (%(why)s).", why=directive.withdrawn_reason)
        raise Withdrawn(words, link=f"/directives/{directive.id}", link_label=_l("Mở việc đã gửi"))
