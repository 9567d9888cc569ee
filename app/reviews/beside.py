"""What stands beside a claim for its reviewer: the records of today where they moved on, and the year before."""

from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import select

from app.assessments import labels
from app.assessments.claims import claim_of
from app.assessments.models import Assessment
from app.assessments.queries import WHOLE
from app.criteria.evaluation import evaluate
from app.extensions import db
from app.reviews.dossiers.frozen import Subject

Lines = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Before:
    """What was claimed the year before, by the code of the indicator: its words, and a mark."""

    claims: dict[str, tuple[str, tuple[str, str]]]

    def lines(self, code: str) -> Lines:
        """Return what was claimed of an indicator the year before; nothing where there was no assessment."""
        found = self.claims.get(code)
        return [(_("Năm trước"), f"{found[0]} ({found[1][1]})")] if found else []


def year_before(subject: Subject) -> Before:
    """Return what the unit claimed the year before by the same set."""
    one = subject.assessment
    if one is None:
        return Before({})
    same = (Assessment.unit_id == one.unit_id, Assessment.set_code == one.set_code, Assessment.year == one.year - 1)
    rows = select(Assessment).where(*same, Assessment.withdrawn_at.is_(None)).options(*WHOLE)
    found = db.session.scalars(rows).unique().first()
    return Before(_claims(found) if found else {})


def _claims(one: Assessment) -> dict[str, tuple[str, tuple[str, str]]]:
    told = {}
    for answer in one.answers:
        indicator = one.criteria_set.indicator(answer.code)
        if indicator:
            claim = claim_of(answer.claim)
            result = evaluate(indicator.demand, claim.facts()).result
            words = "; ".join(labels.claim_words(indicator, claim))
            told[answer.code] = (words, (labels.MARKS[result], str(labels.RESULTS[result])))
    return told
