"""A submission that succeeded; only successes are remembered."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.base import Base
from app.clock import now


class LedgerEntry(Base):
    """One key that was done: whose, what content, which record, under which receipt."""

    __tablename__ = "ledger_entries"

    key: Mapped[UUID] = mapped_column(primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), index=True)
    content_hash: Mapped[str]  # of the address and the canonical fields, the token left out
    record_id: Mapped[str]
    address: Mapped[str]  # where the record is seen
    receipt: Mapped[str] = mapped_column(unique=True)  # BY-7K3F-92, read out over the telephone
    done_at: Mapped[datetime] = mapped_column(default=now)
