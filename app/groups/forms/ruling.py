"""What the province asks of a regular group, in the form's words."""

from fractions import Fraction

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from app.groups.regularity import RULE, Rule
from app.web.forms import Between, Form, NumberField, Required


def _number(label: LazyString, low: int, high: int) -> NumberField:
    within = Between(low, high, _l("Một số từ %(low)s đến %(high)s."))
    return NumberField(label, [Required(_l("Chưa điền số tháng.")), within])


class RuleForm(Form):
    """The three figures of the rule, in months."""

    held = _number(_l("Họp ít nhất mấy tháng, trong 12 tháng"), 1, RULE.months)
    longest_silence = _number(_l("Nhiều nhất mấy tháng liền không họp"), 0, RULE.months - 1)
    fewest = _number(_l("Ít nhất mấy tháng hoạt động mới xét"), 1, RULE.months)

    def rule(self) -> Rule:
        """Return what was written, once it is valid."""
        return Rule(
            share=Fraction(int(self.held.data or 0), RULE.months), longest_silence=int(self.longest_silence.data or 0),
            fewest=int(self.fewest.data or 0),
        )  # fmt: skip
