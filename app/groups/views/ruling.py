"""What the province asks of a regular group: the page on which it sets that."""

from typing import Any

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.session import me
from app.groups.forms.ruling import RuleForm
from app.groups.operations.ruling import set_rule
from app.groups.queries.rules import last_rule, rule_in_force
from app.groups.regularity import RULE
from app.groups.views.groups import bp
from app.policy import Action
from app.web.access import online_only, requires
from app.web.htmx import render, see


@bp.get("/admin/group-rule")
@requires(Action.GROUP_RULE_SET)
def rule() -> ResponseReturnValue:
    """Show the rule in force, with who set it, and the form that sets another."""
    return _page(RuleForm(formdata=None, obj=rule_in_force()))


@bp.post("/admin/group-rule")
@requires(Action.GROUP_RULE_SET)
@online_only
def decide_rule() -> ResponseReturnValue:
    """Set the rule."""
    form = RuleForm()
    if not form.validate():
        return _page(form, 422)
    set_rule(form.rule(), by=me())
    return see(me().unit_id, url_for(".rule"), said=_("Đã lưu. Mọi nhóm được xét theo mức này từ bây giờ."))


def _page(form: RuleForm, status: int = 200) -> ResponseReturnValue:
    context: dict[str, Any] = {"form": form, "rule": rule_in_force(), "last": last_rule(), "ours": RULE}
    return render("groups/rule.html", fragment="groups/_rule_form.html", status=status, **context)
