"""The province's list of its own models of groups."""

from typing import Any

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.accounts.session import me
from app.groups.forms.modelling import GroupModelForm
from app.groups.models import GroupModel
from app.groups.operations.modelling import ModelTaken, add_model, retire_model
from app.groups.queries.groups import models
from app.groups.views.groups import bp
from app.policy import Action
from app.web.access import get_or_404, online_only, requires
from app.web.htmx import render, see
from app.web.navigation import Entry, add_entry

MENU = Entry("groups.model_list", _l("Mô hình nhóm"), "list", Action.GROUP_MODEL_KEEP, order=70)
bp.record_once(lambda state: add_entry(state.app, MENU))


@bp.get("/admin/group-models")
@requires(Action.GROUP_MODEL_KEEP)
def model_list() -> ResponseReturnValue:
    """Show the models, those that no new group takes too, and the form of a new one."""
    return _page(GroupModelForm(formdata=None))


@bp.post("/admin/group-models")
@requires(Action.GROUP_MODEL_KEEP)
@online_only
def name_model() -> ResponseReturnValue:
    """Add a model to the list."""
    form = GroupModelForm()
    if not form.validate():
        return _page(form, 422)
    try:
        model = add_model(str(form.name.data), by=me())
    except ModelTaken as taken:
        form.name.errors = [str(taken.message)]
        return _page(form, 422)
    return see(model.id, url_for(".model_list"), said=_("Đã thêm mô hình %(name)s.", name=model.name))


@bp.post("/admin/group-models/<int:model_id>/retirement")
@requires(Action.GROUP_MODEL_KEEP)
@online_only
def retire(model_id: int) -> ResponseReturnValue:
    """Let no new group take the model."""
    model = retire_model(get_or_404(select(GroupModel).where(GroupModel.id == model_id)), by=me())
    return see(model.id, url_for(".model_list"), said=_("Nhóm mới không chọn mô hình %(name)s nữa.", name=model.name))


def _page(form: GroupModelForm, status: int = 200) -> ResponseReturnValue:
    context: dict[str, Any] = {"form": form, "models": models(retired=True)}
    return render("groups/models.html", fragment="groups/_model_form.html", status=status, **context)
