"""Which activities and groups say a word, as pages show them: what was done, by whom, where, what was written."""

from sqlalchemy import ColumnElement, Select, exists, false, or_, select, true

from app.groups.labels import ACTIVITY_KINDS, GROUP_KINDS, numbered
from app.groups.models import Activity, ActivityGroup, Group
from app.units.models import Unit
from app.vietnamese import search_key


def says(word: str) -> ColumnElement[bool]:
    """Return the condition that a word of the activity begins with ``word``, folded, in the page's language."""
    begins = _some_word(word)
    kinds = [kind for kind, label in ACTIVITY_KINDS.items() if _begins(str(label), word)]
    acting = exists().where(
        ActivityGroup.activity_id == Activity.id, ActivityGroup.group_id == Group.id, is_called(word)
    )
    places = _places(word)
    return or_(Activity.search_key.like(begins), Activity.kind.in_(kinds), Activity.unit_id.in_(places), acting)


def is_called(word: str) -> ColumnElement[bool]:
    """Return the condition that the group's name, its place or who leads it says ``word``, folded."""
    return or_(Group.search_key.like(_some_word(word)), _is_of_kind(word), Group.unit_id.in_(_places(word)))


def _is_of_kind(word: str) -> ColumnElement[bool]:
    """Return the condition that the name of a group's kind says it; a model's name stands in the group's own key."""
    if _begins(numbered("", ""), word):
        return true()
    kinds = [kind for kind, label in GROUP_KINDS.items() if _begins(str(label), word)]
    return Group.model_id.is_(None) & Group.kind.in_(kinds) if kinds else false()


def _places(word: str) -> Select[int]:
    return select(Unit.id).where(Unit.search_key.like(_some_word(word)))


def _some_word(word: str) -> str:
    """Return what LIKE reads as a key with a word that begins so: letters and digits need no escaping."""
    return f"% {word}%"


def _begins(text: str, word: str) -> bool:
    return f" {word}" in search_key(text)
