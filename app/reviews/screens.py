"""What the pages of sending and of review show, gathered from queries."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from app.accounts.session import me
from app.attachments.documents import ACCEPTED
from app.clock import now, today
from app.identity import new_id
from app.policy import Action, can
from app.reviews import labels
from app.reviews.beside import year_before
from app.reviews.chains import steps_for, steps_of
from app.reviews.dossiers import DOSSIERS
from app.reviews.dossiers.frozen import Change, Part, Subject, changes, compared, frozen_of, said
from app.reviews.evidence import taken_back_since
from app.reviews.forms.reviewing import CommentForm, DecisionForm, ExceptionForm
from app.reviews.line import line_of
from app.reviews.models import Act, ReviewPoint, State, Submission, Transition
from app.reviews.operations.deciding import Seen, open_points, point_on, points_of
from app.reviews.queries import assessment_of, next_waiting, recent_reasons, unspoken_of
from app.reviews.rights import approved_last, may_decide, reads_names, waits_at
from app.seals.models import DossierKind
from app.seals.queries import seal_on
from app.web.access import actor

RETURN_WITHIN = timedelta(days=14)  # by when what is returned is asked for, unless the reviewer says otherwise


@dataclass(frozen=True, slots=True)
class Judged:
    """A part as a reviewer sees it: as it was sent, beside what else is known, and what is said of it."""

    part: Part
    beside: list[tuple[str, str]]
    changed: list[Change]  # since the version before
    since: list[Change]  # in the records, since it was sent
    own: ReviewPoint | None
    others: list[ReviewPoint]

    @property
    def returned(self) -> bool:
        """Whether a reviewer marks it to be returned."""
        return any(point and point.verdict == "return" for point in [self.own, *self.others])

    @property
    def calm(self) -> bool:
        """Whether nothing about it asks for a look."""
        return self.part.mark[0] == "ok" and not (self.changed or self.since or self.returned)


@dataclass(frozen=True, slots=True)
class Since:
    """What happened to a submission since a reviewer opened its page; ``changes`` by part, where it was sent again."""

    moves: list[Transition]
    changes: dict[str, tuple[str, list[Change]]]


def subject_of(submission: Submission) -> Subject:
    """Return what a submission sends."""
    return Subject(submission.unit, submission.year, assessment_of(submission))


def about_sending(kind: DossierKind, subject: Subject, form: Any) -> dict[str, Any]:
    """Return what the page before a sending shows: what would be sent, what is missing, through which steps."""
    dossier, submission = DOSSIERS[kind], unspoken_of(kind, subject)
    frozen, lacks = dossier.read(subject)
    parts = said(dossier, frozen, subject)
    before = _said_before(submission, subject) if submission and submission.versions else None
    return {
        "kind": kind, "subject": subject, "form": form, "submission": submission, "parts": parts, "labels": labels,
        "lacks": lacks, "steps": _stops(kind, subject), "tally": _tally(parts),
        "changed": compared(before, parts) if before is not None else None,
        "returned": {point.part: point for point in open_points(submission)} if submission else {},
        "title": labels.KINDS[kind],
    }  # fmt: skip


def about_submission(submission: Submission, **forms: Any) -> dict[str, Any]:
    """Return what the page of a submission shows to its unit and to those above; ``forms`` are what was refused."""
    subject, dossier = subject_of(submission), DOSSIERS[submission.kind]
    judged = _judged(submission, subject)
    last, seal = submission.transitions[-1], seal_on(submission.id)
    mine = approved_last(me(), submission) and can(actor(), Action.SUBMISSION_REVIEW)
    empty = {
        "decision_form": DecisionForm(formdata=None, due_on=today() + RETURN_WITHIN, number=submission.number,
                                      transition=last.id),
        "comment_form": CommentForm(formdata=None, id=new_id()),
        "exception_form": ExceptionForm(formdata=None, until=today() + RETURN_WITHIN),
        "part_refused": None, "since": None,
    }  # fmt: skip
    return {
        "submission": submission, "subject": subject, "labels": labels, "title": labels.title_of(submission),
        "judged": judged, "waiting_parts": [each for each in judged if not each.calm and not each.part.person],
        "calm_parts": [each for each in judged if each.calm and not each.part.person],
        "people": sorted((each for each in judged if each.part.person), key=lambda each: each.calm),
        "tally": _tally([each.part for each in judged]),
        "hidden_names": not reads_names(me(), submission), "open": open_points(submission),
        "said": points_of(submission), "stops": line_of(submission, steps_of(submission.chain)),
        "may_decide": may_decide(me(), submission), "may_reopen": submission.state is State.APPROVED and mine,
        "may_take_back": _may_take_back(submission), "may_send": can(actor(), Action.SUBMISSION_SEND, submission.unit),
        "address": dossier.address(subject), "seal": seal, "reasons": recent_reasons(actor()), "now": now(),
        "others_look": _others(submission), "accept": ACCEPTED, "last": last, **(empty | forms),
    }  # fmt: skip


def about_part(submission: Submission, key: str, refused: Any = None) -> dict[str, Any] | None:
    """Return what one part of the review page shows; None where the person does not read that part."""
    found = [each for each in _judged(submission, subject_of(submission)) if each.part.key == key]
    if not found:
        return None
    return {
        "submission": submission, "each": found[0], "labels": labels, "may_decide": may_decide(me(), submission),
        "reasons": recent_reasons(actor()), "part_refused": refused, "open": open_points(submission),
        "alone": True,
    }  # fmt: skip


def since(submission: Submission, seen: Seen) -> Since:
    """Return what happened since the reviewer saw a version and a transition."""
    moves = [each for each in submission.transitions if each.id > seen.transition]
    sent_again = 1 <= seen.number < submission.number
    numbers = (seen.number, submission.number) if sent_again else ()
    states = [_readable(_said_in(submission, number), submission) for number in numbers]
    return Since(moves, compared(*states) if states else {})


def about_version(submission: Submission, number: int) -> dict[str, Any]:
    """Return what the page of one version shows: its parts, and what changed before it and since."""
    subject, dossier = subject_of(submission), DOSSIERS[submission.kind]
    states = [_said_in(submission, each) for each in range(1, number + 1)]
    here, present = _readable(states[-1], submission), said(dossier, dossier.read(subject)[0], subject)
    return {
        "submission": submission, "version": submission.versions[number - 1], "labels": labels, "parts": here,
        "title": labels.title_of(submission), "tally": _tally(states[-1]),
        "from_before": compared(_readable(states[-2], submission), here) if number > 1 else None,
        "to_now": compared(here, _readable(present, submission)),
    }  # fmt: skip


def next_address(submission: Submission) -> str:
    """Return where a reviewer goes on once this one is decided: to what waits after it, else to the queue."""
    if submission.state is State.APPROVED:  # reopened: they stay with it
        return f"/reviews/{submission.id}"
    following = next_waiting(actor(), submission)
    return f"/reviews/{following.id}" if following else "/reviews"


def _judged(submission: Submission, subject: Subject) -> list[Judged]:
    dossier = DOSSIERS[submission.kind]
    frozen = frozen_of(submission.version.content)
    parts, gone = _readable(said(dossier, frozen, subject), submission), taken_back_since(frozen.parts)
    # The records of a unit that ended have gone on to its heir: what they say now says nothing of what was sent.
    present = frozen if subject.unit.has_ended else dossier.read(subject)[0]
    now_said = {part.key: part for part in said(dossier, present, subject)}
    before, previous = year_before(subject), {part.key: part for part in _said_before(submission, subject) or []}
    return [
        Judged(
            part, before.lines(part.key), changes(previous.get(part.key), part) if previous else [],
            [*changes(part, now_said.get(part.key)), *gone.get(part.key, [])],
            point_on(submission, part.key, actor().unit_id),
            [each for each in points_of(submission) if each.part == part.key and each.unit_id != actor().unit_id],
        )
        for part in parts
    ]  # fmt: skip


def _readable(parts: list[Part], submission: Submission) -> list[Part]:
    """Leave out the parts that name somebody where the person does not read names."""
    return parts if reads_names(me(), submission) else [part for part in parts if not part.person]


def _said_in(submission: Submission, number: int) -> list[Part]:
    """Return the parts of one version in words."""
    frozen = frozen_of(submission.versions[number - 1].content)
    return said(DOSSIERS[submission.kind], frozen, subject_of(submission))


def _said_before(submission: Submission, subject: Subject) -> list[Part] | None:
    """Return the version before the one that is looked at: of an open submission the last that was sent."""
    versions = submission.versions if submission.is_open else submission.versions[:-1]
    return said(DOSSIERS[submission.kind], frozen_of(versions[-1].content), subject) if versions else None


def _stops(kind: DossierKind, subject: Subject) -> list[Any]:
    draft = Submission(kind=kind, state=State.DRAFT, transitions=[])
    return line_of(draft, steps_for(kind, subject.unit, me().unit))


def _tally(parts: list[Part]) -> list[tuple[str, str, int]]:
    """Return how many parts have which mark: its kind, its words, the count."""
    marks = dict.fromkeys(part.mark for part in parts)
    return [(kind, words, sum(part.mark == (kind, words) for part in parts)) for kind, words in marks]


def _may_take_back(submission: Submission) -> bool:
    last = submission.transitions[-1]
    fresh = submission.state is State.SUBMITTED and last.act is Act.SEND and not points_of(submission)
    return fresh and last.unit_id == actor().unit_id


def _others(submission: Submission) -> list[str]:
    """Return who else of the person's unit has said something of this version: two review at once."""
    if not waits_at(submission, me()):
        return []
    mine = [each for each in points_of(submission) if each.unit_id == actor().unit_id and each.by != actor().id]
    return list(dict.fromkeys(each.person.display_name for each in mine))
