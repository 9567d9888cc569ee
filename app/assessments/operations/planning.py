"""Remedies of what is unmet: planned, changed, followed, done, taken back."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask_babel import lazy_gettext as _l

from app.accounts.models import User
from app.assessments.models import Assessment, Post, Remedy, RemedyNote
from app.assessments.operations.course import refuse_closed, refuse_withdrawn
from app.attachments.operations import keep_photo
from app.attachments.photos import Photo
from app.audit.operations import record
from app.clock import now
from app.criteria.models import Indicator
from app.errors import Refusal
from app.extensions import db
from app.households.operations import IdTaken, StaleVersion
from app.locking import hold


class AlreadyDone(Refusal):
    """The remedy is done, or was taken back: it is not changed any more."""


@dataclass(frozen=True, slots=True)
class RemedyTerms:
    """What will be done, whose task it is, by when."""

    words: str
    post: Post
    due_on: date
    holder: str | None = None


def plan(id_: UUID, assessment: Assessment, indicator: Indicator, terms: RemedyTerms, *, by: User) -> Remedy:
    """Plan a remedy of an indicator and return it. Raises IdTaken when the id is in use, Closed."""
    if db.session.get(Remedy, id_):
        words = _l("Việc khắc phục này đã được lưu rồi.")
        raise IdTaken(words, link=f"/remedies/{id_}", link_label=_l("Mở việc đã lưu"))
    hold(assessment)
    refuse_closed(assessment)
    made = Remedy(
        id=id_, assessment_id=assessment.id, unit_id=assessment.unit_id, code=indicator.code, words=terms.words,
        post=terms.post, holder=terms.holder, due_on=terms.due_on, created_by=by.id, updated_by=by.id,
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    record("remedy:plan", made, by=by, unit_id=made.unit_id)
    return made


def replan(remedy: Remedy, terms: RemedyTerms, *, version: int, by: User) -> Remedy:
    """Change a plan and return it; what is so already needs no writing.

    Raises StaleVersion when it has changed since ``version``, AlreadyDone, Closed.
    """
    hold(remedy)
    changed = changes(remedy, terms)
    if not changed:
        return remedy
    if remedy.version != version:
        raise StaleVersion(_l("Người khác vừa sửa việc khắc phục này."))
    refuse_closed(remedy.assessment)
    _refuse_done(remedy)
    for name in changed:
        setattr(remedy, name, getattr(terms, name))
    _touch(remedy, by)
    record("remedy:edit", remedy, by=by, unit_id=remedy.unit_id, fields=changed)
    return remedy


def changes(remedy: Remedy, terms: RemedyTerms) -> list[str]:
    """Return the names of what ``terms`` would change."""
    return [name for name in ("words", "post", "holder", "due_on") if getattr(remedy, name) != getattr(terms, name)]


def note_progress(remedy: Remedy, on: date, words: str, *, by: User) -> RemedyNote:
    """Write down how far a remedy has come on a day and return the note; also once the assessment is ready to be sent.

    Raises AlreadyDone; Closed where the assessment was withdrawn.
    """
    hold(remedy)
    refuse_withdrawn(remedy.assessment)
    _refuse_done(remedy)
    made = RemedyNote(remedy_id=remedy.id, noted_on=on, words=words, created_by=by.id)
    db.session.add(made)
    db.session.flush()
    record("remedy:note", remedy, by=by, unit_id=remedy.unit_id)
    return made


def finish(remedy: Remedy, on: date, words: str, photo: Photo | None = None, *, by: User) -> Remedy:
    """Declare a remedy done, with what shows it, and return it.

    Raises AlreadyDone; Closed where the assessment was withdrawn.
    """
    hold(remedy)
    refuse_withdrawn(remedy.assessment)
    _refuse_done(remedy)
    remedy.done_on, remedy.done_words, remedy.done_at, remedy.done_by = on, words, now(), by.id
    if photo:
        remedy.done_photo_id = keep_photo(photo, by=by, unit_id=remedy.unit_id).id
    _touch(remedy, by)
    record("remedy:finish", remedy, by=by, unit_id=remedy.unit_id, fields=["done_on", "done_words"])
    return remedy


def take_back(remedy: Remedy, reason: str, *, by: User) -> Remedy:
    """Take back a plan that was a mistake; it stays to be seen. Raises AlreadyDone, Closed."""
    hold(remedy)
    refuse_closed(remedy.assessment)
    _refuse_done(remedy)
    remedy.withdrawn_at, remedy.withdrawn_by, remedy.withdrawn_reason = now(), by.id, reason
    _touch(remedy, by)
    record("remedy:withdraw", remedy, by=by, unit_id=remedy.unit_id)
    return remedy


def _refuse_done(remedy: Remedy) -> None:
    if not remedy.is_open:
        words = _l("Việc này đã xong.") if remedy.done_at else _l("Việc này đã rút.")
        raise AlreadyDone(words, link=f"/remedies/{remedy.id}", link_label=_l("Mở việc khắc phục"))


def _touch(remedy: Remedy, by: User) -> None:
    remedy.version += 1
    remedy.updated_at, remedy.updated_by = now(), by.id
    db.session.flush()
