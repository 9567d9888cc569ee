"""What an assessment says on paper, as plain words: one account for the page to print and for the Word document."""

from dataclasses import dataclass

from flask_babel import gettext as _

from app.assessments import labels
from app.assessments.cards import Card, Standing, standing_of
from app.assessments.models import Assessment, Remedy
from app.criteria import labels as criteria
from app.criteria.evaluation import Result
from app.units.models import Unit, UnitKind
from app.web.filters import day, number


@dataclass(frozen=True, slots=True)
class Line:
    """An indicator: what is asked, what the records and the unit say, what it comes to, and why."""

    code: str
    words: str
    recorded: str
    answer: str
    result: str
    note: str


@dataclass(frozen=True, slots=True)
class Plan:
    """A remedy: what, who, by when, and how it ended."""

    code: str
    words: str
    who: str
    due: str
    done: str


@dataclass(frozen=True, slots=True)
class Paper:
    """An assessment in words; what does not apply is empty."""

    above: str  # the unit above
    unit: str
    title: str
    period: str
    state: str  # why this is not, or no longer, what the unit sends
    document: str
    missing: str  # what could not be read of the document
    result: str
    counts: str
    lines: tuple[Line, ...]
    plans: tuple[Plan, ...]
    signer: str  # the post, never a name
    sample: bool  # invented data, which must never pass for a real report


def paper_of(assessment: Assessment) -> Paper:
    """Return what is printed of an assessment, in the language in use; the unit above is that of today."""
    standing, unit, judged_by = standing_of(assessment), assessment.unit, assessment.criteria_set
    return Paper(
        above=unit.parent.full_name if unit.parent else "",
        unit=unit.full_name,
        title=criteria.say(judged_by.title),
        period=labels.period_words(assessment),
        state=_state(assessment, standing),
        document=criteria.say(judged_by.document),
        missing=criteria.say(judged_by.source_note) if judged_by.source == "partial" else "",
        result=str(labels.RESULTS[standing.result]),
        counts=_counts(standing),
        lines=tuple(_line(card) for card in standing.cards),
        plans=tuple(_plan(remedy) for remedy in assessment.remedies if remedy.withdrawn_at is None),
        signer=_signer(unit),
        sample=unit.sample,
    )


def _state(assessment: Assessment, standing: Standing) -> str:
    if assessment.withdrawn_at:
        return str(_("Bản đã rút: %(why)s", why=assessment.withdrawn_reason))
    if assessment.ready_at:
        return ""
    if standing.gaps:
        return str(_("Bản đang làm, còn %(n)s chỉ tiêu chưa xong", n=number(len(standing.gaps))))
    return str(_("Bản đang làm, chưa gửi"))


def _counts(standing: Standing) -> str:
    """Return how many indicators came to what, of how many; those without an answer are undetermined."""
    every = [(result, sum(card.outcome.result == result for card in standing.cards)) for result in Result]
    told = [f"{labels.RESULTS[result]}: {number(count)}" for result, count in every if count]
    return str(_("%(n)s chỉ tiêu (%(counts)s)", n=number(len(standing.cards)), counts=", ".join(told)))


def _line(card: Card) -> Line:
    said = labels.claim_words(card.indicator, card.claim) if card.answer else [str(labels.UNANSWERED)]
    notes = [str(labels.OTHERWISE)] if card.contradicted else []
    notes += [card.answer.note] if card.answer and card.answer.note else []
    return Line(
        code=card.indicator.code,
        words=criteria.say(card.indicator.label),
        recorded=_recorded(card),
        answer="; ".join(said),
        result=str(labels.RESULTS[card.outcome.result]),
        note=". ".join(notes),
    )


def _recorded(card: Card) -> str:
    if card.recorded is None:
        return ""
    figure, before = card.recorded.measured.figure, card.recorded.last_year
    told = [labels.figure_words(figure), labels.needed_words(card.indicator, figure.of)]
    told += [str(_("kỳ trước %(n)s", n=labels.figure_words(before.figure)))] if before else []
    return ", ".join(filter(None, told))


def _plan(remedy: Remedy) -> Plan:
    who = [str(labels.POSTS[remedy.post]), remedy.holder]
    done = _("Xong ngày %(day)s: %(words)s", day=day(remedy.done_on), words=remedy.done_words or "")
    return Plan(
        code=remedy.code,
        words=remedy.words,
        who="; ".join(filter(None, who)),
        due=day(remedy.due_on),
        done=str(done if remedy.done_on else _("chưa xong")),
    )


def _signer(unit: Unit) -> str:
    kind = unit.title_words.lower()
    if unit.kind is UnitKind.COMMUNE:
        return str(_("Chủ tịch Uỷ ban nhân dân %(kind)s", kind=kind))
    return str(_("Trưởng %(kind)s", kind=kind))
