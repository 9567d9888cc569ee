"""The course of a submission against a model of it: any order of acts by anybody, on both databases.

No path approves without every step, unseals without a row, or loses a version.
"""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from hypothesis.strategies import sampled_from
from sqlalchemy import func, select

from app.accounts.models import User
from app.clock import today
from app.errors import Refusal
from app.extensions import db
from app.reviews.dossiers.frozen import Subject
from app.reviews.models import Act, ReviewPoint, State, Submission, SubmissionVersion, Transition, Verdict
from app.reviews.operations.deciding import Seen, approve, reopen, say_of_part, send_back
from app.reviews.operations.sending import send, take_back
from app.reviews.queries import submission_of
from app.seals.models import DossierKind, Seal
from app.units.models import Unit
from app.web.transaction import begin_writing

PEOPLE = ("head", "police", "district", "province")
KIND = DossierKind.VILLAGE_DOSSIER


class Course(RuleBasedStateMachine):
    """The village dossier of Na: sent by its head (or the commune's police), decided by commune, then district."""

    app: Flask

    @initialize()
    def begin(self) -> None:
        """Start from a dossier that nobody has sent."""
        self.context = self.app.app_context()
        self.context.push()
        begin_writing()
        self.people = {user.username: user for user in db.session.scalars(select(User))}
        self.subject = Subject(db.session.scalars(select(Unit).where(Unit.name == "Na")).one(), today().year)
        sent = submission_of(KIND, self.subject)
        assert sent is not None
        # The cast's dossier is a village's first version: the model begins there.
        self.id, self.state, self.number, self.sender = sent.id, State.SUBMITTED, 1, "head"
        self.steps, self.step = ["police", "district"], 0
        self.last = ""  # who approved last
        self.marked, self.said, self.sealed = False, False, 0

    def teardown(self) -> None:
        """Leave nothing behind."""
        if hasattr(self, "context"):
            db.session.rollback()
            db.session.remove()
            self.context.pop()

    @property
    def submission(self) -> Submission:
        found = submission_of(KIND, self.subject)
        assert found is not None
        return found

    def _seen(self) -> Seen:
        sent = self.submission
        return Seen(sent.number, sent.transitions[-1].id)

    def _try(self, allowed: bool, act: Any) -> bool:
        """Do ``act`` within a savepoint: it succeeds where the model allows it, and else is refused."""
        savepoint = db.session.begin_nested()
        try:
            act()
        except Refusal:
            savepoint.rollback()
            db.session.expire_all()
            assert not allowed
            return False
        savepoint.commit()
        db.session.expire_all()
        assert allowed
        return True

    def _waits_for(self, who: str) -> bool:
        return self.state is State.SUBMITTED and self.steps[self.step] == who and who != self.sender

    @rule(who=sampled_from(("head", "police")))
    def send(self, who: str) -> None:
        """Send, or send again."""
        again = self.state is State.SUBMITTED and who == self.sender  # once is enough
        allowed = self.state in (State.DRAFT, State.RETURNED) or again
        if self._try(allowed, lambda: send(uuid4(), KIND, self.subject, None, by=self.people[who])) and not again:
            self.state, self.number, self.sender, self.step = State.SUBMITTED, self.number + 1, who, 0
            self.steps = ["police", "district"] if who == "head" else ["district"]
            self.marked = self.said = False

    @rule(who=sampled_from(("head", "police")))
    def take_back(self, who: str) -> None:
        """Take back what nobody has looked at."""
        fresh = self.state is State.SUBMITTED and self.step == 0 and not self.said
        if self._try(fresh and who == self.sender, lambda: take_back(self.submission, by=self.people[who])):
            self.state = State.DRAFT

    @rule(who=sampled_from(PEOPLE), verdict=sampled_from(Verdict), why=sampled_from((None, "Thiếu ảnh")))
    def say(self, who: str, verdict: Verdict, why: str | None) -> None:
        """Say something of a part, over what was said."""
        allowed = self._waits_for(who) and (verdict is Verdict.AGREE or why is not None)

        def act() -> None:
            version = self._said_by(who)
            say_of_part(self.submission, "convention", verdict, why, version=version, by=self.people[who])

        if self._try(allowed, act):
            self.marked, self.said = verdict is Verdict.RETURN, True

    def _said_by(self, who: str) -> int:
        mine = (ReviewPoint.submission_id == self.id, ReviewPoint.unit_id == self.people[who].unit_id)
        return db.session.scalar(select(ReviewPoint.version).where(*mine, ReviewPoint.number == self.number)) or 0

    @rule(who=sampled_from(PEOPLE))
    def approve(self, who: str) -> None:
        """Agree with the whole."""
        seen = self._seen()
        if self._try(self._waits_for(who) and not self.marked, lambda: self._approve(who, seen)):
            self.last = who
            if self.step + 1 < len(self.steps):
                self.step += 1
            else:
                self.state, self.sealed = State.APPROVED, self.sealed + 1

    def _approve(self, who: str, seen: Seen) -> None:
        approve(self.submission, None, seen=seen, by=self.people[who])

    @rule(who=sampled_from(PEOPLE), why=sampled_from((None, "Thiếu ảnh")))
    def send_back(self, who: str, why: str | None) -> None:
        """Return the whole."""
        seen, due = self._seen(), today() + timedelta(days=3)
        allowed = self._waits_for(who) and (why is not None or self.marked)
        if self._try(allowed, lambda: self._return(who, why, due, seen)):
            self.state = State.RETURNED

    def _return(self, who: str, why: str | None, due: Any, seen: Seen) -> None:
        send_back(self.submission, why, due, seen=seen, by=self.people[who])

    @rule(who=sampled_from(PEOPLE))
    def reopen(self, who: str) -> None:
        """Open again what was approved."""
        seen = self._seen()
        allowed = self.state is State.APPROVED and who == self.last
        if self._try(allowed, lambda: self._reopen(who, seen)):
            self.state = State.RETURNED

    def _reopen(self, who: str, seen: Seen) -> None:
        reopen(self.submission, "Cấp trên yêu cầu", today(), seen=seen, by=self.people[who])

    @rule(who=sampled_from(PEOPLE))
    def decide_on_what_was_seen_before(self, who: str) -> None:
        """Decide on a state that is gone: never done."""
        seen = Seen(self.number, self._seen().transition - 1)
        self._try(False, lambda: self._approve(who, seen))

    @invariant()
    def agrees(self) -> None:
        """What is stored is what the model says."""
        if not hasattr(self, "id"):
            return
        found = self.submission
        assert (found.id, found.state, found.number) == (self.id, self.state, self.number)
        assert [each.number for each in found.versions] == list(range(1, self.number + 1))
        if self.state is State.SUBMITTED:
            assert found.waiting_unit_id == self.people[self.steps[self.step]].unit_id
        else:
            assert found.waiting_unit_id is None

    @invariant()
    def approved_by_every_step(self) -> None:
        """An approved version was agreed with at each of its steps, and is sealed; nothing else is."""
        if not hasattr(self, "id"):
            return
        standing = db.session.scalars(select(Seal).where(Seal.submission_id == self.id, Seal.broken_at.is_(None))).all()
        assert len(standing) == (self.state is State.APPROVED)
        acts = db.session.scalars(select(Transition).where(Transition.submission_id == self.id)).all()
        if self.state is State.APPROVED:
            agreed = {each.unit_id for each in acts if each.act is Act.APPROVE and each.number == self.number}
            assert agreed == {self.people[who].unit_id for who in self.steps}
        ended = (Seal.submission_id == self.id, Seal.broken_at.is_not(None))
        broken = db.session.scalar(select(func.count()).where(*ended))
        assert broken == sum(each.act is Act.REOPEN for each in acts)
        kept = db.session.scalars(select(SubmissionVersion).where(SubmissionVersion.submission_id == self.id)).all()
        assert all(each.sha256 for each in kept)


@pytest.mark.slow
def test_no_path_goes_round_a_step(app: Flask) -> None:
    Course.app = app
    quick = settings(max_examples=40, stateful_step_count=18, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(Course, settings=quick)


def test_the_model_itself_approves(app: Flask) -> None:
    """The shortest way to a seal is among what the machine can do."""
    Course.app = app
    course = Course()
    course.begin()
    try:
        course.approve("police")
        course.approve("district")
        assert course.state is State.APPROVED
        course.agrees()
        course.approved_by_every_step()
        assert isinstance(course.id, UUID)
    finally:
        course.teardown()
