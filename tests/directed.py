"""What the cast is asked to do from above: by whom, to whom, and by whom it is answered."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from uuid import UUID, uuid5

from PIL import Image

from app.accounts.models import User
from app.attachments.documents import PDF, Document
from app.attachments.photos import Photo, prepare
from app.clock import today
from app.directives.models import Directive, DirectiveKind
from app.directives.operations.answering import complete
from app.directives.operations.giving import DirectiveTerms, give
from app.directives.queries import own
from app.extensions import db
from app.policy import Action
from app.units.models import Unit
from tests.papers import pdf

SPACE = UUID("6ba7b810-9dad-11d1-80b4-00c04fd430c8")  # that of tests/world.py
# To whom, by whom, by whom answered: a request that is open, Na's with two files; Na and An have one that is done.
DIRECTED = [
    ("Na", "police", "head"),
    ("Hạ", "police2", "head3"),
    ("An", "district", "police"),
    ("Bình", "district", "police2"),
    ("Một", "province", "district"),
]
DONE = ("Na", "An")


def direct(units: Mapping[str, Unit], users: Mapping[str, User]) -> None:
    """Ask something of these units by a day to come; some were also asked something that they have done."""
    for place, by, answerer in DIRECTED:
        terms = request()
        full = replace(terms, photo=_photo(), document=Document(pdf(), PDF)) if place == "Na" else terms
        _give(f"directive {place}", full, units[place], users[by])
        if place in DONE:
            done = _give(f"done directive {place}", terms, units[place], users[by])
            mine = db.session.scalars(own(users[answerer], Action.DIRECTIVE_ANSWER, done.id)).one()
            complete(mine, "Họp dân bàn lại", today(), by=users[answerer])


def request(days: int = 5) -> DirectiveTerms:
    """Return a request that is to be done in so many days."""
    due_on = today() + timedelta(days=days)
    return DirectiveTerms(DirectiveKind.REQUEST, "Bàn chuyện giữ bản", "Họp dân bàn lại", due_on)


def _give(name: str, terms: DirectiveTerms, unit: Unit, by: User) -> Directive:
    return give(uuid5(SPACE, name), terms, by.unit, [unit.id], by=by)


def _photo() -> Photo:
    content = BytesIO()
    Image.new("RGB", (400, 300), "maroon").save(content, "JPEG")
    content.seek(0)
    return prepare(content)
