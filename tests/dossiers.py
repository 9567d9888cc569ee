"""The dossiers that the cast of the tests has sent, and what was said about them."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select

from app.accounts.models import User
from app.attachments.documents import PDF, Document
from app.attachments.photos import Photo
from app.clock import today
from app.extensions import db
from app.reviews.calendar import shipped
from app.reviews.dossiers.frozen import Subject
from app.reviews.models import Submission
from app.reviews.operations.calendar import set_day
from app.reviews.operations.deciding import comment
from app.reviews.operations.sending import send
from app.seals.models import DossierKind
from app.units.models import Unit
from tests.papers import pdf


def send_dossiers(sent: Iterable[tuple[Unit, UUID, User]]) -> None:
    """Send dossiers of this year: each village's, under an id, by somebody."""
    for village, id_, by in sent:
        send(id_, DossierKind.VILLAGE_DOSSIER, Subject(village, today().year), None, by=by)


def comment_on(submission_id: UUID, id_: UUID, photo: Photo, *, by: User) -> None:
    """Say something, with a photo and a document, about what was sent."""
    comment(id_, db.session.get_one(Submission, submission_id), "Họp dân bàn lại", photo, Document(pdf(), PDF), by=by)


def ask_for_nothing() -> None:
    """Let the cast's province have no day by which dossiers are asked for, whatever today is."""
    province = db.session.scalars(select(User).where(User.username == "province")).one()
    for key in shipped():
        set_day(key, "", by=province)
