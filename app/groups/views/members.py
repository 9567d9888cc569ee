"""The member households of a group: taking them in, moving them from another group, letting them go."""

from typing import Any
from uuid import UUID

from flask import abort, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.accounts.session import me
from app.extensions import db
from app.groups.forms.members import LeavingForm, MembersForm
from app.groups.models import Group, Standing
from app.groups.operations.membership import BelongedElsewhere, InAnotherGroup, NotOfThisPlace, let_go, take_in
from app.groups.screens import about_group, about_members
from app.groups.views.groups import bp, find, url_of
from app.households.models import Household
from app.policy import Action, visible
from app.web.access import actor, get_or_404, requires
from app.web.htmx import render, see


@bp.get("/groups/<uuid:group_id>/members/new")
@requires(Action.GROUP_KEEP)
def choose(group_id: UUID) -> ResponseReturnValue:
    """Show the households that may join, narrowed by typing; those that are ticked stay."""
    group = find(group_id, Action.GROUP_KEEP)
    if group.standing is Standing.DISSOLVED:
        return redirect(url_of(group), 303)
    ticked = [UUID(value) for value in request.args.getlist("household") if _is_id(value)]
    context = {**about_members(group, ticked), "form": MembersForm(formdata=None)}
    return render("groups/members.html", fragment="groups/_candidates.html", **context)


@bp.post("/groups/<uuid:group_id>/members")
@requires(Action.GROUP_KEEP)
def join(group_id: UUID) -> ResponseReturnValue:
    """Take households into the group, or show which other group they belong to."""
    group = find(group_id, Action.GROUP_KEEP)
    form = MembersForm()
    form.join(group)
    if not form.validate():
        return _members_form(group, form)
    households = _households(form.household.data)
    try:
        take_in(group, households, form.joining(), by=me())
    except (BelongedElsewhere, InAnotherGroup, NotOfThisPlace) as refusal:
        return _members_form(group, form, refusal)
    said = ngettext("Đã thêm %(n)s hộ vào nhóm.", "Đã thêm %(n)s hộ vào nhóm.", len(households), n=len(households))
    return see(group.id, url_of(group), said=said)


@bp.post("/groups/<uuid:group_id>/members/<uuid:household_id>/end")
@requires(Action.GROUP_KEEP)
def leave(group_id: UUID, household_id: UUID) -> ResponseReturnValue:
    """Take a household out of the group, from the day of capture."""
    group = find(group_id, Action.GROUP_KEEP)
    household = get_or_404(visible(actor(), Action.GROUP_KEEP, Household).where(Household.id == household_id))
    form = LeavingForm()
    if not form.validate():
        return render("groups/group.html", status=422, **about_group(group), leaving_form=form)
    let_go(group, household, form.captured_on(), by=me())
    said = _("Hộ %(name)s đã ra khỏi nhóm.", name=household.head_name)
    return see(group.id, url_of(group), said=said)


def _households(ids: list[UUID]) -> list[Household]:
    rows = visible(actor(), Action.GROUP_KEEP, Household).where(Household.id.in_(ids)).order_by(Household.sort_key)
    found = list(db.session.scalars(rows))
    if len(found) < len(ids):
        abort(404)
    return found


def _members_form(
    group: Group, form: MembersForm, refusal: BelongedElsewhere | InAnotherGroup | NotOfThisPlace | None = None
) -> ResponseReturnValue:
    if isinstance(refusal, BelongedElsewhere):  # told by the day that it is about
        form.since.errors, refusal = [str(refusal.message)], None
    context: dict[str, Any] = {**about_members(group, form.household.data or []), "form": form, "refusal": refusal}
    reason = refusal.reason if refusal else None
    return render("groups/members.html", fragment="groups/_members_form.html", status=422, reason=reason, **context)


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
