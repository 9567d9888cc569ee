"""Naming a model of self-management."""

from flask_babel import lazy_gettext as _l
from wtforms import Field
from wtforms.validators import StopValidation

from app.web.forms import Form, Required, TextField


class GroupModelForm(Form):
    """The name of a model."""

    name = TextField(_l("Tên mô hình"), most=80, checks=[Required(_l("Chưa điền tên mô hình."))])

    def validate_name(self, field: Field) -> None:
        """Refuse what holds no letter."""
        if not any(char.isalpha() for char in field.data or ""):
            raise StopValidation(str(_l("Tên mô hình phải có chữ cái.")))
