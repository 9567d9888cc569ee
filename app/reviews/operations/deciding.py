"""What a reviewer says of the parts, and decides of the whole: agree, return, reopen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from flask_babel import lazy_gettext as _l

from app.accounts.models import User
from app.assessments.operations.course import take_up_again
from app.attachments.documents import Document
from app.attachments.operations import keep_document, keep_photo
from app.attachments.photos import Photo
from app.audit.operations import record
from app.clock import now, today
from app.errors import Refusal
from app.extensions import db
from app.households.operations import IdTaken
from app.locking import hold
from app.notices.operations import tell_units
from app.reviews import topics
from app.reviews.chains import StepAct, steps_of
from app.reviews.dossiers.frozen import frozen_of
from app.reviews.models import Act, ReviewComment, ReviewPoint, State, Submission, Verdict
from app.reviews.operations.sending import NotYours, arrive, move, rest
from app.reviews.rights import approved_last, may_decide
from app.seals.models import DossierKind, SealException
from app.seals.operations import break_seal, grant_exception, set_seal
from app.seals.queries import seal_on


@dataclass(frozen=True, slots=True)
class Seen:
    """What the reviewer had before their eyes: which version, and which state of what was said of it."""

    number: int
    transition: int  # the id of the last one


class Moved(Refusal):
    """The submission has moved, or changed, since the page was opened."""

    reason = "version"


class SomeMoved(Moved):
    """Some of those that were to be decided at once have moved: each is said, with who moved it."""

    def __init__(self, moved: Sequence[Submission]) -> None:
        """Keep a line for each."""
        self.lines = [
            _l("%(unit)s: %(who)s vừa xử lý hồ sơ này. Mở xem lại.", unit=each.unit.full_name,
               who=each.transitions[-1].person.display_name)
            for each in moved
        ]  # fmt: skip
        super().__init__(_l("Có hồ sơ đã đổi từ khi bạn mở trang, nên chưa đồng ý hồ sơ nào. Xem lại rồi chọn."))


class OpenPoints(Refusal):
    """Parts are marked to be returned: the whole is not approved with them."""

    status = 422
    reason = "open-points"

    def __init__(self, points: Sequence[ReviewPoint]) -> None:
        """Keep the points."""
        self.points = points
        super().__init__(_l("Còn %(n)s chỗ đang ghi trả lại. Bỏ ghi trả lại, hoặc trả lại cả hồ sơ.", n=len(points)))


class NoReason(Refusal):
    """A return, or a reopening, without a word on why."""

    status = 422


def say_of_part(
    submission: Submission, part: str, verdict: Verdict, reason: str | None, *, version: int, by: User
) -> ReviewPoint:  # fmt: skip
    """Write down what the reviewing unit says of a part, over what it said before, and return it.

    Raises NotYours, NoReason, Moved when somebody else has said otherwise since ``version`` (0: nobody had).
    """
    hold(submission)
    _refuse_other(submission, by)
    if part not in frozen_of(submission.version.content).parts:
        raise Moved(_l("Phần này không còn trong hồ sơ. Tải lại trang."))
    if verdict is Verdict.RETURN and not reason:
        raise NoReason(_l("Ghi một câu vì sao trả lại."))
    point = point_on(submission, part, by.unit_id)
    if (point.version if point else 0) != version and point and (point.verdict, point.reason) != (verdict, reason):
        who = point.person.display_name
        raise Moved(_l("%(who)s vừa xét phần này. Xem lại rồi chọn lần nữa.", who=who))
    if point is None:
        point = ReviewPoint(number=submission.number, unit_id=by.unit_id, part=part, version=0)
        submission.points.append(point)
    point.verdict, point.reason, point.by, point.at = verdict, reason, by.id, now()
    point.version += 1
    db.session.flush()
    record("review:part", submission, by=by, unit_id=submission.unit_id, fields=[verdict.value])
    return point


def approve(submission: Submission, words: str | None, *, seen: Seen, by: User) -> Submission:
    """Agree with the whole: it goes to the next step or, after the last one, is sealed; return it.

    Raises NotYours, Moved, OpenPoints.
    """
    hold(submission)
    _refuse_moved(submission, seen)
    _refuse_other(submission, by)
    returned = open_points(submission)
    if returned:
        raise OpenPoints(returned)
    move(submission, Act.APPROVE, words, by)
    steps = steps_of(submission.chain)
    following = [place for place, step in enumerate(steps) if place > submission.step and step.act is StepAct.DECIDE]
    if following:
        arrive(submission, following[0])
    else:
        _finish(submission, by)
    record("review:approve", submission, by=by, unit_id=submission.unit_id, fields=["state"])
    return submission


def approve_many(submissions: Sequence[Submission], seen: Mapping[UUID, Seen], *, by: User) -> list[Submission]:
    """Agree with village dossiers that have no open point, all or none of them, and return them.

    Raises NotYours for one of another kind, SomeMoved, and what else `approve` raises.
    """
    for submission in sorted(submissions, key=lambda each: each.id):  # so that two at once do not block each other
        hold(submission)
    moved = [each for each in submissions if _has_moved(each, seen[each.id])]
    if moved:
        raise SomeMoved(moved)
    for submission in submissions:
        if submission.kind is not DossierKind.VILLAGE_DOSSIER:
            raise NotYours(_l("Chỉ hồ sơ bản mới đồng ý nhiều cái một lúc. Mở từng hồ sơ khác để xét."))
        approve(submission, None, seen=seen[submission.id], by=by)
    return list(submissions)


def send_back(submission: Submission, words: str | None, due: date, *, seen: Seen, by: User) -> Submission:
    """Return the whole to its author, with a reason or reasons of parts, and by when it is asked for; return it.

    Raises NotYours, Moved, NoReason.
    """
    hold(submission)
    _refuse_moved(submission, seen)
    _refuse_other(submission, by)
    if not words and not open_points(submission):
        raise NoReason(_l("Ghi vì sao trả lại, ở từng phần hoặc ở đây."))
    move(submission, Act.RETURN, words, by, due)
    _give_back(submission, due, by)
    _tell(submission, topics.RETURNED, by=by)
    record("review:return", submission, by=by, unit_id=submission.unit_id, fields=["state"])
    return submission


def reopen(submission: Submission, words: str, due: date, *, seen: Seen, by: User) -> Submission:
    """Open an approved submission again, which breaks its seal: it behaves as returned; return it.

    Raises NotYours where another level approved it last, Moved.
    """
    hold(submission)
    _refuse_moved(submission, seen)
    if submission.state is not State.APPROVED or not approved_last(by, submission):
        raise NotYours(_l("Chỉ nơi đã duyệt sau cùng mới mở lại được hồ sơ."))
    break_seal(submission.id, by=by)
    move(submission, Act.REOPEN, words, by, due)
    _give_back(submission, due, by)
    _tell(submission, topics.REOPENED, by=by)
    record("review:reopen", submission, by=by, unit_id=submission.unit_id, fields=["state"])
    return submission


def except_from(submission: Submission, until: datetime, reason: str, *, by: User) -> SealException:
    """Let the unit change what the seal covers until a moment; the same asked for twice is the same exception.

    Raises NotYours where another level approved it last, Moved where it is not sealed any more.
    """
    hold(submission)
    if not approved_last(by, submission):
        raise NotYours(_l("Chỉ nơi đã duyệt sau cùng mới cho phép sửa được."))
    seal = seal_on(submission.id)
    if seal is None:
        raise _moved(submission)
    return grant_exception(seal, until, reason, by=by)


def comment(
    id_: UUID, submission: Submission, words: str, photo: Photo | None, document: Document | None = None, *, by: User
) -> ReviewComment:  # fmt: skip
    """Add a line to what is said about a submission and return it; the same id again is the same line.

    Raises IdTaken when the id is in use for a line of another submission, or of somebody else.
    """
    hold(submission)
    found = db.session.get(ReviewComment, id_)
    if found and (found.submission_id, found.by) != (submission.id, by.id):
        raise IdTaken(_l("Mã phiếu này đã dùng cho một ý kiến khác. Tải lại trang rồi gửi lại."))
    if found:
        return found
    kept = keep_photo(photo, by=by, unit_id=submission.unit_id) if photo else None
    paper = keep_document(document, by=by, unit_id=submission.unit_id) if document else None
    made = ReviewComment(
        id=id_, submission_id=submission.id, number=submission.number, words=words, by=by.id, unit_id=by.unit_id,
        photo_id=kept.id if kept else None, document_id=paper.id if paper else None,
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    record("review:comment", submission, by=by, unit_id=submission.unit_id)
    return made


def point_on(submission: Submission, part: str, unit_id: int) -> ReviewPoint | None:
    """Return what a unit says of a part of the version that counts."""
    mine = [each for each in points_of(submission) if each.unit_id == unit_id]
    return next((each for each in mine if each.part == part), None)


def points_of(submission: Submission) -> list[ReviewPoint]:
    """Return what is said of the parts of the version that counts."""
    return [each for each in submission.points if each.number == submission.number]


def open_points(submission: Submission) -> list[ReviewPoint]:
    """Return the parts of the version that counts which a reviewer wants to be corrected."""
    return [each for each in points_of(submission) if each.verdict is Verdict.RETURN]


def _refuse_other(submission: Submission, by: User) -> None:
    if not may_decide(by, submission):
        raise NotYours(_l("Hồ sơ này không chờ bạn xét, hoặc do đơn vị bạn gửi."))


def _refuse_moved(submission: Submission, seen: Seen) -> None:
    if _has_moved(submission, seen):
        raise _moved(submission)


def _has_moved(submission: Submission, seen: Seen) -> bool:
    return (submission.number, submission.transitions[-1].id) != (seen.number, seen.transition)


def _moved(submission: Submission) -> Moved:
    words = _l("Hồ sơ đã đổi từ khi bạn mở trang: %(who)s vừa xử lý. Xem lại rồi quyết định.",
               who=submission.transitions[-1].person.display_name)  # fmt: skip
    return Moved(words, link=f"/reviews/{submission.id}", link_label=_l("Xem hồ sơ hiện nay"))


def _finish(submission: Submission, by: User) -> None:
    submission.state, submission.due_on = State.APPROVED, None
    rest(submission)
    _tell(submission, topics.APPROVED, by=by)
    informed = [step.unit_id for step in steps_of(submission.chain) if step.act is StepAct.INFORM]
    tell_units(informed, topics.INFORMED, submission.id, today(), by=by)
    covers = frozen_of(submission.version.content).covers
    set_seal(submission.unit_id, submission.kind, submission.year, submission.id, covers, by=by)


def _tell(submission: Submission, topic: str, *, by: User) -> None:
    """Tell the unit (once it ended, who took it over) and who sent it; of the same thing each is told once a day."""
    sent = next(each for each in reversed(submission.transitions) if each.act is Act.SEND)
    units = {place.id for unit in (submission.unit, sent.unit) for place in unit.standing}
    tell_units(sorted(units), topic, submission.id, today(), by=by)


def _give_back(submission: Submission, due: date, by: User) -> None:
    submission.state, submission.due_on = State.RETURNED, due
    rest(submission)
    if submission.assessment:
        take_up_again(submission.assessment, by=by)
