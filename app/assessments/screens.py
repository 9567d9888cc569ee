"""What the pages of assessments show, gathered from queries."""

from collections.abc import Mapping
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import select

from app.assessments import labels
from app.assessments.cards import Card, card_of, standing_of
from app.assessments.claims import claim_of
from app.assessments.duties import YEARS, days_left, deadlines, duty_of, trends_of
from app.assessments.forms.answering import AnswerForm
from app.assessments.forms.beginning import WithdrawalForm
from app.assessments.grid import grid_of
from app.assessments.lateness import late_at
from app.assessments.models import Answer, Assessment
from app.assessments.periods import period_of
from app.assessments.queries import assessments_of, counts_below
from app.assessments.records import holds
from app.clock import today
from app.criteria import labels as criteria_labels
from app.criteria.models import CriteriaSet, Indicator
from app.criteria.queries import NEWEST, newest_of_each
from app.extensions import db
from app.measures.registry import Measured
from app.policy import Action, can
from app.seals.remarks import Remark, remarks_on
from app.standing.kinds import BY_PATH, kind_of
from app.standing.labels import WORDS, headline
from app.standing.queries import all_records_of
from app.units.models import Unit
from app.units.queries import ancestors
from app.web.access import actor
from app.web.differences import Difference, in_words

LATE_SHOWN = 5


def about_unit(unit: Unit) -> dict[str, Any]:
    """Return what the page of a unit's assessments shows."""
    found = assessments_of(actor(), unit)
    return {
        "unit": unit, "assessments": found, "labels": labels, "criteria": criteria_labels, "duty": duty_of(unit),
        "below": counts_below(actor(), unit, today().year) if unit.kind != "village" else [], "year": today().year,
        "above": [place for place in ancestors(unit) if can(actor(), Action.ASSESSMENT_READ, place)],
        "late": late_at(actor(), unit, LATE_SHOWN),
        "may_begin": can(actor(), Action.ASSESSMENT_KEEP, unit) and unit.kind in ("commune", "village"),
        "year_ends_in": (today().replace(month=12, day=31) - today()).days,
    }  # fmt: skip


def about_grid(unit: Unit, asked: Mapping[str, str]) -> dict[str, Any]:
    """Return what the page of communes by indicators shows, for the year and set asked about."""
    years = [today().year - back for back in range(3)]
    year = next((each for each in years if str(each) == asked.get("year")), years[0])
    return {
        "unit": unit, "year": year, "years": years, "labels": labels, "criteria": criteria_labels,
        "grid": grid_of(actor(), unit, year, asked.get("set", "")),
        "above": [place for place in ancestors(unit) if can(actor(), Action.ASSESSMENT_READ, place)],
    }  # fmt: skip


def about_assessment(assessment: Assessment, **more: Any) -> dict[str, Any]:
    """Return what the page of an assessment shows; ``more`` is what was refused."""
    return {
        "assessment": assessment, "standing": standing_of(assessment), "labels": labels, "criteria": criteria_labels,
        "duty": duty_of(assessment.unit), "days_left": days_left(assessment), "deadlines": deadlines(assessment),
        "may_keep": can(actor(), Action.ASSESSMENT_KEEP, assessment.unit) and assessment.withdrawn_at is None,
        "now_day": today(), "withdrawal_form": WithdrawalForm(formdata=None), **more,
    }  # fmt: skip


def about_trend(assessment: Assessment) -> dict[str, Any]:
    """Return what the page of an assessment beside the two years before shows."""
    return {
        "assessment": assessment, "trends": trends_of(assessment), "duty": duty_of(assessment.unit),
        "years": [assessment.year - back for back in range(YEARS)], "deadlines": deadlines(assessment),
        "labels": labels, "criteria": criteria_labels, "rows_at": rows_at,
    }  # fmt: skip


def rows_at(measured: Measured, unit: Unit) -> str:
    """Return where the person finds the rows behind a figure of a unit; their sums, where they may not read them."""
    trace = measured.trace
    return trace.address if trace.reads is None or can(actor(), trace.reads, unit) else trace.sums


