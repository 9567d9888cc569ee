"""Sending a dossier upward, again after a return, and taking it back before anybody looked."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from app.accounts.models import User
from app.assessments.operations.course import make_ready, take_up_again
from app.audit.operations import record
from app.clock import now, today
from app.errors import Refusal
from app.extensions import db
from app.households.operations import IdTaken
from app.locking import hold
from app.reviews.calendar import due_on
from app.reviews.chains import AfterReturn, Step, chain_of, steps_for, steps_of
from app.reviews.dossiers import DOSSIERS
from app.reviews.dossiers.frozen import Frozen, Lack, Subject
from app.reviews.models import Act, State, Submission, SubmissionVersion, Transition
from app.reviews.queries import submission_of
from app.seals.models import DossierKind
from app.web.filters import moment


class AlreadySent(Refusal):
    """The dossier is on its way, or approved: ``first``."""

    reason = "already-sent"

    def __init__(self, first: Submission) -> None:
        """Say who sent it, and when."""
        sent = first.version
        words = _l(
            "%(who)s đã gửi hồ sơ này lúc %(when)s.",
            who=sent.sender.display_name,
            when=LazyString(moment, sent.sent_at),
        )
        super().__init__(words, link=f"/reviews/{first.id}", link_label=_l("Mở hồ sơ đã gửi"))


class LacksParts(Refusal):
    """What is missing before the dossier can be sent."""

    status = 422
    reason = "incomplete"

    def __init__(self, lacks: Sequence[Lack]) -> None:
        """Keep what is missing."""
        self.lacks = lacks
        super().__init__(_l("Chưa gửi được, còn thiếu %(n)s việc.", n=len(lacks)))


class NotYours(Refusal):
    """It is not the person's turn: it does not wait for them, or it is not them who sent it, or it is."""

    status = 403
    reason = "not-yours"


class Looked(Refusal):
    """A reviewer has begun, or the submission has moved on: it is not taken back any more."""

    reason = "looked-at"


def send(id_: UUID, kind: DossierKind, subject: Subject, words: str | None, *, by: User) -> Submission:
    """Send a unit's dossier into its chain, frozen as it is now, and return the submission.

    Sent again after a return, it is the same submission with a new version. Raises AlreadySent, LacksParts, IdTaken
    when the id is in use for another, and `app.reviews.chains.NoLevelLeft`; nothing is done then.
    """
    hold(subject.unit)  # two who send at once
    submission = submission_of(kind, subject)
    if submission and submission.state is State.SUBMITTED and submission.version.sent_by == by.id:
        return submission  # tapped twice: once is enough
    if submission and not submission.is_open:
        raise AlreadySent(submission)
    steps = steps_for(kind, subject.unit, by.unit)
    frozen, lacks = DOSSIERS[kind].read(subject)
    if lacks:
        raise LacksParts(lacks)
    submission = submission or _begun(id_, kind, subject, by)
    first = _first_step(submission, steps)
    if subject.assessment:
        make_ready(subject.assessment, by=by)
    _add_version(submission, frozen, by)
    submission.chain = [step.stored() for step in steps]
    arrive(submission, first)
    move(submission, Act.SEND, words, by)
    record("submission:send", submission, by=by, unit_id=subject.unit.id, fields=["state", "number"])
    return submission


def take_back(submission: Submission, *, by: User) -> Submission:
    """Take a submission back that nobody has looked at yet, to work on it again, and return it.

    Raises Looked, and NotYours where another unit has sent it.
    """
    hold(submission)
    last = submission.transitions[-1]
    if last.act is Act.SEND and last.unit_id != by.unit_id:
        raise NotYours(_l("Đơn vị khác đã gửi hồ sơ này; chỉ nơi gửi mới rút lại được."))
    untouched = submission.state is State.SUBMITTED and last.act is Act.SEND
    if not untouched or any(point.number == submission.number for point in submission.points):
        raise Looked(
            _l("Nơi nhận đã bắt đầu xét hồ sơ này, nên không rút lại được. Nhắn nơi nhận trả lại."),
            link=f"/reviews/{submission.id}", link_label=_l("Mở hồ sơ"),
        )  # fmt: skip
    move(submission, Act.TAKE_BACK, None, by)
    submission.state = State.DRAFT
    rest(submission)
    if submission.assessment:
        take_up_again(submission.assessment, by=by)
    record("submission:take-back", submission, by=by, unit_id=submission.unit_id, fields=["state"])
    return submission


def arrive(submission: Submission, step: int) -> None:
    """Let the submission wait at a step of its chain."""
    here = steps_of(submission.chain)[step]
    submission.state, submission.step = State.SUBMITTED, step
    submission.waiting_unit_id, submission.waiting_since = here.unit_id, now()
    submission.decide_by = today() + timedelta(days=here.days) if here.days else None
    submission.due_on = None
    db.session.flush()


def rest(submission: Submission) -> None:
    """Let the submission wait for nobody above."""
    submission.waiting_unit_id = submission.waiting_since = submission.decide_by = None
    db.session.flush()


def move(submission: Submission, act: Act, words: str | None, by: User, due: date | None = None) -> None:
    """Write down one move of a submission; ``due`` is by when it is asked for again."""
    made = Transition(
        number=submission.number, act=act, step=submission.step, by=by.id, unit_id=by.unit_id, words=words, due_on=due
    )  # fmt: skip
    submission.transitions.append(made)
    db.session.flush()


def _begun(id_: UUID, kind: DossierKind, subject: Subject, by: User) -> Submission:
    if db.session.get(Submission, id_):
        raise IdTaken(_l("Mã phiếu này đã dùng cho một hồ sơ khác. Tải lại trang rồi gửi lại."))
    assessment = subject.assessment
    made = Submission(
        id=id_, kind=kind, unit_id=subject.unit.id, year=subject.year, state=State.DRAFT, number=0, chain=[], step=0,
        assessment_id=assessment.id if assessment else None, created_by=by.id, due_on=due_on(kind, subject),
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    return made


def _first_step(submission: Submission, steps: Sequence[Step]) -> int:
    """Return where this sending begins: the first step, or the one that returned it, as the chain is configured."""
    last = submission.transitions[-1] if submission.transitions else None
    rule = chain_of(submission.kind, submission.unit.kind).after_return
    if last is None or last.act not in (Act.RETURN, Act.REOPEN) or rule is AfterReturn.START:
        return 0
    return next((place for place, step in enumerate(steps) if step.unit_id == last.unit_id), 0)


def _add_version(submission: Submission, frozen: Frozen, by: User) -> None:
    submission.number += 1
    made = SubmissionVersion(
        number=submission.number, content=frozen.stored(), sha256=frozen.sha256, sent_by=by.id, due_on=submission.due_on
    )  # fmt: skip
    submission.versions.append(made)
    db.session.flush()
