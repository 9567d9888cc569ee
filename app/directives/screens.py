"""What the pages of directives show, gathered from queries."""

from typing import Any

from flask import abort, request, url_for

from app.attachments.documents import ACCEPTED
from app.clock import today
from app.directives import labels
from app.directives.forms.answering import CompletionForm, ReadingForm, UndoingForm
from app.directives.forms.giving import DirectiveForm, WithdrawalForm
from app.directives.models import Addressee, Directive, DirectiveKind
from app.directives.queries import (
    Narrowing,
    Show,
    addressees,
    count_of,
    listing,
    own,
    own_states,
    tallies,
    unreminded,
    waiting_units,
)
from app.directives.recipients import CHILDREN, CHOSEN, branches, unit_ids_of
from app.directives.states import State, state_of
from app.extensions import db
from app.identity import new_id
from app.policy import Action, can
from app.vietnamese import tidy
from app.web.access import actor
from app.web.htmx import address_with
from app.web.pagination import read_cursor

MOST_CHOSEN = 1000  # one by one


def about_list() -> dict[str, Any]:
    """Return what the list of directives shows, narrowed by the query of the address."""
    asked = request.args
    show = Show(asked["show"]) if asked.get("show") in set(Show) else Show.ALL
    kind = DirectiveKind(asked["kind"]) if asked.get("kind") in set(DirectiveKind) else None
    typed = tidy(asked.get("q", "")[:200])
    page = listing(actor(), Narrowing(typed, show, kind), read_cursor(asked.get("after")))
    narrowed = {"q": typed, "show": show if show is not Show.ALL else None, "kind": kind}
    return {
        "page": page, "typed": typed, "show": show, "kind": kind, "labels": labels, "State": State, "today": today(),
        "own": own_states(actor(), page.rows), "tallies": tallies(actor(), page.rows),
        "may_give": can(actor(), Action.DIRECTIVE_GIVE), "may_answer": can(actor(), Action.DIRECTIVE_ANSWER),
        "next_url": address_with(url_for("directives.index"), **narrowed, after=page.after) if page.after else None,
    }  # fmt: skip


def about_directive(directive: Directive, **forms: Any) -> dict[str, Any]:
    """Return what the page of a directive shows; ``forms`` are those that were refused."""
    mine = db.session.scalars(own(actor(), Action.DIRECTIVE_READ, directive.id)).one_or_none()
    tally = tallies(actor(), [directive])[directive.id]
    may_keep = directive.unit_id == actor().unit_id and can(actor(), Action.DIRECTIVE_KEEP) and _stands(directive)
    return {
        "directive": directive, "mine": mine, "labels": labels, "State": State, "day": today(), "tally": tally,
        "own_state": state_of(mine, today()) if mine else None, "all": sum(tally.values()), "may_keep": may_keep,
        "others": sum(tally.values()) - (1 if mine else 0), "may_answer": _may_answer(mine),
        "to_remind": _to_remind(directive) if may_keep else None,
        "reading_form": ReadingForm(formdata=None), "completion_form": CompletionForm(formdata=None),
        "undoing_form": UndoingForm(formdata=None), "withdrawal_form": WithdrawalForm(formdata=None),
        **about_addressees(directive), **forms,
    }  # fmt: skip


def about_addressees(directive: Directive) -> dict[str, Any]:
    """Return the units that a directive went to, narrowed by the query of the address."""
    name = request.args.get("state")
    only = State(name) if name in set(State) else None
    page = addressees(actor(), directive, only, read_cursor(request.args.get("after")))
    here = url_for("directives.show", directive_id=directive.id)
    states = {each.id: state_of(each, today()) for each in page.rows}
    next_url = address_with(here, state=only, after=page.after) if page.after else None
    return {"addressees": page.rows, "states": states, "only": only, "next_url": next_url}


def about_form(form: DirectiveForm) -> dict[str, Any]:
    """Return what the page of a new directive shows."""
    unit = actor().unit  # type: ignore[attr-defined]
    form.is_by(unit.kind)
    below = {"branches": branches(actor()), "chosen": set(form.unit.data or ())}
    return {"form": form, "unit": unit, "ACCEPTED": ACCEPTED, **below}


def new_form() -> DirectiveForm:
    """Return an empty form; the address may name whom it is for, as ``to`` and ``unit``."""
    asked, units = request.args, request.args.getlist("unit")
    to = asked.get("to") or (CHOSEN if units else CHILDREN)
    return DirectiveForm(formdata=None, id=new_id(), kind=DirectiveKind.REQUEST.value, to=to, unit=units)


def recipients_of(form: DirectiveForm) -> list[int]:
    """Return the ids of the units that the form names; 404 for one that is not below the person's own."""
    if form.to.errors:
        return []
    chosen = form.chosen()
    if len(chosen) > MOST_CHOSEN or not all(text.isascii() and text.isdecimal() and len(text) < 10 for text in chosen):
        abort(404)
    found = unit_ids_of(actor(), form.to.data, {int(text) for text in chosen})
    if len(found) < len({int(text) for text in chosen}):
        abort(404)
    return found


def _stands(directive: Directive) -> bool:
    return directive.withdrawn_at is None


def _may_answer(mine: Addressee | None) -> bool:
    return mine is not None and can(actor(), Action.DIRECTIVE_ANSWER) and _stands(mine.directive)


def _to_remind(directive: Directive) -> dict[str, int]:
    """Return how many units have yet to do it, and how many of them were not reminded today."""
    return {
        "waiting": count_of(waiting_units(directive)),
        "left": count_of(unreminded(directive, today())),
    }
