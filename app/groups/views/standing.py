"""How a group stands: suspended, at work again, dissolved."""

from uuid import UUID

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.session import me
from app.groups.forms.standing import StandingForm
from app.groups.operations.lifespan import ActedOutside
from app.groups.operations.standing import TooEarly, turn
from app.groups.screens import about_group
from app.groups.views.groups import bp, find, url_of
from app.policy import Action
from app.web.access import requires
from app.web.htmx import render, see


@bp.post("/groups/<uuid:group_id>/standing")
@requires(Action.GROUP_KEEP)
def change(group_id: UUID) -> ResponseReturnValue:
    """Suspend the group, let it work again, or dissolve it for good."""
    group = find(group_id, Action.GROUP_KEEP)
    form = StandingForm()
    early = None
    if form.validate():
        try:
            turn(group, form.turn(), by=me())
            return see(group.id, url_of(group), said=_("Đã ghi tình trạng của nhóm."))
        except TooEarly as refusal:
            early = refusal
        except ActedOutside as acted:
            form.since.errors = [str(acted.message)]
    context = {**about_group(group, form), "early": early}
    return render("groups/group.html", fragment="groups/_standing.html", status=422, **context)
