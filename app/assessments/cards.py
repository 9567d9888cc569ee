"""An indicator as an assessment stands: what is asked, claimed and recorded, what it comes to, what is missing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from app.assessments.claims import Claim, claim_of
from app.assessments.models import Answer, Assessment, Remedy
from app.assessments.records import Recorded, recorded
from app.criteria.evaluation import Outcome, Reading, Result, evaluate, fold, is_contradicted
from app.criteria.models import Indicator


class Gap(StrEnum):
    """What an indicator lacks before the assessment is complete."""

    ANSWER = "answer"
    NOTE = "note"  # the records say otherwise, and nobody has said why
    REMEDY = "remedy"


@dataclass(frozen=True, slots=True)
class Card:
    """One indicator of an assessment."""

    indicator: Indicator
    answer: Answer | None
    recorded: Recorded | None
    outcome: Outcome
    contradicted: bool
    remedies: Sequence[Remedy]

    @property
    def claim(self) -> Claim:
        """What is claimed; nothing yet where there is no answer."""
        return claim_of(self.answer.claim) if self.answer else Claim()

    def read_as(self, reading: Reading) -> Result:
        """Return what it comes to where a share of several kinds is read so: pooled, or each kind by itself."""
        return evaluate(replace(self.indicator.demand, reading=reading), self.claim.facts()).result

    @property
    def gap(self) -> Gap | None:
        """What is missing first, if anything."""
        if self.answer is None:
            return Gap.ANSWER
        if self.contradicted and not self.answer.note:
            return Gap.NOTE
        if self.outcome.result is Result.NOT_MET and not self.remedies:
            return Gap.REMEDY
        return None


@dataclass(frozen=True, slots=True)
class Standing:
    """All cards of an assessment, and what they come to together: recomputed whenever it is asked."""

    cards: Sequence[Card]

    @property
    def result(self) -> Result:
        """The whole, by the set's rule."""
        return fold(card.outcome.result for card in self.cards)

    @property
    def answered(self) -> int:
        """How many indicators have an answer."""
        return sum(card.answer is not None for card in self.cards)

    @property
    def gaps(self) -> list[Card]:
        """The cards that lack something."""
        return [card for card in self.cards if card.gap]

    def count(self, result: Result) -> int:
        """Return how many answered indicators came to ``result``."""
        return sum(card.outcome.result == result for card in self.cards if card.answer)

    def next_after(self, code: str) -> Card | None:
        """Return the next card that lacks something, after the one of ``code`` and round to the first."""
        codes = [card.indicator.code for card in self.cards]
        here = codes.index(code) + 1 if code in codes else 0
        return next((card for card in [*self.cards[here:], *self.cards[:here]] if card.gap), None)


def standing_of(assessment: Assessment) -> Standing:
    """Return the assessment's cards in the set's order."""
    return Standing([card_of(assessment, indicator) for indicator in assessment.criteria_set.indicators])


def card_of(assessment: Assessment, indicator: Indicator) -> Card:
    """Return the card of one indicator."""
    answer = assessment.answer_to(indicator.code)
    said = recorded(assessment, indicator)
    claim = claim_of(answer.claim) if answer else Claim()
    contradicted = answer is not None and is_contradicted(indicator.demand, claim.facts(), said.facts if said else None)
    remedies = planned(assessment.remedies, indicator.code)
    return Card(indicator, answer, said, evaluate(indicator.demand, claim.facts()), contradicted, remedies)


def planned(remedies: Iterable[Remedy], code: str) -> list[Remedy]:
    """Return the remedies of an indicator that were not taken back."""
    return [each for each in remedies if each.code == code and each.withdrawn_at is None]
