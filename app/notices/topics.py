"""The registry of topics: what a notice says and where it leads is known by the domain that sends it."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from flask_babel import gettext as _
from flask_babel.speaklater import LazyString

from app.notices.models import Notice


@dataclass(frozen=True, slots=True)
class Said:
    """A notice in words, in the page's language, and the address to go to."""

    words: str
    address: str


# Takes the notices of its topic on a page together, so that it asks the database once for all of them.
Say = Callable[[Sequence[Notice]], Mapping[UUID, Said]]

Names = Callable[[Collection[UUID]], Mapping[UUID, str]]

TOPICS: dict[str, Say] = {}


def register_topic(topic: str, say: Say) -> None:
    """Let ``say`` put the notices of a topic into words."""
    TOPICS[topic] = say


def register_named(words: Mapping[str, LazyString], place: str, names: Names) -> None:
    """Let each topic say the same words always and name its subject, whose page lies at ``place``, such as "/reviews".

    ``names`` tells how the subjects of some ids are called.
    """

    def say(notices: Sequence[Notice]) -> Mapping[UUID, Said]:
        called = names({notice.subject_id for notice in notices})
        found = {}
        for notice in notices:
            subject = notice.subject_id
            said = f"{words[notice.topic]}: {called[subject]}" if subject in called else str(words[notice.topic])
            found[notice.id] = Said(said, f"{place}/{subject}")
        return found

    for topic in words:
        register_topic(topic, say)


def said_of(notices: Sequence[Notice]) -> dict[UUID, Said]:
    """Return what each notice says; one whose topic nobody knows any more says that it is one."""
    found: dict[UUID, Said] = {notice.id: Said(str(_("Thông báo")), "/") for notice in notices}
    # By who says it, not by topic: a domain that has several is asked once.
    for say in dict.fromkeys(TOPICS.values()):
        mine = [notice for notice in notices if TOPICS.get(notice.topic) is say]
        found |= say(mine) if mine else {}
    return found
