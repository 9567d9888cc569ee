"""The pages of a person's open assessments, whole, for their phone: each as the server would send it now.

A phone keeps them beside its shells and shows them where there is no network. They are few, so they are not drawn from
a book: what they say (by which set, what the records prove, what was answered) is the server's alone to say.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from flask import render_template, url_for
from flask_babel import get_locale
from flask_login import current_user

from app.assessments.cards import Card
from app.assessments.filling import filled
from app.assessments.forms.planning import RemedyForm
from app.assessments.models import Assessment
from app.assessments.queries import open_of
from app.assessments.remedy_screens import about_plan
from app.assessments.screens import about_assessment, about_card, about_unit, evidence_of
from app.clock import today
from app.extensions import db
from app.seals.remarks import Remark, remarks_in
from app.web.access import actor
from app.web.version import version

MOST = 3  # assessments


def assessment_pages(known: str | None) -> tuple[str, dict[str, str] | None]:
    """Return a stamp and, by address, the pages of the signed-in person's own unit's open assessments.

    The stamp changes with what is kept in them: who knows it already has these pages, and is given none (None).
    """
    found = db.session.scalars(open_of(actor(), current_user.unit).limit(MOST)).all()
    stamp = _stamp(found)
    return stamp, None if stamp == known else dict(_pages(found))


def _stamp(found: Sequence[Assessment]) -> str:
    """Return what tells these pages from others: of another build, person, language or day, or changed since."""
    kept = [
        [
            str(each.id), sorted((answer.code, answer.version, len(answer.photos)) for answer in each.answers),
            sorted((str(remedy.id), remedy.version) for remedy in each.remedies),
        ]
        for each in found
    ]  # fmt: skip
    told = [version(), str(current_user.id), current_user.unit_id, str(get_locale()), today().isoformat(), kept]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:16]


def _pages(found: Sequence[Assessment]) -> Iterator[tuple[str, str]]:
    """Yield addresses and pages; nothing where no assessment is open."""
    if not found:
        return
    unit = current_user.unit
    index = _page("assessments/index.html", **about_unit(unit))
    yield url_for("assessments.index"), index
    yield url_for("assessments.index", unit=unit.id), index
    records = evidence_of(unit)
    for assessment in found:
        yield from _pages_of(assessment, records)


def _pages_of(assessment: Assessment, records: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    about, remarks = about_assessment(assessment), remarks_in(assessment.unit_id, assessment.id)
    yield url_for("assessments.show", assessment_id=assessment.id), _page("assessments/assessment.html", **about)
    for card in about["standing"].cards:
        where = {"assessment_id": assessment.id, "code": card.indicator.code}
        yield url_for("assessments.card", **where), _card(assessment, card, records, remarks)
        yield url_for("remedies.new", **where), _plan(assessment, card)


def _card(
    assessment: Assessment, card: Card, records: list[tuple[str, str]], remarks: Mapping[str, list[Remark]]
) -> str:
    about = about_card(assessment, card.indicator, filled(assessment, card, records), card, remarks)
    return _page("assessments/answer.html", **about)


def _plan(assessment: Assessment, card: Card) -> str:
    """Return the page of a new plan; its id is made by the phone each time it is opened."""
    form = RemedyForm(formdata=None, code=card.indicator.code)
    return _page("assessments/plan.html", **about_plan(assessment, card.indicator, form))


def _page(template: str, **context: Any) -> str:
    """Return a page that says nothing of what was done just now, or what the unit was told: it is seen later."""
    return render_template(template, get_flashed_messages=lambda **_: [], unread_notices=lambda: "", **context)
