"""Setting what the province asks of a regular group."""

from app.accounts.models import User
from app.audit.operations import record
from app.extensions import db
from app.groups.models import RegularityRule
from app.groups.queries.rules import rule_in_force
from app.groups.regularity import Rule


def set_rule(rule: Rule, *, by: User) -> Rule:
    """Let groups be judged by ``rule`` from now on, whatever the cut-off, and return it; the same changes nothing."""
    before = rule_in_force()
    if rule == before:
        return rule
    row = RegularityRule(held=rule.held, longest_silence=rule.longest_silence, fewest=rule.fewest, set_by=by.id)
    db.session.add(row)
    db.session.flush()
    changed = [name for name in ("share", "longest_silence", "fewest") if getattr(rule, name) != getattr(before, name)]
    record("group-rule:set", row, by=by, unit_id=by.unit_id, fields=changed)
    return rule
