"""The province's rule of regularity that is in force."""

from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.groups.models import RegularityRule
from app.groups.regularity import RULE, Rule


def last_rule() -> RegularityRule | None:
    """Return what the province set last, with who did; None while ours holds."""
    rows = select(RegularityRule).options(joinedload(RegularityRule.setter)).order_by(RegularityRule.id.desc())
    return db.session.scalars(rows.limit(1)).first()


def rule_in_force() -> Rule:
    """Return the rule by which groups are judged: the province's or, while it has set none, ours."""
    found = last_rule()
    if found is None:
        return RULE
    return Rule(share=Fraction(found.held, RULE.months), longest_silence=found.longest_silence, fewest=found.fewest)
