"""Two versions of one group: what is stored beside what was typed, field by field."""

from app.groups.forms.groups import GroupForm
from app.groups.labels import GROUP_KINDS
from app.groups.models import Group, GroupKind
from app.groups.operations.editing import group_changes
from app.groups.operations.founding import GroupTerms
from app.phone import pretty
from app.web.differences import Difference, in_words


def differences(group: Group, terms: GroupTerms) -> list[Difference]:
    """Return the fields in which ``terms`` differ from what is stored of the group meanwhile."""
    fields = GroupForm(formdata=None)
    found = []
    for name in group_changes(group, terms):
        if name == "model_id":
            stored, typed = group.model.name if group.model else None, terms.model.name if terms.model else None
            found.append(Difference(str(fields.model.label.text), _words(name, stored), _words(name, typed)))
        else:
            sides = _words(name, getattr(group, name)), _words(name, getattr(terms, name))
            found.append(Difference(str(fields[name].label.text), *sides))
    return found


def _words(name: str, value: object) -> str:
    if isinstance(value, GroupKind):
        return str(GROUP_KINDS[value])
    return pretty(str(value)) if value and name.endswith("phone") else in_words(value)
