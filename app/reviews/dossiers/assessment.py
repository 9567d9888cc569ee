"""An assessment as a dossier: each indicator with its claim, what the records said, its evidence and remedies."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from app.assessments import labels
from app.assessments.cards import Card, Gap, standing_of
from app.assessments.claims import claim_of
from app.assessments.models import Assessment, Post
from app.criteria.evaluation import Result
from app.criteria.labels import measure_words
from app.criteria.labels import say as words_of
from app.criteria.models import Indicator
from app.measures.registry import Figure
from app.reviews.dossiers.frozen import Fields, Frozen, Lack, Part, Subject
from app.reviews.evidence import withdrawn_evidence
from app.web.filters import day


def read(subject: Subject) -> tuple[Frozen, list[Lack]]:
    """Return every indicator as it is now, and what those lack that are not complete.

    The assessment, with all its answers, and its plans are what an approval covers.
    """
    assessment = _assessment(subject)
    standing = standing_of(assessment)
    plans = [remedy.id for remedy in assessment.remedies if remedy.withdrawn_at is None]
    frozen = Frozen({card.indicator.code: _freeze_card(card) for card in standing.cards}, (assessment.id, *plans))
    return frozen, [*(_lack(assessment, card) for card in standing.gaps), *_gone(assessment)]


def say(key: str, fields: Fields, subject: Subject) -> Part:
    """Return an indicator in words: what is claimed, what the records said then, why, what shows it, the remedies."""
    assessment = _assessment(subject)
    indicator = assessment.criteria_set.indicator(key)
    if indicator is None:  # a version in use never loses one
        raise LookupError(key)
    result = Result(fields["result"])
    who = _("%(unit)s khai", unit=subject.unit.title_words.capitalize())
    lines = [(who, "; ".join(labels.claim_words(indicator, claim_of(fields["claim"]))))]
    if fields["recorded"]:
        lines.append((_("Sổ sách ghi lúc gửi"), recorded_words(indicator, fields["recorded"])))
    if fields["contradicted"]:
        lines.append((_("Khác sổ sách"), _("có")))
    if fields["note"]:
        lines.append((_("Giải thích, ghi chú"), fields["note"]))
    if fields["records"] or fields["photos"]:
        lines.append((_("Minh chứng"), _evidence_words(fields)))
    for number, plan in enumerate(fields["remedies"], 1):
        lines.append((_("Việc khắc phục %(n)s", n=number), _plan_words(plan)))
    mark = (labels.MARKS[result], str(labels.RESULTS[result]))
    return Part(key, _name(indicator), tuple(lines), mark, place(key, fields, subject))


def address(subject: Subject) -> str:
    """Return where the unit answers."""
    return url_for("assessments.show", assessment_id=_assessment(subject).id)


def place(key: str, _fields: Fields, subject: Subject) -> str:
    """Return the page of an indicator's answer."""
    return url_for("assessments.card", assessment_id=_assessment(subject).id, code=key)


def recorded_words(indicator: Indicator, fields: Mapping[str, Any]) -> str:
    """Return a frozen figure of the records in words."""
    figure = labels.figure_words(Figure(fields["value"], fields["of"]))
    before = fields.get("last_year")
    said = f"{measure_words(indicator.measure or '')}: {figure}"
    if before:
        said += ", " + str(_("kỳ trước %(n)s", n=labels.figure_words(Figure(before["value"], before["of"]))))
    return said


def figures_of(card: Card) -> Fields | None:
    """Return what the records say of an indicator, as it is frozen."""
    if card.recorded is None:
        return None
    figure, before = card.recorded.measured.figure, card.recorded.last_year
    found: Fields = {"value": figure.value, "of": figure.of}
    if before:
        found["last_year"] = {"value": before.figure.value, "of": before.figure.of}
    return found


def _assessment(subject: Subject) -> Assessment:
    if subject.assessment is None:
        raise LookupError("an assessment's dossier has an assessment")
    return subject.assessment


def _freeze_card(card: Card) -> Fields:
    answer = card.answer
    return {
        "claim": answer.claim if answer else {},
        "note": answer.note if answer else None,
        "records": list(answer.records) if answer else [],
        "photos": [photo.attachment.sha256 for photo in answer.photos] if answer else [],
        "result": card.outcome.result.value,
        "contradicted": card.contradicted,
        "recorded": figures_of(card),
        "remedies": [
            {"words": each.words, "post": each.post.value, "holder": each.holder, "due_on": each.due_on.isoformat()}
            for each in card.remedies
        ],
    }


def _lack(assessment: Assessment, card: Card) -> Lack:
    code, place = card.indicator.code, f"/assessments/{assessment.id}"
    where = f"{place}/remedies/new?code={code}" if card.gap is Gap.REMEDY else f"{place}/answers/{code}"
    return Lack(_of_indicator(card.indicator, labels.GAPS[card.gap or Gap.ANSWER]), where)


def _gone(assessment: Assessment) -> list[Lack]:
    """Return the indicators whose evidence was taken back meanwhile."""
    words = _l("hồ sơ làm minh chứng đã bị rút; chọn lại minh chứng")
    return [
        Lack(_of_indicator(indicator, words), f"/assessments/{assessment.id}/answers/{answer.code}")
        for answer in withdrawn_evidence(assessment)
        if (indicator := assessment.criteria_set.indicator(answer.code))
    ]


def _of_indicator(indicator: Indicator, words: LazyString) -> LazyString:
    return _l("%(indicator)s: %(words)s", indicator=LazyString(_name, indicator), words=words)


def _name(indicator: Indicator) -> str:
    return f"{indicator.code}. {words_of(indicator.label)}"


def _evidence_words(fields: Fields) -> str:
    told = [str(_("%(n)s hồ sơ", n=len(fields["records"])))] if fields["records"] else []
    told += [str(_("%(n)s ảnh", n=len(fields["photos"])))] if fields["photos"] else []
    return ", ".join(told)


def _plan_words(plan: Fields) -> str:
    who = str(labels.POSTS[Post(plan["post"])])
    if plan["holder"]:
        who = f"{who}; {plan['holder']}"
    due = day(date.fromisoformat(plan["due_on"]))
    return str(_("%(what)s (%(who)s, hạn %(due)s)", what=plan["words"], who=who, due=due))
