"""A stored file."""

from datetime import datetime
from pathlib import PurePath
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.base import Base
from app.clock import now
from app.identity import new_id


class Attachment(Base):
    """A file in the data folder. Who may see it is decided by the record that it belongs to."""

    __tablename__ = "attachments"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    stored_name: Mapped[str] = mapped_column(unique=True)  # relative to the photo folder; random, tells nothing
    media_type: Mapped[str]
    size: Mapped[int]
    width: Mapped[int]  # of a photo, in pixels; 0 of a document
    height: Mapped[int]
    sha256: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(default=now)
    created_by: Mapped[UUID] = mapped_column(ForeignKey("users.id"))

    @property
    def ending(self) -> str:
        """How the file's name ends, such as ".pdf"."""
        return PurePath(self.stored_name).suffix
