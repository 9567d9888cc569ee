"""What the province asks of a regular group, as it was set from time to time."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.base import Base, Serial
from app.clock import now


class RegularityRule(Base):
    """The figures of the rule (``app.groups.regularity.Rule``) as somebody set them; the last one is in force."""

    __tablename__ = "regularity_rules"

    id: Mapped[int] = mapped_column(Serial, primary_key=True)
    held: Mapped[int]  # of twelve months
    longest_silence: Mapped[int]
    fewest: Mapped[int]
    set_at: Mapped[datetime] = mapped_column(default=now)
    set_by: Mapped[UUID] = mapped_column(ForeignKey("users.id"))

    setter: Mapped[User] = relationship(foreign_keys=[set_by])
