"""The form of an indicator's answer as it stands: with what was answered, or with what the records say."""

from collections.abc import Sequence

from app.assessments.cards import Card
from app.assessments.claims import claim_of
from app.assessments.forms.answering import AnswerForm, form_for, values_of
from app.assessments.models import Assessment
from app.assessments.records import claim_by
from app.assessments.screens import unfounded


def filled(assessment: Assessment, card: Card, records: Sequence[tuple[str, str]]) -> AnswerForm:
    """Return the form of a card's indicator; ``records`` are those that it offers as evidence."""
    indicator, made = card.indicator, card.answer
    stored = {"note": made.note, "version": made.version, "records": made.records} if made else {}
    claim = claim_of(made.claim) if made else claim_by(card.recorded)
    form = form_for(indicator, formdata=None, data=values_of(indicator, claim) | stored)
    prepare(form, assessment, records)
    return form


def prepare(form: AnswerForm, assessment: Assessment, records: Sequence[tuple[str, str]]) -> None:
    """Let a form offer ``records``, and know the waivers whose fact the unit's records deny."""
    form.offer(records)
    form.unfounded = unfounded(assessment, form.indicator)