def about_card(
    assessment: Assessment,
    indicator: Indicator,
    form: AnswerForm,
    card: Card | None = None,
    remarks: Mapping[str, list[Remark]] | None = None,
) -> dict[str, Any]:
    """Return what the page of an indicator shows; a ``card`` and ``remarks`` that are known are not asked for anew."""
    whose = (assessment.unit_id, assessment.id)
    codes = [each.code for each in assessment.criteria_set.indicators]
    place = codes.index(indicator.code)
    may_keep = can(actor(), Action.ASSESSMENT_KEEP, assessment.unit) and assessment.is_open
    return {
        "assessment": assessment, "indicator": indicator, "form": form,
        "card": card or card_of(assessment, indicator), "labels": labels, "criteria": criteria_labels,
        "place": place + 1, "count": len(codes), "may_keep": may_keep,
        "before": codes[place - 1] if place else None, "after": codes[place + 1] if place + 1 < len(codes) else None,
        "evidence": evidence_said(assessment, indicator, form), "rows_at": rows_at,
        "remarks": remarks_on(indicator.code, *whose) if remarks is None else remarks.get(indicator.code, []),
    }  # fmt: skip


def sets_to_offer(place: Unit, *, older: bool = False, also: str | None = None) -> list[CriteriaSet]:
    """Return the newest version of each set that holds for a period of this year or last, or that has begun.

    Those that hold for this year come first. ``older``: of every set by which a unit can be judged; ``also``: of the
    set of that code in any case.
    """
    found = newest_of_each([one for one in _sets_of(place) if older or one.code == also or _holds_lately(one)])
    return sorted(found, key=lambda one: not one.covers(period_of(one, today().year).last))


def set_for(place: Unit, code: str, year: int) -> CriteriaSet:
    """Return the newest version of a set that holds for the unit's period of ``year``; else the newest of all.

    Raises IndexError for a code that was not offered.
    """
    versions = [one for one in _sets_of(place) if one.code == code]
    return next((one for one in versions if one.covers(period_of(one, year).last)), versions[0])


def evidence_of(unit: Unit) -> list[tuple[str, str]]:
    """Return the unit's own records that an answer may name: ("KIND/ID", words)."""
    records = [record for found in all_records_of(actor(), unit).values() for record in found]
    return [
        (f"{kind_of(record).path}/{record.id}", headline(record)) for record in records if record.withdrawn_at is None
    ]


def evidence_said(assessment: Assessment, indicator: Indicator, form: AnswerForm) -> list[tuple[str, str | None]]:
    """Return the records that an answer names: (words, address); one that was withdrawn since has no address.

    ``form`` knows the unit's records: it offers them.
    """
    made = assessment.answer_to(indicator.code)
    if made is None or not made.records:
        return []
    return [
        (form.offered.get(name, _kind_words(name)), f"/{name}" if name in form.offered else None)
        for name in made.records
    ]


def unfounded(assessment: Assessment, indicator: Indicator) -> frozenset[str]:
    """Return the waivers of an indicator whose fact the records deny."""
    whole = [waiver for waiver in indicator.waivers or () if waiver["whole"]]
    denied = [each["code"] for each in whole if holds(each.get("fact"), assessment.unit, assessment.period) is False]
    return frozenset(denied)


def next_address(assessment: Assessment, code: str) -> str:
    """Return where one goes on after an answer: to the next indicator that lacks one, else to the assessment."""
    following = standing_of(assessment).next_after(code)
    if following is None or following.answer is not None:
        return url_for("assessments.show", assessment_id=assessment.id)
    return url_for("assessments.card", assessment_id=assessment.id, code=following.indicator.code)


def differences(made: Answer, form: AnswerForm) -> list[Difference]:
    """Return in what the form differs from what is stored of the answer meanwhile."""
    indicator = form.indicator
    said = [labels.claim_words(indicator, claim) for claim in (claim_of(made.claim), form.claim())]
    pairs: list[tuple[Any, Any, Any]] = [
        (labels.ANSWER, "; ".join(said[0]), "; ".join(said[1])),
        (form.note.label.text, made.note, form.note.data),
    ]
    pairs += [(form.records.label.text, len(made.records), len(form.records.data or ()))]
    return [
        Difference(str(label), in_words(stored), in_words(typed)) for label, stored, typed in pairs if stored != typed
    ]


def _holds_lately(one: CriteriaSet) -> bool:
    year = today().year
    periods = [period_of(one, each) for each in (year - 1, year, year + 1)]
    return any(one.covers(period.last) for period in periods if period.first <= today())


def _sets_of(place: Unit) -> list[CriteriaSet]:
    """Return all versions by which a unit of this kind and place can be judged, set by set, newest first."""
    rows = select(CriteriaSet).where(CriteriaSet.in_unit(place.id), CriteriaSet.unit_kind == place.kind)
    return list(db.session.scalars(rows.order_by(CriteriaSet.code, *NEWEST)))


def _kind_words(name: str) -> str:
    kind = BY_PATH.get(name.partition("/")[0])
    return str(_("hồ sơ đã rút (%(kind)s)", kind=WORDS[kind.name].title if kind else name))
