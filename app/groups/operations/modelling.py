"""The province's own models of self-management: naming one, and letting no new group take it."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.accounts.models import User
from app.audit.operations import record
from app.clock import now
from app.errors import Refusal
from app.extensions import db
from app.groups.models import GroupModel
from app.vietnamese import fold


class ModelTaken(Refusal):
    """The list has a model of this name, however its accents and capitals are written."""

    status = 422
    reason = "name-taken"


def add_model(name: str, *, by: User) -> GroupModel:
    """Name a model and return it; a name that was retired is taken up again. Raises ModelTaken."""
    same = next((model for model in db.session.scalars(select(GroupModel)) if fold(model.name) == fold(name)), None)
    if same and same.retired_at is None:
        raise ModelTaken(_l("Danh mục đã có mô hình này: %(name)s.", name=same.name))
    model = same or GroupModel(name=name)
    model.name, model.retired_at = name, None
    db.session.add(model)
    db.session.flush()
    record("group-model:add", model, by=by, unit_id=by.unit_id)
    return model


def retire_model(model: GroupModel, *, by: User) -> GroupModel:
    """Let no new group take the model, and return it; groups that have it keep it."""
    if model.retired_at is None:
        model.retired_at = now()
        record("group-model:retire", model, by=by, unit_id=by.unit_id, fields=["retired_at"])
    return model
