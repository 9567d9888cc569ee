"""A notice as it is stored: to which unit, about what; the domain that owns the topic has the words."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.base import Base
from app.clock import now
from app.identity import new_id
from app.units.models import Unit
from app.units.scope import InUnit


class Notice(InUnit, Base):
    """The people of a unit are told of ``topic``: about the record ``subject_id`` and the day or month ``about_on``."""

    __tablename__ = "notices"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    topic: Mapped[str]  # the owning domain's word, such as "group-silent"
    subject_id: Mapped[UUID]
    about_on: Mapped[date]  # a month by its first day
    created_at: Mapped[datetime] = mapped_column(default=now)
    created_by: Mapped[UUID] = mapped_column(ForeignKey("users.id"))

    unit: Mapped[Unit] = relationship()
    author: Mapped[User] = relationship()

    # Once is enough; and by this index the notices of a topic and time are found.
    __table_args__ = (UniqueConstraint("topic", "about_on", "subject_id"),)
