"""What the pages of remedies show."""

from typing import Any

from app.assessments import labels
from app.assessments.forms.beginning import WithdrawalForm
from app.assessments.forms.planning import CompletionForm, ProgressForm, RemedyForm
from app.assessments.models import Assessment, Remedy
from app.assessments.operations.planning import changes
from app.assessments.queries import open_below
from app.clock import today
from app.criteria import labels as criteria_labels
from app.criteria.models import Indicator
from app.extensions import db
from app.policy import Action, can
from app.units.models import Unit
from app.web.access import actor
from app.web.differences import Difference, in_words

SHOWN = 100


def about_remedies(unit: Unit) -> dict[str, Any]:
    """Return what the list of a unit's open remedies shows: those at and below it, the earliest due first."""
    found = db.session.scalars(open_below(actor(), unit).limit(SHOWN + 1)).all()
    return {"unit": unit, "remedies": found[:SHOWN], "cut": len(found) > SHOWN, "today": today(), "labels": labels}


def about_plan(
    assessment: Assessment, indicator: Indicator, form: RemedyForm, remedy: Remedy | None = None,
    stale: list[Difference] | None = None,
) -> dict[str, Any]:  # fmt: skip
    """Return what the page of a remedy's form shows; ``stale`` is in what it differs from what is stored meanwhile."""
    form.is_of(assessment.period, remedy)
    return {
        "assessment": assessment, "indicator": indicator, "form": form, "remedy": remedy, "stale": stale,
        "criteria": criteria_labels,
    }  # fmt: skip


def about_remedy(remedy: Remedy, **forms: Any) -> dict[str, Any]:
    """Return what the page of a remedy shows; ``forms`` are those that were refused."""
    assessment = remedy.assessment
    empty = {
        "progress_form": ProgressForm(formdata=None, noted_on=today()),
        "withdrawal_form": WithdrawalForm(formdata=None),
        "completion_form": CompletionForm(formdata=None, done_on=today()),
    }  # fmt: skip
    may_keep = can(actor(), Action.ASSESSMENT_KEEP, remedy.unit) and remedy.is_open and not assessment.withdrawn_at
    return {
        "remedy": remedy, "assessment": assessment, "indicator": assessment.criteria_set.indicator(remedy.code),
        "labels": labels, "criteria": criteria_labels, "may_keep": may_keep,
        "may_plan": may_keep and assessment.is_open, "left": (remedy.due_on - today()).days, **empty, **forms,
    }  # fmt: skip


def remedy_differences(remedy: Remedy, form: RemedyForm) -> list[Difference]:
    """Return in what the form differs from what is stored of the remedy meanwhile."""
    terms = form.terms()
    words = {"post": lambda post: labels.POSTS[post]}
    return [
        Difference(str(form[name].label.text), *(
            in_words(words.get(name, lambda value: value)(getattr(each, name))) for each in (remedy, terms)
        ))
        for name in changes(remedy, terms)
    ]  # fmt: skip
